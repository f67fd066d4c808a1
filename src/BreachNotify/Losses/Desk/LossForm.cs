using System.Globalization;
using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using BreachNotify.Pages;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Losses.Desk;

/// <summary>The fields of the page on one insured, and the two questions they make.</summary>
internal static class LossForm
{
    private const string Sublimit = "sublimit.";
    private const int LongestName = 100;

    /// <summary>Currencies that have a rate of their own on the form.</summary>
    private static readonly string[] Quoted = ["USD", "EUR"];

    /// <summary>In the order of the address, which is the question.</summary>
    public static readonly IReadOnlyList<string> Fields =
    [
        "insured", "currency", "country", "revenue", "usdRate", "eurRate", "rateDate", "rateSource",
        "frequency", "mu", "sigma", "retention", "limit", "share", "aggregateRetention", "aggregateLimit", .. Enum.GetValues<Component>().Select(SublimitOf),
        "people", "records", "emails", "letters", "letterCost", "dailyGrossProfit", "outageHours", "waitingHours", "indemnityDays", "extortion", "seriousness", "asOf", "ruleBook",
    ];

    /// <summary>The field with the most that is paid for a component.</summary>
    public static string SublimitOf(Component component) => Sublimit + Words<Component>.Of(component);

    /// <summary>Its label; null for other fields.</summary>
    public static string? LabelOf(string field, Say say) => field.StartsWith(Sublimit, StringComparison.Ordinal) ? say[$"component.{field[Sublimit.Length..]}"] : null;

    /// <summary>Reads the form. What is left out and a source gives is filled in, so that its values give the same answer on any later day.</summary>
    /// <returns>The questions, and the form filled in; null where something is wrong, and the form says what.</returns>
    public static (LossQuestion Year, BreachCostQuestion Breach, Form Filled)? Read(Form form, LocalDate today)
    {
        var (currency, country) = (form["currency"].ToUpperInvariant(), form["country"].ToUpperInvariant());
        form.Set("currency", currency);
        form.Set("country", country);
        var (asOf, ruleBook) = (form.Optional("asOf") ?? LocalDatePattern.Iso.Format(today), form.Optional("ruleBook") ?? RuleBook.Current.Id);
        var revenue = Numbers.Amount(form, "revenue");
        var policy = (Retention: Numbers.Amount(form, "retention"), Limit: Numbers.Amount(form, "limit"), Share: Number("share"));
        var (aggregateRetention, aggregateLimit) = (Numbers.Amount(form, "aggregateRetention"), Numbers.Amount(form, "aggregateLimit"));
        var sublimits = Enum.GetValues<Component>().Select(component => (component, Limit: Numbers.Amount(form, SublimitOf(component)))).Where(row => row.Limit is not null).Select(row => new Sublimit(row.component, row.Limit!.Value)).ToList();
        var (usd, eur) = (Number("usdRate"), Number("eurRate"));
        var usual = Usual(revenue, currency == "USD" ? 1 : usd);
        var frequency = Number("frequency") ?? usual.Frequency;
        var mu = Numbers.Read<decimal>(form, "mu", NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, "error.number") ?? usual.Mu;
        var sigma = Number("sigma") ?? (decimal)BookModel.UsualSeverity.Sigma;
        var (people, records, emails, letters) = (Numbers.Count(form, "people"), Numbers.Count(form, "records"), Numbers.Count(form, "emails"), Numbers.Count(form, "letters"));
        var (letterCost, profit, extortion) = (Numbers.Amount(form, "letterCost"), Numbers.Amount(form, "dailyGrossProfit"), Numbers.Amount(form, "extortion"));
        var (outage, waiting, indemnity) = (Number("outageHours"), Number("waitingHours"), Number("indemnityDays"));
        var isFined = form.Optional("seriousness") is not null;
        var seriousness = Words<Seriousness>.TryParse(form["seriousness"], out var word) ? word : (Seriousness?)null;

        if (form.Optional("insured") is not null)
        {
            form.Line("insured", LongestName);
        }
        Require("usdRate", usd is not 0, "error.positive");
        Require("eurRate", eur is not 0, "error.positive");
        Require("frequency", frequency is not null, "losses.frequencyNeeded");
        Require("mu", mu is not null, "losses.muNeeded");
        Require("rateSource", (usd is null && eur is null) || form.Optional("rateSource") is not null, "error.required");
        Require("people", people is not null, "error.required");
        Require("dailyGrossProfit", outage is null || profit is not null, "losses.profitNeeded");
        Require("seriousness", !isFined || seriousness is not null, "error.choice");
        Require("revenue", !isFined || revenue is not null, "losses.revenueNeeded");
        // Neither number is beyond what a long holds, but their sum may be.
        Require(letters is null ? "emails" : "letters", people is null || (decimal)(emails ?? 0) + (letters ?? 0) <= people, "losses.toldNeeded");
        if (form.HasErrors)
        {
            return null;
        }
        var year = new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = frequency },
            Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = mu, Sigma = sigma },
            Terms = new PolicyTerms { Retention = policy.Retention, Limit = policy.Limit, Share = policy.Share, AggregateRetention = aggregateRetention, AggregateLimit = aggregateLimit },
            Currency = currency,
            RuleBook = ruleBook,
        };
        var breach = new BreachCostQuestion
        {
            Currency = currency,
            Country = country,
            People = people!.Value,
            Records = records,
            Revenue = revenue is { } turnover ? new Turnover(turnover, currency) : null,
            AsOf = asOf,
            Notification = emails is null && letters is null && letterCost is null ? null
                : [new NotificationChannel(NoticeChannel.Email, emails ?? 0), new NotificationChannel(NoticeChannel.Letter, letters ?? people.Value - (emails ?? 0), letterCost)],
            Interruption = profit is { } daily ? new Outage { DailyGrossProfit = daily, OutageHours = outage ?? 0, WaitingHours = waiting, IndemnityDays = indemnity } : null,
            Extortion = extortion is { } ransom ? new Estimate(ransom, ransom, ransom) : null,
            Fine = isFined
                ? new FineFacts { Regime = country == "GB" ? "uk-gdpr" : "gdpr", Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(revenue!.Value, currency) }, Seriousness = seriousness }
                : null,
            ExchangeRates = [.. Rates(form, currency, asOf, usd, eur)],
            Policy = new BreachPolicy { Retention = policy.Retention, Limit = policy.Limit, Share = policy.Share, Sublimits = sublimits },
            RuleBook = ruleBook,
        };
        return (year, breach, form.Filled(("asOf", asOf), ("ruleBook", ruleBook), ("frequency", Text(frequency)), ("mu", Text(mu)), ("sigma", Text(sigma))));

        decimal? Number(string name) => Numbers.Read<decimal>(form, name, NumberStyles.AllowDecimalPoint, "error.number");

        void Require(string name, bool isMet, string otherwise)
        {
            if (!isMet && form.FlawOf(name) is null)
            {
                form.Complain(name, otherwise);
            }
        }
    }

    /// <summary>A complaint of the exposure about a field of its question, as one about the form's.</summary>
    public static QuestionException OnForm(QuestionException e, Form form)
    {
        var field = e.Field switch
        {
            var path when path.StartsWith("exchangeRate", StringComparison.Ordinal) || path == "entity.turnover.currency" => RateField(path, e.Remedy, form),
            var path when path.StartsWith("notification[0]", StringComparison.Ordinal) => "emails",
            var path when path.StartsWith("notification", StringComparison.Ordinal) => "letters",
            var path when path.StartsWith("extortion", StringComparison.Ordinal) => "extortion",
            var path when path.StartsWith("revenue", StringComparison.Ordinal) || path.StartsWith("fine.entity", StringComparison.Ordinal) || path.StartsWith("entity.", StringComparison.Ordinal) => "revenue",
            "frequency.mean" => "frequency",
            "severity" => "sigma",
            "authority" => "country",
            "decidedOn" => "asOf",
            var path => path[(path.LastIndexOf('.') + 1)..],
        };
        return new QuestionException(e.Refused, field, e.Value, e.Remedy);
    }

    /// <summary>The field of a rate that was given, or of the one that is missing; where the form has none for it, another currency helps.</summary>
    private static string RateField(string path, string remedy, Form form)
    {
        var isDollarFirst = form.Optional("usdRate") is not null && form["currency"] != "USD";
        return path.EndsWith("date", StringComparison.Ordinal) ? "rateDate"
            : path.EndsWith("source", StringComparison.Ordinal) ? "rateSource"
            : path.EndsWith("rate", StringComparison.Ordinal) ? path == "exchangeRates[0].rate" && isDollarFirst ? "usdRate" : "eurRate"
            : Quoted.FirstOrDefault(other => other != form["currency"] && remedy.Contains(other, StringComparison.Ordinal)) is { } missing ? $"{missing.ToLowerInvariant()}Rate"
            : "currency";
    }

    /// <summary>Frequency by revenue and severity by IRIS 2022, whose amounts are US dollars; null where revenue or rate is missing.</summary>
    private static (decimal? Frequency, decimal? Mu) Usual(decimal? revenue, decimal? dollar)
    {
        if (dollar is not > 0)
        {
            return default;
        }
        var model = new BookModel(BookModel.UsualRate, BookModel.UsualExponent, BookModel.UsualSeverity) { Dollar = (double)dollar.Value };
        var mu = (decimal)Math.Round(BookModel.UsualSeverity.Mu + Math.Log((double)dollar.Value), 4);
        if (revenue is not > 0)
        {
            return (null, mu);
        }
        // Four digits that count, however small the firm.
        var frequency = model.FrequencyAt((double)revenue.Value);
        return ((decimal)Math.Round(frequency, Math.Clamp(3 - (int)Math.Floor(Math.Log10(frequency)), 0, 12)), mu);
    }

    private static string Text(decimal? value) => value?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<ExchangeRateGiven> Rates(Form form, string currency, string asOf, decimal? usd, decimal? eur)
    {
        var (date, source) = (form.Optional("rateDate") ?? asOf, form["rateSource"]);
        if (usd is { } dollar && currency != "USD")
        {
            yield return new ExchangeRateGiven("USD", currency, dollar, date, source);
        }
        if (eur is { } euro && currency != "EUR")
        {
            yield return new ExchangeRateGiven("EUR", currency, euro, date, source);
        }
    }
}
