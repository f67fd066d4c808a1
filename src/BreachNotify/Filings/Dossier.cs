using BreachNotify.Breaches;
using NodaTime;

namespace BreachNotify.Filings;

/// <summary>All that is known for the notices of one breach, now or as it was known at an instant.</summary>
/// <param name="Breach">The record.</param>
/// <param name="Added">What persons added to the form.</param>
/// <param name="Filed">What was filed, oldest first.</param>
/// <param name="Files">What was attached.</param>
/// <param name="At">The instant.</param>
public sealed record Dossier(Breach Breach, AnswersVersion Added, IReadOnlyList<FiledNotice> Filed, IReadOnlyList<NoticeFile> Files, Instant At)
{
    /// <summary>The last filing to a recipient; null while there is none.</summary>
    public FiledNotice? LastTo(string recipient) => Filed.LastOrDefault(filing => filing.Recipient == recipient);

    /// <summary>What the next notice to a recipient can be compared with: nothing after a withdrawal.</summary>
    public FiledNotice? StandingTo(string recipient) => LastTo(recipient) is { Completeness: not Completeness.Withdrawn } last ? last : null;
}
