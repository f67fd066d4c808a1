using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>
/// EDPB Guidelines 04/2022 v2.1 (adopted 24 May 2023), steps 1 and 2: the starting amount from seriousness (para. 60) and
/// size (paras 65-66). Not an automatic calculation: aggravating and mitigating factors follow. They do not address
/// natural persons who are no undertakings.
/// </summary>
public static class Edpb042022
{
    /// <summary>Name of the method.</summary>
    public const string Id = "edpb-04/2022-v2.1";

    private static readonly Citation Seriousness60 = new("EDPB Guidelines 04/2022 v2.1 para. 60");
    private static readonly Citation Size = new("EDPB Guidelines 04/2022 v2.1 paras 65-66");

    /// <summary>The size bands, inclusive at their upper edge; above the last the share of turnover governs the ceiling.</summary>
    public static readonly Timeline<IReadOnlyList<SizeBand>> Bands = new("EDPB Guidelines 04/2022 v2.1",
        new InForce<IReadOnlyList<SizeBand>>(new LocalDate(2023, 5, 24), null,
        [
            new(2_000_000m, 0.002m, 0.004m),
            new(10_000_000m, 0.003m, 0.02m),
            new(50_000_000m, 0.015m, 0.10m),
            new(100_000_000m, 0.08m, 0.20m),
            new(250_000_000m, 0.15m, 0.50m),
            new(500_000_000m, 0.40m, 1.00m),
        ], Size, new LocalDate(2026, 11, 22)));

    /// <summary>The range in which the fine starts.</summary>
    public static Finding<StartingRange> Start(Tier tier, Ceiling ceiling, Undertaking who, Seriousness seriousness, LocalDate decidedOn) =>
        Stepwise.Range(tier, ceiling, who, seriousness, Stepwise.Shares, Bands.On(decidedOn).Value, Seriousness60, Size, Words.Of(seriousness));
}
