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

    private static readonly Citation Undertaking = new("GDPR Art. 83(4)-(6), recital 150; CJEU C-807/21 Deutsche Wohnen para. 57; C-383/23 ILVA", Article33.Eli);
    private static readonly Citation Year = new("GDPR Art. 83(4)-(6); EDPB Guidelines 04/2022 v2.1 para. 131", Article33.Eli);

    /// <summary>Art. 83(3): linked operations.</summary>
    public static readonly Citation LinkedOperations = new("GDPR Art. 83(3)", Article33.Eli);

    /// <summary>Which tier an infringement of a provision falls into; null where Art. 83 lists no fine for it.</summary>
    public static Finding<Timeline<Tier>?> TierOf(Provision provision)
    {
        var (tier, list) = provision switch
        {
            { Article: 41, Paragraph: 4 } => (Lower, "GDPR Art. 83(4)(c)"),
            { Article: 42 or 43 } => (Lower, "GDPR Art. 83(4)(a), (b)"),
            { Article: 8 or 11 or (>= 25 and <= 39) } => (Lower, "GDPR Art. 83(4)(a)"),
            { Article: 5 or 6 or 7 or 9 } => (Higher, "GDPR Art. 83(5)(a)"),
            { Article: >= 12 and <= 22 } => (Higher, "GDPR Art. 83(5)(b)"),
            { Article: >= 44 and <= 49 } => (Higher, "GDPR Art. 83(5)(c)"),
            { Article: >= 85 and <= 91 } => (Higher, "GDPR Art. 83(5)(d)"),
            { Article: 58, Paragraph: 1 } => (Higher, "GDPR Art. 83(5)(e)"),
            { Article: 58, Paragraph: 2 } => (Orders, "GDPR Art. 83(6)"),
            _ => ((Timeline<Tier>?)null, "GDPR Art. 83(4)-(6)"),
        };
        var reason = tier is null
            ? $"Art. {provision} is not among the provisions for which Art. 83 lists a fine."
            : $"An infringement of Art. {provision} falls under Art. {tier.Entries[^1].Value.Id}.";
        return new Finding<Timeline<Tier>?>(tier, [new Reason(reason, new Citation(list, Article33.Eli))]);
    }

    /// <summary>The ceiling of a tier for an addressee: the higher of the two limbs for an undertaking, else the fixed amount.</summary>
    /// <param name="tier">The tier in force.</param>
    /// <param name="citation">Where the tier stands.</param>
    /// <param name="who">The addressee; the turnover of an undertaking is in the tier's currency.</param>
    public static Finding<Ceiling> Ceiling(Tier tier, Citation citation, Undertaking who)
    {
        var fixedAmount = new Reason($"The fixed amount is {tier.Fixed}.", citation);
        if (who is not { Kind: EntityKind.Undertaking, Turnover: { } turnover })
        {
            var note = who.Kind == EntityKind.NaturalPerson
                ? "The share of turnover counts only for undertakings; for a person the authority considers the general level of income and the person's means."
                : "The share of turnover counts only for undertakings.";
            return new Finding<Ceiling>(new Ceiling(tier.Fixed, Gdpr.Limb.Fixed), [fixedAmount, new Reason(note, Undertaking)]);
        }
        var share = turnover * tier.Share;
        var limb = share > tier.Fixed ? Gdpr.Limb.Turnover : Gdpr.Limb.Fixed;
        // Reading: "undertaking" is the economic unit of Art. 101 and 102 TFEU, so the group's turnover counts (C-807/21
        // para. 57, C-383/23). Taking the entity's own turnover instead would lower the ceiling.
        // Reading: "preceding financial year" is the one before the authority's decision, not before the infringement.
        return new Finding<Ceiling>(new Ceiling(limb == Gdpr.Limb.Turnover ? share : tier.Fixed, limb),
        [
            fixedAmount,
            new Reason($"{tier.Share * 100:0.##} % of the undertaking's worldwide turnover of {turnover}{(who.TurnoverYear is { } year ? $" in {year}" : "")} is {share}.", Undertaking),
            new Reason("The turnover is that of the whole economic unit in the financial year before the decision.", Year),
            new Reason(limb == Gdpr.Limb.Turnover
                ? $"Whichever is higher counts: the share of turnover, {share}."
                : share.Amount == tier.Fixed.Amount ? $"Both are equal: {tier.Fixed}." : $"Whichever is higher counts: the fixed amount, {tier.Fixed}.", citation),
        ]);
    }
}
