using BreachNotify.Http;
using BreachNotify.Law.Authorities;
using BreachNotify.Printing;
using NodaTime;

namespace BreachNotify.Filings;

/// <summary>A notice as it is printed: what stands in it, what is to be determined, and for a follow-up first what changed.</summary>
public static class NoticeSheet
{
    /// <summary>The notice as it stands, which nobody has filed yet.</summary>
    public static Sheet Draft(Notice notice, IReadOnlyList<Change> changes)
    {
        var missing = notice.MissingAlways.ToList();
        var completeness = notice.Missing.Any() ? "incomplete" : "complete";
        return new Sheet(
            $"Personal data breach: {(notice.Kind == NoticeKind.New ? "new notice" : "follow-up")}, {completeness}",
            [
                To(notice.Track),
                missing.Count > 0
                    ? $"Draft. It cannot be filed yet; missing: {string.Join("; ", missing.Select(field => $"{field.Number} {field.Label}"))}."
                    : "Draft as it could be filed now.",
                notice.Track.Timing.InWords(notice.Track.Zone),
            ],
            [.. Changed(changes), .. notice.Sections.Select(section => new SheetPart($"{section.Number}. {section.Title}", [.. section.Fields.Where(IsPrinted).Select(field => Row(field.Field, field.Text ?? ToBeDetermined(notice.Track.Duty.Regime)))])).Where(part => part.Rows.Count > 0)],
            $"Breach {notice.Dossier.Breach.Id}, draft for {notice.Track.Recipient}, SHA-256 {notice.Content}");
    }

    /// <summary>The notice as it was filed.</summary>
    public static Sheet Filed(string breach, FiledNotice filing, FiledAnswers filed)
    {
        // Both authorities of Bavaria are in the same zone.
        var zone = SupervisoryAuthorities.Find(filing.Recipient, Sector.Private)!.Zone;
        var reference = filing.AuthorityReference is { } number ? $", its reference {number}" : "";
        return new Sheet(
            $"Personal data breach: {(filing.Kind == NoticeKind.New ? "new notice" : "follow-up")}, {Words<Completeness>.Of(filing.Completeness)}",
            [
                $"To: {filing.Authority} ({filing.Recipient}), {Tracks.BasisOf(filing.Obligation)}.",
                $"Filed {AnswerText.Print(filing.FiledAt, zone)} by {filing.Channel}{reference}; put on record {AnswerText.Print(filing.RecordedAt, zone)}.",
                filing.Timing.InWords(zone),
            ],
            [.. Changed(filing.Changes), .. NoticeForm.Sections.Select(section => new SheetPart($"{section.Number}. {section.Title}", [.. section.Fields.Select(field => Row(field, filed, filing, zone)).OfType<SheetRow>()])).Where(part => part.Rows.Count > 0)],
            $"Breach {breach}, filing {filing.Number}, SHA-256 {filing.Content}");
    }

    private static bool IsPrinted(NoticeField field) => field.State is FieldState.Answered or FieldState.Missing;

    private static SheetRow? Row(FormField field, FiledAnswers filed, FiledNotice filing, DateTimeZone zone)
    {
        var regime = Tracks.RegimeOf(filing.Obligation);
        return filed.Answers.TryGetValue(field.Key, out var answer) ? Row(FormLaw.Under(regime, field), AnswerText.Of(field, answer, zone))
            : filing.ToBeDetermined.Contains(field.Key) ? Row(FormLaw.Under(regime, field), ToBeDetermined(regime))
            : null;
    }

    private static SheetRow Row(FormField field, string text) => new($"{field.Number} {field.Label}", text, field.Verified ? field.Citation : $"{field.Citation} (not verified)");

    private static string ToBeDetermined(string regime) => $"To be determined ({FormLaw.Cited(regime, FormLaw.Phases)}).";

    private static IEnumerable<SheetPart> Changed(IReadOnlyList<Change> changes) => changes.Count == 0 ? [] :
    [
        new SheetPart("Changes since the notice before", [.. changes.Select(change => new SheetRow($"{change.Number} {change.Label}", $"{change.After ?? "No longer stated."}\nBefore: {change.Before ?? "not stated"}"))]),
    ];

    private static string To(Track track) => $"To: {track.Duty.Addressee?.Name ?? track.Recipient} ({track.Recipient}), {track.LegalBasis}.";
}
