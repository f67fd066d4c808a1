using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Currencies;

/// <summary>One exchange rate as published: one unit of <paramref name="From"/> is <paramref name="Rate"/> units of <paramref name="To"/>.</summary>
/// <param name="From">ISO 4217 code.</param>
/// <param name="To">ISO 4217 code.</param>
/// <param name="Rate">More than 0.</param>
/// <param name="Date">The day the rate is for.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Verified">False where nobody read the source.</param>
public sealed record ExchangeRate(string From, string To, decimal Rate, LocalDate Date, string Source, bool Verified = true)
{
    /// <summary>The amount in the other currency of the rate, to the cent: a converted amount is money again and no bare quotient.</summary>
    /// <exception cref="InvalidOperationException">The rate does not concern the currency of the amount.</exception>
    public Money Convert(Money money) =>
        money.Currency == From ? new Money(decimal.Round(money.Amount * Rate, 2, MidpointRounding.AwayFromZero), To)
        : money.Currency == To ? new Money(decimal.Round(money.Amount / Rate, 2, MidpointRounding.AwayFromZero), From)
        : throw new InvalidOperationException($"A rate from {From} to {To} does not convert {money.Currency}.");

    /// <summary>Whether it is a mean rate of the Polish central bank, the only one Poland takes and no other state does.</summary>
    public bool IsPolish => Source.StartsWith("NBP", StringComparison.Ordinal);

    /// <summary>Whether it converts between two currencies, in either direction.</summary>
    public bool Joins(string one, string other) => (From == one && To == other) || (From == other && To == one);

    /// <summary>The rate in words, such as "1 USD = 0.9333 EUR, ECB, 2023-12-11".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"1 {From} = {Rate.WithoutTrailingZeros()} {To}, {Source}, {LocalDatePattern.Iso.Format(Date)}");
}
