using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>
/// ICO Data Protection Fining Guidance of 18 March 2024, step 3: fixed maximum x seriousness x turnover, or where the
/// maximum follows turnover, turnover x share x seriousness.
/// </summary>
public static class Ico2024
{
    /// <summary>Name of the method.</summary>
    public const string Id = "ico-2024";

    private static readonly Citation Step1 = new("ICO Data Protection Fining Guidance (18 March 2024), step 1");
    private static readonly Citation Step3 = new("ICO Data Protection Fining Guidance (18 March 2024), step 3");

    /// <summary>The turnover bands in GBP, inclusive at their upper edge; the last ends where the share of turnover takes over (435 m standard, 437.5 m higher).</summary>
    public static readonly Timeline<IReadOnlyList<SizeBand>> Bands = new("ICO Data Protection Fining Guidance",
        new InForce<IReadOnlyList<SizeBand>>(new LocalDate(2024, 3, 18), null,
        [
            new(2_000_000m, 0.002m, 0.004m),
            new(10_000_000m, 0.004m, 0.02m),
            new(50_000_000m, 0.02m, 0.10m),
            new(100_000_000m, 0.10m, 0.20m),
            new(250_000_000m, 0.20m, 0.50m),
            new(437_500_000m, 0.50m, 1.00m),
        ], Step3, new LocalDate(2026, 11, 22)));

    /// <summary>The range in which the fine starts.</summary>
    public static Finding<StartingRange> Start(Tier tier, Ceiling ceiling, Undertaking who, Seriousness seriousness, LocalDate decidedOn) =>
        Stepwise.Range(tier, ceiling, who, seriousness, Stepwise.Shares, Bands.On(decidedOn).Value, Step1, Step3, Words.Of(seriousness));
}
