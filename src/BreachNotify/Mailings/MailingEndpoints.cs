using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Mailings.Bounces;
using BreachNotify.Mailings.Evidence;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Notices;
using BreachNotify.Operations;
using Hangfire;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace BreachNotify.Mailings;

public static class MailingEndpoints
{
    private static readonly TimeSpan EventInterval = TimeSpan.FromSeconds(1);

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

    private static async Task<Created<CreatedMailing>> Create(string breachId, Body<NewMailing> body, Actor actor, FindBreach findBreach, MailingStore mailings, LetterTemplates templates, MailOptions options, TimeProvider clock)
    {
        if (await findBreach(breachId) is null)
        {
            throw Refusal.NotFound("breach", breachId);
        }
        var wanted = body.Value;
        var complaints = new Complaints();
        if (!templates.Kinds.Contains(wanted.Template))
        {
            complaints.Add("template", wanted.Template, $"Must be one of {string.Join(", ", templates.Kinds)}.");
        }
        else if (templates.Load(wanted.Template).Languages is var languages && !languages.Contains(wanted.FallbackLanguage))
        {
            complaints.Add("fallbackLanguage", wanted.FallbackLanguage, $"Must be a language the templates exist in: {string.Join(", ", languages)}.");
        }
        if (wanted.From is not null && MailOptions.Sender(wanted.From) is null)
        {
            complaints.Add("from", wanted.From, "Must be one address such as 'Example Ltd <privacy@example.com>'.");
        }
        complaints.Line("subject", wanted.Subject, 200);
        var quiet = QuietHoursIn(wanted.QuietHours, complaints);
        if (wanted.RetentionDays is < 1 or > Retention.MostDays)
        {
            complaints.Add("retentionDays", $"{wanted.RetentionDays}", $"Must be 1 to {Retention.MostDays}.");
        }
        complaints.ThrowIfAny();
        var now = clock.GetUtcNow();
        var mailing = new Mailing(
            Guid.CreateVersion7(now).ToString("N"), breachId, wanted.Template, wanted.FallbackLanguage, wanted.From, wanted.Subject, wanted.DoubtPolicy,
            MailingState.Draft, null, null, null, null, null, Instant.FromDateTimeOffset(now), null, null,
            new Retention(wanted.RetentionDays ?? options.RetentionDays), quiet);
        await mailings.Add(mailing, actor);
        return TypedResults.Created($"/api/v1/mailings/{mailing.Id}", new CreatedMailing(mailing.Id));
    }

    internal static QuietHours? QuietHoursIn(Quiet? wanted, Complaints complaints)
    {
        const string Wanted = "Must be a time of day such as 21:00.";
        if (wanted is null)
        {
            return null;
        }
        var (from, until) = (QuietHours.Read(wanted.From), QuietHours.Read(wanted.Until));
        if (from is null)
        {
            complaints.Add("quietHours.from", wanted.From, Wanted);
        }
        if (until is null || until == from)
        {
            complaints.Add("quietHours.until", wanted.Until, until is null ? Wanted : "Must differ from quietHours.from; leave quietHours out to send at any hour.");
        }
        return from is { } first && until is { } last ? new QuietHours(first, last) : null;
    }

    private static Ok<Page<ProviderStatus>> ProvidersNow(Providers providers, TimeProvider clock) =>
        TypedResults.Ok(new Page<ProviderStatus>(providers.Status(Instant.FromDateTimeOffset(clock.GetUtcNow())), null));

    private static async Task<Ok<Page<MailingStatus>>> OfBreach(string breachId, FindBreach findBreach, MailingStore mailings, Pump pump, TimeProvider clock)
    {
        if (await findBreach(breachId) is null)
        {
            throw Refusal.NotFound("breach", breachId);
        }
        var items = new List<MailingStatus>();
        foreach (var mailing in await mailings.OfBreach(breachId))
        {
            items.Add(await StatusOf(mailing, mailings, pump, clock));
        }
        return TypedResults.Ok(new Page<MailingStatus>(items, null));
    }

    private static async Task<Ok<MailingStatus>> Show(string id, MailingStore mailings, Pump pump, TimeProvider clock) =>
        TypedResults.Ok(await StatusOf(await mailings.Get(id), mailings, pump, clock));

    private static async Task<ServerSentEventsResult<MailingStatus>> Events(string id, MailingStore mailings, Pump pump, TimeProvider clock, IHostApplicationLifetime lifetime, HttpContext context)
    {
        await mailings.Get(id);
        return TypedResults.ServerSentEvents(Statuses(CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping)));

        async IAsyncEnumerable<SseItem<MailingStatus>> Statuses(CancellationTokenSource end, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            using var ending = end;
            for (MailingStatus? last = null; !end.IsCancellationRequested;)
            {
                var status = await StatusOf(await mailings.Get(id), mailings, pump, clock);
                if (last is null || status != last with { EstimatedEnd = status.EstimatedEnd })
                {
                    yield return new SseItem<MailingStatus>(status, "status");
                    last = status;
                }
                if (status.State is MailingState.Completed or MailingState.Cancelled)
                {
                    yield break;
                }
                await Task.Delay(EventInterval, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<Ok<FrozenMailing>> Freeze(string id, Actor actor, Freezing freezing) =>
        TypedResults.Ok(new FrozenMailing(await freezing.Freeze(id, actor)));

    private static async Task<Ok<MailingStatus>> Approve(string id, Actor actor, MailingStore mailings, Pump pump, TimeProvider clock)
    {
        await mailings.Approve(id, actor);
        return await Show(id, mailings, pump, clock);
    }

    private static async Task<Ok<MailingStatus>> Start(string id, HttpContext context, Actor actor, MailingStore mailings, Transport transport, Pump pump, IBackgroundJobClient jobs, TimeProvider clock)
    {
        var wanted = await JsonBody.Optional<StartMailing>(context) ?? new StartMailing();
        var at = wanted.StartAt?.In(wanted.Zone is { } zone ? Moment.ZoneOf(zone, "zone") : null, "startAt");
        if (at <= Instant.FromDateTimeOffset(clock.GetUtcNow()))
        {
            at = null;
        }
        var mailing = await mailings.Get(id);
        if (MailingStates.After(mailing.State, Move.Start) is not null && transport.Obstacle() is { } obstacle)
        {
            throw Refusal.Unprocessable(new FieldError("transport", transport.Description, obstacle));
        }
        await mailings.Start(id, at, actor);
        if (at is null)
        {
            jobs.Enqueue<Pump>(job => job.Run(id, CancellationToken.None));
        }
        return await Show(id, mailings, pump, clock);
    }

    private static async Task<Ok<MailingStatus>> Pause(string id, HttpContext context, Actor actor, MailingStore mailings, Pump pump, TimeProvider clock)
    {
        await mailings.Pause(id, await ReasonIn(context), actor);
        return await Show(id, mailings, pump, clock);
    }

    private static async Task<Ok<MailingStatus>> Resume(string id, Actor actor, MailingStore mailings, Providers providers, Pump pump, IBackgroundJobClient jobs, TimeProvider clock)
    {
        await mailings.Resume(id, actor);
        if ((await mailings.Get(id)).RehearsalOf is null)
        {
            providers.Forgive();
        }
        jobs.Enqueue<Pump>(job => job.Run(id, CancellationToken.None));
        return await Show(id, mailings, pump, clock);
    }

    private static async Task<Ok<MailingStatus>> Cancel(string id, HttpContext context, Actor actor, MailingStore mailings, Pump pump, TimeProvider clock)
    {
        await mailings.Cancel(id, await ReasonIn(context), actor);
        return await Show(id, mailings, pump, clock);
    }

    private static async Task<string?> ReasonIn(HttpContext context)
    {
        var reason = (await JsonBody.Optional<Explanation>(context))?.Reason;
        var complaints = new Complaints();
        complaints.Line("reason", reason, 500);
        complaints.ThrowIfAny();
        return reason;
    }

    private static async Task<MailingStatus> StatusOf(Mailing mailing, MailingStore mailings, Pump pump, TimeProvider clock)
    {
        var counts = await mailings.CountsOf(mailing.Id);
        var (import, leftOut) = await mailings.ImportOf(mailing);
        var rate = mailing.State == MailingState.Running ? pump.RateOf(mailing.Id) : null;
        var left = counts.Pending + counts.Sending + counts.InDoubt;
        Instant? end = rate > 0 && left > 0 ? Instant.FromDateTimeOffset(clock.GetUtcNow()).Plus(Duration.FromSeconds(Math.Min(left / rate.Value, 1e9))) : null;
        return new MailingStatus(
            mailing.Id, mailing.Breach, mailing.State, pump.TroubleOf(mailing.Id) ?? mailing.Reason, counts, await mailings.ReturnedOf(mailing.Id), rate, end, mailing.Template, mailing.FallbackLanguage, mailing.Sender, mailing.Subject,
            mailing.DoubtPolicy, mailing.Hash, mailing.QuietHours is { } quiet ? new Quiet(QuietHours.Print(quiet.From), QuietHours.Print(quiet.Until)) : null, import, mailing.CreatedAt, mailing.StartAt, mailing.StartedAt, mailing.EndedAt, leftOut, mailing.PerSecond,
            EvidenceEndpoints.RetentionStatus.Of(mailing), mailing.RehearsalOf is not null, mailing.RehearsalOf);
    }
}
