using BreachNotify.Law.Calendars;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Regulation (EU) 2022/2554 (DORA) Art. 19 with Delegated Regulation (EU) 2025/301 Art. 5: financial entities report a major
/// ICT-related incident: initially within four hours of its classification and 24 hours of awareness, or within four hours
/// of a classification that comes later than that; intermediately within 72 hours of the submission of the initial report;
/// finally one month after the latest intermediate report. An end on a weekend or bank holiday moves to noon of the next
/// working day, with exceptions. DORA applies from 17 January 2025.
/// <see href="http://data.europa.eu/eli/reg/2022/2554/oj"/>
/// </summary>
public static class Dora
{
    private const string Eli = "http://data.europa.eu/eli/reg/2022/2554/oj";
    private const string DelegatedEli = "http://data.europa.eu/eli/reg_del/2025/301/oj";
    private const string Authority = "competent financial authority";

    private static readonly Citation Article5 = Delegated("5");

    private static readonly Stages Reports = new(["dora-19-initial", "dora-19-intermediate", "dora-19-final"]);

    private static readonly Condition Major = Condition.Of("significantIncident",
        "Is the ICT-related incident major (DORA Art. 18)?", facts => facts.SignificantIncident);

    private static readonly Condition ClientsConcerned = Condition.Of("financialHarm",
        "Does the incident affect the financial interests of clients?", facts => facts.FinancialHarm);

    private static readonly Condition WithoutRelief = Condition.Of("financialEntity",
        "Is the entity a credit institution, central counterparty, trading venue, or essential or important under NIS2?",
        facts => facts.FinancialEntity is { } entity ? entity != FinancialEntity.Other : null, ifUnknown: null);

    private static readonly Reason CannotMeet = new("Who cannot meet a time limit tells the authority before it expires, with the reasons.", Delegated("5(3)"));
    private static readonly Reason MayBeWithdrawn = new("The authority may withdraw the relief for weekends and holidays.", Delegated("5(6)"));

    private static readonly Relief EarlyReports = Noon(WithoutRelief);
    private static readonly Relief FinalReport = Noon(null);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("dora", "DORA", Eli, Manner.UnionRegulation,
    [
        new("dora-19-initial", "DORA Art. 19(4)(a); Delegated Regulation (EU) 2025/301 Art. 5(1)(a)", DelegatedEli, new Start("classified", Initial), new Term(2025, 1, 17, Period.Hours(4)))
        {
            To = Authority, Stages = Reports, Relief = EarlyReports, Notes = [CannotMeet, MayBeWithdrawn],
        },
        new("dora-19-intermediate", "DORA Art. 19(4)(b); Delegated Regulation (EU) 2025/301 Art. 5(1)(b)", DelegatedEli, Start.Filing(Reports, "dora-19-initial"), new Term(2025, 1, 17, Period.Hours(72)))
        {
            To = Authority, Stages = Reports, Relief = EarlyReports, Notes = [CannotMeet, MayBeWithdrawn],
        },
        new("dora-19-final", "DORA Art. 19(4)(c); Delegated Regulation (EU) 2025/301 Art. 5(1)(c)", DelegatedEli, Start.Filing(Reports, "dora-19-intermediate"), new Term(2025, 1, 17, Period.Months(1)))
        {
            To = Authority, Stages = Reports, Relief = FinalReport, Notes = [CannotMeet, MayBeWithdrawn],
        },
        new("dora-19-3", "DORA Art. 19(3)", Eli, Start.Awareness, new Term(2025, 1, 17, Period.InWords("without undue delay as soon as they become aware of it")))
        {
            Recipient = "customers", To = "clients of the financial entity", When = [ClientsConcerned],
        },
    ])
    {
        Home = Regimes.Regime.Eea,
        OfIncidents = true,
        AppliesIf = [Major],
    };

    /// <summary>Art. 5(1)(a) and 5(2): which of the two limbs binds.</summary>
    private static Beginning Initial(Incident incident)
    {
        var limit = incident.AwareAt + Duration.FromHours(24);
        if (incident.FirstOf(ActKind.Classified) is not { } classified)
        {
            return new Beginning(incident.AwareAt,
                "The incident has not been classified yet: 24 hours from awareness are the outer limit, and four hours run from the classification as soon as it is made.",
                Period.Hours(24), Delegated("5(1)(a)"), StartsWith: "classified");
        }
        if (classified > limit)
        {
            return new Beginning(classified, "The incident was classified later than 24 hours after awareness: four hours from the classification alone count.", Period.Hours(4), Delegated("5(2)"));
        }
        return classified + Duration.FromHours(4) <= limit
            ? new Beginning(classified, "Four hours from the classification end before 24 hours from awareness.", Period.Hours(4), Delegated("5(1)(a)"))
            : new Beginning(incident.AwareAt, "24 hours from awareness end before four hours from the classification.", Period.Hours(24), Delegated("5(1)(a)"));
    }

    // Reading: in which zone noon falls is not said; that of the member state to whose authority is reported is the natural one.
    private static Relief Noon(Condition? excludedIf) => new("noon-next-working-day", NoonOfNextWorkingDay,
        "The end falls on a weekend or bank holiday of the member state and moves to noon of the next working day", Article5 with { Text = excludedIf is null ? Delegated("5(4)").Text : $"{Delegated("5(4)").Text} and (5)" }, excludedIf);

    private static Instant NoonOfNextWorkingDay(Instant end, DateTimeZone zone, HolidayCalendar holidays)
    {
        var day = end.InZone(zone).Date;
        if (holidays.IsWorkingDay(day))
        {
            return end;
        }
        do
        {
            day = day.PlusDays(1);
        }
        while (!holidays.IsWorkingDay(day));
        return zone.AtLeniently(day.At(LocalTime.Noon)).ToInstant();
    }

    private static Citation Delegated(string paragraph) => new($"Delegated Regulation (EU) 2025/301 Art. {paragraph}", DelegatedEli);
}
