namespace BreachNotify.Exposure.Losses;

/// <summary>What does one insured cost in a year? Amounts are in one currency, which the answer repeats.</summary>
public sealed record LossQuestion
{
    /// <summary>How many events a year has.</summary>
    public required FrequencyModel Frequency { get; init; }

    /// <summary>The ground-up loss of one event.</summary>
    public required SeverityModel Severity { get; init; }

    /// <summary>The terms of the policy; default none.</summary>
    public PolicyTerms? Terms { get; init; }

    /// <summary>Levels of VaR and TVaR, 0 to 0.99999; default 0.9, 0.95, 0.99, 0.995.</summary>
    public IReadOnlyList<decimal>? Levels { get; init; }

    /// <summary>Return periods in years, above 1 and at most 100,000; default 2 to 1,000.</summary>
    public IReadOnlyList<decimal>? ReturnPeriods { get; init; }

    /// <summary>The distance of two points of the grid; default as fine as 65,536 points allow.</summary>
    public decimal? GridStep { get; init; }

    /// <summary>ISO 4217 code of every amount; only repeated.</summary>
    public string? Currency { get; init; }

    /// <summary>The rule book to answer with; default the current one.</summary>
    public string? RuleBook { get; init; }
}

/// <summary>How many events a year has; which parameters are needed follows from the model.</summary>
public sealed record FrequencyModel
{
    /// <summary>The model.</summary>
    public required FrequencyKind Model { get; init; }

    /// <summary>Expected events a year, 0 to 100,000 (<c>poisson</c>, <c>negativeBinomial</c>).</summary>
    public decimal? Mean { get; init; }

    /// <summary>Variance, above the mean (<c>negativeBinomial</c>).</summary>
    public decimal? Variance { get; init; }

    /// <summary>Number of chances, 1 to 100,000 (<c>binomial</c>).</summary>
    public int? Trials { get; init; }

    /// <summary>Probability of each, 0 to 1 (<c>binomial</c>).</summary>
    public decimal? Probability { get; init; }
}

/// <summary>Models of the number of events.</summary>
public enum FrequencyKind
{
    /// <summary>Independent events.</summary>
    Poisson,

    /// <summary>Clustered events, or an uncertain rate.</summary>
    NegativeBinomial,

    /// <summary>A fixed number of chances.</summary>
    Binomial,
}

/// <summary>The ground-up loss of one event; which parameters are needed follows from the model.</summary>
public sealed record SeverityModel
{
    /// <summary>The model.</summary>
    public required SeverityKind Model { get; init; }

    /// <summary>Mean of the natural logarithm, -30 to 30 (<c>lognormal</c>).</summary>
    public decimal? Mu { get; init; }

    /// <summary>Standard deviation of the natural logarithm, above 0, at most 10 (<c>lognormal</c>).</summary>
    public decimal? Sigma { get; init; }

    /// <summary>Smallest loss (<c>pareto</c>).</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Exponent of the tail (<c>pareto</c>).</summary>
    public decimal? Exponent { get; init; }

    /// <summary>Largest loss (<c>pareto</c>).</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Shape (<c>gamma</c>, <c>weibull</c>).</summary>
    public decimal? Shape { get; init; }

    /// <summary>Scale (<c>gamma</c>, <c>weibull</c>).</summary>
    public decimal? Scale { get; init; }

    /// <summary>Losses that were seen, each as likely as the others (<c>empirical</c>).</summary>
    public IReadOnlyList<decimal>? Values { get; init; }

    /// <summary>Severities with their weights, which add up to 1 (<c>mixture</c>).</summary>
    public IReadOnlyList<WeightedSeverity>? Parts { get; init; }
}

/// <summary>One part of a mixture.</summary>
/// <param name="Weight">Its probability.</param>
/// <param name="Severity">Any model but a mixture.</param>
public sealed record WeightedSeverity(decimal Weight, SeverityModel Severity);

/// <summary>Models of the loss of an event.</summary>
public enum SeverityKind
{
    /// <summary><c>mu</c>, <c>sigma</c>.</summary>
    Lognormal,

    /// <summary><c>minimum</c>, <c>exponent</c>, <c>maximum</c>: truncated at both ends.</summary>
    Pareto,

    /// <summary><c>shape</c>, <c>scale</c>.</summary>
    Gamma,

    /// <summary><c>shape</c>, <c>scale</c>.</summary>
    Weibull,

    /// <summary><c>values</c>.</summary>
    Empirical,

    /// <summary><c>parts</c>.</summary>
    Mixture,
}

/// <summary>
/// The terms of a policy. An event is paid with share x min(max(loss - retention, 0), limit), a year with
/// min(max(sum - aggregate retention, 0), aggregate limit).
/// </summary>
public sealed record PolicyTerms
{
    /// <summary>Borne by the insured in each event; default 0.</summary>
    public decimal? Retention { get; init; }

    /// <summary>The most above the retention for one event; default none.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The insurer's part of each event, above 0 and at most 1; default 1.</summary>
    public decimal? Share { get; init; }

    /// <summary>Borne by the insured in each year, of what the events are paid with; default 0.</summary>
    public decimal? AggregateRetention { get; init; }

    /// <summary>The most for one year; default none.</summary>
    public decimal? AggregateLimit { get; init; }
}
