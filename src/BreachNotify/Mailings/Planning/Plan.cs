using NodaTime;

namespace BreachNotify.Mailings.Planning;

/// <summary>Everything a plan follows from.</summary>
/// <param name="Reached">How many were reached before the sending's start, since when.</param>
/// <param name="Letters">People without an address, by country.</param>
public sealed record PlanFacts(
    Sending Sending, (Instant Since, long People) Reached, CallHabits Calls, DateTimeZone Zone, int? Agents, double? CallsPerHourAtMost,
    Instant? AwareAt, Instant? FinishBy, IReadOnlyDictionary<string, long> Letters, IReadOnlyList<ChannelCost> Costs, IReadOnlyList<Assumption> Assumptions);

/// <summary>People of one provider and when the last of them is sent to.</summary>
/// <param name="PerSecond">What it takes; null for no limit of its own.</param>
public sealed record ProviderPlan(string Name, long People, double? PerSecond, Instant Finish);

/// <summary>People sent to between two instants.</summary>
public sealed record TimelinePart(Instant From, Instant Until, long People);

/// <summary>The pace that keeps the calls.</summary>
/// <param name="PerSecond">To be set for the mailing; null where its limits keep the calls anyway.</param>
public sealed record SolvedPace(double CallsPerHourAtMost, double? PerSecond);

/// <param name="Rate">For one; null where none was given.</param>
public sealed record ChannelTotal(decimal Count, decimal? Rate, string? Currency, decimal? Amount, string? Source, bool Verified);

/// <param name="Letter">To people without an address; whoever is refused comes on top.</param>
public sealed record PlanCost(ChannelTotal Email, LetterCosts Letter, ChannelTotal Call);

/// <summary>The plan beside what it is measured by.</summary>
/// <param name="HoursSinceAwareness">At the finish.</param>
/// <param name="InTime">Null without a target of one's own.</param>
/// <param name="HoursLate">Against that target; negative where there is time to spare.</param>
public sealed record Comparison(string Provision, string Standard, double? HoursSinceAwareness, Instant? FinishBy, bool? InTime, double? HoursLate);

/// <summary>A mailing before it is sent, or what is left of one.</summary>
/// <param name="People">Still to be sent to.</param>
/// <param name="PerSecond">The limit over all providers.</param>
/// <param name="Calls">By day; with the calls of people reached before.</param>
/// <param name="DaysShortOfAgents">Days on which the agents given do not suffice; null without them.</param>
public sealed record Plan(
    Instant Start, Instant Finish, long People, double PerSecond, IReadOnlyList<ProviderPlan> PerProvider, IReadOnlyList<TimelinePart> Timeline,
    IReadOnlyList<CallDay> Calls, CallPeak Peak, int AgentsNeeded, int? DaysShortOfAgents, SolvedPace? Pace, PlanCost Cost, Comparison ComparedWith, IReadOnlyList<Assumption> Assumptions)
{
    private const int MostParts = 100;
    private static readonly Duration[] Steps = [Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(6), Duration.FromDays(1), Duration.FromDays(7)];

    /// <returns>Null if it would take longer than <see cref="Schedule.Longest"/>, or no pace keeps the calls.</returns>
    public static Plan? Of(PlanFacts facts)
    {
        var sending = facts.Sending;
        SolvedPace? solved = null;
        if (facts.CallsPerHourAtMost is { } atMost)
        {
            if (PaceFor.Calls(atMost, sending, facts.Calls, Curve) is not { } pace)
            {
                return null;
            }
            pace = pace == sending.PerSecond ? pace : Rounded(pace);
            solved = new SolvedPace(atMost, pace == sending.PerSecond ? null : pace);
            sending = sending with { PerSecond = pace };
        }
        if (Schedule.Of(sending) is not { } schedule)
        {
            return null;
        }
        var curve = Curve(schedule);
        var calls = CallLoad.ByDay(curve, facts.Calls, facts.Zone);
        var peak = CallLoad.Peak(curve, facts.Calls);
        var finish = schedule.Finish;
        return new Plan(
            sending.Start, finish, sending.People, sending.PerSecond,
            [.. sending.Lanes.Select((lane, i) => new ProviderPlan(lane.Name, lane.People, lane.PerSecond, schedule.LaneFinishes[i]))],
            TimelineOf(schedule.Curve), calls, peak, peak.AgentsNeeded,
            facts.Agents is { } agents ? calls.Count(day => day.AgentsNeeded > agents) : null,
            solved, CostOf(facts, (decimal)Math.Round(curve.Total * facts.Calls.Share, 3)),
            new Comparison(
                "GDPR Art. 34(1)", "without undue delay; the law names no number of hours",
                facts.AwareAt is { } aware ? Math.Round((finish - aware).TotalHours, 2) : null,
                facts.FinishBy, facts.FinishBy is { } target ? finish <= target : null, facts.FinishBy is { } by ? Math.Round((finish - by).TotalHours, 2) : null),
            facts.Assumptions);

        SentCurve Curve(Schedule planned) => planned.Curve.After(facts.Reached.Since, facts.Reached.People);
    }

    /// <summary>Down to four digits, which a person can type.</summary>
    private static double Rounded(double pace)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(pace)) - 3);
        return Math.Round(Math.Floor(pace / unit) * unit, 12);
    }

    private static List<TimelinePart> TimelineOf(SentCurve curve)
    {
        var step = Steps.First(step => step * MostParts >= curve.End - curve.Start);
        var parts = new List<TimelinePart>();
        for (var from = curve.Start; from < curve.End; from += step)
        {
            var until = Instant.Min(from + step, curve.End);
            parts.Add(new TimelinePart(from, until, (long)Math.Round(curve.By(until)) - (long)Math.Round(curve.By(from))));
        }
        return parts;
    }

    private static PlanCost CostOf(PlanFacts facts, decimal calls)
    {
        var letters = new LetterRates([.. facts.Costs.Where(cost => cost.Channel == Channel.Letter).Select(cost => new LetterRate(cost.Country ?? LetterRates.AnyCountry, cost.Amount, cost.Currency, cost.Source ?? Assumption.Asker, true))]);
        return new PlanCost(Total(Channel.Email, facts.Sending.People), letters.Cost(facts.Letters), Total(Channel.Call, calls));

        ChannelTotal Total(Channel channel, decimal count) => facts.Costs.FirstOrDefault(cost => cost.Channel == channel) is { } cost
            ? new ChannelTotal(count, cost.Amount, cost.Currency, decimal.Round(cost.Amount * count, 2), cost.Source ?? Assumption.Asker, true)
            : new ChannelTotal(count, null, null, null, null, false);
    }
}
