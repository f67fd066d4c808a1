using NodaTime;

namespace BreachNotify.Law.Gdpr;

/// <summary>
/// GDPR Art. 33: the controller notifies the competent supervisory authority without undue delay and, where feasible,
/// not later than 72 hours after having become aware of a breach, unless it is unlikely to result in a risk (1); the
/// processor tells the controller without undue delay (2).
/// <see href="http://data.europa.eu/eli/reg/2016/679/oj"/>
/// </summary>
public static class Article33
{
    internal const string Eli = "http://data.europa.eu/eli/reg/2016/679/oj";

    private static readonly LocalDate Checked = new(2026, 11, 22);
    private static readonly Citation Paragraph1 = new("GDPR Art. 33(1)", Eli);
    private static readonly AuthorityDuty SeventyTwoHours = new(72, RiskLevel.Risk);

    /// <summary>Art. 33(1) in the member states of the Union.</summary>
    public static readonly Timeline<AuthorityDuty> Duty = new("GDPR Art. 33(1)",
        new InForce<AuthorityDuty>(new LocalDate(2018, 5, 25), null, SeventyTwoHours, Paragraph1, Checked));

    /// <summary>Art. 33(1) in Norway, Iceland and Liechtenstein, from EEA Joint Committee Decision 154/2018 on.</summary>
    public static readonly Timeline<AuthorityDuty> DutyInEfta = new("GDPR Art. 33(1) in Norway, Iceland and Liechtenstein",
        new InForce<AuthorityDuty>(new LocalDate(2018, 7, 20), null, SeventyTwoHours,
            new Citation("EEA Joint Committee Decision 154/2018; GDPR Art. 33(1)", Eli), Checked));

    /// <summary>Art. 33(1) in the United Kingdom while it applied the GDPR itself (until 31 December 2020, 23:00 UTC).</summary>
    public static readonly Timeline<AuthorityDuty> DutyInUnitedKingdom = new("GDPR Art. 33(1) in the United Kingdom",
        new InForce<AuthorityDuty>(new LocalDate(2018, 5, 25), new LocalDate(2021, 1, 1), SeventyTwoHours, Paragraph1, Checked));

    // Reading: the German authorities that have spoken in writing (BayLfD guidance of 1 June 2019; LDI NRW, February
    // 2024) apply Regulation 1182/71 to the 72 hours but not its Art. 3(5). Others hold that it does not apply at all
    // (Traeger, RDV 2020, 3: elapsed hours) or that Art. 3(5) applies too (Piltz/Pradel, ZD 2019, 152).
    private static readonly Counting InTheUnion = new(Standing.Authorities, new Reason(
        "Periods in acts of the Union are counted by Regulation 1182/71 unless they provide otherwise; the Bavarian and North Rhine-Westphalian authorities count the 72 hours so.",
        new Citation("Regulation 1182/71 Art. 1; BayLfD, guidance of 1 June 2019; LDI NRW, reply of February 2024", "http://data.europa.eu/eli/reg/1971/1182/oj")));

    private static readonly Counting InEfta = new(Standing.Authorities, new Reason(
        "Regulation 1182/71 counts periods in acts of the Union; whether it binds authorities in Norway, Iceland and Liechtenstein through the EEA Agreement has not been verified.",
        new Citation("Regulation 1182/71 Art. 1", "http://data.europa.eu/eli/reg/1971/1182/oj"), verified: false));

    /// <summary>The GDPR in the member states of the Union.</summary>
    public static readonly NotificationRegime Regime = new("gdpr", "GDPR", Duty, "33(1)", "34(1)", "33(2)", "without undue delay", true, Eli, InTheUnion);

    /// <summary>The GDPR in Norway, Iceland and Liechtenstein.</summary>
    public static readonly NotificationRegime RegimeInEfta = Regime with { Duty = DutyInEfta, Counting = InEfta };

    /// <summary>The GDPR in the United Kingdom until the end of 2020.</summary>
    public static readonly NotificationRegime RegimeInUnitedKingdom = Regime with { Duty = DutyInUnitedKingdom };
}
