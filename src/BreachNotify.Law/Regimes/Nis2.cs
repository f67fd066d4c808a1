using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Directive (EU) 2022/2555 (NIS2) Art. 23: essential and important entities tell the CSIRT or competent authority of a
/// significant incident: an early warning within 24 hours of becoming aware, a notification within 72 hours (trust service
/// providers 24), a final report one month after the notification; while the incident goes on a progress report then, and
/// the final one within a month of its handling. Measures apply from 18 October 2024 (Art. 41).
/// <see href="http://data.europa.eu/eli/dir/2022/2555/oj"/>
/// </summary>
public static class Nis2
{
    private const string Eli = "http://data.europa.eu/eli/dir/2022/2555/oj";
    private const string Csirt = "CSIRT or competent authority";

    private static readonly Condition Significant = Condition.Of("significantIncident",
        "Is the incident significant (NIS2 Art. 23(3))?", facts => facts.SignificantIncident);

    private static readonly Condition TrustServices = Condition.Of("trustServiceProvider",
        "Does the incident affect the trust services of a trust service provider?", facts => facts.TrustServiceProvider, ifUnknown: false);

    private static readonly Condition Ongoing = Condition.Of("ongoing",
        "Does the incident still go on when the final report is due?", facts => facts.Ongoing);

    private static readonly Stages Reports = new(["nis2-23-4-a", "nis2-23-4-b", "nis2-23-4-d"], Notification: "nis2-23-4-b");

    private static readonly Reason Dora = new("Financial entities report under Regulation (EU) 2022/2554 (DORA) instead.", new Citation("Directive (EU) 2022/2555 Art. 4; Regulation (EU) 2022/2554 Art. 1(2)", Eli));

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("nis2", "NIS2", Eli, Manner.UnionDirective,
    [
        new("nis2-23-4-a", "NIS2 Art. 23(4)(a)", Eli, Start.Awareness, new Term(2024, 10, 18, Period.Hours(24))) { To = Csirt, Stages = Reports, Notes = [Dora] },
        new("nis2-23-4-b", "NIS2 Art. 23(4)(b)", Eli, Start.Awareness, new Term(2024, 10, 18, Period.Hours(72)))
        {
            To = Csirt, Stages = Reports, Variant = new Variant(TrustServices, Period.Hours(24), "trust-services", "other-entities"),
        },
        new("nis2-23-4-d", "NIS2 Art. 23(4)(d)", Eli, Start.Filing(Reports, "nis2-23-4-b", soleFilingSuffices: true), new Term(2024, 10, 18, Period.Months(1))) { To = Csirt, Stages = Reports },
        new("nis2-23-4-e", "NIS2 Art. 23(4)(e)", Eli, Start.With(ActKind.Handled, ActKind.Closed), new Term(2024, 10, 18, Period.Months(1))) { To = Csirt, When = [Ongoing] },
        new("nis2-23-1", "NIS2 Art. 23(1)", Eli, Start.Awareness, new Term(2024, 10, 18, Period.InWords("without undue delay"))) { Recipient = "customers", To = "recipients of the services likely to be adversely affected" },
    ])
    {
        Home = Regimes.Regime.Eea,
        OfIncidents = true,
        AppliesIf = [Significant],
    };
}
