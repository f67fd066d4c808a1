using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings.Pacing;
using Hangfire;
using NodaTime;
using NodaTime.Extensions;
using static BreachNotify.Mailings.MailingEndpoints;
using static BreachNotify.Mailings.PlanEndpoints;
using static BreachNotify.Mailings.RecipientEndpoints;

namespace BreachNotify.Mailings;

/// <summary>What a person does with a mailing that is fixed: each move, and what has to happen with it.</summary>
public sealed class Moving(MailingStore mailings, AudienceStore audiences, Transport transport, Providers providers, Pump pump, IBackgroundJobClient jobs, TimeProvider clock)
{
    private const double Slowest = 0.001;
    private const double Fastest = 1_000_000;
    public const int LongestReason = 500;

    /// <exception cref="Refusal">409: the state does not allow it. 422: the transport cannot be used.</exception>
    public async Task Start(string id, StartMailing wanted, Actor actor)
    {
        var at = wanted.StartAt?.In(wanted.Zone is { } zone ? Moment.ZoneOf(zone, "zone") : null, "startAt");
        if (at <= Now())
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
            Send(id);
        }
    }

    /// <exception cref="Refusal">400: the reason is none. 409: the state does not allow it.</exception>
    public Task Pause(string id, string? reason, Actor actor) => mailings.Pause(id, Checked(reason), actor);

    /// <exception cref="Refusal">409: the state does not allow it.</exception>
    public async Task Resume(string id, Actor actor)
    {
        await mailings.Resume(id, actor);
        if ((await mailings.Get(id)).RehearsalOf is null)
        {
            providers.Forgive();
        }
        Send(id);
    }

    /// <exception cref="Refusal">400: the reason is none. 409: the state does not allow it.</exception>
    public Task Cancel(string id, string? reason, Actor actor) => mailings.Cancel(id, Checked(reason), actor);

    /// <summary>Decides about everybody in doubt now.</summary>
    /// <returns>How many they were.</returns>
    /// <exception cref="Refusal">400: the reason is none. 409: the state does not allow it, or there is nobody.</exception>
    public async Task<int> Decide(string id, DoubtDecision decision, Actor actor)
    {
        Checked(decision.Reason);
        var mailing = await mailings.Get(id);
        if (await audiences.Of(mailing) is not { } audience)
        {
            throw Refusal.Conflict("The mailing has no recipients.");
        }
        var outcome = decision.Outcome switch
        {
            DoubtOutcome.Resend => DeliveryState.Pending,
            DoubtOutcome.Accepted => DeliveryState.Accepted,
            DoubtOutcome.OtherChannel => DeliveryState.OtherChannel,
            var other => throw new ArgumentOutOfRangeException(nameof(decision), other, null),
        };
        var count = await mailings.Decide(mailing, audience, outcome, decision.Reason, actor);
        Send(id);
        return count;
    }

    /// <summary>Limits the mailing from the next message on.</summary>
    /// <returns>Messages a second; null for no limit.</returns>
    /// <exception cref="Refusal">400: a field is wrong. 409: it is over.</exception>
    public async Task<double?> Limit(string id, MailingPace wanted, Actor actor)
    {
        var complaints = new Complaints();
        if (wanted.PerSecond is not (0 or (>= Slowest and <= Fastest)))
        {
            complaints.Add("perSecond", FormattableString.Invariant($"{wanted.PerSecond}"), FormattableString.Invariant($"Must be {Slowest} to {Fastest}, or 0 for no limit."));
        }
        complaints.Line("reason", wanted.Reason, LongestReason);
        complaints.ThrowIfAny();
        double? perSecond = wanted.PerSecond > 0 ? wanted.PerSecond : null;
        await mailings.Limit(id, perSecond, wanted.Reason, actor);
        pump.Limit(id, perSecond);
        return perSecond;
    }

    private static string? Checked(string? reason)
    {
        var complaints = new Complaints();
        complaints.Line("reason", reason, LongestReason);
        complaints.ThrowIfAny();
        return reason;
    }

    private void Send(string id) => jobs.Enqueue<Pump>(job => job.Run(id, CancellationToken.None));

    private Instant Now() => clock.GetCurrentInstant();
}
