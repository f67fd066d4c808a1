using System.Text.Json.Serialization;

namespace BreachNotify.Law.Severity;

/// <summary>How severe is a breach by the methodology of ENISA? The answered question is returned with every default filled in.</summary>
public sealed record SeverityQuestion
{
    /// <summary>The categories of data concerned, at least one; the highest score counts.</summary>
    public required IReadOnlyList<DataCategory> Categories { get; init; }

    /// <summary>Ease of identification: 0.25 negligible, 0.5 limited, 0.75 significant, 1 maximum.</summary>
    public required decimal Identifiability { get; init; }

    /// <summary>Loss of confidentiality: 0, 0.25 (known recipients) or 0.5 (unknown number); default 0.</summary>
    public decimal? Confidentiality { get; init; }

    /// <summary>Loss of integrity: 0, 0.25 (recoverable) or 0.5 (not recoverable); default 0.</summary>
    public decimal? Integrity { get; init; }

    /// <summary>Loss of availability: 0, 0.25 (temporary) or 0.5 (permanent); default 0.</summary>
    public decimal? Availability { get; init; }

    /// <summary>Malicious intent, which adds 0.5; default false.</summary>
    public bool? Malicious { get; init; }

    /// <summary>People concerned, 0 or more; null while not known.</summary>
    public long? People { get; init; }

    /// <summary>Whether the data are unintelligible to whoever has them, the key being safe; default false.</summary>
    public bool? Unintelligible { get; init; }

    /// <summary>A level set by a person in place of the computed one.</summary>
    public SeverityOverride? Override { get; init; }

    /// <summary>The rule book to answer with; default the current one.</summary>
    public string? RuleBook { get; init; }
}

/// <summary>One category of data and its score.</summary>
public sealed record DataCategory
{
    /// <summary>The category.</summary>
    public required DataKind Kind { get; init; }

    /// <summary>1 to 4, judged in context; default the base score of the kind.</summary>
    public decimal? Score { get; init; }

    /// <summary>Steps from the base score, in place of <see cref="Score"/>.</summary>
    public IReadOnlyList<Adjustment>? Adjustments { get; init; }

    /// <summary>Why it is scored so.</summary>
    public string? Reason { get; init; }
}

/// <summary>Categories of data, with base scores 1 to 4 in this order.</summary>
public enum DataKind
{
    /// <summary>Name, contact, education, family, work.</summary>
    Simple,

    /// <summary>Location, traffic, preferences, habits.</summary>
    Behavioural,

    /// <summary>Income, transactions, balances, cards, invoices.</summary>
    Financial,

    /// <summary>Health, political opinions, sexual life.</summary>
    Sensitive,
}

/// <summary>A contextual factor and its size.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="By">Whole steps, up for <see cref="ContextFactor.Volume"/> to <see cref="ContextFactor.Persons"/>, down for the others.</param>
public sealed record Adjustment(ContextFactor Factor, int By);

/// <summary>What raises or lowers a score in context.</summary>
public enum ContextFactor
{
    /// <summary>Volume per person, in time or content: +1 to +2.</summary>
    Volume,

    /// <summary>Character of the controller: +1 to +2.</summary>
    Controller,

    /// <summary>Character of the persons, such as minors: +1 to +3.</summary>
    Persons,

    /// <summary>Data known to be invalid or inaccurate: -1 to -2.</summary>
    Invalid,

    /// <summary>Data public before the breach: -1 to -2.</summary>
    Public,

    /// <summary>Nature of the data: -1.</summary>
    Nature,
}

/// <summary>A level set by a person.</summary>
/// <param name="Level">The level.</param>
/// <param name="Reason">Why; must not be empty.</param>
public sealed record SeverityOverride(SeverityLevel Level, string Reason);

/// <summary>Levels of severity, ascending.</summary>
public enum SeverityLevel
{
    /// <summary>Below 2: no harm beyond small inconvenience.</summary>
    Low,

    /// <summary>2 or more, below 3.</summary>
    Medium,

    /// <summary>3 or more, below 4.</summary>
    High,

    /// <summary>4 or more.</summary>
    [JsonStringEnumMemberName("very-high")]
    VeryHigh,
}
