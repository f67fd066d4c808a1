using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// HIPAA Breach Notification Rule, 45 CFR 164.404 to 164.410: covered entities tell people, the Secretary of Health and Human
/// Services and, above 500 residents of a state, the media within 60 calendar days of discovery; the Secretary of fewer than
/// 500 people within 60 days of the end of the year. Business associates tell the covered entity within 60 days. Law
/// enforcement may ask for delay (164.412). The figures have not been compared with the official text.
/// <see href="https://www.ecfr.gov/current/title-45/part-164/subpart-D"/>
/// </summary>
public static class Hipaa
{
    private const string Link = "https://www.ecfr.gov/current/title-45/part-164/subpart-D";

    private static readonly Condition Unsecured = Condition.Of("unsecuredHealthInformation",
        "Was unsecured protected health information of a covered entity concerned?", facts => facts.UnsecuredHealthInformation);

    private static readonly Condition FewerThan500 = new("facts.affected", "Are fewer than 500 people affected?",
        incident => incident.PeopleIn("US") is { } people ? people < 500 : null, IfUnknown: null);

    private static readonly Condition MoreThan500InAState = new("facts.affected", "Do more than 500 of the people affected live in one state?", MoreThan500);

    private static readonly Reason Discovery = new("A breach counts as discovered when it is known or would have been known with reasonable diligence; awareness is taken for it.", new Citation("45 CFR 164.404(a)(2)", Link), verified: false);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("us-hipaa", "HIPAA", Link, Manner.Plain,
    [
        new("us-hipaa-164-404", "45 CFR 164.404(b)", Link, Start.Awareness, new Term(2009, 9, 23, Period.Days(60))) { Recipient = "people", Notes = [Discovery, UnitedStates.Enforcement("45 CFR 164.412", Link)], Read = false },
        new("us-hipaa-164-408", "45 CFR 164.408", Link, Start.Awareness, new Term(2009, 9, 23, Period.Days(60), "45 CFR 164.408(b) and (c)"))
        {
            To = "Secretary of Health and Human Services",
            Variant = new Variant(FewerThan500, Period.DaysAfterYearEnd(60), "fewer-than-500", "500-or-more"),
            Notes = [Discovery, UnitedStates.Enforcement("45 CFR 164.412", Link)],
            Read = false,
        },
        new("us-hipaa-164-406", "45 CFR 164.406(b)", Link, Start.Awareness, new Term(2009, 9, 23, Period.Days(60))) { Recipient = "media", To = "prominent media outlets of the state", When = [MoreThan500InAState], Notes = [Discovery], Read = false },
    ])
    {
        Home = "US",
        AppliesIf = [Unsecured],
        OfProcessor = [new("us-hipaa-164-410", "45 CFR 164.410(b)", Link, Start.Awareness, new Term(2009, 9, 23, Period.Days(60))) { Recipient = "controller", To = "covered entity", Notes = [Discovery], Read = false }],
    };

    /// <summary>True if one state alone has more than 500, false if no state can have.</summary>
    private static bool? MoreThan500(Incident incident)
    {
        foreach (var (country, people) in incident.Affected)
        {
            if (country.StartsWith("US-", StringComparison.Ordinal) && people > 500)
            {
                return true;
            }
        }
        return incident.PeopleIn("US") switch
        {
            <= 500 => false,
            { } all when AllByState(incident, all) => false,
            _ => null,
        };
    }

    private static bool AllByState(Incident incident, long all)
    {
        foreach (var (country, people) in incident.Affected)
        {
            all -= country.StartsWith("US-", StringComparison.Ordinal) ? people : 0;
        }
        return all == 0;
    }
}
