using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;

namespace BreachNotify.Law.Fines;

/// <summary>The two tiers, each infringement, and the most they may come to together.</summary>
public sealed record FineAnswer : IAnswer
{
    /// <summary>Each infringement, in the order asked.</summary>
    public required IReadOnlyList<InfringementFinding> Infringements { get; init; }

    /// <summary>The authority's method; null where none was in force.</summary>
    [AlwaysWritten]
    public required string? Method { get; init; }

    /// <inheritdoc/>
    public string Proof { get; init; } = Law.Proof.Placeholder;

    /// <summary>The question with every default filled in; what the proof is taken over.</summary>
    public required FineRequest Request { get; init; }

    /// <inheritdoc/>
    public required string RuleBook { get; init; }

    /// <summary>Both tiers, the lower first.</summary>
    public required IReadOnlyList<TierFinding> Tiers { get; init; }

    /// <summary>The ceiling of all infringements together; null without any.</summary>
    [AlwaysWritten]
    public required TotalFinding? Total { get; init; }

    /// <summary>False if a figure rests on an unverified source; the derivation says which.</summary>
    public required bool Verified { get; init; }
}

/// <summary>One tier's ceiling.</summary>
public sealed record TierFinding
{
    /// <summary><c>83(4)</c> and <c>83(5)</c>, or <c>standard</c> and <c>higher</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The ceiling; null where no fine may be imposed.</summary>
    [AlwaysWritten]
    public required Money? Ceiling { get; init; }

    /// <summary>Both ends where the law of the state is not known.</summary>
    public MoneyRange? CeilingRange { get; init; }

    /// <summary>Which limb won; null without a ceiling.</summary>
    [AlwaysWritten]
    public required Limb? Limb { get; init; }

    /// <summary>False if a figure rests on an unverified source.</summary>
    public required bool Verified { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<Reason> Derivation { get; init; }
}

/// <summary>What one infringement carries.</summary>
public sealed record InfringementFinding
{
    /// <summary>The provision in its short form.</summary>
    public required string Provision { get; init; }

    /// <summary>The tier; null where the provision carries no fine.</summary>
    [AlwaysWritten]
    public required string? Tier { get; init; }

    /// <summary>As asked.</summary>
    public Seriousness? Seriousness { get; init; }

    /// <summary>The conduct it belongs to.</summary>
    public required string Conduct { get; init; }

    /// <summary>Where the fine starts; null without a method or a seriousness.</summary>
    internal StartingRange? Start { get; init; }

    /// <summary>The single amount a historical method starts from: basic fine or daily rate.</summary>
    public Money? BasicAmount => Start?.BasicAmount;

    /// <summary>Share of the ceiling for the seriousness.</summary>
    public ShareRange? SeriousnessShare => Start?.SeriousnessShare;

    /// <summary>Ceiling x seriousness share.</summary>
    public MoneyRange? StartingAmount => Start?.StartingAmount;

    /// <summary>Share of the starting amount for the size of the undertaking.</summary>
    public ShareRange? SizeShare => Start?.SizeShare;

    /// <summary>Starting amount x size share.</summary>
    public MoneyRange? AdjustedAmount => Start?.AdjustedAmount;

    /// <summary>The starting amount after the weighed factors, cut at the ceiling, to the cent; null without weighed factors.</summary>
    public MoneyRange? AfterFactors { get; init; }

    /// <summary>The furthest amount reached; not in the answer, each step of it is.</summary>
    internal MoneyRange? Last => AfterFactors ?? AdjustedAmount ?? StartingAmount;

    /// <summary>False if a step rests on an unverified source.</summary>
    public bool Verified => Reason.AreVerified(Derivation);

    /// <summary>The steps.</summary>
    public required IReadOnlyList<Reason> Derivation { get; init; }
}

/// <summary>The most the fines may come to together.</summary>
public sealed record TotalFinding
{
    /// <summary>The sum over the conducts; null where no fine may be imposed.</summary>
    [AlwaysWritten]
    public required Money? Ceiling { get; init; }

    /// <summary>Both ends where the law of the state is not known.</summary>
    public MoneyRange? CeilingRange { get; init; }

    /// <summary>The sum of the last amounts, each conduct cut at its ceiling; null unless every infringement that carries a fine has one in the currency of the ceiling.</summary>
    public MoneyRange? Range { get; init; }

    /// <summary>The ceiling of each conduct: that of its gravest infringement.</summary>
    public required IReadOnlyList<ConductCeiling> Conducts { get; init; }

    /// <summary>False if a step rests on an unverified source.</summary>
    public bool Verified => Reason.AreVerified(Derivation);

    /// <summary>The steps.</summary>
    public required IReadOnlyList<Reason> Derivation { get; init; }

    /// <summary>The finding as it stands in an answer, where it is kept for further answers; else null.</summary>
    internal byte[]? Json { get; init; }
}

/// <summary>The ceiling of one conduct.</summary>
/// <param name="Conduct">Its word.</param>
/// <param name="Ceiling">That of its gravest infringement.</param>
/// <param name="Range">The sum of its last amounts, cut at the ceiling; null where one is missing.</param>
public sealed record ConductCeiling(string Conduct, Money Ceiling, MoneyRange? Range);
