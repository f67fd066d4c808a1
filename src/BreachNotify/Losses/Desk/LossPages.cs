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

    private static async Task<IResult> Ask(HttpContext context, TimeProvider clock, ExchangeRates rates, FindBreach findBreach, MailingsOf mailingsOf, Viewer viewer, Say say)
    {
        var query = context.Request.Query;
        var form = new Form(LossForm.Fields.Select(field => (field, (string?)query[field])));
        if (!query.ContainsKey("currency"))
        {
            form.Set("currency", "EUR");
            viewer.Set(context);
            var registered = (string?)query["breach"] is { Length: > 0 } id ? await Fill(form, id, findBreach, mailingsOf, say, viewer) : null;
            return Show.Page<LossesPage>(context, new { Form = form, Registered = registered });
        }
        return await Found(form, clock, rates) is { } found
            ? Show.Page<LossesPage>(context, new { Form = form, Found = found.Case, Used = found.Filled, Query = found.Filled.Query })
            : Show.Page<LossesPage>(context, new { Form = form }, form.Status);
    }

    private static async Task<IResult> Report(string? format, HttpContext context, TimeProvider clock, ExchangeRates rates, Printed printed, Viewer viewer, Say say)
    {
        var form = new Form(LossForm.Fields.Select(field => (field, (string?)context.Request.Query[field])));
        if (await Found(form, clock, rates) is not { } found)
        {
            return Show.Page<LossesPage>(context, new { Form = form }, form.Status);
        }
        viewer.Set(context);
        var report = ReportOf(new LossTables(found.Case, say, viewer), found, say, viewer);
        return Printed.Wanted(context, format, Printing.Form.Html, Printing.Form.Pdf) == Printing.Form.Pdf
            ? printed.Pdf(context, report, "exposure", viewer.Culture, clock.GetCurrentInstant())
            : Show.Page<LossReportPage>(context, new { Report = report, Query = found.Filled.Query });
    }

    private static Task<Answered?> Found(Form form, TimeProvider clock, ExchangeRates rates)
    {
        var today = clock.GetUtcNow().ToInstant().InUtc().Date;
        var questions = LossForm.Read(form, today);
        return form.Try(() =>
        {
            var (year, breach, filled) = questions!.Value;
            try
            {
                return Task.FromResult(new Answered(LossCase.Of(year, breach, today, rates), filled));
            }
            catch (QuestionException e)
            {
                throw LossForm.OnForm(e, form);
            }
        });
    }

    private static Report ReportOf(LossTables tables, Answered found, Say say, Viewer viewer) => new(
        say["losses.reportTitle", found.Filled.Optional("insured") ?? found.Case.Breach.Request.Country],
        [tables.Insured, tables.Summary, tables.Policy],
        tables.Curve,
        [tables.ReturnPeriods, tables.Components, tables.Payments, tables.Fine, tables.Scenarios, tables.Sensitivities, tables.Assumptions],
        say["losses.foot", found.Case.Breach.Request.AsOf, found.Case.Year.RuleBook, ProofOf(found.Case.Year), ProofOf(found.Case.Breach), viewer.Context.Request.Host.Value + Path + found.Filled.Query]);

    /// <summary>As the interface gives it, shortened.</summary>
    private static string ProofOf<T>(T answer)
        where T : IAnswer
    {
        using var json = JsonDocument.Parse(Proof.Seal(answer));
        return json.RootElement.GetProperty("proof").GetString()![..23];
    }

    /// <summary>Takes over what a registered breach and its mailings say: counts alone, nobody's name.</summary>
    /// <returns>The same by country and by how people are told.</returns>
    private static async Task<Table> Fill(Form form, string id, FindBreach findBreach, MailingsOf mailingsOf, Say say, Viewer viewer)
    {
        if (!viewer.May(Policies.Reader))
        {
            throw new Refusal(StatusCodes.Status403Forbidden, $"The figures of a registered breach need the role {string.Join(" or ", Policies.RolesOf(Policies.Reader))}; without it, enter them.");
        }
        var breach = await findBreach(id) ?? throw Refusal.NotFound("breach", id);
        var rows = new List<(string What, long People)>(breach.Affected.Select(country => (country.Country, (long)country.People)));
        form.Set("country", (breach.Controller?.Country ?? breach.Authority)?.Split('-')[0]);
        var people = rows.Sum(row => row.People);
        var counts = (await mailingsOf(id)).Select(mailing => mailing.Counts).Where(counts => counts.Total > 0).ToList();
        if (counts.Count > 0)
        {
            // Whoever cannot be told by e-mail gets a letter; who is still waiting counts as told by e-mail.
            var letters = counts.Sum(count => count.Rejected + count.OtherChannel);
            var emails = counts.Sum(count => count.Total) - letters;
            Set("emails", emails);
            Set("letters", letters);
            rows.AddRange([(say["loss.emails"], emails), (say["loss.letters"], letters)]);
            people = Math.Max(people, emails + letters);
        }
        if (rows.Count > 0)
        {
            Set("people", people);
        }
        return new Table(
            say["losses.registered", breach.Title], [say["losses.registeredWhat"], say["loss.people"]],
            [.. rows.Select(row => (IReadOnlyList<string>)[row.What, row.People.ToString("N0", viewer.Culture)])],
            say["losses.registeredText"]);

        void Set(string name, long count) => form.Set(name, count.ToString(CultureInfo.InvariantCulture));
    }

    /// <param name="Filled">The form with every default in it.</param>
    private sealed record Answered(LossCase Case, Form Filled);
}
