using BreachNotify.Law.Gdpr;

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

/// <summary>Whose turnover was given.</summary>
public enum TurnoverBasis
{
    /// <summary>That of the whole economic unit, as the law has it.</summary>
    Group,

    /// <summary>That of the legal entity alone; lowers the ceiling and needs a reason.</summary>
    Entity,
}

/// <summary>What the turnover was taken from.</summary>
public enum TurnoverFigure
{
    /// <summary>Closed annual accounts.</summary>
    Accounts,

    /// <summary>Forecast or management accounts; the ICO has used them, the authorities of the Union have not.</summary>
    Forecast,
}

/// <summary>What counts as turnover.</summary>
public enum TurnoverMeasure
{
    /// <summary>Net turnover.</summary>
    Revenue,

    /// <summary>Total income of a bank: interest, fees, dividends.</summary>
    TotalIncome,
}

/// <summary>The addressee of a fine, as far as its ceiling depends on it.</summary>
public sealed record Undertaking
{
    private static readonly IReadOnlyList<Reason> AsTheLawHasIt = [Article83.GroupInPrecedingYear];

    /// <summary>What kind of person it is.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>Total worldwide annual turnover of the whole undertaking, 0 or more, in the currency of the tiers; only for undertakings.</summary>
    public Money? Turnover { get; init; }

    /// <summary>The turnover in the currency it was given in, where that is another one.</summary>
    public Money? OwnTurnover { get; init; }

    /// <summary>The financial year of the turnover: the one before the decision.</summary>
    public int? TurnoverYear { get; init; }

    /// <summary>The state of a public body, ISO 3166-1.</summary>
    public string? State { get; init; }

    /// <summary>How the turnover was arrived at: whose, of which year, at which exchange rate.</summary>
    public IReadOnlyList<Reason> Remarks { get; init; } = AsTheLawHasIt;
}
