using BreachNotify.Breaches;
using BreachNotify.Deadlines;
using BreachNotify.Http;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Filings;

/// <summary>One way to count the period, at an instant.</summary>
public sealed record ReadingNow(string Id, Instant Due, bool Passed);

/// <summary>Where the period towards one recipient stands.</summary>
/// <param name="Due">The end relied on; null where the law gives no number.</param>
/// <param name="FiledAt">When it was first notified; null while it was not.</param>
/// <param name="Readings">Which ends lie before the first notice, or before now while there is none.</param>
/// <param name="ReasonsRequired">Whether a notice made now must give the reasons for the delay.</param>
public sealed record Timing(Instant? Due, Instant? FiledAt, bool ReasonsRequired, IReadOnlyList<ReadingNow> Readings)
{
    /// <summary>The readings by name, as a sentence.</summary>
    /// <param name="zone">In which their ends are printed; default UTC.</param>
    public string InWords(DateTimeZone? zone = null)
    {
        return Readings.Count == 0 ? "The law gives no number of hours." : $"Late under {Named(passed: true)}; in time under {Named(passed: false)}.";

        string Named(bool passed) => string.Join(", ", Readings.Where(reading => reading.Passed == passed).Select(reading =>
            $"{reading.Id} ({(zone is null ? Moment.Format(reading.Due) : AnswerText.WithOffset(reading.Due, zone))})")) is { Length: > 0 } names ? names : "no reading";
    }
}

/// <summary>The duty to notify one authority, which has one tracked notice.</summary>
/// <param name="Duty">As <c>/deadlines</c> answers it.</param>
public sealed record Track(Obligation Duty, Timing Timing)
{
    public string Recipient => Duty.Recipient;

    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Duty.Zone!];

    public string LegalBasis => Tracks.BasisOf(Duty.Id);
}

/// <summary>The recipients of a breach whose authority takes the notice of GDPR Art. 33 or of the laws made after it.</summary>
public static class Tracks
{
    private static readonly Dictionary<string, (string Regime, string Basis)> Laws = new(StringComparer.Ordinal)
    {
        ["gdpr-33-1"] = ("gdpr", "GDPR Art. 33(1)"),
        ["uk-gdpr-33-1"] = ("uk-gdpr", "UK GDPR Art. 33(1)"),
        ["eudpr-34-1"] = ("eudpr", "Regulation (EU) 2018/1725 Art. 34(1)"),
        ["ch-fadp-24-1"] = ("ch-fadp", "Swiss FADP Art. 24(1)"),
    };

    /// <summary>Whether the notice of an obligation is made here.</summary>
    public static bool Takes(string obligation) => Laws.ContainsKey(obligation);

    /// <summary>What the notice of an obligation is based on.</summary>
    public static string BasisOf(string obligation) => Laws[obligation].Basis;

    /// <summary>The regime of an obligation whose notice is made here.</summary>
    public static string RegimeOf(string obligation) => Laws[obligation].Regime;

    /// <param name="at">When the notice would be made, where none was yet.</param>
    /// <exception cref="Law.QuestionException">The record names no recipient yet.</exception>
    public static IReadOnlyList<Track> Of(Breach breach, Instant at)
    {
        var question = BreachQuestion.Of(breach);
        var duties = Duties(question);
        // Who was not notified yet is measured as if it were now.
        var notices = duties.Where(duty => duty.Filing is null).Select(duty => new Act { Kind = ActKind.Filed, At = Moment.Format(Instant.Max(at, breach.AwareAt.Instant!.Value)), Recipient = duty.Recipient, Obligation = duty.Id });
        var measured = Duties(question with { Acts = [.. question.Acts ?? [], .. notices] }).ToDictionary(duty => (duty.Id, duty.Recipient), duty => duty.Filing);
        return [.. duties.Select(duty => new Track(duty, TimingOf(duty, measured[(duty.Id, duty.Recipient)])))];
    }

    private static Timing TimingOf(Obligation duty, Law.Deadlines.Filing? measured) => new(
        duty.Due, duty.Filing?.At, measured is { ReasonsRequired: true },
        [.. (duty.Readings ?? []).Select(reading => new ReadingNow(reading.Id, reading.Due, measured!.LateUnder.Contains(reading.Id)))]);

    /// <exception cref="Refusal">404: the breach is not notified to that authority.</exception>
    public static Track Of(Breach breach, string recipient, Instant at)
    {
        var tracks = Of(breach, at);
        return tracks.FirstOrDefault(track => track.Recipient == recipient)
            ?? throw new Refusal(StatusCodes.Status404NotFound, tracks.Count == 0
                ? "This breach is notified to no supervisory authority: a processor tells the controller."
                : $"This breach is not notified to '{new FieldError("recipient", recipient, "").Value}'; it is to {string.Join(", ", tracks.Select(track => track.Recipient))}.");
    }

    private static List<Obligation> Duties(DeadlineQuestion question) => [.. DeadlineRules.Answer(question).Obligations.Where(duty => Takes(duty.Id))];
}
