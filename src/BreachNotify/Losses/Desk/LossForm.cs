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
    /// <summary>In the order of the address, which is the question.</summary>
    public static readonly string[] Fields =
    [
        "currency", "country", "revenue", "usdRate", "eurRate", "rateDate", "rateSource",
        "frequency", "mu", "sigma", "retention", "limit", "share", "aggregateLimit",
        "people", "records", "emails", "letters", "letterCost", "dailyGrossProfit", "outageHours", "waitingHours", "extortion", "seriousness", "asOf", "ruleBook",
    ];

    /// <summary>Reads the form; what is left out is filled in where a source gives it, so that the form's own values give the answer again.</summary>
    /// <returns>Null where something is wrong; the form says what.</returns>
    public static (LossQuestion Year, BreachCostQuestion Breach)? Read(Form form, LocalDate today)
    {
        decimal? Amount(string name) => Number(form, name);
        var (currency, country) = (form["currency"].ToUpperInvariant(), form["country"].ToUpperInvariant());
        form.Set("currency", currency);
        form.Set("country", country);
        var asOf = form.Optional("asOf") ?? LocalDatePattern.Iso.Format(today);
        form.Set("asOf", asOf);
        form.Set("ruleBook", form.Optional("ruleBook") ?? RuleBook.Current.Id);
        var (usd, eur, revenue, people) = (Amount("usdRate"), Amount("eurRate"), Amount("revenue"), Whole(form, "people"));
        Fill(form, revenue, currency == "USD" ? 1 : usd);
        var (frequency, mu, sigma) = (Amount("frequency"), Amount("mu"), Amount("sigma"));
        foreach (var (name, value, key) in new[] { ("frequency", frequency, "losses.frequencyNeeded"), ("mu", mu, "losses.muNeeded"), ("people", people, "error.required") })
        {
            if (value is null && form.FlawOf(name) is null)
            {
                form.Complain(name, key);
            }
        }
        var terms = new PolicyTerms { Retention = Amount("retention"), Limit = Amount("limit"), Share = Amount("share"), AggregateLimit = Amount("aggregateLimit") };
        var (profit, extortion, letterCost) = (Amount("dailyGrossProfit"), Amount("extortion"), Amount("letterCost"));
        var (emails, letters, records, outage, waiting) = (Whole(form, "emails"), Whole(form, "letters"), Whole(form, "records"), Amount("outageHours"), Amount("waitingHours"));
        var seriousness = form.Optional("seriousness") is { } word && Words<Seriousness>.TryParse(word, out var known) ? known : (Seriousness?)null;
        if (form.HasErrors)
        {
            return null;
        }
        var year = new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = frequency },
            Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = mu, Sigma = sigma },
            Terms = terms,
            Currency = currency,
            RuleBook = form["ruleBook"],
        };
        var breach = new BreachCostQuestion
        {
            Currency = currency,
            Country = country,
            People = (long)people!.Value,
            Records = (long?)records,
            Revenue = revenue is { } turnover ? new Turnover(turnover, currency) : null,
            AsOf = asOf,
            Notification = emails is null && letters is null && letterCost is null ? null
                : [new NotificationChannel(NoticeChannel.Email, (long)(emails ?? 0)), new NotificationChannel(NoticeChannel.Letter, (long)(letters ?? people.Value - (emails ?? 0)), letterCost)],
            Interruption = profit is { } daily && outage is { } hours ? new Outage { DailyGrossProfit = daily, OutageHours = hours, WaitingHours = waiting } : null,
            Extortion = extortion is { } ransom ? new Estimate(ransom, ransom, ransom) : null,
            Fine = seriousness is not null && revenue is not null
                ? new FineFacts { Regime = country == "GB" ? "uk-gdpr" : "gdpr", Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(revenue.Value, currency) }, Seriousness = seriousness }
                : null,
            ExchangeRates = [.. Rates(form, currency, usd, eur, asOf)],
            Policy = new BreachPolicy { Retention = terms.Retention, Limit = terms.Limit, Share = terms.Share },
            RuleBook = form["ruleBook"],
        };
        return (year, breach);
    }

    /// <summary>A complaint of the exposure about a field of its question, as one about the form's.</summary>
    public static QuestionException OnForm(QuestionException e)
    {
        var field = e.Field switch
        {
            var path when path.StartsWith("exchangeRates", StringComparison.Ordinal) => path.EndsWith("date", StringComparison.Ordinal) ? "rateDate" : path.EndsWith("source", StringComparison.Ordinal) ? "rateSource" : "usdRate",
            var path when path.StartsWith("notification", StringComparison.Ordinal) => "letters",
            var path when path.StartsWith("extortion", StringComparison.Ordinal) => "extortion",
            var path when path.StartsWith("fine.entity", StringComparison.Ordinal) || path.StartsWith("entity.", StringComparison.Ordinal) => "revenue",
            "frequency.mean" => "frequency",
            "severity" => "sigma",
            "authority" => "country",
            "decidedOn" => "asOf",
            var path => path[(path.LastIndexOf('.') + 1)..],
        };
        return new QuestionException(e.Refused, field, e.Value, e.Remedy);
    }

    /// <summary>Frequency by revenue and severity by IRIS 2022, whose amounts are US dollars; only where the form leaves them out.</summary>
    private static void Fill(Form form, decimal? revenue, decimal? dollar)
    {
        var usual = new BookModel(BookModel.UsualRate, BookModel.UsualExponent, BookModel.UsualSeverity) { Dollar = (double)(dollar ?? 1) };
        if (form.Optional("frequency") is null && revenue > 0 && dollar > 0)
        {
            form.Set("frequency", Text(usual.FrequencyAt((double)revenue.Value)));
        }
        if (form.Optional("mu") is null && dollar > 0)
        {
            form.Set("mu", Text(BookModel.UsualSeverity.Mu + Math.Log((double)dollar.Value)));
        }
        if (form.Optional("sigma") is null)
        {
            form.Set("sigma", Text(BookModel.UsualSeverity.Sigma));
        }

        static string Text(double value) => Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<ExchangeRateGiven> Rates(Form form, string currency, decimal? usd, decimal? eur, string asOf)
    {
        var (date, source) = (form.Optional("rateDate") ?? asOf, form.Optional("rateSource") ?? "");
        if (usd is { } dollar && currency != "USD")
        {
            yield return new ExchangeRateGiven("USD", currency, dollar, date, source);
        }
        if (eur is { } euro && currency != "EUR")
        {
            yield return new ExchangeRateGiven("EUR", currency, euro, date, source);
        }
    }

    private static decimal? Whole(Form form, string name)
    {
        var number = Number(form, name);
        if (number is { } value && value != decimal.Truncate(value))
        {
            form.Complain(name, "error.whole");
        }
        return number;
    }

    private static decimal? Number(Form form, string name)
    {
        // People group thousands by spaces; points and commas mean different things in different places.
        var digits = string.Concat(form[name].Where(c => !char.IsWhiteSpace(c)));
        if (digits.Length == 0)
        {
            return null;
        }
        if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && digits.Length <= 20)
        {
            return number;
        }
        if (form.FlawOf(name) is null)
        {
            form.Complain(name, "error.amount");
        }
        return null;
    }
}
