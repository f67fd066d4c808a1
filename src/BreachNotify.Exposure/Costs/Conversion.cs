using System.Globalization;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Exposure.Costs;

/// <summary>Amounts in the currency of a question. A rate with date and source is needed where two currencies meet; none is assumed.</summary>
internal sealed class Conversion(string currency, LocalDate day, ExchangeRates rates)
{
    /// <summary>The rates held and those given.</summary>
    /// <exception cref="QuestionException">A rate given is malformed or from after the day.</exception>
    public static Conversion With(IReadOnlyList<ExchangeRateGiven> given, string currency, LocalDate day, ExchangeRates held)
    {
        var checkedRates = given.Select((rate, i) =>
        {
            var field = $"exchangeRates[{i}]";
            var date = Awareness.Date($"{field}.date", rate.Date);
            return rate.Rate is <= 0 or > 1_000_000_000 || decimal.Round(rate.Rate, 8) != rate.Rate
                    ? throw new QuestionException(false, $"{field}.rate", rate.Rate.ToString(CultureInfo.InvariantCulture), "must be more than 0, with at most 8 decimals.")
                : date > day || date.PlusDays(7) < day
                    ? throw new QuestionException(true, $"{field}.date", rate.Date, $"must be within the seven days up to {LocalDatePattern.Iso.Format(day)}, the day of the answer.")
                : new ExchangeRate(Amounts.Currency($"{field}.from", rate.From), Amounts.Currency($"{field}.to", rate.To), rate.Rate, date, Amounts.Line($"{field}.source", rate.Source, 200));
        }).ToList();
        return new Conversion(currency, day, held.With(new ExchangeRates(checkedRates)));
    }

    /// <summary>The amount, and what was done to it.</summary>
    /// <param name="money">The amount.</param>
    /// <param name="steps">Takes the rate, once.</param>
    /// <exception cref="QuestionException">There is no rate.</exception>
    public decimal Of(Money money, List<Reason>? steps = null) => In(currency, money, steps).Amount;

    /// <summary>The amount in another currency than that of the question.</summary>
    /// <exception cref="QuestionException">There is no rate.</exception>
    public Money In(string wanted, Money money, List<Reason>? steps = null)
    {
        if (money.Currency == wanted)
        {
            return money;
        }
        var rate = rates.On(day, money.Currency, wanted) ?? throw new QuestionException(true, "exchangeRates", null,
            $"needs a rate between {money.Currency} and {wanted} for {LocalDatePattern.Iso.Format(day)}: give it with from, to, rate, date and source.");
        var step = new Reason($"Converted at {rate}.", new Citation(rate.Source), rate.Verified);
        if (steps?.Contains(step) == false)
        {
            steps.Add(step);
        }
        return rate.Convert(money);
    }
}
