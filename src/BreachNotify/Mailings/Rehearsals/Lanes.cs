using BreachNotify.Mailings.Pacing;
using BreachNotify.Storage;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>Where the messages of a mailing go, and at which pace.</summary>
public sealed record Lane(Transport Transport, MailOptions Options, SendingPace Pace, Providers Providers, Ramp Ramp);

/// <summary>
/// Gives each mailing its lane. A rehearsal has one to itself: its sink, no pace, and neither the ramp nor what was
/// learned of the providers is touched by it.
/// </summary>
public sealed class Lanes(Lane real, RehearsalStore rehearsals, Database database, TimeProvider clock)
{
    public async Task<Lane> Of(Mailing mailing)
    {
        if (mailing.RehearsalOf is null)
        {
            return real;
        }
        var (mode, _) = await rehearsals.Get(mailing.Id);
        var options = new MailOptions
        {
            Pacing = "off",
            Connections = real.Options.Connections,
            Window = real.Options.Window,
            // Who is held is not tried again for two days: the first refusal is the last.
            RetryUntilHours = mode == RehearsalMode.Hold ? 0 : real.Options.RetryUntilHours,
        };
        return new Lane(
            new RehearsalSink(mailing.Id, mode, rehearsals), options, new SendingPace(0, clock), new Providers(options, (_, _) => Task.FromResult<string?>(null)), new Ramp(database, options));
    }
}
