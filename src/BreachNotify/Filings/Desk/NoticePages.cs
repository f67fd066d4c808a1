using System.Globalization;
using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Breaches.Desk;
using BreachNotify.Http;
using BreachNotify.Law.Authorities;
using BreachNotify.Pages;
using NodaTime.Text;

namespace BreachNotify.Filings.Desk;

/// <summary>The notice to one authority: answered, printed, filed, followed up, withdrawn.</summary>
public static class NoticePages
{
    private const string Tag = "tag";

    public static void MapNoticePages(this IEndpointRouteBuilder pages)
    {
        var notices = pages.MapGroup(RegisterPages.Path + "/{id}");
        notices.MapGet("/notices/{recipient}", Get).RequireAuthorization(Policies.Reader);
        notices.MapPost("/notices/{recipient}", Answer).RequireAuthorization(Policies.Officer);
        notices.MapPost("/notices/{recipient}/filings", File).RequireAuthorization(Policies.Officer);
        notices.MapPost("/notices/{recipient}/filings/{number}/reference", Reference).RequireAuthorization(Policies.Officer);
    }

    public static string PathOf(string breach, string recipient) => $"{RegisterPages.Path}/{breach}/notices/{recipient}";

    private static Task<IResult> Get(string id, string recipient, HttpContext context, Dossiers dossiers) => Page(context, dossiers, id, recipient, null, null, null);

    private static async Task<IResult> Answer(string id, string recipient, HttpContext context, Dossiers dossiers, Answering answering, Actor actor)
    {
        var form = await Form.Read(context);
        var dossier = await dossiers.Open(id);
        var (notice, _) = await dossiers.To(recipient, dossier);
        var done = await form.Try(async () =>
        {
            var patch = AnswerForm.Patch(form, notice);
            return form.HasErrors ? null! : patch.Count == 0 ? dossier.Added : await Change(answering, id, patch, dossier, actor);
        });
        return done is null ? await Page(context, dossiers, id, recipient, form, null, null) : Show.SeeOther(PathOf(id, recipient));
    }

    private static async Task<IResult> File(string id, string recipient, HttpContext context, Dossiers dossiers, Notifying notifying, Actor actor)
    {
        var form = await Form.Read(context);
        if (!Words<Completeness>.TryParse(form["completeness"], out var completeness))
        {
            form.Complain("completeness", "error.required");
        }
        _ = form.Line("channel", 300);
        var at = Moments.Read(form, "filedAt", required: true);
        if (completeness == Completeness.Withdrawn && form[NoticeForm.ReasonForWithdrawal].Length == 0)
        {
            form.Complain(NoticeForm.ReasonForWithdrawal, "error.required");
        }
        // What a filing lacks is said beside the question it lacks.
        foreach (var field in NoticeForm.Fields.Where(field => !form.Has(field.Key)))
        {
            form.Set(field.Key, "");
        }
        var done = await form.Try(async () =>
        {
            var wanted = IfMatch.Of(form[Tag]);
            var reason = completeness == Completeness.Withdrawn ? form[NoticeForm.ReasonForWithdrawal] : null;
            var breach = (await dossiers.Open(id)).Breach;
            var filedAt = Moments.NotBefore(breach.AwareAt.Instant!.Value, at!.Value.In(SupervisoryAuthorities.Find(recipient, breach.Sector)?.Zone, "filedAt"));
            var filing = new FilingEndpoints.NewFiling(completeness, form["channel"], filedAt, null, form.Optional("authorityReference"), form.Optional("note"), reason);
            return await notifying.File(id, recipient, filing, wanted, actor);
        });
        return done is null ? await Page(context, dossiers, id, recipient, null, form, null) : Show.SeeOther($"{PathOf(id, recipient)}#filed");
    }

    private static async Task<IResult> Reference(string id, string recipient, long number, HttpContext context, Dossiers dossiers, Notifying notifying, Actor actor)
    {
        var form = await Form.Read(context);
        _ = form.Line("authorityReference", 300);
        var done = await form.Try(() => notifying.Reference(id, number, form["authorityReference"], actor));
        form.Set("number", number.ToString(CultureInfo.InvariantCulture));
        return done is null ? await Page(context, dossiers, id, recipient, null, null, form) : Show.SeeOther($"{PathOf(id, recipient)}#filed");
    }

    private static async Task<AnswersVersion> Change(Answering answering, string id, JsonObject patch, Dossier dossier, Actor actor)
    {
        try
        {
            return await answering.Change(id, patch, actor, current =>
            {
                if (current.Version != dossier.Added.Version)
                {
                    throw new Refusal(StatusCodes.Status412PreconditionFailed, "The answers changed in this instant.");
                }
            });
        }
        catch (Refusal refusal) when (refusal.Errors.Count > 0)
        {
            throw AnswerForm.Named(refusal);
        }
    }

    private static async Task<IResult> Page(HttpContext context, Dossiers dossiers, string id, string recipient, Form? answers, Form? filing, Form? reference)
    {
        var dossier = await dossiers.Open(id);
        var (notice, changes) = await dossiers.To(recipient, dossier);
        return Show.Page<NoticePage>(
            context,
            new
            {
                Notice = notice,
                Changes = changes,
                Possible = NoticeView.Of(notice, changes).Possible,
                Alone = Tracks.Of(dossier.Breach, dossier.At).Count == 1,
                Answers = answers ?? AnswerForm.Of(notice),
                Filing = filing ?? Started(notice),
                Reference = reference ?? new Form(),
            },
            new[] { answers, filing, reference }.Any(form => form is { HasErrors: true }) ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>A filing that is put on record now, of the notice as it stands now.</summary>
    private static Form Started(Notice notice)
    {
        var now = notice.Dossier.At.InZone(notice.Track.Zone).LocalDateTime;
        return new Form(
            (Tag, Notifying.ETagOf(notice).ToString()),
            ("completeness", ""),
            ("channel", ""),
            ("filedAt", LocalDatePattern.Iso.Format(now.Date)),
            (Moments.TimeOf("filedAt"), now.ToString("HH:mm", CultureInfo.InvariantCulture)));
    }
}
