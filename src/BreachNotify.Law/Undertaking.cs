namespace BreachNotify.Law;

/// <summary>What kind of person a fine would be imposed on.</summary>
public enum EntityKind
{
    /// <summary>
    /// An undertaking in the sense of Art. 101 and 102 TFEU: the economic unit, group included (C-807/21, C-383/23).
    /// </summary>
    Undertaking,

    /// <summary>A natural person not acting as an undertaking.</summary>
    NaturalPerson,

    /// <summary>An association or foundation that is no undertaking.</summary>
    Association,

    /// <summary>A public authority or body (GDPR Art. 83(7)).</summary>
    PublicBody,
}

/// <summary>The addressee of a fine, as far as its ceiling depends on it.</summary>
public sealed record Undertaking
{
    /// <summary>What kind of person it is.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>Total worldwide annual turnover of the whole undertaking, 0 or more; only for undertakings.</summary>
    public Money? Turnover { get; init; }

    /// <summary>The financial year of the turnover: the one before the decision.</summary>
    public int? TurnoverYear { get; init; }

    /// <summary>The state of a public body, ISO 3166-1.</summary>
    public string? State { get; init; }
}
