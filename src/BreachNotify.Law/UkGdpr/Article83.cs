using System.Collections.Frozen;
using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.UkGdpr;

/// <summary>
/// UK GDPR Art. 83 with Data Protection Act 2018 s. 157: the standard and the higher maximum. Which provision falls into
/// which is as in GDPR Art. 83.
/// <see href="https://www.legislation.gov.uk/ukpga/2018/12/section/157"/>
/// </summary>
public static class Article83
{
    private const string Link = "https://www.legislation.gov.uk/ukpga/2018/12/section/157";
    private static readonly LocalDate Applies = new(2021, 1, 1);
    private static readonly LocalDate Checked = new(2026, 11, 22);

    /// <summary>The standard maximum, s. 157(6).</summary>
    public static readonly Timeline<Tier> Standard = new("UK GDPR Art. 83(4)",
        new InForce<Tier>(Applies, null, new Tier("standard", new Money(8_700_000m, "GBP"), 0.02m), new Citation("UK GDPR Art. 83(4); Data Protection Act 2018 s. 157(6)", Link), Checked));

    /// <summary>The higher maximum, s. 157(5).</summary>
    public static readonly Timeline<Tier> Higher = new("UK GDPR Art. 83(5)",
        new InForce<Tier>(Applies, null, new Tier("higher", new Money(17_500_000m, "GBP"), 0.04m), new Citation("UK GDPR Art. 83(5); Data Protection Act 2018 s. 157(5)", Link), Checked));

    private static readonly FrozenDictionary<Provision, Finding<Timeline<Tier>?>> Findings = Provision.All.ToFrozenDictionary(p => p, Find);

    /// <summary>Which maximum an infringement of a provision falls under; null where no fine is listed for it.</summary>
    public static Finding<Timeline<Tier>?> TierOf(Provision provision) => Findings[provision];

    private static Finding<Timeline<Tier>?> Find(Provision provision)
    {
        var finding = FineMap.TierOf(provision);
        var tier = finding.Value is null ? null : finding.Value == Gdpr.Article83.Lower ? Standard : Higher;
        return new Finding<Timeline<Tier>?>(tier,
            [.. finding.Derivation.Select(step => new Reason(
                tier is null ? step.Text : $"An infringement of Art. {provision} falls under the {tier.Entries[^1].Value.Id} maximum.",
                new Citation("UK " + step.Citation.Text, Link)))]);
    }
}
