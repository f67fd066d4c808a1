using BreachNotify.Law;

namespace BreachNotify.Exposure.Losses;

/// <summary>What the insurer pays in a year: its distribution, with how far the grid may be off. Figures have ten digits.</summary>
public sealed record LossAnswer : IAnswer
{
    /// <summary>ISO 4217 code of every amount, as asked.</summary>
    public string? Currency { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<Reason> Derivation { get; init; }

    /// <summary>Expected payment for one event, before the terms of the year.</summary>
    public required decimal EventMean { get; init; }

    /// <summary>Expected events a year, paid or not.</summary>
    public required decimal Events { get; init; }

    /// <summary>Loss by return period.</summary>
    public required IReadOnlyList<Exceedance> Exceedance { get; init; }

    /// <summary>Points of the grid.</summary>
    public required int GridPoints { get; init; }

    /// <summary>Distance of two points of the grid; 0 where nothing is ever paid.</summary>
    public required decimal GridStep { get; init; }

    /// <summary>Expected payment in a year, the loss cost.</summary>
    public required decimal Mean { get; init; }

    /// <summary>Mean if every payment were rounded down, and up, to the grid.</summary>
    public required Bounds MeanBounds { get; init; }

    /// <summary>Probability that a year exhausts its limit or, where only events have one, that an event reaches it; null without a limit.</summary>
    public decimal? ProbabilityOfLimit { get; init; }

    /// <summary>Probability that a year is without payment.</summary>
    public required decimal ProbabilityOfZero { get; init; }

    /// <inheritdoc/>
    public string Proof { get; init; } = Law.Proof.Placeholder;

    /// <summary>Mean over the most a year or else an event can cost; null without a limit.</summary>
    public decimal? RateOnLine { get; init; }

    /// <summary>The question with every default filled in; what the proof is taken over.</summary>
    public required LossQuestion Request { get; init; }

    /// <inheritdoc/>
    public required string RuleBook { get; init; }

    /// <summary>Standard deviation of the payment in a year.</summary>
    public required decimal StandardDeviation { get; init; }

    /// <summary>Mean of the worst years, by level.</summary>
    public required IReadOnlyList<RiskMeasure> TailValueAtRisk { get; init; }

    /// <summary>The smallest amount that is not exceeded with the probability of the level.</summary>
    public required IReadOnlyList<RiskMeasure> ValueAtRisk { get; init; }

    /// <summary>False if a step rests on an unverified source.</summary>
    public required bool Verified { get; init; }

    /// <summary>What a reader must know before using a figure; empty where there is nothing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>Two ends that hold the true figure; null where the grid does not reach it.</summary>
public sealed record Bounds(decimal? Low, decimal? High);

/// <summary>VaR or TVaR at a level.</summary>
/// <param name="Level">The level, such as 0.995.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Bounds">Between which the true one lies.</param>
public sealed record RiskMeasure(decimal Level, decimal Amount, Bounds Bounds);

/// <summary>Loss that is exceeded once in so many years on average.</summary>
/// <param name="ReturnPeriod">Years: 1 / probability.</param>
/// <param name="Aggregate">AEP: of the payment of a year.</param>
/// <param name="AggregateBounds">Between which the true one lies.</param>
/// <param name="AggregateTail">TVaR at the same probability.</param>
/// <param name="Occurrence">OEP: of the largest payment for one event, before the terms of the year.</param>
public sealed record Exceedance(decimal ReturnPeriod, decimal Aggregate, Bounds AggregateBounds, decimal AggregateTail, decimal Occurrence);
