using NodaTime;

namespace BreachNotify.Law.Deadlines;

/// <summary>Every obligation a breach gives rise to, each with its readings and their derivation.</summary>
public sealed record DeadlineAnswer : IAnswer
{
    /// <summary>Awareness in UTC.</summary>
    public required Instant AwareAt { get; init; }

    /// <summary>The obligations, authority before people.</summary>
    public required IReadOnlyList<Obligation> Obligations { get; init; }

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

    /// <summary>The authority's code, <c>people</c> or <c>controller</c>.</summary>
    public required string Recipient { get; init; }

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
    /// The same wall-clock time some days later where summer time begins in between: an hour earlier than <see cref="Due"/>
    /// and in time under every conceivable view.
    /// </summary>
    public Instant? SafeUnderEveryView { get; init; }

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
}

/// <summary>One way to count the period.</summary>
/// <param name="Id">Name of the reading.</param>
/// <param name="Due">Last instant in time under it; a period that expires at midnight ends with that instant.</param>
/// <param name="Local">The same with the offset of the authority's zone.</param>
/// <param name="Standing">How far the reading is accepted.</param>
/// <param name="Derivation">Its steps.</param>
public sealed record Reading(string Id, Instant Due, OffsetDateTime Local, Standing Standing, IReadOnlyList<Reason> Derivation)
{
    /// <summary>False if a step rests on an unverified source.</summary>
    public bool Verified => Derivation.All(step => step.Verified);
}

/// <summary>A filing measured against every reading: late is not binary.</summary>
/// <param name="At">When it was made.</param>
/// <param name="InTimeUnder">Readings under which it is in time.</param>
/// <param name="LateUnder">Readings under which it is late.</param>
/// <param name="ReasonsRequired">Whether it must give the reasons for the delay.</param>
/// <param name="Derivation">Why.</param>
public sealed record Filing(Instant At, IReadOnlyList<string> InTimeUnder, IReadOnlyList<string> LateUnder, bool ReasonsRequired, IReadOnlyList<Reason> Derivation);
