using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime.Extensions;

namespace BreachNotify.Alarms;

public static class AlarmEndpoints
{
    private const int LongestUrl = 2_000;
    private const int HeartbeatEvery = 20;
    private static readonly TimeSpan EventInterval = TimeSpan.FromSeconds(1);

    public static void MapAlarms(this IEndpointRouteBuilder api)
    {
        var alarms = api.MapGroup("").RequireAuthorization(Policies.Reader).WithTags("Alarms");
        alarms.MapGet("/alarms", Raised).WithSummary("Alarms that were raised, the newest first");
        alarms.MapGet("/alarms/events", Events).WithSummary("Alarms as server-sent events while they are raised; Last-Event-ID resumes");
        alarms.MapGet("/breaches/{id}/alarms", OfBreach).WithSummary("The alarms of a breach: planned, raised and passed over");

        var webhooks = api.MapGroup("/webhooks").RequireAuthorization(Policies.Administrator).WithTags("Alarms");
        webhooks.MapPost("/", Create).WithSummary("An address that gets alarms, signed by Standard Webhooks 1.0; its secret is shown this once");
        webhooks.MapGet("/", List).WithSummary("All webhooks, without their secrets");
        webhooks.MapDelete("/{id}", Remove).WithSummary("Removes a webhook");
        webhooks.MapPost("/{id}/test", Test).WithSummary("Sends a message of type webhook.test");
        webhooks.MapGet("/{id}/deliveries", Deliveries).WithSummary("The last messages to it and what came of them");
        webhooks.MapPost("/{id}/deliveries/{delivery}/again", Again).WithSummary("Sends a message once more, with the same id");
    }

    /// <param name="Url">An https address of the public internet.</param>
    /// <param name="Events">Default all.</param>
    public sealed record NewWebhook(string Url, IReadOnlyList<string>? Events = null);

    public sealed record CreatedWebhook(string Id, Uri Url, IReadOnlyList<string> Events, string Secret);

    public sealed record Enqueued(string Id);

    private static async Task<Ok<Page<AlarmMessage>>> Raised(string? cursor, AlarmStore store)
    {
        long before = 0;
        if (cursor is not null && !(long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before) && before > 0))
        {
            throw Refusal.Malformed("cursor", cursor, "Must be the member next of the page before.");
        }
        var found = await store.Raised(before: cursor is null ? null : before);
        var next = found.Count > AlarmStore.PageSize ? found[AlarmStore.PageSize - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Page<AlarmMessage>([.. found.Take(AlarmStore.PageSize).Select(alarm => alarm.Message)], next));
    }

    private static async Task<Ok<Page<Alarm>>> OfBreach(string id, FindBreach findBreach, AlarmStore store)
    {
        _ = await findBreach(id) ?? throw Refusal.NotFound("breach", id);
        return TypedResults.Ok(new Page<Alarm>(await store.OfBreach(id), null));
    }

    private static async Task<ServerSentEventsResult<AlarmMessage?>> Events(AlarmStore store, TimeProvider clock, IHostApplicationLifetime lifetime, HttpContext context)
    {
        string? resumed = context.Request.Headers["Last-Event-ID"];
        long from = 0;
        if (!string.IsNullOrEmpty(resumed) && !long.TryParse(resumed, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            throw Refusal.Malformed("Last-Event-ID", resumed, "Must be the id of the last event that was received.");
        }
        var after = string.IsNullOrEmpty(resumed) ? await store.LastNumber() : from;
        return TypedResults.ServerSentEvents(Alarms(CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping)));

        async IAsyncEnumerable<SseItem<AlarmMessage?>> Alarms(CancellationTokenSource end, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            using var ending = end;
            for (var round = 0; !end.IsCancellationRequested; round++)
            {
                // At once, so that the receiver sees that it is connected, and then so that nothing in between hangs up.
                if (round % HeartbeatEvery == 0)
                {
                    yield return new SseItem<AlarmMessage?>(null, "heartbeat");
                }
                foreach (var (number, message) in await store.Raised(after: after))
                {
                    yield return new SseItem<AlarmMessage?>(message, message.Type) { EventId = number.ToString(CultureInfo.InvariantCulture) };
                    after = number;
                }
                await Task.Delay(EventInterval, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<Created<CreatedWebhook>> Create(Body<NewWebhook> body, Actor actor, WebhookStore store, AlarmOptions options)
    {
        var complaints = new Complaints();
        var url = Target(complaints, body.Value.Url, options);
        var events = body.Value.Events ?? AlarmType.All;
        if (events.Count == 0)
        {
            complaints.Add("events", null, $"Must name at least one of {string.Join(", ", AlarmType.All)}, or be absent for all.");
        }
        for (var i = 0; i < events.Count; i++)
        {
            if (!AlarmType.All.Contains(events[i]))
            {
                complaints.Add(string.Create(CultureInfo.InvariantCulture, $"events[{i}]"), events[i], $"Must be one of {string.Join(", ", AlarmType.All)}.");
            }
        }
        complaints.ThrowIfAny();
        var (webhook, secret) = await store.Create(url!, [.. events.Distinct()], actor);
        return TypedResults.Created($"/api/v1/webhooks/{webhook.Id}", new CreatedWebhook(webhook.Id, webhook.Url, webhook.Events, secret));
    }

    private static async Task<Ok<Page<Webhook>>> List(WebhookStore store) => TypedResults.Ok(new Page<Webhook>(await store.All(), null));

    private static async Task<NoContent> Remove(string id, Actor actor, WebhookStore store)
    {
        await store.Remove(id, actor);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<Enqueued>> Test(string id, WebhookStore webhooks, AlarmStore store, TimeProvider clock)
    {
        var now = clock.GetCurrentInstant();
        var message = new AlarmMessage(AlarmType.Test, now, new AlarmData("00000000-0000-0000-0000-000000000000", now, 0, []));
        var delivery = await store.Enqueue(await webhooks.Get(id), message);
        return TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries", new Enqueued(delivery));
    }

    private static async Task<Ok<Page<Delivery>>> Deliveries(string id, WebhookStore webhooks, AlarmStore store)
    {
        await webhooks.Get(id);
        return TypedResults.Ok(new Page<Delivery>(await store.DeliveriesTo(id), null));
    }

    private static async Task<Accepted<Enqueued>> Again(string id, string delivery, AlarmStore store)
    {
        await store.Again(id, delivery);
        return TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries", new Enqueued(delivery));
    }

    private static Uri? Target(Complaints complaints, string text, AlarmOptions options)
    {
        complaints.Line("url", text, LongestUrl);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && options.AllowPrivateTargets)))
        {
            complaints.Add("url", text, "Must be an https address such as https://alarms.example.com/breaches.");
            return null;
        }
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            complaints.Add("url", text, "Must hold neither a user nor a fragment; the signature shows who sends.");
        }
        var isLocalName = url.IsLoopback || url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        if (!options.AllowPrivateTargets && (isLocalName || (IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddress.Is(address))))
        {
            complaints.Refuse("url", text, "Must lie in the public internet; BreachNotify:Alarms:AllowPrivateTargets allows this machine and private networks.");
        }
        return url;
    }
}
