using System.Globalization;

namespace BreachNotify.Law;

/// <summary>
/// An amount in one currency. Arithmetic is decimal and exact; rounding happens only where an amount is shown. Two
/// currencies never meet: every operator refuses them.
/// </summary>
/// <param name="Amount">The amount in units of the currency, not in cents.</param>
/// <param name="Currency">ISO 4217 code, such as EUR.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>A share of the amount, such as 0.04 for 4 %.</summary>
    public static Money operator *(Money money, decimal share) => money with { Amount = money.Amount * share };

    /// <summary>The sum; both must be in one currency.</summary>
    public static Money operator +(Money left, Money right) => left with { Amount = left.Amount + right.In(left.Currency) };

    /// <summary>Whether the left amount is larger; both must be in one currency.</summary>
    public static bool operator >(Money left, Money right) => left.Amount > right.In(left.Currency);

    /// <summary>Whether the left amount is smaller; both must be in one currency.</summary>
    public static bool operator <(Money left, Money right) => left.Amount < right.In(left.Currency);

    /// <summary>The amount with thousands separators and no more decimals than it has, such as "EUR 20,000,000.04".</summary>
    public override string ToString() => Amount.Scale == 0 || decimal.IsInteger(Amount)
        ? string.Create(CultureInfo.InvariantCulture, $"{Currency} {Amount:N0}")
        : string.Create(CultureInfo.InvariantCulture, $"{Currency} {Amount:#,0.############}");

    private decimal In(string currency) => Currency == currency
        ? Amount
        : throw new InvalidOperationException($"{currency} and {Currency} cannot be combined without an exchange rate.");
}

/// <summary>A range of amounts in one currency; both ends are included.</summary>
/// <param name="Low">Lower end, in units of the currency.</param>
/// <param name="High">Upper end, in units of the currency.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record MoneyRange(decimal Low, decimal High, string Currency)
{
    /// <summary>Both ends as in a sentence: "EUR 0 and EUR 1,000,000".</summary>
    internal string Words => $"{new Money(Low, Currency)} and {new Money(High, Currency)}";
}

/// <summary>A range of shares; 0.10 is 10 %. Both ends are included.</summary>
public sealed record ShareRange(decimal Low, decimal High);

/// <summary>Decimal numbers as text and JSON show them.</summary>
internal static class Decimals
{
    /// <summary>The same number with as few decimals as it needs: 1.50 becomes 1.5.</summary>
    public static decimal WithoutTrailingZeros(this decimal value) =>
        decimal.IsInteger(value) ? decimal.Truncate(value) : value / 1.0000000000000000000000000000m;

    /// <summary>A share in per cent, such as "0.4 %".</summary>
    public static string Percent(this decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.####} %");
}
