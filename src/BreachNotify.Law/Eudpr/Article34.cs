using NodaTime;

namespace BreachNotify.Law.Eudpr;

/// <summary>
/// Regulation (EU) 2018/1725 Art. 34: institutions, bodies, offices and agencies of the Union notify the European Data
/// Protection Supervisor as GDPR Art. 33 has it. The text has not been compared with the Official Journal.
/// <see href="http://data.europa.eu/eli/reg/2018/1725/oj"/>
/// </summary>
public static class Article34
{
    private const string Eli = "http://data.europa.eu/eli/reg/2018/1725/oj";

    /// <summary>Art. 34(1).</summary>
    public static readonly Timeline<AuthorityDuty> Duty = new("Regulation (EU) 2018/1725 Art. 34(1)",
        new InForce<AuthorityDuty>(new LocalDate(2018, 12, 11), null, new AuthorityDuty(72, RiskLevel.Risk),
            new Citation("Regulation (EU) 2018/1725 Art. 34(1)", Eli), new LocalDate(2026, 11, 22)));

    /// <summary>The law of the Union's own institutions.</summary>
    public static readonly NotificationRegime Regime = new("eudpr", "Regulation (EU) 2018/1725", Duty, "34(1)", "35(1)", "34(2)", "without undue delay", false, Eli,
        new Counting(Standing.Authorities, new Reason(
            "Periods in acts of the Union are counted by Regulation 1182/71 unless they provide otherwise.",
            new Citation("Regulation 1182/71 Art. 1", "http://data.europa.eu/eli/reg/1971/1182/oj"))));
}
