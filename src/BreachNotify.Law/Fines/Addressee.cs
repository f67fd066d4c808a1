using System.Globalization;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Gdpr;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Fines;

/// <summary>Who would be fined, and on what turnover: the part of a question that the ceilings go by.</summary>
/// <param name="Who">The addressee, its turnover in the currency of the tiers.</param>
/// <param name="Rate">The exchange rate that was applied; null where none was needed.</param>
internal readonly record struct Addressee(Undertaking Who, ExchangeRate? Rate)
{
    private const string Poland = "PL";
    private static readonly Citation PolishRate = new("Polish Personal Data Protection Act Art. 103");
    private static readonly Citation DayOfDecision = new("AP, decision on Uber (December 2023): ECB reference rate of the day of the decision");
    private static readonly Citation OwnTurnover = new("CJEU C-383/23 ILVA; C-807/21 Deutsche Wohnen para. 57");
    private static readonly Citation EarlierAccounts = new("APD/GBA 114/2024 para. 237");
    private static readonly Citation IcoForecast = new("ICO penalty notice 23andMe (5 June 2025) paras 385-387");
    private static readonly Citation BankIncome = new("UODO DKN.5131.59.2022 (Santander Bank Polska)");

    /// <exception cref="QuestionException">The entity is malformed, or law or data refuse it.</exception>
    public static Addressee Of(FineQuestion question, LocalDate decidedOn, string currency, ExchangeRates rates)
    {
        var entity = question.Entity;
        if (entity.Kind != EntityKind.Undertaking)
        {
            RefuseTurnover(entity);
            return new Addressee(new Undertaking { Kind = entity.Kind, State = StateOf(entity) }, null);
        }
        if (entity.State is not null)
        {
            throw QuestionException.Malformed("entity.state", entity.State, "is asked for public bodies only; leave it out.");
        }
        if (entity.Turnover is not { } sent)
        {
            throw QuestionException.Malformed("entity.turnover", null, "is required for an undertaking: the worldwide turnover of the whole group, 0 or more.");
        }
        var turnover = Amounts.Money("entity.turnover", sent);
        var rate = turnover.Currency == currency ? RefuseRate(question) : RateFor(question, turnover.Currency, currency, decidedOn, rates);
        var year = entity.TurnoverYear ?? decidedOn.Year - 1;
        if (year < 1990 || year > decidedOn.Year)
        {
            throw QuestionException.RefusedAs("entity.turnoverYear", year.ToString(CultureInfo.InvariantCulture), $"must be a financial year from 1990 to the year of the decision; the law takes the one before it, {decidedOn.Year - 1}.");
        }
        var remarks = Remarks(question, year, decidedOn);
        if (rate is not null)
        {
            var converted = rate.Convert(turnover);
            remarks = [.. remarks, new Reason($"The turnover of {turnover} is {converted} at the rate 1 {rate.From} = {rate.Rate.WithoutTrailingZeros().ToString(CultureInfo.InvariantCulture)} {rate.To} of {LocalDatePattern.Iso.Format(rate.Date)} ({rate.Source}).", question.Authority == Poland ? PolishRate : DayOfDecision, rate.Verified)];
            return new Addressee(new Undertaking { Kind = entity.Kind, Turnover = converted, OwnTurnover = turnover, TurnoverYear = year, Remarks = remarks }, rate);
        }
        return new Addressee(new Undertaking { Kind = entity.Kind, Turnover = turnover, TurnoverYear = year, Remarks = remarks }, null);
    }

    private static void RefuseTurnover(FineEntity entity)
    {
        var field = entity switch
        {
            { Turnover: not null } => "entity.turnover",
            { TurnoverBasis: not null } => "entity.turnoverBasis",
            { TurnoverFigure: not null } => "entity.turnoverFigure",
            { TurnoverMeasure: not null } => "entity.turnoverMeasure",
            _ => null,
        };
        if (field is not null)
        {
            throw QuestionException.RefusedAs(field, null, $"counts only for undertakings, not for {Words.Of(entity.Kind)}; leave it out, or say undertaking.");
        }
    }

    private static string? StateOf(FineEntity entity)
    {
        if (entity.Kind != EntityKind.PublicBody)
        {
            return entity.State is null ? null : throw QuestionException.Malformed("entity.state", entity.State, "is asked for public bodies only; leave it out.");
        }
        return entity.State is { } state
            ? Amounts.State("entity.state", state)
            : throw QuestionException.Malformed("entity.state", null, "is required for a public body: its state as ISO 3166-1 code, such as PL.");
    }

    /// <summary>What is to be said of the turnover; the ordinary case is one shared sentence.</summary>
    private static IReadOnlyList<Reason> Remarks(FineQuestion question, int year, LocalDate decidedOn)
    {
        var entity = question.Entity;
        var basis = entity.TurnoverBasis ?? TurnoverBasis.Group;
        if (basis == TurnoverBasis.Group && entity.TurnoverBasisReason is not null)
        {
            throw QuestionException.Malformed("entity.turnoverBasisReason", entity.TurnoverBasisReason, "is asked only with turnoverBasis entity; leave it out.");
        }
        var forecast = entity.TurnoverFigure == TurnoverFigure.Forecast;
        if (forecast && question.Regime != "uk-gdpr")
        {
            throw QuestionException.RefusedAs("entity.turnoverFigure", "forecast", "is known from the ICO alone; under the GDPR give the turnover of the last closed accounts and their year.");
        }
        var income = entity.TurnoverMeasure == TurnoverMeasure.TotalIncome;
        if (basis == TurnoverBasis.Group && !forecast && !income && year == decidedOn.Year - 1)
        {
            return Ordinary;
        }
        var remarks = new List<Reason>
        {
            basis == TurnoverBasis.Group
                ? WholeUnit
                : new Reason($"Warning: the turnover is that of the legal entity alone, at the asker's word: {Amounts.Line("entity.turnoverBasisReason", entity.TurnoverBasisReason, 500)} The law takes the whole economic unit; the ceiling may be higher than shown.", OwnTurnover),
        };
        if (forecast)
        {
            remarks.Add(new Reason($"The turnover of {year} is a forecast or taken from management accounts.", IcoForecast));
        }
        else if (year < decidedOn.Year - 1)
        {
            remarks.Add(new Reason($"The accounts of {decidedOn.Year - 1}, the year before the decision, are taken to be missing; those of {year} stand in.", EarlierAccounts));
        }
        else if (year == decidedOn.Year)
        {
            remarks.Add(new Reason($"The financial year {year} must have ended before the decision of {LocalDatePattern.Iso.Format(decidedOn)}.", Article83.Year));
        }
        if (income)
        {
            remarks.Add(new Reason("For a bank total income counts as turnover: interest, fees, dividends.", BankIncome));
        }
        return remarks;
    }

    private static readonly IReadOnlyList<Reason> Ordinary = [Article83.GroupInPrecedingYear];
    private static readonly Reason WholeUnit = new Reason("The turnover is that of the whole economic unit.", Article83.Undertaking);

    private static ExchangeRate? RefuseRate(FineQuestion question) => question.ExchangeRate is null
        ? null
        : throw QuestionException.RefusedAs("exchangeRate", null, "is not needed: the turnover is already in the currency of the tiers. Leave it out.");

    private static ExchangeRate RateFor(FineQuestion question, string from, string to, LocalDate decidedOn, ExchangeRates rates)
    {
        // Poland converts at one rate a year, that of 28 January or of the next table, until the next 28 January; elsewhere
        // the authorities' practice is the ECB's reference rate of the day of the decision.
        var polish = question.Authority == Poland;
        var wanted = polish ? LastTwentyEighthOfJanuary(decidedOn) : decidedOn;
        if (question.ExchangeRate is { } given)
        {
            return Given(given, from, to, decidedOn, polish ? wanted : null);
        }
        var (publisher, file) = polish ? ("the NBP's mean rate of the first table on or after", "the NBP's table A") : ("the ECB's reference rate of", "the ECB's file");
        return (polish ? rates.FirstFrom(wanted, from, to) : rates.On(wanted, from, to))
            ?? throw QuestionException.RefusedAs("entity.turnover.currency", from,
                $"needs an exchange rate to {to}: {publisher} {LocalDatePattern.Iso.Format(wanted)} is not held. Give exchangeRate with from, to, rate, date and source, or import {file}.");
    }

    private static LocalDate LastTwentyEighthOfJanuary(LocalDate day)
    {
        var ofYear = new LocalDate(day.Year, 1, 28);
        return day >= ofYear ? ofYear : ofYear.PlusYears(-1);
    }

    private static ExchangeRate Given(ExchangeRateGiven given, string from, string to, LocalDate decidedOn, LocalDate? notBefore)
    {
        var rate = new ExchangeRate(
            Amounts.Currency("exchangeRate.from", given.From), Amounts.Currency("exchangeRate.to", given.To), given.Rate,
            Awareness.Date("exchangeRate.date", given.Date), Amounts.Line("exchangeRate.source", given.Source, 200));
        if (given.Rate is <= 0 or > 1_000_000_000 || decimal.Round(given.Rate, 8) != given.Rate)
        {
            throw QuestionException.Malformed("exchangeRate.rate", given.Rate.ToString(CultureInfo.InvariantCulture), "must be more than 0, with at most 8 decimals.");
        }
        if (!rate.Joins(from, to))
        {
            throw QuestionException.RefusedAs("exchangeRate", $"{rate.From} to {rate.To}", $"does not join the currency of the turnover, {from}, with that of the tiers, {to}.");
        }
        if (rate.Date > decidedOn)
        {
            throw QuestionException.RefusedAs("exchangeRate.date", given.Date, $"lies after the decision of {LocalDatePattern.Iso.Format(decidedOn)}.");
        }
        if (rate.Date < notBefore)
        {
            throw QuestionException.RefusedAs("exchangeRate.date", given.Date, $"is too early: Poland takes the NBP's mean rate of the first table on or after {LocalDatePattern.Iso.Format(notBefore.Value)}.");
        }
        return rate;
    }
}
