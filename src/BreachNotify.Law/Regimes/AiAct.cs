using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Regulation (EU) 2024/1689 (AI Act) Art. 73: providers of high-risk AI systems report a serious incident to the market
/// surveillance authority within 15 days of becoming aware, within 2 days of a widespread infringement or disruption of
/// critical infrastructure, within 10 days of a death. The periods have not been compared with the Official Journal.
/// <see href="http://data.europa.eu/eli/reg/2024/1689/oj"/>
/// </summary>
public static class AiAct
{
    private const string Eli = "http://data.europa.eu/eli/reg/2024/1689/oj";
    private const string Surveillance = "market surveillance authority";

    // Reading: Art. 113 lets Art. 73 apply from 2 August 2026. Regulation (EU) 2026/1744 moved the rules for high-risk systems to
    // 2 December 2027 and 2 August 2028; whether Art. 73 moved with them was found in one blog only, so it is counted from the earlier day.
    private static readonly Reason Moved = new(
        "The rules for high-risk systems were moved to 2 December 2027 (Annex III) and 2 August 2028; whether Art. 73 moved with them is not verified.",
        new Citation("Regulation (EU) 2026/1744", "http://data.europa.eu/eli/reg/2026/1744/oj"), verified: false);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("ai-act", "AI Act", Eli, Manner.UnionRegulation,
    [
        Serious("ai-act-73-3", "AI Act Art. 73(3)", 2, "Is it a widespread infringement or a disruption of critical infrastructure?", AiIncident.Widespread),
        Serious("ai-act-73-4", "AI Act Art. 73(4)", 10, "Did a person die?", AiIncident.Death),
        Serious("ai-act-73-2", "AI Act Art. 73(2)", 15, "Is it another serious incident?", AiIncident.Other),
    ])
    {
        Home = Regimes.Regime.Eea,
        OfIncidents = true,
    };

    private static Clock Serious(string id, string provision, int days, string question, AiIncident kind) =>
        new(id, provision, Eli, Start.Awareness, new Term(2026, 8, 2, Period.Days(days)))
        {
            To = Surveillance,
            When = [Condition.Of("aiIncident", question, facts => facts.AiIncident is { } incident ? incident == kind : null)],
            Notes = [Moved],
            Read = false,
        };
}
