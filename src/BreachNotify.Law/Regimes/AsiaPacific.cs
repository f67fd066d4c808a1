using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Australia, Privacy Act 1988 Part IIIC: a suspected eligible data breach is assessed within 30 days; then the Commissioner and
/// the people are told as soon as practicable. Since 22 February 2018. The figures have not been compared with the Act.
/// <see href="https://www.legislation.gov.au/C2004A03712"/>
/// </summary>
public static class Australia
{
    private const string Link = "https://www.legislation.gov.au/C2004A03712/latest/text";

    private static readonly Condition SeriousHarm = Condition.Of("significantHarm", "Is serious harm to people likely?", facts => facts.SignificantHarm);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("au-ndb", "Privacy Act 1988", Link, Manner.Plain,
    [
        new("au-ndb-26wh-2", "Privacy Act 1988 s 26WH(2)", Link, Start.WithOrAwareness(ActKind.Suspected), new Term(2018, 2, 22, Period.Days(30))) { Recipient = "controller", To = "the entity's own assessment", Read = false },
        new("au-ndb-26wk-2", "Privacy Act 1988 s 26WK(2)", Link, Start.WithOrAwareness(ActKind.Assessed), new Term(2018, 2, 22, Period.InWords("as soon as practicable"))) { When = [SeriousHarm], Read = false },
        new("au-ndb-26wl-3", "Privacy Act 1988 s 26WL(3)", Link, Start.WithOrAwareness(ActKind.Assessed), new Term(2018, 2, 22, Period.InWords("as soon as practicable"))) { Recipient = "people", When = [SeriousHarm], Read = false },
    ])
    {
        Home = "AU",
    };
}

/// <summary>
/// Singapore, Personal Data Protection Act 2012 s 26C and 26D: the Commission is told within three calendar days after the day on
/// which the breach was assessed as notifiable (significant harm, or 500 people), the people as soon as practicable. Since
/// 1 February 2021.
/// <see href="https://sso.agc.gov.sg/Act/PDPA2012"/>
/// </summary>
public static class Singapore
{
    private const string Link = "https://sso.agc.gov.sg/Act/PDPA2012";

    private static readonly Condition Notifiable = new("facts.affected", "Is significant harm likely, or are 500 or more people affected?", incident =>
        incident.Facts.SignificantHarm is true || incident.PeopleIn("SG") >= 500 ? true
        : incident.Facts.SignificantHarm is false && incident.PeopleIn("SG") is not null ? false
        : null);

    private static readonly Condition Harm = Condition.Of("significantHarm", "Is significant harm to people likely?", facts => facts.SignificantHarm);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("sg-pdpa", "PDPA", Link, Manner.Plain,
    [
        new("sg-pdpa-26c-2", "PDPA s 26C(2); advisory guidelines", Link, Start.Awareness, new Term(2021, 2, 1, Period.Days(30))) { Recipient = "controller", To = "the organisation's own assessment", Read = false },
        new("sg-pdpa-26d-1", "PDPA s 26D(1)", Link, Start.With(ActKind.Assessed), new Term(2021, 2, 1, Period.Days(3))) { When = [Notifiable] },
        new("sg-pdpa-26d-2", "PDPA s 26D(2)", Link, Start.Awareness, new Term(2021, 2, 1, Period.InWords("as soon as practicable, at the same time as or after the Commission"))) { Recipient = "people", When = [Harm] },
    ])
    {
        Home = "SG",
        OfProcessor = [new("sg-pdpa-26c-3-a", "PDPA s 26C(3)(a)", Link, Start.Awareness, new Term(2021, 2, 1, Period.InWords("without undue delay"))) { Recipient = "controller", Read = false }],
    };
}

/// <summary>
/// South Korea, Personal Information Protection Act Art. 34 with the Enforcement Decree: people, and from 1,000 people, for
/// sensitive or unique identification data or after an attack also the Commission or KISA, within 72 hours. Since 15 September
/// 2023; the amendment promulgated on 10 March 2026 extends it to possible leaks about six months later.
/// <see href="https://elaw.klri.re.kr/"/>
/// </summary>
public static class SouthKorea
{
    private const string Link = "https://elaw.klri.re.kr/";

    private static readonly Condition Reported = new("facts.affected", "Are 1,000 or more people affected, or sensitive or identification data concerned, or was there an attack?", incident =>
        incident.Facts is { SensitiveData: true } or { Malicious: true } || incident.PeopleIn("KR") >= 1000 ? true
        : incident.Facts is { SensitiveData: false, Malicious: false } && incident.PeopleIn("KR") is not null ? false
        : null);

    private static readonly Reason Amended = new("From about September 2026 a possible leak, and forgery, alteration or damage, count too.", new Citation("PIPA as promulgated on 10 March 2026"));

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("kr-pipa", "PIPA", Link, Manner.Plain,
    [
        new("kr-pipa-34-3", "PIPA Art. 34(3); Enforcement Decree Art. 40", Link, Start.Awareness, new Term(2023, 9, 15, Period.Hours(72))) { To = "Personal Information Protection Commission or KISA", When = [Reported], Notes = [Amended] },
        new("kr-pipa-34-1", "PIPA Art. 34(1); Enforcement Decree Art. 39", Link, Start.Awareness, new Term(2023, 9, 15, Period.Hours(72))) { Recipient = "people", Notes = [Amended] },
    ])
    {
        Home = "KR",
    };
}

/// <summary>
/// India, Digital Personal Data Protection Rules 2025 r. 7: the Board and each person are told of every breach without
/// delay, the Board in detail within 72 hours of awareness or longer if it allows. The duties begin 18 months after the
/// publication of 13 or 14 November 2025.
/// <see href="https://www.meity.gov.in/"/>
/// </summary>
public static class India
{
    private const string Link = "https://www.meity.gov.in/";

    // Reading: sources name 13 and 14 May 2027 as the first day; the earlier is taken.
    private static readonly Reason FirstDay = new("Sources name 13 and 14 May 2027 as the first day; the earlier is taken.", new Citation("Digital Personal Data Protection Rules 2025 r. 1"));

    private static readonly Reason Longer = new("The Board may allow a longer period on a request in writing; not verified.", new Citation("Digital Personal Data Protection Rules 2025 r. 7(2)(b)", Link), verified: false);

    private static readonly Stages Reports = new(["in-dpdp-7-2-a", "in-dpdp-7-2-b"]);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("in-dpdp", "DPDP Rules 2025", Link, Manner.Plain,
    [
        new("in-dpdp-7-2-b", "DPDP Rules 2025 r. 7(2)(b)", Link, Start.Awareness, new Term(2027, 5, 13, Period.Hours(72))) { Stages = Reports, Notes = [FirstDay, Longer] },
        new("in-dpdp-7-2-a", "DPDP Rules 2025 r. 7(2)(a)", Link, Start.Awareness, new Term(2027, 5, 13, Period.InWords("without delay"))) { Stages = Reports },
        new("in-dpdp-7-1", "DPDP Rules 2025 r. 7(1)", Link, Start.Awareness, new Term(2027, 5, 13, Period.InWords("without delay"))) { Recipient = "people" },
    ])
    {
        Home = "IN",
        AppliesIf = [Condition.Of("personalInformation", "Were digital personal data within the Act concerned?", facts => facts.PersonalInformation)],
    };
}

/// <summary>
/// China, Measures on the reporting of national cybersecurity incidents under the Cybersecurity Law: relatively significant
/// incidents within one hour by operators of critical information infrastructure, within four hours by others; since
/// 1 November 2025. Personal Information Protection Law Art. 57: the authority and the people immediately.
/// <see href="https://www.cac.gov.cn/"/>
/// </summary>
public static class China
{
    private const string Link = "https://www.cac.gov.cn/";

    private static readonly Condition Significant = Condition.Of("significantIncident", "Is the incident relatively significant or above (for example one million people)?", facts => facts.SignificantIncident);

    private static readonly Condition Critical = Condition.Of("criticalInfrastructure", "Does the entity operate critical information infrastructure?", facts => facts.CriticalInfrastructure, ifUnknown: null);

    // Reading: the text does not say from when the hours run; discovery is taken.
    private static readonly Reason Silent = new("The text does not say from when the hours run; awareness is taken.", new Citation("Measures on the reporting of national cybersecurity incidents", Link));

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("cn-csl", "Measures on incident reporting", Link, Manner.Plain,
    [
        new("cn-csl-report", "Measures on the reporting of national cybersecurity incidents", Link, Start.Awareness, new Term(2025, 11, 1, Period.Hours(4)))
        {
            When = [Significant], Variant = new Variant(Critical, Period.Hours(1), "critical-infrastructure", "other-operators"), Notes = [Silent],
        },
        new("cn-csl-pipl-57", "Personal Information Protection Law Art. 57", Link, Start.Awareness, new Term(2021, 11, 1, Period.InWords("immediately"))) { Read = false },
        new("cn-csl-pipl-57", "Personal Information Protection Law Art. 57", Link, Start.Awareness, new Term(2021, 11, 1, Period.InWords("immediately"))) { Recipient = "people", Read = false },
    ])
    {
        Home = "CN",
        OfIncidents = true,
    };
}
