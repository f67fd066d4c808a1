using BreachNotify.Mailings.Pacing;
using BreachNotify.Storage;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>Where the messages of a mailing go, at which pace, and in which time.</summary>
public sealed record Lane(Transport Transport, MailOptions Options, SendingPace Pace, Providers Providers, Ramp Ramp, TimeProvider Clock)
{
    /// <summary>The time is not the service's.</summary>
    public bool IsFast => Clock is FastClock;
}

/// <summary>
/// Gives each mailing its lane. A rehearsal has one to itself: its sink, no pace or one kept in a time that runs faster,
/// and neither the ramp nor what was learned of the providers is touched by it.
/// </summary>
public sealed class Lanes(Lane real, RehearsalStore rehearsals, Database database, TimeProvider clock)
{
    public async Task<Lane> Of(Mailing mailing)
    {
        if (mailing.RehearsalOf is null)
        {
            return real;
        }
        var (mode, speed, _) = await rehearsals.Get(mailing.Id);
        var isPaced = speed > 0;
        var time = isPaced ? new FastClock(clock, mailing.StartedAt!.Value, speed) : clock;
        var options = new MailOptions
        {
            Pacing = isPaced ? real.Options.Pacing : "off",
            Limits = real.Options.Limits,
            MaxPerSecond = isPaced ? real.Options.MaxPerSecond : 0,
            Connections = real.Options.Connections,
            Window = real.Options.Window,
            // Who is held is not tried again for two days: the first refusal is the last.
            RetryUntilHours = mode == RehearsalMode.Hold ? 0 : real.Options.RetryUntilHours,
        };
        return new Lane(
            new RehearsalSink(mailing.Id, mode, rehearsals), options, new SendingPace(options.MaxPerSecond, time), new Providers(options, (_, _) => Task.FromResult<string?>(null)), new Ramp(database, options), time);
    }
}
