using NodaTime;

namespace BreachNotify.Law.Fining;

/// <summary>
/// ICO Data Protection Fining Guidance of 18 March 2024: five steps. (1) seriousness, (2) turnover, (3) the starting point:
/// fixed maximum x seriousness x turnover, or where the maximum follows turnover, turnover x share x seriousness; (4)
/// aggravating and mitigating factors; (5) effective, proportionate and dissuasive.
/// </summary>
public static class Ico2024
{
    /// <summary>Name of the method.</summary>
    public const string Id = "ico-2024";

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
        ], new Citation("ICO Data Protection Fining Guidance (18 March 2024), step 3"), new LocalDate(2026, 11, 22)));

    /// <summary>Steps 1 to 3.</summary>
    public static readonly FiningMethod Method = new StepwiseMethod(Id, "uk-gdpr", Bands.Entries[^1],
        new Citation("ICO Data Protection Fining Guidance (18 March 2024), step 1"), UkGdpr.Article83.Standard, UkGdpr.Article83.Higher);
}
