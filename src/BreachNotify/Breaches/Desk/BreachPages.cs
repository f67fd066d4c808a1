using System.Globalization;
using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Deadlines;
using BreachNotify.Filings;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Law.Deadlines;
using BreachNotify.Mailings;
using BreachNotify.Pages;
using NodaTime;

namespace BreachNotify.Breaches.Desk;

/// <summary>One breach: what is known, what is due, what was decided and done.</summary>
public static class BreachPages
{
    internal const string Version = "version";

    public static void MapBreach(this RouteGroupBuilder register)
    {
        register.MapGet("/{id}", Get).RequireAuthorization(Policies.Reader);
        register.MapGet("/{id}/facts", AskFacts).RequireAuthorization(Policies.Officer);
        register.MapPost("/{id}/facts", ChangeFacts).RequireAuthorization(Policies.Officer);
        register.MapWording();
        register.MapLaws();
        register.MapPost("/{id}/acts", Act).RequireAuthorization(Policies.Officer);
        register.MapPost("/{id}/decisions", Decide).RequireAuthorization(Policies.Officer);
        register.MapSeverityPage();
    }

    private static async Task<IResult> Get(string id, HttpContext context, BreachStore store, JournalReader journal, ActorNames names)
    {
        var known = new Form(context.Request.Query.Select(pair => (pair.Key, (string?)pair.Value.ToString())));
        var at = await KnownAt(known, ViewerOf(context).Zone);
        return await Page(id, context, store, journal, names, known, at, new Form(), new Form());
    }

    /// <summary>A moment, or with a day alone what was known when it ended.</summary>
    private static async Task<Instant?> KnownAt(Form known, DateTimeZone zone)
    {
        if (known.Optional(Moments.TimeOf("known")) is null)
        {
            return Moments.Day(known, "known") is { } day ? Moments.EndOf(day, zone) - Duration.Epsilon : null;
        }
        return Moments.Read(known, "known") is { } moment ? await known.Try(() => Task.FromResult<object>(moment.In(zone, "known"))) as Instant? : null;
    }

    private static async Task<IResult> Page(string id, HttpContext context, BreachStore store, JournalReader journal, ActorNames names, Form known, Instant? at, Form act, Form decision)
    {
        var breach = await Known(id, store, at);
        var (answer, trouble) = Count(breach);
        var moves = await context.RequestServices.GetRequiredService<MailingMoves>()(id);
        var entries = (await journal.Of($"breach:{id}")).Concat(await journal.Of($"notices:{id}")).Concat(moves).Where(entry => at is null || entry.At <= at).OrderBy(entry => entry.Sequence);
        var timeline = TimelineEntry.Of([.. entries]);
        return Show.Page<BreachPage>(
            context,
            new
            {
                Breach = breach,
                Answer = answer,
                Trouble = trouble,
                Next = context.RequestServices.GetRequiredService<FindNextEnd>()(breach),
                Timeline = timeline,
                Names = await names(),
                Known = known,
                Dossier = await context.RequestServices.GetRequiredService<Dossiers>().Of(breach, at),
                At = at,
                Act = Started(act, breach, ViewerOf(context).Zone),
                Decision = Started(decision, breach, ViewerOf(context).Zone),
            },
            act.HasErrors || decision.HasErrors || known.HasErrors ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Act(string id, HttpContext context, BreachStore store, JournalReader journal, ActorNames names, Actor actor)
    {
        var form = await Form.Read(context);
        var at = Moments.Read(form, "at", required: true);
        if (!Words<ActKind>.TryParse(form["kind"], out var kind))
        {
            form.Complain("kind", "error.required");
        }
        var aware = (await Known(id, store)).AwareAt.Instant!.Value;
        var done = await form.Try(() => Recording.Act(
            store,
            id,
            new NewAct(kind, Moments.NotBefore(aware, at!.Value.In(Moment.ZoneOf(form["zone"], "zone"), "at")), form.Optional("recipient"), form.Optional("channel"), form.Optional("ownReference"), form.Optional("authorityReference"), form.Optional("note"), form.Optional("obligation")),
            actor,
            current => Unchanged(current, form)));
        return done is null ? await Page(id, context, store, journal, names, new Form(), null, form, new Form()) : Show.SeeOther($"{RegisterPages.Path}/{id}#acts");
    }

    private static async Task<IResult> Decide(string id, HttpContext context, BreachStore store, JournalReader journal, ActorNames names, Actor actor)
    {
        var form = await Form.Read(context);
        var (question, answer) = (form.Line("question", 300), form.Line("answer", 300));
        if (form["reasons"].Length == 0)
        {
            form.Complain("reasons", "error.required");
        }
        DecisionEffect? effect = Words<DecisionEffect>.TryParse(form["effect"], out var word) ? word : null;
        var done = await form.Try(() => Recording.Decide(store, id, new NewDecision(question, answer, new Texts([form["reasons"]], false), effect), actor, current => Unchanged(current, form)));
        return done is null ? await Page(id, context, store, journal, names, new Form(), null, new Form(), form) : Show.SeeOther($"{RegisterPages.Path}/{id}#decisions");
    }

    private static async Task<IResult> AskFacts(string id, HttpContext context, BreachStore store)
    {
        var breach = await Known(id, store);
        return FactsPageOf(context, breach, FactsForm.Of(breach, ViewerOf(context).Zone), null);
    }

    private static Task<IResult> ChangeFacts(string id, HttpContext context, BreachStore store, BreachHistory history, Actor actor) =>
        Change(id, context, store, history, actor, (_, form) => FactsForm.Patch(form), breach => FactsForm.Of(breach, ViewerOf(context).Zone), (newest, form, meanwhile) => FactsPageOf(context, newest, form, meanwhile));

    /// <summary>Changes the record by a form that asks for the reason.</summary>
    /// <param name="patch">What the form states; what cannot be read is noted in it.</param>
    /// <param name="formOf">The form of a record.</param>
    /// <param name="page">The form shown again, with what somebody else changed meanwhile.</param>
    internal static async Task<IResult> Change(
        string id, HttpContext context, BreachStore store, BreachHistory history, Actor actor, Func<Breach, Form, JsonObject> patch, Func<Breach, Form> formOf, Func<Breach, Form, Meanwhile?, IResult> page)
    {
        var form = await Form.Read(context);
        if (form["reason"].Length == 0)
        {
            form.Complain("reason", "error.required");
        }
        var newest = await Known(id, store);
        var change = patch(newest, form);
        var breach = await form.Try(() => Recording.Patch(store, id, change, Recording.Reason(form["reason"]), actor, current => Unchanged(current, form)));
        if (breach is not null)
        {
            return Show.SeeOther($"{RegisterPages.Path}/{id}");
        }
        // Whoever comes second sees what changed meanwhile; sent again from there, it is their decision.
        newest = await Known(id, store);
        var seen = (await history(id)).FirstOrDefault(state => state.Version.ToString(CultureInfo.InvariantCulture) == form[Version]);
        form.Set(Version, newest.Version.ToString(CultureInfo.InvariantCulture));
        if (seen is null || seen.Version == newest.Version)
        {
            return page(newest, form, null);
        }
        var now = formOf(newest);
        form.Follow(formOf(seen), now);
        return page(newest, form, new Meanwhile([.. TimelineEntry.Differences(seen, newest).Select(fact => (fact, now.TextOf(fact)))]));
    }

    private static IResult FactsPageOf(HttpContext context, Breach breach, Form form, Meanwhile? meanwhile) => Show.Page<FactsPage>(
        context,
        new { Breach = breach, Form = form, Meanwhile = meanwhile },
        form.Status);

    internal static void Unchanged(Breach current, Form form)
    {
        if (form[Version] != current.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw new Refusal(StatusCodes.Status412PreconditionFailed, "The record changed meanwhile.");
        }
    }

    /// <summary>The page shows the newest record, so that what is sent from it is a decision upon that.</summary>
    private static Form Started(Form form, Breach breach, DateTimeZone zone)
    {
        form.Set(Version, breach.Version.ToString(CultureInfo.InvariantCulture));
        if (form["zone"].Length == 0)
        {
            form.Set("zone", zone.Id);
        }
        return form;
    }

    internal static (DeadlineAnswer? Answer, string? Trouble) Count(Breach breach)
    {
        try
        {
            return (DeadlineRules.Answer(BreachQuestion.Of(breach)), null);
        }
        catch (Exception e) when (Refusal.Of(e) is { } refusal)
        {
            return (null, refusal.Message);
        }
    }

    internal static Viewer ViewerOf(HttpContext context)
    {
        var viewer = context.RequestServices.GetRequiredService<Viewer>();
        viewer.Set(context);
        return viewer;
    }

    internal static async Task<Breach> Known(string id, BreachStore store, Instant? at = null) => await store.Find(id, at) ?? throw Refusal.NotFound("breach", id);
}

/// <summary>What somebody else changed while a form was open: facts with what the record says of them now, as the form would.</summary>
public sealed record Meanwhile(IReadOnlyList<(string Fact, string Text)> Changed);
