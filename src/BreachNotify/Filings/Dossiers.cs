using BreachNotify.Breaches;
using BreachNotify.Http;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Filings;

/// <summary>Gathers what the notices of a breach are made from.</summary>
public sealed class Dossiers(FindBreach findBreach, NoticeStore notices, NoticeFileStore files, TimeProvider clock)
{
    /// <param name="at">As it was known at this instant, as a query gives it; default now.</param>
    /// <exception cref="Refusal">404: the breach is not registered, or was not by then. 400: the instant is none.</exception>
    public async Task<Dossier> Open(string id, string? at = null)
    {
        var knownAt = Moment.FromQuery("at", at);
        return await Of(await findBreach(id, knownAt) ?? throw Refusal.NotFound("breach", id, at), knownAt);
    }

    /// <param name="knownAt">The instant at which the record was as given; default now.</param>
    public async Task<Dossier> Of(Breach breach, Instant? knownAt = null) => new(
        breach, await notices.Answers(breach.Id, knownAt), await notices.Filings(breach.Id, knownAt), await files.Of(breach.Id, knownAt), knownAt ?? clock.GetCurrentInstant());

    /// <summary>The notice to one recipient with the difference to the filing it follows.</summary>
    /// <param name="dossier">What is known.</param>
    /// <param name="madeAt">When the notice is made; default the dossier's instant.</param>
    /// <param name="withdrawal">Where the notice takes back what stands: why, empty while nobody said it. Null for any other notice.</param>
    /// <exception cref="Refusal">404: the breach is not notified to that authority.</exception>
    public async Task<(Notice Notice, IReadOnlyList<Change> Changes)> To(string recipient, Dossier dossier, Instant? madeAt = null, string? withdrawal = null)
    {
        var notice = Notice.Of(dossier, Tracks.Of(dossier.Breach, recipient, madeAt ?? dossier.At), withdrawal);
        var changes = notice.Last is { } last ? notice.ChangesSince((await notices.AnswersOf(dossier.Breach.Id, last.Number))!) : [];
        return (notice, changes);
    }
}
