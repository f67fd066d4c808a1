using NodaTime;

namespace BreachNotify.Law.UkGdpr;

/// <summary>
/// UK GDPR Art. 33: as GDPR Art. 33, towards the Information Commission (until 30 September 2026 the Information
/// Commissioner), since the end of the transition period on 31 December 2020, 23:00 UTC.
/// <see href="https://www.legislation.gov.uk/eur/2016/679/article/33"/>
/// </summary>
public static class Article33
{
    private const string Link = "https://www.legislation.gov.uk/eur/2016/679/article/33";

    /// <summary>The instant at which the UK GDPR replaced the GDPR in the United Kingdom.</summary>
    public static readonly Instant From = Instant.FromUtc(2020, 12, 31, 23, 0);

    /// <summary>UK GDPR Art. 33(1).</summary>
    public static readonly Timeline<AuthorityDuty> Duty = new("UK GDPR Art. 33(1)",
        new InForce<AuthorityDuty>(new LocalDate(2020, 12, 31), null, new AuthorityDuty(72, RiskLevel.Risk),
            new Citation("UK GDPR Art. 33(1)", Link), new LocalDate(2026, 11, 22)));

    // Reading: UK GDPR Art. 4A, inserted by the Data (Use and Access) Act 2025, refers to Regulation 1182/71; its exact
    // wording, exceptions and commencement have not been read, and no statement of the ICO on counting was found.
    private static readonly Counting Counting = new(Standing.Disputed, new Reason(
        "UK law refers to Regulation 1182/71 for counting periods; the exact wording and commencement of UK GDPR Art. 4A have not been verified.",
        new Citation("UK GDPR Art. 4A; Data Protection Act 2018 s. 205(2)", "https://www.legislation.gov.uk/ukpga/2018/12/section/205"), verified: false));

    /// <summary>The UK GDPR.</summary>
    public static readonly NotificationRegime Regime = new("uk-gdpr", "UK GDPR", Duty, "33(1)", "34(1)", "33(2)", "without undue delay", true, Link, Counting);
}
