using System.Globalization;
using BreachNotify.Law.Currencies;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>The columns of a file under their OED names, whatever the file calls them.</summary>
internal sealed class OedColumns
{
    private readonly Dictionary<string, int> _at = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _constants = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _twice = [];

    /// <param name="headings">Of the file.</param>
    /// <param name="map">OED name to the file's heading, or to a value for every row after an equals sign.</param>
    /// <exception cref="InvalidDataException">The map names a heading that the file does not have.</exception>
    public OedColumns(IReadOnlyList<string> headings, IReadOnlyDictionary<string, string> map)
    {
        for (var i = 0; i < headings.Count; i++)
        {
            if (headings[i].Length > 0 && !_at.TryAdd(headings[i], i))
            {
                _twice.Add(headings[i]);
            }
        }
        foreach (var (name, heading) in map)
        {
            if (heading.StartsWith('='))
            {
                _constants[name] = heading[1..];
            }
            else
            {
                _at[name] = _at.TryGetValue(heading, out var at) ? at : throw new InvalidDataException($"The account file has no column '{heading}', which is to be {name}.");
            }
        }
    }

    public IEnumerable<string> Names => _at.Keys.Concat(_constants.Keys).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headings that stand there again; the first of them counts.</summary>
    public IReadOnlyList<string> Twice => _twice;

    public bool Has(string name) => _at.ContainsKey(name) || _constants.ContainsKey(name);

    public string Text(IAccountFile file, string name) => _constants.TryGetValue(name, out var constant) ? constant : _at.TryGetValue(name, out var at) ? file.Text(at) : "";
}

/// <summary>The cells of one row by column.</summary>
/// <param name="file">The file at the row.</param>
/// <param name="columns">Where what stands.</param>
internal sealed class OedRow(IAccountFile file, OedColumns columns)
{
    private const double Most = 1e15;

    public string Text(string column) => columns.Text(file, column);

    public string Needed(string column) => Text(column) is { Length: > 0 } text ? text : throw Wrong(column, "is empty.");

    /// <summary>0 or more; the default where the cell is empty, or a refusal where there is none.</summary>
    public double Number(string column, double? otherwise)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return otherwise ?? throw Wrong(column, "is empty.");
        }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < Most
            ? number
            : throw Wrong(column, "must be a number of 0 or more with at most 15 digits, with a point before decimals.");
    }

    /// <summary>Null where the cell is empty.</summary>
    public double? NumberOrNone(string column) => Text(column).Length == 0 ? null : Number(column, null);

    /// <summary>A code of the standard; 0 where the cell is empty.</summary>
    public int Code(string column) => Number(column, 0) is var number && number == Math.Floor(number) && number <= int.MaxValue ? (int)number : throw Wrong(column, "must be a code such as 2.");

    public DateOnly Date(string column) => DateOnly.TryParseExact(Needed(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw Wrong(column, "must be a date such as 2026-01-31.");

    /// <summary>A currency; null where the cell is empty.</summary>
    public string? Currency(string column) => Text(column) is { Length: > 0 } text
        ? text.Length == 3 && text.All(char.IsAsciiLetterUpper) ? string.Intern(text) : throw Wrong(column, "must be an ISO 4217 code such as EUR.")
        : null;

    public RejectedRowException Wrong(string column, string reason) => new(new RejectedRow(file.Line, column, Text(column) is var text && text.Length > 100 ? text[..100] : text, reason));
}

/// <summary>A row cannot be used.</summary>
internal sealed class RejectedRowException(RejectedRow row) : Exception(row.Reason)
{
    public RejectedRow Row => row;
}

/// <summary>The rates given for a book. None is assumed: a row in another currency without a rate is rejected.</summary>
internal sealed class BookRates(IReadOnlyList<ExchangeRate> given)
{
    private readonly HashSet<ExchangeRate> _used = [];

    public IReadOnlyList<ExchangeRate> Used => [.. _used.OrderBy(rate => rate.From, StringComparer.Ordinal).ThenBy(rate => rate.To, StringComparer.Ordinal)];

    /// <summary>What one unit of a row's currency is in that of the book.</summary>
    public double Factor(OedRow row, string column, string from, string to)
    {
        if (from == to)
        {
            return 1;
        }
        var rate = given.FirstOrDefault(rate => rate.Joins(from, to))
            ?? throw row.Wrong(column, $"is another currency than {to}, that of the book; give a rate between {from} and {to} with its date and source, none is assumed.");
        _used.Add(rate);
        return Unit(rate, from);
    }

    /// <summary>What one unit of a currency is in the other one of a rate.</summary>
    public static double Unit(ExchangeRate rate, string from) => rate.From == from ? (double)rate.Rate : 1 / (double)rate.Rate;
}
