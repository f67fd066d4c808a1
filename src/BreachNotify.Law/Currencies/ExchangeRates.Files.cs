using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Currencies;

// The files central banks publish.
public sealed partial class ExchangeRates
{
    private static readonly LocalDatePattern NbpDate = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly CultureInfo DecimalComma = new("") { NumberFormat = { NumberDecimalSeparator = "," } };

    /// <summary>Reads a file of the ECB or of the Polish central bank; its header tells which.</summary>
    /// <param name="csv">The text.</param>
    /// <exception cref="FormatException">It is something else; the message names line and column.</exception>
    public static ExchangeRates Read(TextReader csv)
    {
        var header = csv.ReadLine()?.TrimStart('\uFEFF') ?? "";
        return header.StartsWith("data;", StringComparison.Ordinal) ? ReadNbp(header, csv) : ReadEcb(header, csv);
    }

    /// <summary>
    /// The reference rates as the ECB publishes them (<c>eurofxref-hist.csv</c> and <c>eurofxref.csv</c>): a header
    /// <c>Date,USD,JPY,...</c>, then a line for each day, newest first, with the units of each currency for one euro and
    /// <c>N/A</c> where there was none.
    /// </summary>
    private static ExchangeRates ReadEcb(string first, TextReader csv)
    {
        var header = first.Split(',', StringSplitOptions.TrimEntries);
        if (header is not ["Date", ..])
        {
            throw new FormatException("Line 1: the header of the ECB's file begins with Date, that of the NBP's table A with data.");
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
                if (header[i].Length > 0 && cells[i] is not ("" or "N/A"))
                {
                    var rate = Rate(cells[i], CultureInfo.InvariantCulture) ?? throw new FormatException($"Line {number}, column {i + 1} ({header[i]}): '{cells[i]}' is not a rate such as 1.0757, or N/A.");
                    rates.Add(new ExchangeRate("EUR", header[i], rate, date, "ECB euro foreign exchange reference rates"));
                }
            }
        }
        return new ExchangeRates(rates);
    }

    /// <summary>
    /// The mean rates as the Polish central bank publishes them (<c>archiwum_tab_a_2026.csv</c>): a header
    /// <c>data;1USD;100HUF;...</c> with the units of each currency, then a line for each table with the zloty for so many
    /// units, the decimals behind a comma. Lines that begin with no date hold names and counts.
    /// </summary>
    private static ExchangeRates ReadNbp(string first, TextReader csv)
    {
        var columns = Array.ConvertAll(first.Split(';', StringSplitOptions.TrimEntries), UnitsOf);
        var rates = new List<ExchangeRate>();
        for (var number = 2; csv.ReadLine() is { } line; number++)
        {
            var cells = line.Split(';', StringSplitOptions.TrimEntries);
            if (!NbpDate.Parse(cells[0]).TryGetValue(default, out var date))
            {
                continue;
            }
            for (var i = 1; i < Math.Min(cells.Length, columns.Length); i++)
            {
                if (columns[i] is ({ } currency, var units) && cells[i].Length > 0)
                {
                    var rate = Rate(cells[i], DecimalComma) ?? throw new FormatException($"Line {number}, column {i + 1} ({currency}): '{cells[i]}' is not a rate such as 4,3653.");
                    rates.Add(new ExchangeRate(currency, "PLN", rate / units, date, "NBP mean rates, table A"));
                }
            }
        }
        return new ExchangeRates(rates);
    }

    /// <summary>"100HUF" are 100 units of HUF; null where a heading names no currency.</summary>
    private static (string? Currency, decimal Units) UnitsOf(string heading)
    {
        var digits = heading.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && heading.Length == digits + 3 && decimal.TryParse(heading.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var units) && units > 0
            ? (heading[digits..], units)
            : (null, 1);
    }

    private static decimal? Rate(string text, CultureInfo culture) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, culture, out var rate) && rate > 0 ? rate : null;

    /// <summary>The file of all days has ISO dates, that of one day "20 November 2026".</summary>
    private static LocalDate? EcbDate(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var iso } ? iso
        : LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu").Parse(text) is { Success: true, Value: var words } ? words
        : null;
}
