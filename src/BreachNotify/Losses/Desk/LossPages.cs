using System.Globalization;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Exposure.Losses;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Mailings;
using BreachNotify.Pages;
using BreachNotify.Printing;
using NodaTime.Extensions;
using Form = BreachNotify.Pages.Form;

namespace BreachNotify.Losses.Desk;

/// <summary>What one insured costs, asked on a page. The question is the page's address, so that a link gives the same answer.</summary>
public static class LossPages
{
    public const string Path = "/losses";
    public const string ReportPath = $"{Path}/report";

    public static void MapLossPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, Ask).RequireAuthorization(Policies.AnyKey);
        pages.MapGet(ReportPath, Report).RequireAuthorization(Policies.AnyKey);
    }

    private static async Task<IResult> Ask(HttpContext context, TimeProvider clock, ExchangeRates rates, FindBreach findBreach, MailingsOf mailingsOf)
    {
        var query = context.Request.Query;
        var form = new Form(LossForm.Fields.Select(field => (field, (string?)query[field])));
        if (!query.ContainsKey("currency"))
        {
            form.Set("currency", "EUR");
            if ((string?)query["breach"] is { Length: > 0 } id)
            {
                await Fill(form, id, context, findBreach, mailingsOf);
            }
            return Show.Page<LossesPage>(context, new { Form = form });
        }
        return await Found(form, clock, rates) is { } found
            ? Show.Page<LossesPage>(context, new { Form = form, Found = found, Query = QueryOf(form) })
            : Show.Page<LossesPage>(context, new { Form = form }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Report(string? format, HttpContext context, TimeProvider clock, ExchangeRates rates, Printed printed, Viewer viewer, Say say)
    {
        var form = new Form(LossForm.Fields.Select(field => (field, (string?)context.Request.Query[field])));
        if (await Found(form, clock, rates) is not { } found)
        {
            return Show.Page<LossesPage>(context, new { Form = form }, StatusCodes.Status422UnprocessableEntity);
        }
        viewer.Set(context);
        var report = ReportOf(new LossTables(found, say, viewer), found, form, say, viewer);
        return Printed.Wanted(context, format, Printing.Form.Html, Printing.Form.Pdf) == Printing.Form.Pdf
            ? printed.Pdf(context, report, "exposure", viewer.Culture, clock.GetCurrentInstant())
            : Show.Page<LossReportPage>(context, new { Report = report, Query = QueryOf(form) });
    }

    private static Task<LossCase?> Found(Form form, TimeProvider clock, ExchangeRates rates)
    {
        var today = clock.GetUtcNow().ToInstant().InUtc().Date;
        var questions = LossForm.Read(form, today);
        return form.Try(() =>
        {
            try
            {
                return Task.FromResult(LossCase.Of(questions!.Value.Year, questions.Value.Breach, today, rates));
            }
            catch (QuestionException e)
            {
                throw LossForm.OnForm(e);
            }
        });
    }

    private static Report ReportOf(LossTables tables, LossCase found, Form form, Say say, Viewer viewer) => new(
        say["losses.reportTitle", form["country"], form["revenue"].Length > 0 ? $"{form["revenue"]} {form["currency"]}" : form["currency"]],
        [tables.Summary, tables.Policy],
        tables.Curve,
        [tables.ReturnPeriods, tables.Components, tables.Payments, tables.Fine, tables.Scenarios, tables.Sensitivities, tables.Assumptions],
        say["losses.foot", form["asOf"], found.Year.RuleBook, ProofOf(found.Year), ProofOf(found.Breach), viewer.Context.Request.Host.Value + Path + QueryOf(form)]);

    /// <summary>As the interface gives it, shortened.</summary>
    private static string ProofOf<T>(T answer)
        where T : IAnswer
    {
        using var json = JsonDocument.Parse(Proof.Seal(answer));
        return json.RootElement.GetProperty("proof").GetString()![..23];
    }

    /// <summary>What a registered breach and its mailings say: counts alone, nobody's name.</summary>
    private static async Task Fill(Form form, string id, HttpContext context, FindBreach findBreach, MailingsOf mailingsOf)
    {
        if (!Policies.RolesOf(Policies.Reader).Any(context.User.IsInRole))
        {
            throw new Refusal(StatusCodes.Status403Forbidden, $"The figures of a registered breach need the role {string.Join(" or ", Policies.RolesOf(Policies.Reader))}; without it, enter them.");
        }
        var breach = await findBreach(id) ?? throw Refusal.NotFound("breach", id);
        form.Set("country", (breach.Controller?.Country ?? breach.Authority)?.Split('-')[0]);
        if (breach.Affected.Count > 0)
        {
            Set("people", breach.Affected.Sum(country => (long)country.People));
        }
        var counts = (await mailingsOf(id)).Select(mailing => mailing.Counts).Where(counts => counts.Total > 0).ToList();
        if (counts.Count > 0)
        {
            // Whoever cannot be told by e-mail gets a letter; who is still waiting counts as told by e-mail.
            var letters = counts.Sum(count => count.Rejected + count.OtherChannel);
            Set("emails", counts.Sum(count => count.Total) - letters);
            Set("letters", letters);
            Set("people", Math.Max(breach.Affected.Sum(country => (long)country.People), counts.Sum(count => count.Total)));
        }

        void Set(string name, long count) => form.Set(name, count.ToString(CultureInfo.InvariantCulture));
    }

    private static string QueryOf(Form form) => QueryString.Create(form.Kept.Where(pair => pair.Value.Length > 0).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Value!;
}
