namespace BreachNotify.Law.Fining;

/// <summary>How serious an infringement is, by its nature, gravity and duration, intent, and categories of data (GDPR Art. 83(2)(a), (b), (g)).</summary>
public enum Seriousness
{
    /// <summary>Low; "lower" in the United Kingdom.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High; "most serious" in the United Kingdom.</summary>
    High,
}

/// <summary>Where a fine starts before aggravating and mitigating factors.</summary>
/// <param name="SeriousnessShare">Share of the ceiling for the degree of seriousness; null where the method has none.</param>
/// <param name="StartingAmount">Ceiling x seriousness share, or the band of the method.</param>
/// <param name="SizeShare">Share of the starting amount for the size of the undertaking; 1 where the ceiling already follows turnover.</param>
/// <param name="AdjustedAmount">Starting amount x size share.</param>
/// <param name="BasicAmount">The single amount the method starts from, where it has one: basic fine, daily rate.</param>
public sealed record StartingRange(
    ShareRange? SeriousnessShare, MoneyRange? StartingAmount, ShareRange? SizeShare, MoneyRange? AdjustedAmount, Money? BasicAmount = null)
{
    /// <summary>What aggravating and mitigating factors are applied to: the furthest step reached, or a basic fine within the band.</summary>
    public MoneyRange? Weighable { get; init; } = AdjustedAmount ?? StartingAmount;

    /// <summary>Whether it stands in the table of a method, and so is the same object for every offence of its kind.</summary>
    internal bool IsOfAnnex { get; init; }
}
