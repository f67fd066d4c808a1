using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Operations;
using BreachNotify.Printing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BreachNotify.Filings;

/// <summary>The notice to the supervisory authority while it is made; <see cref="FilingEndpoints"/> has what was filed.</summary>
public static class NoticeEndpoints
{
    public static void MapNotices(this IEndpointRouteBuilder api)
    {
        api.MapGet("/notices/form", () => TypedResults.Ok(new NoticeFormView(NoticeForm.Sections))).RequireAuthorization().WithTags("Notices").WithSummary("The form of the notice to the authority: every field, what it blocks, and who asks for it");
        var notices = api.MapGroup("/breaches/{id}/notices").WithTags("Notices");
        notices.MapGet("", List).RequireAuthorization(Policies.Reader).WithSummary("One notice for each recipient authority: where its period stands, what still blocks it, what was last filed");
        notices.MapGet("/answers", ShowAnswers).RequireAuthorization(Policies.Reader).WithSummary("What persons added to the form, for all recipients and for single ones");
        notices.MapPatch("/answers", ChangeAnswers).RequireAuthorization(Policies.Officer).Accepts<Answers>(MergePatch.MediaType).WithSummary("Adds answers (RFC 7396); null removes one, and the register's answer holds again")
            .TakesHeader("If-Match", "The ETag of the answers as read, or *.", required: true)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        notices.MapGet("/{recipient}", Show).RequireAuthorization(Policies.Reader).Produces<NoticeView>().WithSummary("The notice to one authority as it stands: answers, what blocks it, the difference to the one filed before; as JSON, HTML or PDF")
            .AlsoAs(SheetHtml.MediaType).AlsoAs(SheetPdf.MediaType).ProducesProblem(StatusCodes.Status406NotAcceptable);
        notices.MapFilings();
    }

    public sealed record NoticeFormView(IReadOnlyList<FormSection> Sections);

    private static async Task<Ok<Page<NoticeSummary>>> List(string id, string? at, Dossiers dossiers)
    {
        var dossier = await dossiers.Open(id, at);
        return TypedResults.Ok(new Page<NoticeSummary>([.. Tracks.Of(dossier.Breach, dossier.At).Select(track => NoticeSummary.Of(Notice.Of(dossier, track)))], null));
    }

    private static async Task<Ok<AnswersVersion>> ShowAnswers(string id, string? at, Dossiers dossiers, HttpContext context) =>
        Tagged((await dossiers.Open(id, at)).Added, context);

    private static async Task<Ok<AnswersVersion>> ChangeAnswers(string id, Actor actor, Answering answering, HttpContext context)
    {
        var wanted = IfMatch.Of(context.Request);
        var patch = await MergePatch.Read(context);
        return Tagged(await answering.Change(id, patch, actor, current => wanted.Require(ETagOf(current), $"Somebody else changed the answers: they are at version {current.Version}.")), context);
    }

    private static async Task<IResult> Show(string id, string recipient, string? at, string? format, Dossiers dossiers, Printed printed, HttpContext context)
    {
        var form = Printed.Wanted(context, format, Form.Json, Form.Html, Form.Pdf);
        var (notice, changes) = await dossiers.To(recipient, await dossiers.Open(id, at));
        var answer = form == Form.Json
            ? TypedResults.Ok(NoticeView.Of(notice, changes))
            : printed.Send(context, form, NoticeSheet.Draft(notice, changes), $"notice-{id}-{recipient}", notice.Dossier.At);
        context.Response.Headers.ETag = Notifying.ETagOf(notice).ToString();
        return answer;
    }

    private static EntityTagHeaderValue ETagOf(AnswersVersion answers) => new($"\"{answers.Version}\"");

    private static Ok<AnswersVersion> Tagged(AnswersVersion answers, HttpContext context)
    {
        context.Response.Headers.ETag = ETagOf(answers).ToString();
        return TypedResults.Ok(answers);
    }
}
