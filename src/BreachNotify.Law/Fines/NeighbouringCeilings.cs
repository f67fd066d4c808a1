using BreachNotify.Law.Data;

namespace BreachNotify.Law.Fines;

/// <summary>How a neighbouring regime finds its ceiling.</summary>
public enum CeilingRule
{
    /// <summary>The higher of the fixed amount and the share of turnover.</summary>
    Higher,

    /// <summary>The lower of both.</summary>
    Lower,

    /// <summary>A share of turnover alone.</summary>
    Share,

    /// <summary>A share of daily turnover for a time.</summary>
    DailyTurnover,

    /// <summary>An amount for each violation.</summary>
    PerViolation,

    /// <summary>An amount for a natural person.</summary>
    Person,
}

/// <summary>The ceiling of a regime beside the GDPR.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Regime">The regime and whom it addresses.</param>
/// <param name="Provision">Where it stands.</param>
/// <param name="Fixed">The fixed amount; null where there is none.</param>
/// <param name="Share">The share of turnover; null where there is none.</param>
/// <param name="Rule">How both go together.</param>
/// <param name="Ceiling">The ceiling for the turnover asked about; null where the rule does not give one from turnover in that currency.</param>
/// <param name="Source">Where it was read; null where it was not.</param>
/// <param name="Verified">False where nobody read the source.</param>
/// <param name="Note">What else is to be known.</param>
public sealed record NeighbouringCeiling(
    string Id, string Regime, string Provision, Money? Fixed, decimal? Share, CeilingRule Rule, Money? Ceiling, string? Source, bool Verified, string? Note);

/// <summary>
/// What other regimes may add for the same event. They stand side by side and are never added up: the same conduct is not
/// fined twice (NIS2 Art. 35(2)), and each regime has its own addressees.
/// </summary>
public static class NeighbouringCeilings
{
    private static readonly IReadOnlyList<NeighbouringCeiling> Rows =
    [
        .. DataFile.Read("neighbouring-ceilings.csv").Select(row => new NeighbouringCeiling(
            row["id"], row["regime"], row["provision"], row.Money("fixed", "currency"), row.NumberOrNone("share"),
            Words.Parse<CeilingRule>("rule", row["rule"]), null, row.Text("source"), row.Flag("verified"), row.Text("note"))),
    ];

    /// <summary>Every regime, with its ceiling where one follows from the turnover.</summary>
    /// <param name="turnover">Worldwide turnover; null for the rows alone.</param>
    public static IReadOnlyList<NeighbouringCeiling> Of(Money? turnover) =>
        turnover is { } given ? [.. Rows.Select(row => row with { Ceiling = CeilingOf(row, given) })] : Rows;

    private static Money? CeilingOf(NeighbouringCeiling row, Money turnover) => row switch
    {
        { Rule: CeilingRule.Higher, Fixed: { } fixedAmount, Share: { } share } when fixedAmount.Currency == turnover.Currency =>
            turnover * share > fixedAmount ? turnover * share : fixedAmount,
        { Rule: CeilingRule.Share, Share: { } share } => turnover * share,
        // A share of the turnover in one country cannot be told from worldwide turnover.
        _ => null,
    };
}
