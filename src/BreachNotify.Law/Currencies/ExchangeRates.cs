using BreachNotify.Law.Data;
using NodaTime;

namespace BreachNotify.Law.Currencies;

/// <summary>
/// A table of exchange rates. None is ever interpolated or assumed: a rate is held for the day that is needed, or the
/// question is refused.
/// </summary>
public sealed partial class ExchangeRates
{
    /// <summary>A rate of the ECB holds until the next is published; no holiday season is longer than this.</summary>
    private static readonly Period LongestPause = Period.FromDays(7);

    private readonly Dictionary<(string, string), List<ExchangeRate>> _byPair = [];

    /// <summary>Builds a table.</summary>
    public ExchangeRates(IEnumerable<ExchangeRate> rates)
    {
        foreach (var rate in rates)
        {
            var pair = PairOf(rate.From, rate.To);
            if (!_byPair.TryGetValue(pair, out var list))
            {
                _byPair[pair] = list = [];
            }
            list.Add(rate);
        }
        foreach (var list in _byPair.Values)
        {
            list.Sort((a, b) => a.Date.CompareTo(b.Date));
        }
    }

    /// <summary>The few rates that decisions print and this product ships.</summary>
    public static ExchangeRates Shipped { get; } = new(DataFile.Read("exchange-rates.csv").Select(row => new ExchangeRate(
        row["from"], row["to"], row.Number("rate"), row.Date("date"), row["source"], row.Flag("verified"))));

    /// <summary>Every rate, oldest first within a pair of currencies.</summary>
    public IEnumerable<ExchangeRate> All => _byPair.Values.SelectMany(list => list);

    /// <summary>These rates and others; for a pair and day that both hold, both are kept and the other table's wins.</summary>
    public ExchangeRates With(ExchangeRates other) => new(All.Concat(other.All));

    /// <summary>
    /// The rate that counts on a day: the last one published on or up to seven days before it; null where none is held. The
    /// tables of the Polish central bank are left out, see <see cref="FirstFrom"/>.
    /// </summary>
    public ExchangeRate? On(LocalDate day, string one, string other) =>
        _byPair.TryGetValue(PairOf(one, other), out var list)
        && list.FindLast(rate => rate.Date <= day && !rate.IsPolish) is { } rate
        && rate.Date.Plus(LongestPause) >= day
            ? rate
            : null;

    /// <summary>The first rate of the Polish central bank on or up to seven days after a day; null where none is held.</summary>
    public ExchangeRate? FirstFrom(LocalDate day, string one, string other) =>
        _byPair.TryGetValue(PairOf(one, other), out var list)
        && list.Find(rate => rate.Date >= day && rate.IsPolish) is { } rate
        && day.Plus(LongestPause) >= rate.Date
            ? rate
            : null;

    private static (string, string) PairOf(string one, string other) => string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
}
