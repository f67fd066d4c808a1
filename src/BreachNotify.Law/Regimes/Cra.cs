using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Regulation (EU) 2024/2847 (Cyber Resilience Act) Art. 14: manufacturers report an actively exploited vulnerability and a
/// severe incident to the CSIRT and ENISA over one platform: early warning within 24 hours, notification within 72 hours of
/// becoming aware, final report 14 days after a corrective measure is available, or one month after the notification of the
/// incident. Art. 14 applies from 11 September 2026.
/// <see href="http://data.europa.eu/eli/reg/2024/2847/oj"/>
/// </summary>
public static class Cra
{
    private const string Eli = "http://data.europa.eu/eli/reg/2024/2847/oj";
    private const string Platform = "coordinator CSIRT and ENISA, by the single reporting platform";

    private static readonly Condition Exploited = Condition.Of("productEvent",
        "Is a vulnerability of the product actively exploited?", facts => facts.ProductEvent is { } e ? e == ProductEvent.Vulnerability : null);

    private static readonly Condition Severe = Condition.Of("productEvent",
        "Is there a severe incident with an impact on the security of the product?", facts => facts.ProductEvent is { } e ? e == ProductEvent.Incident : null);

    private static readonly Stages OfVulnerability = new(["cra-14-2-a", "cra-14-2-b", "cra-14-2-c"], Notification: "cra-14-2-b");
    private static readonly Stages OfIncident = new(["cra-14-4-a", "cra-14-4-b", "cra-14-4-c"], Notification: "cra-14-4-b");

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("cra", "Cyber Resilience Act", Eli, Manner.UnionRegulation,
    [
        new("cra-14-2-a", "Regulation (EU) 2024/2847 Art. 14(2)(a)", Eli, Start.Awareness, new Term(2026, 9, 11, Period.Hours(24))) { To = Platform, When = [Exploited], Stages = OfVulnerability },
        new("cra-14-2-b", "Regulation (EU) 2024/2847 Art. 14(2)(b)", Eli, Start.Awareness, new Term(2026, 9, 11, Period.Hours(72))) { To = Platform, When = [Exploited], Stages = OfVulnerability },
        new("cra-14-2-c", "Regulation (EU) 2024/2847 Art. 14(2)(c)", Eli, Start.With(ActKind.FixAvailable), new Term(2026, 9, 11, Period.Days(14))) { To = Platform, When = [Exploited], Stages = OfVulnerability },
        new("cra-14-4-a", "Regulation (EU) 2024/2847 Art. 14(4)(a)", Eli, Start.Awareness, new Term(2026, 9, 11, Period.Hours(24))) { To = Platform, When = [Severe], Stages = OfIncident },
        new("cra-14-4-b", "Regulation (EU) 2024/2847 Art. 14(4)(b)", Eli, Start.Awareness, new Term(2026, 9, 11, Period.Hours(72))) { To = Platform, When = [Severe], Stages = OfIncident },
        new("cra-14-4-c", "Regulation (EU) 2024/2847 Art. 14(4)(c)", Eli, Start.Filing(OfIncident, "cra-14-4-b", soleFilingSuffices: true), new Term(2026, 9, 11, Period.Months(1))) { To = Platform, When = [Severe], Stages = OfIncident },
        new("cra-14-8", "Regulation (EU) 2024/2847 Art. 14(8)", Eli, Start.Awareness, new Term(2026, 9, 11, Period.InWords("after becoming aware, without a number"))) { Recipient = "customers", To = "users of the product" },
    ])
    {
        Home = Regimes.Regime.Eea,
        OfIncidents = true,
    };
}
