using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Breaches.Desk;
using BreachNotify.Http;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Planning;
using BreachNotify.Notices;
using BreachNotify.Pages;
using NodaTime;
using static BreachNotify.Mailings.MailingEndpoints;
using static BreachNotify.Mailings.RecipientEndpoints;

namespace BreachNotify.Mailings.Desk;

/// <summary>A mailing from its draft to its end: what is there, what is missing, and the next step of whoever looks.</summary>
public static class MailingPages
{
    public const string Path = "/mailings";

    public static void MapMailingPages(this IEndpointRouteBuilder pages)
    {
        var ofBreach = pages.MapGroup($"{RegisterPages.Path}/{{breach}}/mailings/new");
        ofBreach.MapGet("/", AskNew).RequireAuthorization(Policies.Officer);
        ofBreach.MapPost("/", Draft).RequireAuthorization(Policies.Officer);

        pages.MapNoticeCheck();
        var mailing = pages.MapGroup($"{Path}/{{id}}");
        mailing.MapGet("/", Get).RequireAuthorization(Policies.Reader);
        mailing.MapPost("/freeze", Freeze).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/approve", Approve).RequireAuthorization(Policies.Approver);
        mailing.MapPost("/start", Start).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/pause", Pause).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/resume", Resume).RequireAuthorization(Policies.Officer);
        mailing.MapGet("/cancel", AskCancel).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/cancel", Cancel).RequireAuthorization(Policies.Officer);
        mailing.MapGet("/doubtful", AskDoubts).RequireAuthorization(Policies.Officer);
        mailing.MapPost("/doubtful", Decide).RequireAuthorization(Policies.Officer);
        mailing.MapGet("/verify", Verify).RequireAuthorization(Policies.Reader);
        mailing.MapPeople();
        mailing.MapNarrowPage();
        mailing.MapLetter();
        mailing.MapRehearsalPages();
        mailing.MapLookUpPage();
        mailing.MapPlanPage();
        mailing.MapUnreachedPage();
    }

    private static async Task<IResult> AskNew(string breach, HttpContext context, FindBreach findBreach, LetterTemplates templates, MailOptions options, TimeProvider clock) => New(
        await Known(breach, findBreach), context, templates, options,
        new Form(("id", Guid.CreateVersion7(clock.GetUtcNow()).ToString()), ("template", "people"), ("fallbackLanguage", "en"), ("doubtPolicy", Words<DoubtPolicy>.Of(DoubtPolicy.Resend)), ("retentionDays", AudiencePage.Number(options.RetentionDays))));

    private static async Task<IResult> Draft(string breach, HttpContext context, FindBreach findBreach, LetterTemplates templates, MailOptions options, Drafting drafting, Actor actor)
    {
        var form = await Form.Read(context);
        if (!Words<DoubtPolicy>.TryParse(form["doubtPolicy"], out var doubts))
        {
            form.Complain("doubtPolicy", "error.required");
        }
        var quiet = form["quietHours.from"].Length + form["quietHours.until"].Length > 0 ? new Quiet(form["quietHours.from"], form["quietHours.until"]) : null;
        var days = Numbers.Whole(form, "retentionDays");
        var id = await form.Try(() => drafting.Draft(
            breach,
            new NewMailing(form["template"], form["fallbackLanguage"], form.Optional("from"), form.Optional("subject"), doubts, quiet, days),
            actor,
            Guid.TryParse(form["id"], out var known) ? known : null));
        return id is null ? New(await Known(breach, findBreach), context, templates, options, form) : Show.SeeOther($"{Path}/{id}");
    }

    private static IResult New(Breach breach, HttpContext context, LetterTemplates templates, MailOptions options, Form form) => Show.Page<NewMailingPage>(
        context,
        new { Breach = breach, Form = form, Kinds = templates.Kinds, Languages = templates.Kinds.SelectMany(kind => templates.Load(kind).Languages).Distinct().Order(StringComparer.Ordinal).ToList(), Sender = options.From },
        form.Status);

    private static Task<IResult> Get(string id, HttpContext context, Overview overview) => overview.Page(id, context, new Form());

    private static Task<IResult> Freeze(string id, HttpContext context, Overview overview, Freezing freezing, SentTwice twice, Actor actor) =>
        Move(id, context, overview, twice, actor, _ => freezing.Freeze(id, actor), "mailing.frozen");

    private static Task<IResult> Approve(string id, HttpContext context, Overview overview, MailingStore mailings, SentTwice twice, Actor actor) =>
        Move(id, context, overview, twice, actor, _ => mailings.Approve(id, actor), "mailing.approved");

    private static Task<IResult> Start(string id, HttpContext context, Overview overview, Moving moving, SentTwice twice, Actor actor) => Move(
        id, context, overview, twice, actor,
        async form =>
        {
            var startAt = Moments.Read(form, "startAt");
            if (!form.HasErrors)
            {
                await moving.Start(id, new StartMailing(startAt, form.Optional("zone")), actor);
            }
        },
        "mailing.started", "mailing.scheduled");

    private static Task<IResult> Pause(string id, HttpContext context, Overview overview, Moving moving, SentTwice twice, Actor actor) =>
        Move(id, context, overview, twice, actor, form => moving.Pause(id, form.Optional("reason"), actor), "mailing.paused");

    private static Task<IResult> Resume(string id, HttpContext context, Overview overview, Moving moving, SentTwice twice, Actor actor) =>
        Move(id, context, overview, twice, actor, _ => moving.Resume(id, actor), "mailing.resumed");

    private static async Task<IResult> Move(string id, HttpContext context, Overview overview, SentTwice twice, Actor actor, Func<Form, Task> move, params string[] kinds)
    {
        var form = await Form.Read(context);
        return (await form.Done(() => move(form)) && !form.HasErrors) || await twice.Is(id, form, form.Optional("reason"), actor, kinds)
            ? Show.SeeOther($"{Path}/{id}")
            : await overview.Page(id, context, form);
    }

    private static async Task<IResult> AskCancel(string id, HttpContext context, MailingStore mailings, Standings standings) =>
        Show.Page<CancelPage>(context, new { Status = await standings.Of(await mailings.Get(id)), Form = new Form() });

    private static async Task<IResult> Cancel(string id, HttpContext context, MailingStore mailings, Standings standings, Moving moving, SentTwice twice, Actor actor)
    {
        var form = await Form.Read(context);
        form.Line("reason", Moving.LongestReason);
        return await form.Done(() => moving.Cancel(id, form["reason"], actor)) || await twice.Is(id, form, form["reason"], actor, "mailing.cancelled")
            ? Show.SeeOther($"{Path}/{id}")
            : Show.Page<CancelPage>(context, new { Status = await standings.Of(await mailings.Get(id)), Form = form }, form.Status);
    }

    private static Task<IResult> AskDoubts(string id, HttpContext context, MailingStore mailings, AudienceStore audiences, RecipientList recipients) =>
        Doubts(id, context, new Form(), mailings, audiences, recipients);

    private static async Task<IResult> Decide(string id, HttpContext context, MailingStore mailings, AudienceStore audiences, RecipientList recipients, Moving moving, SentTwice twice, Actor actor)
    {
        var form = await Form.Read(context);
        if (!Words<DoubtOutcome>.TryParse(form["outcome"], out var outcome))
        {
            form.Complain("outcome", "error.required");
        }
        form.Line("reason", Moving.LongestReason);
        return await form.Done(() => moving.Decide(id, new DoubtDecision(outcome, form["reason"]), actor)) || await twice.Is(id, form, form["reason"], actor, "mailing.doubtsDecided")
            ? Show.SeeOther($"{Path}/{id}")
            : await Doubts(id, context, form, mailings, audiences, recipients);
    }

    private static async Task<IResult> Doubts(string id, HttpContext context, Form form, MailingStore mailings, AudienceStore audiences, RecipientList recipients)
    {
        var mailing = await mailings.Get(id);
        IReadOnlyList<RecipientStatus> people = [];
        if (await audiences.Of(mailing) is { } audience)
        {
            using var key = new AudienceKey(audience.DataKey);
            people = await recipients.Doubtful(audience, key, 0, DoubtsPage.Most);
        }
        return Show.Page<DoubtsPage>(context, new { Mailing = mailing, InDoubt = (await mailings.CountsOf(id)).InDoubt, People = people, Form = form }, form.Status);
    }

    private static async Task<IResult> Verify(string id, HttpContext context, MailingStore mailings, Evidence.Verifying verifying) =>
        Show.Page<VerifyPage>(context, new { Verification = await verifying.Verify(await mailings.Get(id)) });

    private static async Task<Breach> Known(string id, FindBreach findBreach) => await findBreach(id) ?? throw Refusal.NotFound("breach", id);

    /// <summary>Whether what a form asks for was carried out; if not, the form says why.</summary>
    internal static async Task<bool> Done(this Form form, Func<Task> act) => await form.Try(async () =>
    {
        await act();
        return form;
    }) is not null;
}
