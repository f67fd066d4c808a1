using BreachNotify.Law.Gdpr;
using BreachNotify.Law.Regimes;
using NodaTime;
using NodaTime.TimeZones;

namespace BreachNotify.Law;

/// <summary>
/// One state of the law: the timelines a question is answered with. A proposed law is an overlay on it, never a branch
/// in the code.
/// </summary>
public sealed record RuleBook
{
    /// <summary>The law, the data files and the time-zone data this product ships.</summary>
    public static RuleBook Current { get; } = new();

    /// <summary>Names the state of the law, the data files and the time-zone data.</summary>
    public string Id { get; } = $"2026-11-22+tzdb-{TzdbDateTimeZoneSource.Default.TzdbVersion}";

    /// <summary>The GDPR in the member states of the Union.</summary>
    public NotificationRegime Gdpr { get; init; } = Article33.Regime;

    /// <summary>The GDPR in Norway, Iceland and Liechtenstein.</summary>
    public NotificationRegime GdprInEfta { get; init; } = Article33.RegimeInEfta;

    /// <summary>The GDPR in the United Kingdom until the end of 2020.</summary>
    public NotificationRegime GdprInUnitedKingdom { get; init; } = Article33.RegimeInUnitedKingdom;

    /// <summary>The UK GDPR.</summary>
    public NotificationRegime UkGdpr { get; init; } = Law.UkGdpr.Article33.Regime;

    /// <summary>Regulation (EU) 2018/1725.</summary>
    public NotificationRegime Eudpr { get; init; } = Law.Eudpr.Article34.Regime;

    /// <summary>The Swiss act.</summary>
    public NotificationRegime SwissFadp { get; init; } = Law.SwissFadp.Article24.Regime;

    /// <summary>Every regime beside those.</summary>
    public IReadOnlyList<Regime> Others { get; init; } = OtherRegimes.All;

    /// <summary>Every regime: the GDPR's family, then the others. The GDPR stands once for each territory whose dates differ.</summary>
    public IEnumerable<Regime> Regimes => [Gdpr, GdprInEfta, GdprInUnitedKingdom, UkGdpr, Eudpr, SwissFadp, .. Others];

    /// <summary>A proposal this rule book carries; null for the law as it is.</summary>
    public Reason? Proposal { get; init; }

    /// <summary>The proposals that can be laid over the law, by name.</summary>
    public static IReadOnlyDictionary<string, RuleBook> Overlays { get; } = new Dictionary<string, RuleBook>
    {
        ["digital-omnibus"] = DigitalOmnibus(),
    };

    /// <summary>Refuses a rule book this product does not hold.</summary>
    /// <param name="id">The identifier asked for; null for the current one.</param>
    /// <exception cref="QuestionException">It is another one than the current.</exception>
    public static void RefuseUnheld(string? id)
    {
        if (id is not null && id != Current.Id)
        {
            throw QuestionException.RefusedAs("ruleBook", id, $"is not held; this product holds {Current.Id}.");
        }
    }

    /// <summary>
    /// COM(2025) 837 final: 96 hours, and only for a high risk. A proposal of 19 November 2025 (2025/0360(COD)), not law;
    /// laid over the whole life of the GDPR so that past breaches can be replayed.
    /// </summary>
    private static RuleBook DigitalOmnibus()
    {
        var citation = new Citation("COM(2025) 837 final (Digital Omnibus), proposed GDPR Art. 33(1)", "https://eur-lex.europa.eu/procedure/EN/2025_360");
        NotificationRegime Proposed(NotificationRegime regime) => regime with
        {
            Duty = new Timeline<AuthorityDuty>(regime.Duty.Provision + " as proposed",
                new InForce<AuthorityDuty>(regime.Duty.Entries[0].From, null, new AuthorityDuty(96, RiskLevel.High), citation, new LocalDate(2026, 11, 22))),
        };
        return Current with
        {
            Gdpr = Proposed(Article33.Regime),
            GdprInEfta = Proposed(Article33.RegimeInEfta),
            Proposal = new Reason("A proposal, not law: the Digital Omnibus would require notice only of a high risk, within 96 hours.", citation),
        };
    }
}
