using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Regulation (EU) No 611/2013 under Directive 2002/58/EC Art. 4: providers of public electronic communications services
/// notify every personal data breach within 24 hours of detecting it, complete an initial notification within three days of
/// it, and tell subscribers without undue delay of a breach likely to affect them adversely. The text has not been compared
/// with the Official Journal.
/// <see href="http://data.europa.eu/eli/reg/2013/611/oj"/>
/// </summary>
public static class Telecoms
{
    private const string Eli = "http://data.europa.eu/eli/reg/2013/611/oj";

    private static readonly Stages Notifications = new(["eu-611-2013-2-2", "eu-611-2013-2-3"]);

    internal static readonly Condition Adverse = Condition.Of("significantHarm",
        "Is the breach likely to affect the personal data or privacy of a subscriber adversely?", facts => facts.SignificantHarm);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("eu-611-2013", "Regulation (EU) No 611/2013", Eli, Manner.UnionRegulation,
    [
        new("eu-611-2013-2-2", "Regulation (EU) No 611/2013 Art. 2(2)", Eli, Start.Awareness, new Term(2013, 8, 25, Period.Hours(24))) { To = "competent national authority", Stages = Notifications, Read = false },
        new("eu-611-2013-2-3", "Regulation (EU) No 611/2013 Art. 2(3)", Eli, Start.Filing(Notifications, "eu-611-2013-2-2"), new Term(2013, 8, 25, Period.Days(3))) { To = "competent national authority", Stages = Notifications, Read = false },
        new("eu-611-2013-3-1", "Regulation (EU) No 611/2013 Art. 3(1) and (3)", Eli, Start.Awareness, new Term(2013, 8, 25, Period.InWords("without undue delay"))) { Recipient = "people", When = [Adverse], Read = false },
    ])
    {
        Home = Regimes.Regime.Eea,
        ReasonsForDelay = new Citation("Regulation (EU) No 611/2013 Art. 2(3)", Eli),
    };
}

/// <summary>
/// Privacy and Electronic Communications (EC Directive) Regulations 2003 reg. 5A: the same duty in the United Kingdom, within
/// 24 hours until 19 August 2025 and, by the Data (Use and Access) Act 2025, 72 hours from 20 August 2025.
/// <see href="https://www.legislation.gov.uk/uksi/2003/2426/regulation/5A"/>
/// </summary>
public static class UkPecr
{
    private const string Link = "https://www.legislation.gov.uk/uksi/2003/2426/regulation/5A";

    // Reading: whether the day of awareness or of filing decides which period holds is not settled; awareness is taken, as the
    // period starts with it.
    private static readonly Reason Switch = new("The period of the day of awareness is applied; whether that day or the day of filing decides around 20 August 2025 has not been settled.",
        new Citation("Data (Use and Access) Act 2025", "https://www.legislation.gov.uk/ukpga/2025/18"));

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("uk-pecr", "PECR", Link, Manner.Plain,
    [
        new("uk-pecr-5a-2", "PECR reg. 5A(2)", Link, Start.Awareness,
            new Term(2013, 8, 25, Period.Hours(24), "PECR reg. 5A(2); Regulation (EU) No 611/2013 Art. 2(2)"),
            new Term(2025, 8, 20, Period.Hours(72), "PECR reg. 5A(2) as amended by the Data (Use and Access) Act 2025")) { Notes = [Switch] },
        new("uk-pecr-5a-3", "PECR reg. 5A(3)", Link, Start.Awareness, new Term(2013, 8, 25, Period.InWords("without undue delay"))) { Recipient = "people", When = [Telecoms.Adverse], Read = false },
    ])
    {
        Home = "GB",
        ReasonsForDelay = new Citation("PECR reg. 5A as amended by the Data (Use and Access) Act 2025", Link),
    };
}
