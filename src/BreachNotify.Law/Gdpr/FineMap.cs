using System.Collections.Frozen;

namespace BreachNotify.Law.Gdpr;

/// <summary>One line of the map: which articles, and under which point of Art. 83 their infringement is fined.</summary>
/// <param name="From">First article.</param>
/// <param name="To">Last article, included.</param>
/// <param name="Paragraph">The only paragraph the line is about; null for the whole article.</param>
/// <param name="Tier">The tier; null where Art. 83 lists no fine.</param>
/// <param name="Point">The point of Art. 83 that lists it; null where none does.</param>
/// <param name="Subject">What the articles are about, and for lines without a tier why there is none.</param>
public sealed record FineLine(int From, int To, int? Paragraph, Timeline<Tier>? Tier, string? Point, string Subject);

/// <summary>
/// GDPR Art. 83(4)-(6) as a map from provisions to tiers. What no line of these paragraphs names carries no
/// administrative fine of its own, whatever else follows from its infringement.
/// <see href="http://data.europa.eu/eli/reg/2016/679/oj"/>
/// </summary>
public static class FineMap
{
    private static readonly Timeline<Tier> Lower = Article83.Lower;
    private static readonly Timeline<Tier> Higher = Article83.Higher;
    private static readonly Timeline<Tier> Orders = Article83.Orders;

    /// <summary>Every article from 1 to 99 once; a line for one paragraph goes before the line for the rest of its article.</summary>
    public static IReadOnlyList<FineLine> Lines { get; } =
    [
        new( 1,  4, null, null,   null,      "Art. 83 does not list scope and definitions."),
        new( 5,  7, null, Higher, "83(5)(a)", "Principles, lawfulness, conditions for consent."),
        new( 8,  8, null, Lower,  "83(4)(a)", "A child's consent to information society services."),
        new( 9,  9, null, Higher, "83(5)(a)", "Special categories of personal data."),
        new(10, 10, null, null,   null,       "Art. 83 does not list data on criminal convictions; their processing can infringe Art. 5 or 6."),
        new(11, 11, null, Lower,  "83(4)(a)", "Processing that needs no identification."),
        new(12, 22, null, Higher, "83(5)(b)", "Rights of the data subject."),
        new(23, 23, null, null,   null,       "Restrictions are addressed to the legislator."),
        // UODO DKN.5131.4.2024 says so of Art. 24(1).
        new(24, 24, null, null,   null,       "Art. 83 does not list the general responsibility of the controller."),
        new(25, 39, null, Lower,  "83(4)(a)", "Controller and processor: design, contracts, records, security (32), breaches (33, 34), impact assessment, data protection officer."),
        new(40, 40, null, null,   null,       "Art. 83 does not list codes of conduct."),
        new(41, 41, 4,    Lower,  "83(4)(c)", "Duty of the monitoring body to act on infringements of a code."),
        new(41, 41, null, null,   null,       "Of Art. 41 only paragraph 4 is listed; write 41(4)."),
        new(42, 43, null, Lower,  "83(4)(a), (b)", "Certification: controller, processor and certification body."),
        new(44, 49, null, Higher, "83(5)(c)", "Transfers to third countries."),
        new(50, 57, null, null,   null,       "Addressed to the authorities."),
        new(58, 58, 1,    Higher, "83(5)(e)", "Access refused to the authority."),
        new(58, 58, 2,    Orders, "83(6)",    "Non-compliance with an order; Art. 83(5)(e) gives the same figures."),
        new(58, 58, null, null,   null,       "Of Art. 58 only paragraphs 1 and 2 are listed; write 58(1) or 58(2)."),
        new(59, 84, null, null,   null,       "Addressed to authorities, courts and states."),
        new(85, 91, null, Higher, "83(5)(d)", "Duties under the law of the states on special situations (Chapter IX)."),
        new(92, 99, null, null,   null,       "Final provisions."),
    ];

    private static readonly FrozenDictionary<Provision, Finding<Timeline<Tier>?>> Findings = Provision.All.ToFrozenDictionary(p => p, Find);

    /// <summary>Which tier an infringement of a provision falls into; null where Art. 83 lists no fine for it.</summary>
    public static Finding<Timeline<Tier>?> TierOf(Provision provision) => Findings[provision];

    private static Finding<Timeline<Tier>?> Find(Provision provision)
    {
        var line = Lines.First(l => l.From <= provision.Article && provision.Article <= l.To && (l.Paragraph is null || l.Paragraph == provision.Paragraph));
        var reason = line.Tier is null
            ? new Reason($"Art. {provision} is not among the provisions for which Art. 83 lists a fine. {line.Subject}", new Citation("GDPR Art. 83(4)-(6)", Article33.Eli))
            : new Reason($"An infringement of Art. {provision} falls under Art. {line.Tier.Entries[^1].Value.Id}.", new Citation($"GDPR Art. {line.Point}", Article33.Eli));
        return new Finding<Timeline<Tier>?>(line.Tier, [reason]);
    }
}
