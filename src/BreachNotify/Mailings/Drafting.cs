using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Mailings.Evidence;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Notices;
using NodaTime.Extensions;
using static BreachNotify.Mailings.MailingEndpoints;

namespace BreachNotify.Mailings;

/// <summary>Makes drafts of mailings.</summary>
public sealed class Drafting(MailingStore mailings, FindBreach findBreach, LetterTemplates templates, MailOptions options, TimeProvider clock)
{
    /// <param name="id">Made by whoever asks, so that a form sent twice makes one draft; null for a new one.</param>
    /// <returns>The mailing's id.</returns>
    /// <exception cref="Refusal">404: no such breach. 400 or 422, naming every field that is wrong.</exception>
    public async Task<string> Draft(string breach, NewMailing wanted, Actor actor, Guid? id = null)
    {
        if (await findBreach(breach) is null)
        {
            throw Refusal.NotFound("breach", breach);
        }
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
            (id ?? Guid.CreateVersion7(now)).ToString("N"), breach, wanted.Template, wanted.FallbackLanguage, wanted.From, wanted.Subject, wanted.DoubtPolicy,
            MailingState.Draft, null, null, null, null, null, now.ToInstant(), null, null,
            new Retention(wanted.RetentionDays ?? options.RetentionDays), quiet);
        await mailings.Add(mailing, actor);
        return mailing.Id;
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
}
