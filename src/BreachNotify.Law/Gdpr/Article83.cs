using NodaTime;

namespace BreachNotify.Law.Gdpr;

/// <summary>One tier of fines: a fixed amount, or a share of turnover where that is higher.</summary>
/// <param name="Id">As in answers, such as <c>83(4)</c>.</param>
/// <param name="Fixed">The fixed amount.</param>
/// <param name="Share">The share of the undertaking's total worldwide annual turnover of the preceding financial year.</param>
public sealed record Tier(string Id, Money Fixed, decimal Share)
{
    /// <summary>The turnover at which both limbs meet; above it the share governs.</summary>
    public decimal Crossover => Fixed.Amount / Share;

    /// <summary>The share in words, such as "2 %".</summary>
    internal string SharePercent { get; } = Share.Percent();

    /// <summary>The fixed amount as the ceiling; the same for every addressee.</summary>
    internal Ceiling FixedCeiling { get; } = new(Fixed, Limb.Fixed);

    private Reason? _fixedAmount;
    private Reason? _fixedWins;

    /// <summary>The step that names the fixed amount; the same for every addressee.</summary>
    internal Reason FixedAmount(Citation citation) => _fixedAmount ??= new Reason($"The fixed amount is {Fixed}.", citation);

    /// <summary>The step that compares both limbs where the fixed amount is higher.</summary>
    internal Reason FixedWins(Citation citation) => _fixedWins ??= new Reason($"Whichever is higher counts: the fixed amount, {Fixed}.", citation);

    /// <inheritdoc/>
    public bool Equals(Tier? other) => other is not null && Id == other.Id && Fixed == other.Fixed && Share == other.Share;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Fixed, Share);
}

/// <summary>Which of the two amounts won.</summary>
public enum Limb
{
    /// <summary>The fixed amount, also where both are equal.</summary>
    Fixed,

    /// <summary>The share of turnover.</summary>
    Turnover,
}

/// <summary>The most a fine may be.</summary>
/// <param name="Amount">The ceiling; null where no fine may be imposed.</param>
/// <param name="Limb">Which limb gave it; null without a ceiling.</param>
/// <param name="Lowest">The lower end where the law of the state is not known: nothing at all; else null.</param>
public sealed record Ceiling(Money? Amount, Limb? Limb, decimal? Lowest = null);

/// <summary>
/// GDPR Art. 83: administrative fines. Paragraphs 4, 5 and 6 set two tiers; for an undertaking the higher of fixed amount
/// and share of turnover counts (never the lower); paragraph 3 caps linked operations at the gravest infringement;
/// paragraph 7 leaves public bodies to the states.
/// <see href="http://data.europa.eu/eli/reg/2016/679/oj"/>
/// </summary>
public static class Article83
{
    private static readonly LocalDate Applies = new(2018, 5, 25);
    private static readonly LocalDate Checked = new(2026, 11, 22);

    /// <summary>Art. 83(4).</summary>
    public static readonly Timeline<Tier> Lower = new("GDPR Art. 83(4)",
        new InForce<Tier>(Applies, null, new Tier("83(4)", new Money(10_000_000m, "EUR"), 0.02m), new Citation("GDPR Art. 83(4)", Article33.Eli), Checked));

    /// <summary>Art. 83(5).</summary>
    public static readonly Timeline<Tier> Higher = new("GDPR Art. 83(5)",
        new InForce<Tier>(Applies, null, new Tier("83(5)", new Money(20_000_000m, "EUR"), 0.04m), new Citation("GDPR Art. 83(5)", Article33.Eli), Checked));

    /// <summary>Art. 83(6): the figures of paragraph 5 for non-compliance with an order.</summary>
    public static readonly Timeline<Tier> Orders = new("GDPR Art. 83(6)",
        new InForce<Tier>(Applies, null, new Tier("83(6)", new Money(20_000_000m, "EUR"), 0.04m), new Citation("GDPR Art. 83(6)", Article33.Eli), Checked));

    internal static readonly Citation Undertaking = new("GDPR Art. 83(4)-(6), recital 150; CJEU C-807/21 Deutsche Wohnen para. 57; C-383/23 ILVA", Article33.Eli);
    internal static readonly Citation Year = new("GDPR Art. 83(4)-(6); EDPB Guidelines 04/2022 v2.1 para. 131", Article33.Eli);

    private static readonly Reason ForPersons = new Reason("The share of turnover counts only for undertakings; for a person the authority considers the general level of income and the person's means.", Undertaking);
    private static readonly Reason ForOthers = new Reason("The share of turnover counts only for undertakings.", Undertaking);

    /// <summary>What is taken as turnover unless the question says otherwise.</summary>
    internal static readonly Reason GroupInPrecedingYear = new Reason("The turnover is that of the whole economic unit in the financial year before the decision.", Year);

    /// <summary>Art. 83(3): linked operations.</summary>
    public static readonly Citation LinkedOperations = new("GDPR Art. 83(3)", Article33.Eli);

    /// <summary>Which tier an infringement of a provision falls into; null where Art. 83 lists no fine for it.</summary>
    public static Finding<Timeline<Tier>?> TierOf(Provision provision) => FineMap.TierOf(provision);

    /// <summary>The ceiling of a tier for an addressee: the higher of the two limbs for an undertaking, else the fixed amount.</summary>
    /// <param name="tier">The tier in force.</param>
    /// <param name="citation">Where the tier stands.</param>
    /// <param name="who">The addressee; the turnover of an undertaking is in the tier's currency.</param>
    public static Finding<Ceiling> Ceiling(Tier tier, Citation citation, Undertaking who)
    {
        if (who is not { Kind: EntityKind.Undertaking, Turnover: { } turnover })
        {
            return new Finding<Ceiling>(tier.FixedCeiling, [tier.FixedAmount(citation), who.Kind == EntityKind.NaturalPerson ? ForPersons : ForOthers]);
        }
        var share = turnover * tier.Share;
        var limb = share > tier.Fixed ? Gdpr.Limb.Turnover : Gdpr.Limb.Fixed;
        // Reading: "undertaking" is the economic unit of Art. 101 and 102 TFEU, so the group's turnover counts (C-807/21
        // para. 57, C-383/23). Taking the entity's own turnover instead would lower the ceiling.
        // Reading: "preceding financial year" is the one before the authority's decision, not before the infringement.
        return new Finding<Ceiling>(limb == Gdpr.Limb.Turnover ? new Ceiling(share, limb) : tier.FixedCeiling,
        [
            tier.FixedAmount(citation),
            .. who.Remarks,
            who.TurnoverYear is { } year
                ? new Reason($"{tier.SharePercent} of the undertaking's worldwide turnover of {turnover} in {year} is {share}.", Undertaking)
                : new Reason($"{tier.SharePercent} of the undertaking's worldwide turnover of {turnover} is {share}.", Undertaking),
            limb == Gdpr.Limb.Turnover ? new Reason($"Whichever is higher counts: the share of turnover, {share}.", citation)
                : share.Amount == tier.Fixed.Amount ? new Reason($"Both are equal: {tier.Fixed}.", citation)
                : tier.FixedWins(citation),
        ]);
    }
}
