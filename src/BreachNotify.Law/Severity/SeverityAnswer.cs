namespace BreachNotify.Law.Severity;

/// <summary>The severity of a breach, with its derivation, and apart from it the legal test.</summary>
public sealed record SeverityAnswer : IAnswer
{
    /// <summary>Data processing context times ease of identification plus circumstances, 0.25 to 6.</summary>
    public required decimal Score { get; init; }

    /// <summary>The level the score falls into.</summary>
    public required SeverityLevel Level { get; init; }

    /// <summary>The level to go on with: the override's, else the computed one.</summary>
    public required SeverityLevel Assessed { get; init; }

    /// <summary>Score of the processing context, 1 to 4: the highest of the categories.</summary>
    public required decimal ProcessingContext { get; init; }

    /// <summary>Sum of the circumstances, 0 to 2.</summary>
    public required decimal Circumstances { get; init; }

    /// <summary>What stands outside the score: <c>more-than-100-people</c>, <c>unintelligible</c>.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Whether a bound between levels is 0.25 or less away.</summary>
    public required bool NearBoundary { get; init; }

    /// <summary>False if a step rests on an unverified source.</summary>
    public required bool Verified { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<Reason> Derivation { get; init; }

    /// <summary>What the law asks, which no score answers.</summary>
    public required IReadOnlyList<Reason> LegalTest { get; init; }

    /// <inheritdoc/>
    public string Proof { get; init; } = Law.Proof.Placeholder;

    /// <summary>The question with every default filled in; what the proof is taken over.</summary>
    public required SeverityQuestion Request { get; init; }

    /// <inheritdoc/>
    public required string RuleBook { get; init; }
}
