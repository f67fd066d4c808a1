using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>
/// EDPB Guidelines 04/2022 v2.1 (adopted 24 May 2023): five steps. (1) Operations and Art. 83(3); (2) the starting amount
/// from seriousness (para. 60) and size (paras 65-66); (3) aggravating and mitigating factors; (4) the legal maximum; (5)
/// effective, proportionate and dissuasive. Not an automatic calculation.
/// </summary>
public static class Edpb042022
{
    /// <summary>Name of the method.</summary>
    public const string Id = "edpb-04/2022-v2.1";

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
        ], new Citation("EDPB Guidelines 04/2022 v2.1 paras 65-66"), new LocalDate(2026, 11, 22)));

    /// <summary>Step 2.</summary>
    public static readonly FiningMethod Method = new StepwiseMethod(Id, "gdpr", Bands.Entries[^1],
        new Citation("EDPB Guidelines 04/2022 v2.1 para. 60"), Article83.Lower, Article83.Higher, Article83.Orders);
}
