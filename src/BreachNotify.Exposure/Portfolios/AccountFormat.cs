using System.Globalization;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>From where a layer's attachment is counted; see docs/decisions/attachment-stands-above-the-deductible.md.</summary>
public enum AttachmentReading
{
    /// <summary>Above the deductible, as OED v4 has it: the deductible is taken off before the layer.</summary>
    AboveDeductible,

    /// <summary>From the first unit of the loss, the deductible included, as OED's first cyber standard of 2022 had it.</summary>
    IncludesDeductible,
}

/// <summary>What has to be known beside an account file to read it.</summary>
public sealed record AccountFormat
{
    private const int LongestSource = 200;

    /// <summary>A file in one currency under the names of the standard.</summary>
    public static AccountFormat Plain { get; } = new();

    /// <summary>The currency of the book; null for that of the first good row.</summary>
    public string? Currency { get; init; }

    /// <summary>Rates for rows and parameters in other currencies, at most one for a pair.</summary>
    public IReadOnlyList<ExchangeRate> Rates { get; init; } = [];

    /// <summary>OED column to the heading in the file, or after an equals sign to a value for every row.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>From where attachments are counted.</summary>
    public AttachmentReading Attachment { get; init; }

    /// <summary>Reads the currency of a book.</summary>
    /// <exception cref="QuestionException">It is no ISO 4217 code.</exception>
    public static string CurrencyOf(string field, string text) => Amounts.Currency(field, text);

    /// <summary>Reads rates such as <c>USD,EUR,0.9333,2023-12-11,ECB</c>: from, to, rate, date and source.</summary>
    /// <param name="field">What messages call them.</param>
    /// <param name="texts">The rates.</param>
    /// <exception cref="QuestionException">One is malformed, or a second one for its pair of currencies.</exception>
    public static IReadOnlyList<ExchangeRate> RatesOf(string field, IEnumerable<string> texts)
    {
        var rates = new List<ExchangeRate>();
        foreach (var text in texts)
        {
            var given = ExchangeRateGiven.Of(field, text);
            var rate = given.Rate is > 0 and <= 1_000_000_000
                ? new ExchangeRate(Amounts.Currency(field, given.From), Amounts.Currency(field, given.To), given.Rate, Awareness.Date(field, given.Date), Amounts.Line(field, given.Source, LongestSource))
                : throw new QuestionException(false, field, given.Rate.ToString(CultureInfo.InvariantCulture), "must be more than 0.");
            rates.Add(rate.From == rate.To ? throw new QuestionException(false, field, text, "must name two currencies.")
                : rates.Exists(other => other.Joins(rate.From, rate.To)) ? throw new QuestionException(false, field, text, $"is a second rate between {rate.From} and {rate.To}; give one.")
                : rate);
        }
        return rates;
    }

    /// <summary>Reads a map of columns such as <c>AnnualRevenue=Turnover</c>, or <c>PolPerilsCovered==CC1</c> for a value in every row.</summary>
    /// <param name="field">What messages call it.</param>
    /// <param name="texts">One for each column.</param>
    /// <exception cref="QuestionException">One is malformed, names a column that is not read, or one that was named before.</exception>
    public static IReadOnlyDictionary<string, string> ColumnsOf(string field, IEnumerable<string> texts)
    {
        var columns = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            var (name, heading) = text.Split('=', 2) is [{ Length: > 0 } left, { Length: > 0 } right]
                ? (left.Trim(), right)
                : throw new QuestionException(false, field, text, "must be a column of OED and a heading, as in AnnualRevenue=Turnover.");
            if (!OedAccounts.Reads(name))
            {
                throw new QuestionException(false, field, text, "names no column of OED that is read; docs/exposure.md lists them.");
            }
            if (!columns.TryAdd(name, heading))
            {
                throw new QuestionException(false, field, text, $"says a second time where {name} stands.");
            }
        }
        return columns;
    }
}
