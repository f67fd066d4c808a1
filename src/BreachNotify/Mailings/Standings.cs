using BreachNotify.Mailings.Evidence;
using BreachNotify.Mailings.Pacing;
using NodaTime;
using NodaTime.Extensions;
using static BreachNotify.Mailings.MailingEndpoints;

namespace BreachNotify.Mailings;

/// <summary>Where a mailing stands, with what this process knows of it while it sends.</summary>
public sealed class Standings(MailingStore mailings, Pump pump, TimeProvider clock)
{
    public async Task<MailingStatus> Of(Mailing mailing)
    {
        var counts = await mailings.CountsOf(mailing.Id);
        var (import, leftOut) = await mailings.ImportOf(mailing);
        var rate = mailing.State == MailingState.Running ? pump.RateOf(mailing.Id) : null;
        var left = counts.Pending + counts.Sending + counts.InDoubt;
        Instant? end = rate > 0 && left > 0 ? clock.GetCurrentInstant().Plus(Duration.FromSeconds(Math.Min(left / rate.Value, 1e9))) : null;
        return new MailingStatus(
            mailing.Id, mailing.Breach, mailing.State, pump.TroubleOf(mailing.Id) ?? mailing.Reason, counts, await mailings.ReturnedOf(mailing.Id), rate, end, mailing.Template, mailing.FallbackLanguage, mailing.Sender, mailing.Subject,
            mailing.DoubtPolicy, mailing.Hash, mailing.QuietHours is { } quiet ? new Quiet(QuietHours.Print(quiet.From), QuietHours.Print(quiet.Until)) : null, import, mailing.CreatedAt, mailing.StartAt, mailing.StartedAt, mailing.EndedAt, leftOut, mailing.PerSecond,
            EvidenceEndpoints.RetentionStatus.Of(mailing), mailing.RehearsalOf is not null, mailing.RehearsalOf);
    }
}
