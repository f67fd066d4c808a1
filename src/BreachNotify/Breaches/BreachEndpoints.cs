using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using BreachNotify.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace BreachNotify.Breaches;

public static class BreachEndpoints
{
    private const int LongestLine = 300;
    private const int LongestProse = 20_000;
    private const int MostEntries = 1_000;

    public static void MapBreaches(this IEndpointRouteBuilder api)
    {
        var breaches = api.MapGroup("/breaches").WithTags("Register");
        breaches.MapPost("/", Register).RequireAuthorization(Policies.Officer).WithSummary("Registers a breach; a title and the awareness suffice");
        breaches.MapGet("/", List).RequireAuthorization(Policies.Reader).WithSummary("The register, newest first; with updatedSince what changed since, in that order");
        breaches.MapGet("/{id}", Get).RequireAuthorization(Policies.Reader).WithSummary("The record, or as it was known at an instant");
        breaches.MapPatch("/{id}", Patch).RequireAuthorization(Policies.Officer).WithSummary("Adds what was learned (RFC 7396), with the reason of the change")
            .TakesPatchOf<BreachFacts>(MergePatch.MediaType)
            .TakesHeader("If-Match", "The ETag of the record as read, or *.", required: true).TakesHeader("Reason", "Why the record changes; or the member reason.", required: false)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        breaches.MapPost("/{id}/acts", Act).RequireAuthorization(Policies.Officer).WithSummary("Records what was done");
        breaches.MapPost("/{id}/decisions", Decide).RequireAuthorization(Policies.Officer).WithSummary("Records a decision with its reasons and what was known");
    }

    public sealed record NewAct(ActKind Kind, Instant At, string? Recipient = null, string? Channel = null, string? OwnReference = null, string? AuthorityReference = null, string? Note = null, string? Obligation = null);

    public sealed record NewDecision(string Question, string Answer, Texts Reasons);

    private static async Task<Created<Breach>> Register(Body<BreachFacts> body, Actor actor, BreachStore store, HttpContext context)
    {
        var breach = await store.Register(body.Value, actor);
        SetETag(context, breach);
        return TypedResults.Created($"/api/v1/breaches/{breach.Id}", breach);
    }

    private static async Task<Ok<Page<Breach>>> List(BreachStore store, string? filter, string? cursor, string? updatedSince)
    {
        var since = Moment.FromQuery("updatedSince", updatedSince);
        var place = PlaceOf(cursor, since is null ? 'r' : 'c');
        return TypedResults.Ok(since is { } instant ? await store.ListChanged(filter, instant, place) : await store.List(filter, place));
    }

    private static async Task<Ok<Breach>> Get(string id, string? at, BreachStore store, HttpContext context)
    {
        var breach = await store.Find(id, Moment.FromQuery("at", at));
        SetETag(context, breach ?? throw Refusal.NotFound("breach", id, at));
        return TypedResults.Ok(breach);
    }

    private static async Task<Ok<Breach>> Patch(string id, PatchBody body, Actor actor, BreachStore store, HttpContext context)
    {
        var wanted = IfMatch.Of(context.Request);
        var breach = await store.Change(id, "breach.changed", actor, body.Reason, (current, now) =>
        {
            wanted.Require(ETagOf(current), $"Somebody else changed it: it is at version {current.Version}.");
            var facts = FactsCheck.Checked(MergePatch.Apply<BreachFacts>(current, body.Patch), now);
            for (var i = 0; i < current.Acts.Count; i++)
            {
                DeadlineRules.RefuseContradiction($"acts[{i}].", current.Acts[i].Kind, current.Acts[i].At, current.Acts[i].Obligation, facts.AwareAt.Instant!.Value);
            }
            return new Breach(facts)
            {
                Id = current.Id,
                RegisteredAt = current.RegisteredAt,
                RegisteredBy = current.RegisteredBy,
                Acts = current.Acts,
                Decisions = current.Decisions,
            };
        });
        SetETag(context, breach);
        return TypedResults.Ok(breach);
    }

    private static async Task<Created<RecordedAct>> Act(string id, Body<NewAct> body, Actor actor, BreachStore store, HttpContext context)
    {
        var breach = await store.Act(id, body.Value, actor);
        SetETag(context, breach);
        return TypedResults.Created($"/api/v1/breaches/{id}", breach.Acts[^1]);
    }

    /// <summary>The record with an act more.</summary>
    /// <exception cref="Refusal">400 or 422, naming every field that is wrong.</exception>
    public static Breach With(Breach current, NewAct act, Actor actor, Instant now)
    {
        var complaints = new Complaints();
        complaints.Line("recipient", act.Recipient, LongestLine);
        complaints.Line("channel", act.Channel, LongestLine);
        complaints.Line("ownReference", act.OwnReference, LongestLine);
        complaints.Line("authorityReference", act.AuthorityReference, LongestLine);
        complaints.Prose("note", act.Note, LongestProse);
        FactsCheck.NotAhead(complaints, "at", act.At, now);
        complaints.ThrowIfAny();
        DeadlineRules.RefuseContradiction("", act.Kind, act.At, act.Obligation, current.AwareAt.Instant!.Value);
        return current with
        {
            Acts = [.. Room(current.Acts, "acts"), new RecordedAct(NumberOf(current.Acts), act.Kind, act.At, act.Recipient, act.Channel, act.OwnReference, act.AuthorityReference, act.Note, now, actor, act.Obligation)],
        };
    }

    private static async Task<Created<Decision>> Decide(string id, Body<NewDecision> body, Actor actor, BreachStore store, HttpContext context)
    {
        var decision = body.Value;
        var complaints = new Complaints();
        complaints.Line("question", decision.Question, LongestLine);
        complaints.Line("answer", decision.Answer, LongestLine);
        foreach (var reason in decision.Reasons.Items.DefaultIfEmpty(""))
        {
            complaints.Prose("reasons", reason, LongestProse);
            if (string.IsNullOrWhiteSpace(reason))
            {
                complaints.Add("reasons", reason, "Must not be empty: a decision without reasons cannot be accounted for.");
            }
        }
        complaints.ThrowIfAny();
        var breach = await store.Change(id, "breach.decision", actor, null, (current, now) => current with
        {
            Decisions = [.. Room(current.Decisions, "decisions"), new Decision(NumberOf(current.Decisions), decision.Question, decision.Answer, decision.Reasons, now, actor, RuleBook.Current.Id, current.Version)],
        });
        SetETag(context, breach);
        return TypedResults.Created($"/api/v1/breaches/{id}", breach.Decisions[^1]);
    }

    private static EntityTagHeaderValue ETagOf(Breach breach) => new(string.Create(CultureInfo.InvariantCulture, $"\"{breach.Version}\""));

    private static void SetETag(HttpContext context, Breach breach) => context.Response.Headers.ETag = ETagOf(breach).ToString();

    private static long? PlaceOf(string? cursor, char order)
    {
        if (cursor is null)
        {
            return null;
        }
        return cursor.StartsWith(order) && long.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? place
            : throw Refusal.Malformed("cursor", cursor, "Must be the member next of the page before, with the same other parameters.");
    }

    private static string NumberOf<T>(IReadOnlyList<T> entries) => (entries.Count + 1).ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<T> Room<T>(IReadOnlyList<T> entries, string what) =>
        entries.Count < MostEntries ? entries : throw Refusal.Conflict($"A breach holds at most {MostEntries} {what}.");

    /// <summary>A merge patch, apart from the reason it is sent with.</summary>
    public sealed class PatchBody : IBindableFromHttpContext<PatchBody>, IEndpointParameterMetadataProvider
    {
        public required JsonObject Patch { get; init; }

        public required string Reason { get; init; }

        public static async ValueTask<PatchBody?> BindAsync(HttpContext context, ParameterInfo parameter)
        {
            // Before the body: who does not say what was changed need not be told first what else is missing.
            _ = IfMatch.Of(context.Request);
            var patch = await MergePatch.Read(context);
            var reason = (string?)context.Request.Headers["Reason"];
            if (patch.Remove("reason", out var member))
            {
                reason = member is JsonValue value && value.TryGetValue(out string? text) ? text : throw Refusal.Malformed("reason", member?.ToJsonString(), "Must be a text.");
            }
            var complaints = new Complaints();
            if (reason is null)
            {
                complaints.Add("reason", null, "Is required: say why the record changes, in the member reason or the header Reason.");
            }
            complaints.Prose("reason", reason, LongestProse);
            if (reason is not null && string.IsNullOrWhiteSpace(reason))
            {
                complaints.Add("reason", reason, "Must not be empty.");
            }
            complaints.ThrowIfAny();
            return new PatchBody { Patch = patch, Reason = reason! };
        }

        public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
            builder.Metadata.Add(new AcceptsMetadata([MergePatch.MediaType], typeof(BreachFacts)));
    }
}
