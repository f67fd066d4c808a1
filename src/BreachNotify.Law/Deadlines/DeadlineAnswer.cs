using BreachNotify.Law.Authorities;
using NodaTime;

namespace BreachNotify.Law.Deadlines;

/// <summary>Every obligation a breach gives rise to, each with its readings and their derivation.</summary>
public sealed record DeadlineAnswer : IAnswer
{
    /// <summary>Awareness in UTC.</summary>
    public required Instant AwareAt { get; init; }

    /// <summary>The obligations: those with an end in its order, authority before people, then those that wait for an act, then those without a number.</summary>
    public required IReadOnlyList<Obligation> Obligations { get; init; }

    /// <summary>Further regimes that the facts suggest and nobody asked about; null where there are none.</summary>
    public IReadOnlyList<RegimeToExamine>? ToExamine { get; init; }

    /// <inheritdoc/>
    public string Proof { get; init; } = Law.Proof.Placeholder;

    /// <summary>The question with every default filled in; what the proof is taken over.</summary>
    public required DeadlineQuestion Request { get; init; }

    /// <inheritdoc/>
    public required string RuleBook { get; init; }
}

/// <summary>One duty towards one recipient.</summary>
public sealed record Obligation
{
    /// <summary>Regime, article and paragraph, such as <c>gdpr-33-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Regime id.</summary>
    public required string Regime { get; init; }

    /// <summary>The authority's code, or <c>people</c>, <c>controller</c>, <c>media</c>, <c>customers</c>, <c>bureaus</c>.</summary>
    public required string Recipient { get; init; }

    /// <summary>Who that is and how it is reached; null where the recipient says it all.</summary>
    public Addressee? Addressee { get; init; }

    /// <summary>Whether the duty exists on the facts given; where it does not, times are shown for the case that the risk is judged differently.</summary>
    public required bool Required { get; init; }

    /// <summary>IANA zone of the recipient authority.</summary>
    public string? Zone { get; init; }

    /// <summary>The reading relied on, never later than any other; null where the law gives no number.</summary>
    [AlwaysWritten]
    public Instant? Due { get; init; }

    /// <summary>Id of the reading relied on.</summary>
    public string? ReliedOn { get; init; }

    /// <summary>
    /// A moment before <see cref="Due"/> that is in time under every conceivable view: the same wall-clock time where summer
    /// time begins in between, or a closing hour of the recipient.
    /// </summary>
    public Instant? SafeUnderEveryView { get; init; }

    /// <summary>True where the period starts with an act that has not been given: <see cref="Due"/> is null until it is.</summary>
    public bool? Conditional { get; init; }

    /// <summary>The act with which the period starts, or which would make the end more exact; null where nothing is open.</summary>
    public string? StartsWith { get; init; }

    /// <summary>The words of the law where it gives no number.</summary>
    public string? Standard { get; init; }

    /// <summary>
    /// False if the duty or the reading relied on rests on an unverified source; the derivation says which. The other
    /// readings say so each for itself.
    /// </summary>
    public required bool Verified { get; init; }

    /// <summary>The competing readings, in a fixed order.</summary>
    public IReadOnlyList<Reading>? Readings { get; init; }

    /// <summary>Whether and why the duty exists.</summary>
    public required IReadOnlyList<Reason> Derivation { get; init; }

    /// <summary>What a filing already made means under each reading.</summary>
    public Filing? Filing { get; init; }

    /// <summary>What of the obligation stands alike in further answers, already encoded; null where nothing is kept.</summary>
    internal ObligationFrame? Frame { get; init; }
}

/// <summary>The JSON of an obligation without what depends on the minute of awareness: its end, the first reading and the safe moment.</summary>
internal sealed class ObligationFrame(Obligation of)
{
    /// <summary>Up to its end.</summary>
    public byte[] BeforeDue { get; } = AnswerJson.Encode(of, AnswerJson.WriteBeforeDue);

    /// <summary>From there to the first reading, if there are readings.</summary>
    public byte[] BehindDue { get; } = AnswerJson.Encode(of, AnswerJson.WriteBehindDue);

    /// <summary>From there to the safe moment.</summary>
    public byte[] BehindFirst { get; } = AnswerJson.Encode(of, AnswerJson.WriteBehindFirst);

    /// <summary>The rest.</summary>
    public byte[] End { get; } = AnswerJson.Encode(of, AnswerJson.WriteEnd);

    /// <summary>Whether nothing else was changed in a copy of the obligation.</summary>
    public bool Fits(Obligation obligation) =>
        obligation.Filing is null && ReferenceEquals(obligation.Derivation, of.Derivation) && ReferenceEquals(obligation.Readings?[^1], of.Readings?[^1]);
}

/// <summary>One way to count the period.</summary>
public sealed class Reading(string id, Instant due, DateTimeZone zone, Standing standing, IReadOnlyList<Reason> derivation)
{
    /// <summary>Name of the reading.</summary>
    public string Id { get; } = id;

    /// <summary>Last instant in time under it; a period that expires at midnight ends with that instant.</summary>
    public Instant Due { get; } = due;

    /// <summary>The same with the offset of the authority's zone.</summary>
    public OffsetDateTime Local { get; } = due.InZone(zone).ToOffsetDateTime();

    /// <summary>How far the reading is accepted.</summary>
    public Standing Standing { get; } = standing;

    /// <summary>Its steps.</summary>
    public IReadOnlyList<Reason> Derivation { get; } = derivation;

    /// <summary>False if a step rests on an unverified source.</summary>
    public bool Verified { get; } = Reason.AreVerified(derivation);

    /// <summary>Whether the instant of the end is itself in time; a period that runs until the expiry of an hour or a day excludes it.</summary>
    internal bool EndIsInTime { get; init; }
}

/// <summary>Who is told, and how it is reached.</summary>
/// <param name="Name">Its name, or what it is.</param>
/// <param name="Channel">How notices are filed; null where nobody has found out.</param>
/// <param name="Address">Where.</param>
/// <param name="Languages">Languages it accepts, ISO 639-1.</param>
/// <param name="Source">Where that was found.</param>
/// <param name="Verified">False where nobody has read the source.</param>
public sealed record Addressee(
    string Name, FilingChannel? Channel = null, string? Address = null, IReadOnlyList<string>? Languages = null, string? Source = null, bool? Verified = null);

/// <summary>A regime that may apply and was not asked about.</summary>
/// <param name="Regime">Regime id.</param>
/// <param name="Why">What suggests it.</param>
/// <param name="Questions">What must be known to tell.</param>
public sealed record RegimeToExamine(string Regime, string Why, IReadOnlyList<Regimes.TriggerQuestion> Questions);

/// <summary>A filing measured against every reading: late is not binary.</summary>
/// <param name="At">When it was made.</param>
/// <param name="InTimeUnder">Readings under which it is in time.</param>
/// <param name="LateUnder">Readings under which it is late.</param>
/// <param name="ReasonsRequired">Whether it must give the reasons for the delay.</param>
/// <param name="Derivation">Why.</param>
public sealed record Filing(Instant At, IReadOnlyList<string> InTimeUnder, IReadOnlyList<string> LateUnder, bool ReasonsRequired, IReadOnlyList<Reason> Derivation)
{
    /// <summary>What was done about a duty for which the law counts no hours: no reading measures it.</summary>
    /// <param name="filed">When; null where nothing was.</param>
    /// <param name="duty">The duty.</param>
    /// <param name="read">False where nobody has read its text.</param>
    internal static Filing? Unmeasured(Instant? filed, Citation duty, bool read) => filed is { } at
        ? new Filing(at, [], [], false, [new Reason("It was done; the law counts no hours, so that whether it came in time depends on the circumstances.", duty, read)])
        : null;

    /// <summary>Measures a filing.</summary>
    /// <param name="filed">When it was made; null where it was not.</param>
    /// <param name="readings">The readings of the period.</param>
    /// <param name="reasonsForDelay">Where the law asks a late filing for reasons; null where it does not.</param>
    /// <param name="read">False where nobody has read the text that asks for them.</param>
    internal static Filing? Of(Instant? filed, IReadOnlyList<Reading> readings, Citation? reasonsForDelay, bool read = true)
    {
        if (filed is not { } at)
        {
            return null;
        }
        var inTime = new List<string>(readings.Count);
        var late = new List<string>(readings.Count);
        foreach (var reading in readings)
        {
            (at < reading.Due || (at == reading.Due && reading.EndIsInTime) ? inTime : late).Add(reading.Id);
        }
        var text = (late.Count, reasonsForDelay) switch
        {
            (0, _) => "The filing is in time under every reading.",
            (_, null) => "The filing comes after the earliest reading; the law does not ask for reasons, but they should be kept on record.",
            _ => "After the earliest reading the filing must give the reasons for the delay.",
        };
        return new Filing(at, inTime, late, late.Count > 0 && reasonsForDelay is not null,
            [new Reason(text, reasonsForDelay ?? readings[0].Derivation[0].Citation, read)]);
    }
}
