using BreachNotify.Law.Gdpr;

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
/// <param name="SeriousnessShare">Share of the ceiling for the degree of seriousness.</param>
/// <param name="StartingAmount">Ceiling x seriousness share.</param>
/// <param name="SizeShare">Share of the starting amount for the size of the undertaking; 1 where the ceiling already follows turnover.</param>
/// <param name="AdjustedAmount">Starting amount x size share.</param>
public sealed record StartingRange(ShareRange SeriousnessShare, MoneyRange StartingAmount, ShareRange? SizeShare, MoneyRange? AdjustedAmount);

/// <summary>A size band: undertakings with a turnover up to and including <paramref name="UpTo"/>.</summary>
/// <param name="UpTo">Upper edge, included, in the currency of the method.</param>
/// <param name="Low">Lowest share of the starting amount.</param>
/// <param name="High">Highest share of the starting amount.</param>
public sealed record SizeBand(decimal UpTo, decimal Low, decimal High);

/// <summary>The steps the EDPB's and the ICO's methods have in common; each method holds its own figures.</summary>
internal static class Stepwise
{
    public static Finding<StartingRange> Range(
        Tier tier, Ceiling ceiling, Undertaking who, Seriousness seriousness,
        IReadOnlyDictionary<Seriousness, ShareRange> shares, IReadOnlyList<SizeBand> bands,
        Citation seriousnessSource, Citation sizeSource, string seriousnessWord)
    {
        var share = shares[seriousness];
        var maximum = ceiling.Amount!.Value;
        var start = new MoneyRange(maximum.Amount * share.Low, maximum.Amount * share.High, maximum.Currency);
        var steps = new List<Reason>
        {
            new($"Seriousness {seriousnessWord}: {share.Low * 100:0.##} to {share.High * 100:0.##} % of the legal maximum of {maximum}.", seriousnessSource),
            new($"The starting amount lies between {new Money(start.Low, start.Currency)} and {new Money(start.High, start.Currency)}.", seriousnessSource),
        };
        if (who is not { Kind: EntityKind.Undertaking, Turnover: { } turnover })
        {
            steps.Add(new Reason("The adjustment for size goes by an undertaking's turnover; it is not applied here.", sizeSource));
            return new Finding<StartingRange>(new StartingRange(share, start, null, null), steps);
        }
        ShareRange size;
        if (turnover.Amount > tier.Crossover)
        {
            size = new ShareRange(1, 1);
            steps.Add(new Reason("The legal maximum already follows the turnover: no further adjustment for size.", sizeSource));
        }
        else
        {
            // The last band ends where the tier's share of turnover takes over.
            var band = bands.FirstOrDefault(b => turnover.Amount <= b.UpTo) ?? bands[^1];
            size = new ShareRange(band.Low, band.High);
            steps.Add(new Reason($"A turnover of {turnover} falls into the band up to {new Money(Math.Min(band.UpTo, tier.Crossover), turnover.Currency)}: {size.Low * 100:0.##} to {size.High * 100:0.##} % of the starting amount.", sizeSource));
        }
        var adjusted = new MoneyRange(start.Low * size.Low, start.High * size.High, start.Currency);
        steps.Add(new Reason($"The adjusted starting amount lies between {new Money(adjusted.Low, adjusted.Currency)} and {new Money(adjusted.High, adjusted.Currency)}; it is a start, not an expected fine.", sizeSource));
        return new Finding<StartingRange>(new StartingRange(share, start, size, adjusted), steps);
    }

    public static IReadOnlyDictionary<Seriousness, ShareRange> Shares { get; } = new Dictionary<Seriousness, ShareRange>
    {
        [Seriousness.Low] = new(0m, 0.10m),
        [Seriousness.Medium] = new(0.10m, 0.20m),
        [Seriousness.High] = new(0.20m, 1.00m),
    };
}
