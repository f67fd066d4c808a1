using System.Globalization;
using BreachNotify.Law.Data;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Currencies;

/// <summary>
/// A table of exchange rates. None is ever interpolated or assumed: a rate is held for the day that is needed, or the
/// question is refused.
/// </summary>
public sealed class ExchangeRates
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
    /// The rate that counts on a day: the last one published on or up to seven days before it; null where none is held.
    /// </summary>
    public ExchangeRate? On(LocalDate day, string one, string other) =>
        _byPair.TryGetValue(PairOf(one, other), out var list)
        && list.FindLast(rate => rate.Date <= day) is { } rate
        && rate.Date.Plus(LongestPause) >= day
            ? rate
            : null;

    /// <summary>The first rate published on or up to seven days after a day; null where none is held.</summary>
    public ExchangeRate? FirstFrom(LocalDate day, string one, string other) =>
        _byPair.TryGetValue(PairOf(one, other), out var list)
        && list.Find(rate => rate.Date >= day) is { } rate
        && day.Plus(LongestPause) >= rate.Date
            ? rate
            : null;

    /// <summary>
    /// Reads the reference rates as the ECB publishes them (<c>eurofxref-hist.csv</c> and <c>eurofxref.csv</c>): a header
    /// <c>Date,USD,JPY,...</c>, then a line for each day, newest first, with the units of each currency for one euro and
    /// <c>N/A</c> where there was none.
    /// </summary>
    /// <param name="csv">The text.</param>
    /// <exception cref="FormatException">It is something else; the message names line and column.</exception>
    public static ExchangeRates ReadEcb(TextReader csv)
    {
        var header = csv.ReadLine()?.TrimStart('\uFEFF').Split(',', StringSplitOptions.TrimEntries) ?? [];
        if (header is not ["Date", ..])
        {
            throw new FormatException("Line 1: the header of the ECB's file begins with Date.");
        }
        var rates = new List<ExchangeRate>();
        for (var number = 2; csv.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            var date = EcbDate(cells[0]) ?? throw new FormatException($"Line {number}, column 1: '{cells[0]}' is not a date such as 2026-11-20.");
            for (var i = 1; i < Math.Min(cells.Length, header.Length); i++)
            {
                if (header[i].Length == 0 || cells[i] is "" or "N/A")
                {
                    continue;
                }
                if (!decimal.TryParse(cells[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) || rate <= 0)
                {
                    throw new FormatException($"Line {number}, column {i + 1} ({header[i]}): '{cells[i]}' is not a rate such as 1.0757, or N/A.");
                }
                rates.Add(new ExchangeRate("EUR", header[i], rate, date, "ECB euro foreign exchange reference rates"));
            }
        }
        return new ExchangeRates(rates);
    }

    /// <summary>The file of all days has ISO dates, that of one day "20 November 2026".</summary>
    private static LocalDate? EcbDate(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var iso } ? iso
        : LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu").Parse(text) is { Success: true, Value: var words } ? words
        : null;

    private static (string, string) PairOf(string one, string other) => string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
}
