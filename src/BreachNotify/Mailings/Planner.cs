using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Planning;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>Gathers what a plan follows from: the audience or what is left of it, the limits as they are now, the breach.</summary>
public sealed class Planner(MailingStore mailings, AudienceStore audiences, AudienceCensus census, UnreachedList unreached, FindBreach findBreach, MailOptions options, Providers providers, Ramp ramp, Pump pump, Worker worker, TimeProvider clock)
{
    /// <exception cref="Refusal">400: a field is wrong. 404: no such mailing. 410: its people are destroyed. 409: nobody to plan for. 422: no plan within a year.</exception>
    public async Task<Plan> Of(string id, PlanRequest wanted)
    {
        var quiet = Checked(wanted);
        var mailing = await mailings.Get(id);
        var breach = await findBreach(mailing.Breach) ?? throw Refusal.NotFound("breach", mailing.Breach);
        if (mailing.State == MailingState.Cancelled)
        {
            throw Refusal.Conflict("The mailing is cancelled; there is nothing to plan.");
        }
        if (await audiences.Of(mailing) is not { } audience)
        {
            throw Refusal.Conflict("The mailing has no recipients; send them with PUT /mailings/{id}/recipients.");
        }
        var controllersZone = AddressBook.ZoneOfCountry(breach.Controller?.Country) ?? DateTimeZone.Utc;
        var zone = (wanted.Zone ?? breach.Zone) is { } name ? Moment.ZoneOf(name, "zone") : controllersZone;
        var counts = await mailings.CountsOf(id);
        var resend = mailing.DoubtPolicy == DoubtPolicy.Resend;
        var hasStarted = mailing.StartedAt is not null;
        var left = counts.Pending + counts.Sending + counts.Deferred + (resend ? counts.InDoubt : 0);
        var profile = hasStarted ? await census.Left(audience, resend, left) : await census.Of(audience, counts.Total);
        var start = StartOf(mailing, wanted, zone, left);
        var assumptions = new List<Assumption>();
        var habits = Habits(wanted, assumptions);
        var sending = new Sending(
            start, LanesOf(profile, left, wanted, start, assumptions), Overall(mailing, left, wanted, assumptions), quiet ?? mailing.QuietHours, [], await RampAt(start, assumptions));
        if (sending.Quiet is not null)
        {
            sending = sending with { Zones = ZonesOf(profile, controllersZone, start) };
            assumptions.Add(new Assumption("zones", "by country of the file, spread alike over all providers", null, "column country", true));
        }
        return Plan.Of(new PlanFacts(
            sending, hasStarted ? (mailing.StartedAt!.Value, counts.Accepted) : (start, 0), habits, zone, wanted.Agents, wanted.CallsPerHourAtMost,
            breach.AwareAt.Instant, wanted.FinishBy?.In(zone, "finishBy"), await LettersOf(audience, profile, hasStarted), wanted.Costs, assumptions))
            ?? throw Refusal.Unprocessable(wanted.CallsPerHourAtMost is { } atMost
                ? new FieldError("callsPerHourAtMost", FormattableString.Invariant($"{atMost}"), "Even told over a whole year so many people call more often; take more calls, or tell them in another way.")
                : new FieldError("perSecond", FormattableString.Invariant($"{sending.PerSecond}"), "At these limits it takes more than a year; raise what holds it up."));
    }

    private QuietHours? Checked(PlanRequest wanted)
    {
        wanted.Check(name => name == Lanes.Other || providers.IsNamed(name));
        var complaints = new Complaints();
        var quiet = Drafting.QuietHoursIn(wanted.QuietHours, complaints);
        complaints.ThrowIfAny();
        return quiet;
    }

    private Instant StartOf(Mailing mailing, PlanRequest wanted, DateTimeZone zone, long left)
    {
        if (mailing.StartedAt is not null && wanted.StartAt is { } given)
        {
            throw Refusal.Unprocessable(new FieldError("startAt", given.ToString(), "The mailing has started already; leave it out to plan what is left."));
        }
        if (left == 0 && mailing.EndedAt is { } ended)
        {
            return ended;
        }
        var wish = mailing.StartedAt is null ? wanted.StartAt?.In(zone, "startAt") ?? mailing.StartAt : null;
        return wish > Now() ? wish.Value : Now();
    }

    private IReadOnlyList<Lane> LanesOf(AudienceProfile profile, long left, PlanRequest wanted, Instant at, List<Assumption> assumptions)
    {
        var lanes = Lanes.Of(profile, left, domain => providers.Known(domain) is { } provider && (providers.IsNamed(provider.Name) || (providers.IsPaced && provider.Status(at).PerSecond is not null))
            ? (provider.Name, providers.IsPaced ? provider.Status(at).PerSecond : null)
            : null);
        lanes = [.. lanes.Select(lane => wanted.Providers.TryGetValue(lane.Name, out var pace) ? lane with { PerSecond = pace.PerSecond } : lane)];
        foreach (var lane in lanes.Where(lane => lane.PerSecond is not null))
        {
            var isGiven = wanted.Providers.ContainsKey(lane.Name);
            var isConfigured = options.Limits.GetValueOrDefault(lane.Name)?.PerSecond > 0;
            assumptions.Add(new Assumption($"provider {lane.Name}", lane.PerSecond!.Value, "messages a second", isGiven ? Assumption.Asker : isConfigured ? "BreachNotify:Mail:Limits" : null, isGiven || isConfigured));
        }
        return lanes;
    }

    /// <summary>The smallest of the limits that are known; a guess only where none is.</summary>
    private double Overall(Mailing mailing, long left, PlanRequest wanted, List<Assumption> assumptions)
    {
        const string Name = "overall limit";
        const string Unit = "messages a second";
        if (wanted.PerSecond is { } given)
        {
            assumptions.Add(new Assumption(Name, given, Unit, Assumption.Asker, true));
            return given;
        }
        var known = new List<(double PerSecond, string Source)>();
        if (mailing.PerSecond is { } own)
        {
            known.Add((own, "the mailing's own pace"));
        }
        if (options.MaxPerSecond > 0)
        {
            known.Add((options.MaxPerSecond / worker.Share, "BreachNotify:Mail:MaxPerSecond"));
        }
        // Where the night or the end of a day of the ramp holds people up, the rate says nothing about the hours after; nor
        // does one message in half a minute.
        if (mailing is { State: MailingState.Running, QuietHours: null } && !ramp.IsOn && pump.RateOf(mailing.Id) is { } measured && measured * Schedule.Longest.TotalSeconds > 2 * left)
        {
            known.Add((measured / worker.Share, "measured over the last half minute"));
        }
        var (perSecond, source) = known.Count > 0 ? known.MinBy(limit => limit.PerSecond) : (PlanDefaults.PerSecond, null!);
        assumptions.Add(new Assumption(Name, perSecond, Unit, source, known.Count > 0));
        return perSecond;
    }

    private async Task<RampLeft?> RampAt(Instant start, List<Assumption> assumptions)
    {
        if (await ramp.On(start) is not { } day)
        {
            return null;
        }
        assumptions.Add(new Assumption("ramp", options.RampFirstDay, "messages on the first day, half as many again on each further one, spread over the day", "BreachNotify:Mail:RampFirstDay", true));
        return new RampLeft(Math.Max(0, day.Quota - day.Accepted), day.Quota * Ramp.Growth);
    }

    private static CallHabits Habits(PlanRequest wanted, List<Assumption> assumptions)
    {
        var share = Assumption.Take(assumptions, "call share", wanted.CallShare, PlanDefaults.CallShare, "of the people reached");
        var days = wanted.CallDays ?? PlanDefaults.CallDays;
        assumptions.Add(new Assumption("call days", days, "share of the calls by day after the message", wanted.CallDays is null ? null : Assumption.Asker, wanted.CallDays is not null));
        var sum = days.Sum();
        return new CallHabits(
            share, [.. days.Select(day => day / sum)],
            Assumption.Take(assumptions, "call hours", wanted.CallHours, PlanDefaults.CallHours, "hours a day, calls spread evenly"),
            Assumption.Take(assumptions, "minutes per call", wanted.MinutesPerCall, PlanDefaults.MinutesPerCall, "minutes, agents never idle"));
    }

    private static List<ZoneShare> ZonesOf(AudienceProfile profile, DateTimeZone controllersZone, Instant at)
    {
        var people = profile.Countries.Values.Sum();
        return people == 0
            ? [new ZoneShare(controllersZone.GetUtcOffset(at), 1)]
            : [.. profile.Countries.GroupBy(entry => (AddressBook.ZoneOfCountry(entry.Key) ?? controllersZone).GetUtcOffset(at)).Select(group => new ZoneShare(group.Key, (double)group.Sum(entry => entry.Value) / people))];
    }

    private async Task<IReadOnlyDictionary<string, long>> LettersOf(Audience audience, AudienceProfile profile, bool hasStarted)
    {
        if (!hasStarted)
        {
            return profile.CountriesWithoutEmail;
        }
        using var key = new AudienceKey(audience.DataKey);
        return (await unreached.Count(audience, key)).GroupBy(group => group.Country).ToDictionary(group => group.Key, group => group.Sum(one => one.People));
    }

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
