using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Regulation (EU) No 910/2014 (eIDAS) Art. 19a(1)(b) and 24(2)(fb), until 20 May 2024 Art. 19(2): trust service providers
/// tell the supervisory body, affected people and where applicable other bodies of a security breach within 24 hours of
/// becoming aware. The text has not been compared with the Official Journal.
/// <see href="http://data.europa.eu/eli/reg/2014/910/oj"/>
/// </summary>
public static class Eidas
{
    private const string Eli = "http://data.europa.eu/eli/reg/2014/910/oj";
    private const string Amended = "eIDAS Art. 19a(1)(b), 24(2)(fb)";

    private static readonly Condition Provider = Condition.Of("trustServiceProvider", "Is the entity a trust service provider?", facts => facts.TrustServiceProvider);

    private static readonly Condition SignificantImpact = Condition.Of("significantIncident",
        "Does the breach have a significant impact on the trust service or the personal data kept in it?", facts => facts.SignificantIncident);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("eidas", "eIDAS", Eli, Manner.UnionRegulation,
    [
        new("eidas-19a-1-b", Amended, Eli, Start.Awareness, new Term(2016, 7, 1, Period.Hours(24), "eIDAS Art. 19(2)"), new Term(2024, 5, 20, Period.Hours(24), Amended)) { To = "supervisory body for trust services", Read = false },
        new("eidas-19a-1-b", Amended, Eli, Start.Awareness, new Term(2016, 7, 1, Period.InWords("without undue delay"), "eIDAS Art. 19(2)"), new Term(2024, 5, 20, Period.Hours(24), Amended)) { Recipient = "people", Read = false },
    ])
    {
        Home = Regimes.Regime.Eea,
        OfIncidents = true,
        AppliesIf = [Provider, SignificantImpact],
    };
}
