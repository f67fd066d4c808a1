using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using BreachNotify.Operations;
using BreachNotify.Printing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Filings;

/// <summary>Filing a notice, and what was filed.</summary>
public static class FilingEndpoints
{
    private const int LongestLine = 300;
    private const int LongestProse = 20_000;

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
    public sealed record NewFiling(Completeness Completeness, string Channel, Moment? FiledAt = null, string? Zone = null, string? AuthorityReference = null, string? Note = null);

    public sealed record NewReference(string AuthorityReference);

    internal static EntityTagHeaderValue ETagOf(Notice notice) => new($"\"{notice.Content}\"");

    private static async Task<Created<Filing>> File(string id, string recipient, Body<NewFiling> body, Actor actor, Dossiers dossiers, NoticeStore notices, TimeProvider clock, HttpContext context)
    {
        var wanted = IfMatch.Of(context.Request);
        var filing = body.Value;
        var now = clock.GetCurrentInstant();
        var filedAt = filing.FiledAt?.In(filing.Zone is { } zone ? Moment.ZoneOf(zone, "zone") : SupervisoryAuthorities.Find(recipient, Sector.Private)?.Zone, "filedAt") ?? now;
        var complaints = new Complaints();
        complaints.Line("channel", filing.Channel, LongestLine);
        complaints.Line("authorityReference", filing.AuthorityReference, LongestLine);
        complaints.Prose("note", filing.Note, LongestProse);
        FactsCheck.NotAhead(complaints, "filedAt", filedAt, now);
        complaints.ThrowIfAny();

        var dossier = await dossiers.Open(id);
        NotBefore("awareness", dossier.Breach.AwareAt.Instant!.Value);
        if (dossier.LastTo(recipient) is { } before)
        {
            NotBefore("the filing before", before.FiledAt);
        }
        var (notice, changes) = await dossiers.To(recipient, dossier, filedAt, filing.Completeness == Completeness.Withdrawn);
        wanted.Require(ETagOf(notice), "The notice was changed since it was read: what was filed is not what stands here.");
        RefuseUnready(notice, changes, filing.Completeness);

        var own = Answer(NoticeForm.OwnReference);
        var act = new BreachEndpoints.NewAct(
            filing.Completeness == Completeness.Withdrawn ? ActKind.Withdrawn : ActKind.Filed, filedAt, recipient, filing.Channel, own, filing.AuthorityReference, filing.Note, notice.Track.Duty.Id);
        var filed = await notices.File(
            id,
            new Filing(
                0, recipient, notice.Track.Duty.Addressee?.Name ?? recipient, notice.Track.Duty.Id, notice.Kind, filing.Completeness, filedAt, filing.Channel, own,
                filing.AuthorityReference, filing.AuthorityReference is null ? null : now, filing.Note, Answer(NoticeForm.ReasonsForDelay), Answer(NoticeForm.ReasonForWithdrawal), now, actor, notice.Content, "", dossier.Breach.Version,
                dossier.Added.Version, RuleBook.Current.Id, notice.Track.Timing, filing.Completeness == Completeness.Incomplete ? [.. notice.Missing.Select(field => field.Key)] : [], changes),
            new FiledAnswers(notice.Answers), dossier.LastTo(recipient), act, actor);
        return TypedResults.Created($"/api/v1/breaches/{id}/filings/{filed.Number.ToString(CultureInfo.InvariantCulture)}", filed);

        void NotBefore(string what, Instant earliest)
        {
            if (filedAt < earliest)
            {
                throw Refusal.Unprocessable(new FieldError("filedAt", Moment.Format(filedAt), $"Must not lie before {what}, {Moment.Format(earliest)}."));
            }
        }

        string? Answer(string key) => notice.Answers.TryGetValue(key, out var answer) ? answer.GetString() : null;
    }

    /// <exception cref="Refusal">422: answers are missing. 409: there is nothing to follow up or to withdraw.</exception>
    private static void RefuseUnready(Notice notice, IReadOnlyList<Change> changes, Completeness completeness)
    {
        var missing = completeness switch
        {
            Completeness.Complete => notice.Missing,
            Completeness.Incomplete => notice.MissingAlways,
            Completeness.Withdrawn => notice.Missing.Where(field => field.Key == NoticeForm.ReasonForWithdrawal),
            _ => throw new ArgumentOutOfRangeException(nameof(completeness), completeness, null),
        };
        if (completeness == Completeness.Withdrawn && notice.Last is null)
        {
            throw Refusal.Conflict("Nothing stands with this authority that could be withdrawn.");
        }
        var errors = missing.Select(field => new FieldError(field.Key, null, field.Key == NoticeForm.ReasonsForDelay
            ? $"A late notice must give the reasons for the delay ({field.Citation}). {notice.Track.Timing.InWords()}"
            : $"{field.Number} {field.Label}: a notice that is {Words<Completeness>.Of(completeness)} must answer it ({field.Citation}).")).ToList();
        if (errors.Count > 0)
        {
            throw Refusal.Unprocessable(errors);
        }
        if (completeness != Completeness.Withdrawn && notice.Last is { } last && changes.Count == 0 && last.Completeness == completeness)
        {
            throw Refusal.Conflict($"Nothing has changed since filing {last.Number}; there is nothing to follow up.");
        }
    }

    private static async Task<Ok<Page<Filing>>> List(string id, string? at, Dossiers dossiers) =>
        TypedResults.Ok(new Page<Filing>((await dossiers.Open(id, at)).Filed, null));

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

    private static async Task<Ok<Filing>> Reference(string id, long number, Body<NewReference> body, Actor actor, FindBreach findBreach, NoticeStore notices)
    {
        var complaints = new Complaints();
        complaints.Line("authorityReference", body.Value.AuthorityReference, LongestLine);
        complaints.ThrowIfAny();
        _ = await findBreach(id) ?? throw Refusal.NotFound("breach", id);
        return TypedResults.Ok(await notices.Reference(id, number, body.Value.AuthorityReference, actor));
    }
}
