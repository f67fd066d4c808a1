using System.Net;
using BreachNotify.Breaches;
using BreachNotify.Mailings;
using BreachNotify.Operations;
using Hangfire;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Alarms;

/// <summary>The job that delivers one message. It may die anywhere and run again: the row says what is left to do.</summary>
public sealed class AlarmDelivery(AlarmStore store, WebhookStore webhooks, WebhookSender sender, AlarmMail mail, FindBreach findBreach, TimeProvider clock)
{
    /// <summary>Longer than an attempt may take.</summary>
    private static readonly Duration Patience = Duration.FromSeconds(45);

    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(30);

    /// <summary>Waits after the first, second ... failed attempt, as the Standard Webhooks recommend.</summary>
    private static readonly Duration[] Waits =
    [
        Duration.FromSeconds(5), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(5),
        Duration.FromHours(10), Duration.FromHours(14), Duration.FromHours(20), Duration.FromHours(24),
    ];

    [Queue(Jobs.Clocks)]
    [AutomaticRetry(Attempts = 0)]
    public async Task Run(string id, CancellationToken cancellation)
    {
        if (await store.Lease(id, Patience) is not { } delivery)
        {
            return;
        }
        var breach = delivery.Breach is { } breachId ? await findBreach(breachId) : null;
        if (delivery.Breach is not null && (breach is null || !AlarmPlan.Of(breach).Any(ending => ending.Due == delivery.Due)))
        {
            await store.Settle(delivery, DeliveryState.Withdrawn, "What it is about was met before it could be delivered.");
        }
        else if (delivery.Webhook is { } webhook)
        {
            await Post(delivery, webhook, cancellation);
        }
        else
        {
            await Mail(delivery, breach?.Title, cancellation);
        }
    }

    private async Task Post(Delivery delivery, string webhookId, CancellationToken cancellation)
    {
        if (await webhooks.Open(webhookId) is not { } found || found.Webhook.Disabled is not null)
        {
            await store.Settle(delivery, DeliveryState.Failed, "The webhook is gone.");
            return;
        }
        try
        {
            var status = await sender.Send(found.Webhook.Url, found.Secret, delivery.Id, clock.GetCurrentInstant(), delivery.Body, cancellation);
            if ((int)status is >= 200 and < 300)
            {
                await store.Settle(delivery, DeliveryState.Delivered, $"It answered {(int)status}.");
            }
            else if (status == HttpStatusCode.Gone)
            {
                await webhooks.Disable(webhookId, "It answered 410 Gone.");
                await store.Settle(delivery, DeliveryState.Failed, "It answered 410 Gone; the webhook is disabled.");
            }
            else
            {
                await Later(delivery, $"It answered {(int)status}.");
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            await Later(delivery, e is OperationCanceledException ? "It did not answer in time." : $"It could not be reached: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private async Task Mail(Delivery delivery, string? title, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(MailPatience);
        try
        {
            var sent = await mail.Send(delivery.Id, delivery.Address!, AlarmMessage.Parse(delivery.Body), title, patience.Token);
            switch (sent.Outcome)
            {
                case Outcome.Accepted:
                    await store.Settle(delivery, DeliveryState.Delivered, "The mail server took it.");
                    break;
                case Outcome.Rejected:
                    await store.Settle(delivery, DeliveryState.Failed, $"The mail server refused it: {sent.Reply}");
                    break;
                default:
                    await Later(delivery, sent.Reply ?? "The mail server did not take it.");
                    break;
            }
        }
        catch (TransportException e)
        {
            await Later(delivery, e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await Later(delivery, "The mail server did not answer in time.");
        }
    }

    private Task Later(Delivery delivery, string result) => delivery.Attempts > Waits.Length
        ? store.Settle(delivery, DeliveryState.Failed, result)
        : store.Settle(delivery, DeliveryState.Waiting, result, clock.GetCurrentInstant() + Waits[delivery.Attempts - 1]);
}
