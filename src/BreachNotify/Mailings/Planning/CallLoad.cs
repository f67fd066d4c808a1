using NodaTime;

namespace BreachNotify.Mailings.Planning;

/// <summary>How people who were told call.</summary>
/// <param name="Share">Of those reached, 0 to 1.</param>
/// <param name="Days">How their calls spread over the days after the message, the first being its own; adds up to 1.</param>
/// <param name="Hours">Hours a day in which calls are taken.</param>
public sealed record CallHabits(double Share, IReadOnlyList<double> Days, double Hours, double MinutesPerCall)
{
    /// <summary>Agents who do nothing else and are never idle; a bare minimum.</summary>
    public int Agents(double perHour) => (int)Math.Ceiling(Math.Round(perHour * MinutesPerCall / 60, 6));
}

/// <summary>The calls of one day.</summary>
public sealed record CallDay(LocalDate Day, double Expected, double PerHour, int AgentsNeeded);

/// <summary>The most calls that may come in any day and night.</summary>
/// <param name="Until">The end of these 24 hours.</param>
public sealed record CallPeak(Instant Until, double PerHour, int AgentsNeeded);

/// <summary>Calls that follow from how many are reached by when.</summary>
public static class CallLoad
{
    private static readonly Duration OneDay = Duration.FromDays(1);

    /// <summary>By calendar day in the zone, from the day of the first message to that of the last call.</summary>
    public static IReadOnlyList<CallDay> ByDay(SentCurve sent, CallHabits habits, DateTimeZone zone)
    {
        var first = sent.Start.InZone(zone).Date;
        var days = Period.DaysBetween(first, sent.End.InZone(zone).Date) + 1;
        var reached = Enumerable.Range(0, days).Select(day => sent.By(MidnightAfter(day)) - (day == 0 ? 0 : sent.By(MidnightAfter(day - 1)))).ToArray();
        return [.. Enumerable.Range(0, days + habits.Days.Count - 1).Select(day =>
        {
            var expected = habits.Share * habits.Days.Select((share, later) => day - later >= 0 && day - later < days ? share * reached[day - later] : 0).Sum();
            return new CallDay(first.PlusDays(day), Math.Round(expected, 3), Math.Round(expected / habits.Hours, 3), habits.Agents(expected / habits.Hours));
        })];

        Instant MidnightAfter(int day) => zone.AtStartOfDay(first.PlusDays(day + 1)).ToInstant();
    }

    /// <summary>Of any 24 hours, whenever they begin: a mailing sent around midnight is not half as much for it.</summary>
    public static CallPeak Peak(SentCurve sent, CallHabits habits)
    {
        var peak = (Until: sent.Start, Calls: 0.0);
        // Between these instants the number of calls changes in a straight line, so that the most is at one of them.
        foreach (var (at, _) in sent.Points)
        {
            for (var later = 0; later <= habits.Days.Count; later++)
            {
                var until = at + (OneDay * later);
                var calls = habits.Share * habits.Days.Select((share, day) => share * (sent.By(until - (OneDay * day)) - sent.By(until - (OneDay * (day + 1))))).Sum();
                peak = calls > peak.Calls ? (until, calls) : peak;
            }
        }
        var perHour = peak.Calls / habits.Hours;
        return new CallPeak(peak.Until, Math.Round(perHour, 3), habits.Agents(perHour));
    }
}
