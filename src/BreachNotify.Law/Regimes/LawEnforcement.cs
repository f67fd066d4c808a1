using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Directive (EU) 2016/680 Art. 30 and 31: police and justice notify the supervisory authority within 72 hours, and the
/// people of a high risk, as GDPR Art. 33 and 34 have it; to be transposed by 6 May 2018. The text has not been compared with
/// the Official Journal.
/// <see href="http://data.europa.eu/eli/dir/2016/680/oj"/>
/// </summary>
public static class LawEnforcementDirective
{
    private const string Eli = "http://data.europa.eu/eli/dir/2016/680/oj";

    /// <summary>The regime.</summary>
    public static readonly NotificationRegime Regime = new("led", "Directive (EU) 2016/680",
        new Timeline<AuthorityDuty>("Directive (EU) 2016/680 Art. 30(1)",
            new InForce<AuthorityDuty>(new LocalDate(2018, 5, 6), null, new AuthorityDuty(72, RiskLevel.Risk), new Citation("Directive (EU) 2016/680 Art. 30(1)", Eli), new LocalDate(2026, 11, 22))),
        "30(1)", "31(1)", "30(2)", "without undue delay", false, Eli, new Counting(Standing.Disputed, Manner.UnionDirective.NotCounted!))
    {
        Home = Regimes.Regime.Eea,
    };
}

/// <summary>
/// Data Protection Act 2018 s. 67 and 68: the competent authorities of the United Kingdom notify the Information
/// Commission within 72 hours, and the people of a high risk. The text has not been compared with the official one.
/// <see href="https://www.legislation.gov.uk/ukpga/2018/12/section/67"/>
/// </summary>
public static class UkLawEnforcement
{
    private const string Link = "https://www.legislation.gov.uk/ukpga/2018/12/section/67";

    /// <summary>The regime.</summary>
    public static readonly NotificationRegime Regime = new("uk-dpa", "Data Protection Act 2018",
        new Timeline<AuthorityDuty>("Data Protection Act 2018 s. 67(1)",
            new InForce<AuthorityDuty>(new LocalDate(2018, 5, 25), null, new AuthorityDuty(72, RiskLevel.Risk), new Citation("Data Protection Act 2018 s. 67(1)", Link), new LocalDate(2026, 11, 22))),
        "67(1)", "68(1)", "67(9)", "without undue delay", false, Link,
        new Counting(Standing.Disputed, new Reason("Periods in the Act are counted by Regulation 1182/71 with exceptions that have not been read.",
            new Citation("Data Protection Act 2018 s. 205(2)", "https://www.legislation.gov.uk/ukpga/2018/12/section/205"), verified: false)), "Data Protection Act 2018 s.")
    {
        Home = "GB",
    };
}
