using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Operations;
using BreachNotify.Printing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Filings;

/// <summary>Filing a notice, and what was filed.</summary>
public static class FilingEndpoints
{
    public static void MapFilings(this IEndpointRouteBuilder notices) =>
        notices.MapPost("/{recipient}/filings", File).RequireAuthorization(Policies.Officer).WithSummary("Puts on record that the notice was filed as read: complete, incomplete, or withdrawn")
            .TakesHeader("If-Match", "The ETag of the notice as read: what was filed.", required: true)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);

    public static void MapFiled(this IEndpointRouteBuilder api)
    {
        var filings = api.MapGroup("/breaches/{id}/filings").WithTags("Notices");
        filings.MapGet("", List).RequireAuthorization(Policies.Reader).WithSummary("What was filed about a breach, oldest first");
        filings.MapGet("/{number}", Show).RequireAuthorization(Policies.Reader).Produces<FiledView>().WithSummary("A notice as it was filed, as JSON, HTML or PDF")
            .AlsoAs(SheetHtml.MediaType).AlsoAs(SheetPdf.MediaType).ProducesProblem(StatusCodes.Status406NotAcceptable);
        filings.MapPost("/{number}/reference", Reference).RequireAuthorization(Policies.Officer).WithSummary("Adds the reference the authority gave");
    }

    /// <param name="FiledAt">When it was handed over; default now.</param>
    /// <param name="Zone">IANA zone of a local time; default the authority's.</param>
    /// <param name="Channel">How: the authority's form, a portal, registered post.</param>
    /// <param name="ReasonForWithdrawal">Why what was notified is taken back; with a withdrawal, and with nothing else.</param>
    public sealed record NewFiling(Completeness Completeness, string Channel, Moment? FiledAt = null, string? Zone = null, string? AuthorityReference = null, string? Note = null, string? ReasonForWithdrawal = null);

    public sealed record NewReference(string AuthorityReference);

    private static async Task<Created<FiledNotice>> File(string id, string recipient, Body<NewFiling> body, Actor actor, Notifying notifying, HttpContext context)
    {
        var filed = await notifying.File(id, recipient, body.Value, IfMatch.Of(context.Request), actor);
        return TypedResults.Created($"/api/v1/breaches/{id}/filings/{filed.Number.ToString(CultureInfo.InvariantCulture)}", filed);
    }

    private static async Task<Ok<Page<FiledNotice>>> List(string id, string? at, Dossiers dossiers) =>
        TypedResults.Ok(new Page<FiledNotice>((await dossiers.Open(id, at)).Filed, null));

    private static async Task<IResult> Show(string id, long number, string? format, Dossiers dossiers, NoticeStore notices, Printed printed, HttpContext context)
    {
        var form = Printed.Wanted(context, format, Form.Json, Form.Html, Form.Pdf);
        var dossier = await dossiers.Open(id);
        var filing = dossier.Filed.FirstOrDefault(filing => filing.Number == number) ?? throw NoticeStore.NoFiling(number);
        var answers = (await notices.AnswersOf(id, number))!;
        if (form == Form.Json)
        {
            return TypedResults.Ok(new FiledView(id, filing, answers.Answers, [.. dossier.Files.Where(file => file.Filing == number)]));
        }
        return printed.Send(context, form, NoticeSheet.Filed(id, filing, answers), $"filing-{id}-{number.ToString(CultureInfo.InvariantCulture)}", filing.RecordedAt);
    }

    private static async Task<Ok<FiledNotice>> Reference(string id, long number, Body<NewReference> body, Actor actor, Notifying notifying) =>
        TypedResults.Ok(await notifying.Reference(id, number, body.Value.AuthorityReference, actor));
}
