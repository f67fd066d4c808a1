using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fines;
using BreachNotify.Pages;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Text;

namespace BreachNotify.Fines.Desk;

/// <summary>How high a fine may be, asked on a page. The question is the page's address, so that a link gives the same answer.</summary>
public static class FinesPages
{
    public const string Path = "/fines";

    private static readonly string[] Fields = ["regime", "entity.kind", "entity.turnover", "entity.turnover.currency", "entity.turnoverYear", "entity.state", "authority", "decidedOn", "exchangeRate.rate", "exchangeRate.date", "exchangeRate.source", "ruleBook"];

    public static void MapFinesPage(this IEndpointRouteBuilder pages) => pages.MapGet(Path, Ask).RequireAuthorization(Policies.AnyKey);

    private static async Task<IResult> Ask(HttpContext context, TimeProvider clock, ExchangeRates rates)
    {
        var query = context.Request.Query;
        var form = new Form(Fields.Select(field => (field, (string?)query[field])));
        var today = clock.GetUtcNow().ToInstant().InUtc().Date;
        if (!query.ContainsKey("regime"))
        {
            form.Set("entity.turnover.currency", "EUR");
            return Show.Page<FinesPage>(context, new { Form = form });
        }
        var question = Read(form, today);
        var answer = await form.Try(() => Task.FromResult(Answer(question, today, rates)));
        if (answer is null)
        {
            return Show.Page<FinesPage>(context, new { Form = form }, form.Status);
        }
        var fines = FineRules.Answer(
            new FineQuestion { Regime = question.Regime, DecidedOn = question.DecidedOn, Authority = question.Authority, Entity = question.Entity, ExchangeRate = question.ExchangeRate, RuleBook = question.RuleBook }, today, rates);
        // Every default filled in: it gives the same answer on any later day.
        var filled = form.Filled(("decidedOn", LocalDatePattern.Iso.Format(today)), ("ruleBook", answer.RuleBook));
        return Show.Page<FinesPage>(context, new { Form = form, Asked = filled, Answer = answer, Tiers = fines.Tiers, Link = Path + filled.Query, Decided = BreachScenarios.ComparableFines(question.Authority).OrderByDescending(fine => fine.Fine.Amount).ToList() });
    }

    private static ScenarioAnswer Answer(ScenarioQuestion question, LocalDate today, ExchangeRates rates)
    {
        try
        {
            return BreachScenarios.Answer(question, today, rates);
        }
        // A rate that is missing, or not needed, is said beside its field.
        catch (QuestionException e) when (e.Refused && e.Field is "exchangeRate" or "entity.turnover.currency")
        {
            throw new QuestionException(e.Refused, "exchangeRate.rate", e.Value, e.Remedy);
        }
    }

    private static ScenarioQuestion Read(Form form, LocalDate today)
    {
        if (!Words<EntityKind>.TryParse(form["entity.kind"], out var kind))
        {
            form.Complain("entity.kind", "error.required");
        }
        Turnover? turnover = Numbers.Amount(form, "entity.turnover") is { } amount
            ? new Turnover(amount, form["entity.turnover.currency"].ToUpperInvariant())
            : null;
        var year = Numbers.Read<int>(form, "entity.turnoverYear", NumberStyles.None, "error.year");
        var rate = Numbers.Read<decimal>(form, "exchangeRate.rate", NumberStyles.AllowDecimalPoint, "error.number");
        if (rate is not null && form.Optional("exchangeRate.source") is null)
        {
            form.Complain("exchangeRate.source", "error.required");
        }
        return new ScenarioQuestion
        {
            Regime = form["regime"],
            DecidedOn = form.Optional("decidedOn"),
            Authority = form.Optional("authority"),
            RuleBook = form.Optional("ruleBook"),
            ExchangeRate = rate is { } of
                ? new ExchangeRateGiven(form["regime"] == "uk-gdpr" ? "GBP" : "EUR", turnover?.Currency ?? "", of, form.Optional("exchangeRate.date") ?? form.Optional("decidedOn") ?? LocalDatePattern.Iso.Format(today), form["exchangeRate.source"])
                : null,
            Entity = new FineEntity { Kind = kind, Turnover = turnover, TurnoverYear = year, State = form.Optional("entity.state") },
        };
    }
}
