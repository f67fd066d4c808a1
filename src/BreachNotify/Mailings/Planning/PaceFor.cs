namespace BreachNotify.Mailings.Planning;

/// <summary>A pace that keeps the calls within what can be taken.</summary>
public static class PaceFor
{
    /// <summary>How near the pace found is to the largest one.</summary>
    public const double Tolerance = 0.001;

    /// <summary>
    /// The largest overall limit at which no more calls an hour come than wanted; the sending's own where that keeps them.
    /// By bisection: the slower people are told, the thinner their calls are spread.
    /// </summary>
    /// <param name="sent">The curve a schedule gives, with those reached before.</param>
    /// <returns>Null if even a year is too short.</returns>
    public static double? Calls(double perHourAtMost, Sending sending, CallHabits habits, Func<Schedule, SentCurve> sent)
    {
        if (Keeps(sending.PerSecond) == true)
        {
            return sending.PerSecond;
        }
        var (low, high) = (sending.PerSecond / 2, sending.PerSecond);
        while (Keeps(low) is not true)
        {
            if (Keeps(low) is null)
            {
                return null;
            }
            (low, high) = (low / 2, low);
        }
        while (high / low > 1 + (Tolerance / 2))
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = Keeps(middle) == true ? (middle, high) : (low, middle);
        }
        return low;

        bool? Keeps(double perSecond) => Schedule.Of(sending with { PerSecond = perSecond }) is { } schedule
            ? CallLoad.Peak(sent(schedule), habits).PerHour <= perHourAtMost
            : null;
    }
}
