using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Mailings.Bounces;
using BreachNotify.Mailings.Evidence;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace BreachNotify.Mailings;

public static class MailingEndpoints
{
    public static void MapMailings(this IEndpointRouteBuilder api)
    {
        var ofBreach = api.MapGroup("/breaches/{breachId}/mailings").WithTags("Mailings");
        ofBreach.MapPost("/", Create).RequireAuthorization(Policies.Officer).WithSummary("A draft mailing about the breach");
        ofBreach.MapGet("/", OfBreach).RequireAuthorization(Policies.Reader).WithSummary("The mailings about the breach");

        api.MapGet("/providers", ProvidersNow).RequireAuthorization(Policies.Reader).WithTags("Mailings").WithSummary("The pace of this process towards each receiving provider");

        var mailing = api.MapGroup("/mailings/{id}").WithTags("Mailings");
        mailing.MapGet("/", Show).RequireAuthorization(Policies.Reader).WithSummary("State and counts");
        mailing.MapGet("/events", Events).RequireAuthorization(Policies.Reader).WithSummary("State and counts as server-sent events");
        mailing.MapPost("/freeze", Freeze).RequireAuthorization(Policies.Officer).WithSummary("Fixes letter, templates and people; nothing of it can change afterwards").ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        mailing.MapPost("/approve", Approve).RequireAuthorization(Policies.Approver).WithSummary("By another identity than the one who froze it").ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapPost("/start", Start).RequireAuthorization(Policies.Officer).WithSummary("Now, or at startAt").TakesOptional<StartMailing>().ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapPost("/pause", Pause).RequireAuthorization(Policies.Officer).WithSummary("Stops sending until it is resumed").TakesOptional<Explanation>().ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapPost("/resume", Resume).RequireAuthorization(Policies.Officer).WithSummary("Goes on after a pause").ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapPost("/cancel", Cancel).RequireAuthorization(Policies.Officer).WithSummary("Ends it for good; who has not been told stays so").TakesOptional<Explanation>().ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapRecipients();
        mailing.MapHygiene();
        mailing.MapUnreached();
        mailing.MapPlan();
        api.MapBounces();
        mailing.MapEvidence();
        mailing.MapRehearsals();
    }

    public sealed record NewMailing(string Template, string FallbackLanguage, string? From = null, string? Subject = null, DoubtPolicy DoubtPolicy = DoubtPolicy.Resend, Quiet? QuietHours = null, int? RetentionDays = null);

    /// <summary>Local times of the recipient, such as 21:00 and 08:00, between which nothing is sent.</summary>
    public sealed record Quiet(string From, string Until);

    public sealed record CreatedMailing(string Id);

    public sealed record FrozenMailing(string Hash);

    public sealed record StartMailing(Moment? StartAt = null, string? Zone = null);

    public sealed record Explanation(string? Reason = null);

    /// <param name="Returned">What came back after messages had been accepted.</param>
    /// <param name="Rate">People accepted a second over the last half minute; null while this process is not sending.</param>
    /// <param name="LeftOut">People of the file whom a narrowing left out; they are not in the counts.</param>
    /// <param name="PerSecond">The mailing's own limit in messages a second; null for none.</param>
    public sealed record MailingStatus(
        string Id, string Breach, MailingState State, string? Reason, Counts Counts, Returned Returned, double? Rate, Instant? EstimatedEnd,
        string Template, string FallbackLanguage, string? From, string? Subject, DoubtPolicy DoubtPolicy, string? Hash,
        Quiet? QuietHours, ImportSummary? Import, Instant CreatedAt, Instant? StartAt, Instant? StartedAt, Instant? EndedAt, long LeftOut, double? PerSecond,
        EvidenceEndpoints.RetentionStatus Retention, bool Rehearsal, string? RehearsalOf);

    private static async Task<Created<CreatedMailing>> Create(string breachId, Body<NewMailing> body, Actor actor, Drafting drafting)
    {
        var id = await drafting.Draft(breachId, body.Value, actor);
        return TypedResults.Created($"/api/v1/mailings/{id}", new CreatedMailing(id));
    }

    private static Ok<Page<ProviderStatus>> ProvidersNow(Providers providers, TimeProvider clock) =>
        TypedResults.Ok(new Page<ProviderStatus>(providers.Status(Instant.FromDateTimeOffset(clock.GetUtcNow())), null));

    private static async Task<Ok<Page<MailingStatus>>> OfBreach(string breachId, FindBreach findBreach, MailingStore mailings, Standings standings)
    {
        if (await findBreach(breachId) is null)
        {
            throw Refusal.NotFound("breach", breachId);
        }
        var items = new List<MailingStatus>();
        foreach (var mailing in await mailings.OfBreach(breachId))
        {
            items.Add(await standings.Of(mailing));
        }
        return TypedResults.Ok(new Page<MailingStatus>(items, null));
    }

    private static async Task<Ok<MailingStatus>> Show(string id, MailingStore mailings, Standings standings) =>
        TypedResults.Ok(await standings.Of(await mailings.Get(id)));

    private static async Task<ServerSentEventsResult<MailingStatus>> Events(string id, MailingStore mailings, Standings standings, HttpContext context)
    {
        await mailings.Get(id);
        return LiveStatus.Of(
            context,
            async () => await standings.Of(await mailings.Get(id)),
            (told, now) => now != told with { EstimatedEnd = now.EstimatedEnd },
            now => now.State is MailingState.Completed or MailingState.Cancelled);
    }

    private static async Task<Ok<FrozenMailing>> Freeze(string id, Actor actor, Freezing freezing) =>
        TypedResults.Ok(new FrozenMailing(await freezing.Freeze(id, actor)));

    private static async Task<Ok<MailingStatus>> Approve(string id, Actor actor, MailingStore mailings, Standings standings)
    {
        await mailings.Approve(id, actor);
        return await Show(id, mailings, standings);
    }

    private static async Task<Ok<MailingStatus>> Start(string id, HttpContext context, Actor actor, Moving moving, MailingStore mailings, Standings standings)
    {
        await moving.Start(id, await JsonBody.Optional<StartMailing>(context) ?? new StartMailing(), actor);
        return await Show(id, mailings, standings);
    }

    private static async Task<Ok<MailingStatus>> Pause(string id, HttpContext context, Actor actor, Moving moving, MailingStore mailings, Standings standings)
    {
        await moving.Pause(id, (await JsonBody.Optional<Explanation>(context))?.Reason, actor);
        return await Show(id, mailings, standings);
    }

    private static async Task<Ok<MailingStatus>> Resume(string id, Actor actor, Moving moving, MailingStore mailings, Standings standings)
    {
        await moving.Resume(id, actor);
        return await Show(id, mailings, standings);
    }

    private static async Task<Ok<MailingStatus>> Cancel(string id, HttpContext context, Actor actor, Moving moving, MailingStore mailings, Standings standings)
    {
        await moving.Cancel(id, (await JsonBody.Optional<Explanation>(context))?.Reason, actor);
        return await Show(id, mailings, standings);
    }
}
