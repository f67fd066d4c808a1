using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regulation1182;
using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Japan, Act on the Protection of Personal Information Art. 26 with the enforcement rules Art. 7 and 8: a preliminary report
/// to the Personal Information Protection Commission promptly, by its guidelines roughly three to five days after knowing,
/// and a final one within 30 days (60 where a malicious purpose is feared); people promptly. An end on a weekend, holiday or
/// 29 December to 3 January moves to the next working day. Since 1 April 2022.
/// <see href="https://www.ppc.go.jp/personalinfo/legal/leakAction/"/>
/// </summary>
public static class Japan
{
    private const string Link = "https://www.ppc.go.jp/personalinfo/legal/leakAction/";

    private static readonly Stages Reports = new(["jp-appi-26-1-preliminary", "jp-appi-26-1-final"]);

    private static readonly Condition Reportable = new("regimeFacts", "Are sensitive data concerned, or financial harm or a malicious purpose feared, or more than 1,000 people affected?", IsReportable);

    private static readonly Condition Malicious = Condition.Of("malicious", "May the incident have had a malicious purpose?", facts => facts.Malicious, ifUnknown: null);

    private static readonly Manner Counting = new(null,
        new Reason("An end on a Saturday, Sunday, holiday or 29 December to 3 January moves to the next working day; not verified.", new Citation("PPC Guidelines (General Rules) 3-5-3-4", Link), verified: false),
        Standing.Authorities);

    // Reading: the guidelines are remembered to count the day of knowing as the first; the day before is safe under either view.
    private static readonly Margin DayOfKnowing = new(
        (end, zone) => Article3.EndOf((end - Duration.Epsilon).InZone(zone).Date.PlusDays(-1), zone),
        new Reason("Should the day of knowing count as the first day, the period ends a day earlier; whether it does has not been settled here.", new Citation("PPC Guidelines (General Rules) 3-5-3-4", Link)));

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("jp-appi", "APPI", Link, Counting,
    [
        new("jp-appi-26-1-preliminary", "APPI Art. 26(1); enforcement rules Art. 8(1); PPC Guidelines 3-5-3-3", Link, Start.WithOrAwareness(ActKind.Determined), new Term(2022, 4, 1, Period.Days(3)))
        {
            Stages = Reports,
            Notes = [new Reason("The law says promptly; the guidelines take that as roughly three to five days, of which the shorter is relied on.", new Citation("PPC Guidelines (General Rules) 3-5-3-3", Link))],
        },
        new("jp-appi-26-1-final", "APPI Art. 26(1); enforcement rules Art. 8(2)", Link, Start.WithOrAwareness(ActKind.Determined), new Term(2022, 4, 1, Period.Days(30)))
        {
            Stages = Reports, Variant = new Variant(Malicious, Period.Days(60), "malicious", "not-malicious"), Margin = DayOfKnowing,
        },
        new("jp-appi-26-2", "APPI Art. 26(2)", Link, Start.Awareness, new Term(2022, 4, 1, Period.InWords("promptly, according to the circumstances"))) { Recipient = "people" },
    ])
    {
        Home = "JP",
        AppliesIf = [Reportable],
    };

    private static bool? IsReportable(Incident incident) =>
        incident.Facts is { SensitiveData: true } or { FinancialHarm: true } or { Malicious: true } || incident.PeopleIn("JP") > 1000 ? true
        : incident.Facts is { SensitiveData: false, FinancialHarm: false, Malicious: false } && incident.PeopleIn("JP") is not null ? false
        : null;
}
