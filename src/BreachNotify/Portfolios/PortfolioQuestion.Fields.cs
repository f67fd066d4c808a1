using System.Globalization;
using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Http;
using BreachNotify.Law;

namespace BreachNotify.Portfolios;

// As fields of a query or a form.
public sealed partial record PortfolioQuestion
{
    /// <summary>The names of the fields.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "years", "seed", "rate", "sizeExponent", "mu", "sigma", "outageRate", "outageHit", "dollar", "currency", "exchangeRate", "column", "attachment", "quotaShare", "excessRetention", "excessLimit", "excessAggregate",
        "split", "interruptionHours", "waiting", "plt",
    ];

    /// <summary>The values that make this question again; of lists one in each line.</summary>
    public IEnumerable<(string Name, string Value)> Fields()
    {
        static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
        string?[] values =
        [
            Text(Years), Text(Seed), Text(Rate), Text(SizeExponent), Text(Mu), Text(Sigma), Text(OutageRate), Text(OutageHit), Text(Dollar), Currency, string.Join('\n', ExchangeRates), string.Join('\n', Columns), Words.Of(Attachment),
            Text(QuotaShare), Text(ExcessRetention), Text(ExcessLimit), Text(ExcessAggregate), Split, Text(InterruptionHours), Words.Of(Waiting), Plt is { } plt ? plt ? "true" : "false" : null,
        ];
        return Names.Zip(values).Where(pair => !string.IsNullOrEmpty(pair.Second)).Select(pair => (pair.First, pair.Second!));
    }

    /// <param name="value">The text of a field, of lists one in each line; null or empty where it was left out.</param>
    /// <param name="complaints">Takes what is out of range.</param>
    public static PortfolioQuestion Read(Func<string, string?> value, Complaints complaints)
    {
        string? Given(string name) => value(name)?.Trim() is { Length: > 0 } text ? text : null;

        decimal? Maybe(string name, decimal least, decimal most)
        {
            if (Given(name) is not { } text)
            {
                return null;
            }
            if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }
            complaints.Add(name, text, string.Create(CultureInfo.InvariantCulture, $"Must be a number from {least} to {most}, with a point before decimals."));
            return null;
        }

        decimal Number(string name, double otherwise, decimal least, decimal most) => Maybe(name, least, most) ?? (decimal)otherwise;

        long Whole(string name, long otherwise, long least, long most)
        {
            var number = Number(name, otherwise, least, most);
            if (number.Scale > 0)
            {
                complaints.Add(name, value(name), "Must be a whole number.");
            }
            return (long)number;
        }

        // What the law or the exposure reads, it complains about in its own words.
        T? Of<T>(string name, Func<string, T> read)
        {
            try
            {
                return Given(name) is { } text ? read(text) : default;
            }
            catch (QuestionException e)
            {
                complaints.Add(name, e.Value, $"It {e.Remedy}");
                return default;
            }
        }

        IReadOnlyList<string> Lines(string name, Func<IReadOnlyList<string>, object> check) =>
            Of(name, text =>
            {
                var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                check(lines);
                return lines;
            }) ?? [];

        var question = new PortfolioQuestion(
            (int)Whole("years", 10_000, 1, MostYears),
            Whole("seed", 1, long.MinValue, long.MaxValue),
            Number("rate", BookModel.UsualRate, 0, 1000),
            Number("sizeExponent", BookModel.UsualExponent, 0, 2),
            Number("mu", BookModel.UsualSeverity.Mu, -30, 30),
            Number("sigma", BookModel.UsualSeverity.Sigma, 0.001m, 10),
            Number("outageRate", 0, 0, 100),
            Number("outageHit", BookModel.UsualOutageHit, 0, 1),
            Maybe("dollar", 0.00000001m, 1_000_000))
        {
            Currency = Of("currency", text => AccountFormat.CurrencyOf("currency", text)),
            ExchangeRates = Lines("exchangeRate", lines => AccountFormat.RatesOf("exchangeRate", lines)),
            Columns = Lines("column", lines => AccountFormat.ColumnsOf("column", lines)),
            Attachment = Of("attachment", text => Words.Parse<AttachmentReading>("attachment", text)),
            QuotaShare = Number("quotaShare", 0, 0, 1),
            ExcessRetention = Maybe("excessRetention", 0, MostAmount),
            ExcessLimit = Maybe("excessLimit", 0, MostAmount),
            ExcessAggregate = Maybe("excessAggregate", 0, MostAmount),
            Split = Of("split", text => LossSplit.Usual.With(LossSplit.PartsOf("split", text)) is not null ? text : null),
            InterruptionHours = Number("interruptionHours", LossSplit.UsualOutageHours, 0.01m, 24 * 365),
            Waiting = Of("waiting", text => Words.Parse<WaitingPeriodReading>("waiting", text)),
            Plt = Of("plt", text => text switch
            {
                "true" => true,
                "false" => (bool?)false,
                _ => throw new QuestionException(false, "plt", text, "must be true or false."),
            }),
        };
        if (question is { ExcessRetention: null } and not { ExcessLimit: null, ExcessAggregate: null } && Given("excessRetention") is null)
        {
            complaints.Add("excessRetention", null, "Is needed for an excess of loss.");
        }
        return question;
    }
}
