using NodaTime;

namespace BreachNotify.Mailings.Planning;

/// <summary>
/// When everybody is sent to. People are taken as a stream that runs at one pace until something changes: a provider is
/// done, a night begins or ends somewhere, a day of the ramp ends. What the overall limit allows is shared by how many
/// wait, and nobody gets more than the provider takes; so more capacity, anywhere, never makes anybody wait longer. The
/// day's share of a ramp is spread over the day, which the mailing itself does not do: it ends on the same day, earlier.
/// </summary>
/// <param name="LaneFinishes">In the order of the lanes; the start for one without people.</param>
public sealed record Schedule(Instant Finish, IReadOnlyList<Instant> LaneFinishes, SentCurve Curve)
{
    /// <summary>What takes longer is no plan.</summary>
    public static readonly Duration Longest = Duration.FromDays(366);

    private const long Day = 86_400_000;
    private const double Nobody = 1e-7;

    /// <returns>Null if it would take longer than <see cref="Longest"/>.</returns>
    public static Schedule? Of(Sending sending)
    {
        var lanes = sending.Lanes;
        var zones = sending.Quiet is null ? [new ZoneShare(Offset.Zero, 1)] : sending.Zones;
        var waiting = lanes.Select(lane => zones.Select(zone => lane.People * zone.Share).ToArray()).ToArray();
        var start = Instant.FromUnixTimeMilliseconds(sending.Start.ToUnixTimeMilliseconds());
        var finishes = new Instant[lanes.Count];
        Array.Fill(finishes, start);
        var curve = new List<(Instant, double)> { (start, 0) };
        var sent = 0.0;
        var now = 0L;
        while (waiting.Any(lane => lane.Any(people => people > 0)))
        {
            var (open, change) = OpenZones(sending, zones, start, now);
            var (limit, endOfDay) = LimitAt(sending, start, now);
            change = Math.Min(change, endOfDay);
            var due = waiting.Select(lane => lane.Where((_, zone) => open[zone]).Sum()).ToArray();
            var rates = Share(limit, due, lanes);
            var step = change;
            for (var i = 0; i < due.Length; i++)
            {
                if (rates[i] > 0)
                {
                    step = (long)Math.Min(step, Math.Max(1, Math.Ceiling(due[i] / rates[i] * 1000)));
                }
            }
            if (step > Longest.TotalMilliseconds - now)
            {
                return null;
            }
            now += step;
            for (var i = 0; i < due.Length; i++)
            {
                if (due[i] <= 0)
                {
                    continue;
                }
                var done = Math.Min(due[i], rates[i] * step / 1000);
                var left = due[i] - done <= Nobody ? 0 : 1 - (done / due[i]);
                sent += left == 0 ? due[i] : done;
                for (var zone = 0; zone < zones.Count; zone++)
                {
                    waiting[i][zone] *= open[zone] ? left : 1;
                }
                if (waiting[i].All(people => people == 0))
                {
                    finishes[i] = start + Duration.FromMilliseconds(now);
                }
            }
            curve.Add((start + Duration.FromMilliseconds(now), sent));
        }
        // What rounding left open.
        curve[^1] = (curve[^1].Item1, sending.People);
        return new Schedule(finishes.DefaultIfEmpty(start).Max(), finishes, new SentCurve(curve));
    }

    /// <summary>Which zones may be sent to, and for how many milliseconds that stays so.</summary>
    private static (bool[] Open, long Change) OpenZones(Sending sending, IReadOnlyList<ZoneShare> zones, Instant start, long now)
    {
        var (open, change) = (new bool[zones.Count], long.MaxValue);
        if (sending.Quiet is not { } quiet)
        {
            open[0] = true;
            return (open, change);
        }
        for (var i = 0; i < zones.Count; i++)
        {
            var local = Wrapped(start.ToUnixTimeMilliseconds() + now + zones[i].Offset.Milliseconds);
            open[i] = !quiet.Covers(LocalTime.FromMillisecondsSinceMidnight((int)local));
            var next = Wrapped(((open[i] ? quiet.From : quiet.Until).TickOfDay / NodaConstants.TicksPerMillisecond) - local);
            change = Math.Min(change, next == 0 ? Day : next);
        }
        return (open, change);
    }

    /// <summary>The overall limit a second, and for how many milliseconds it holds.</summary>
    private static (double PerSecond, long Change) LimitAt(Sending sending, Instant start, long now)
    {
        if (sending.Ramp is not { } ramp)
        {
            return (sending.PerSecond, long.MaxValue);
        }
        var firstDay = Day - Wrapped(start.ToUnixTimeMilliseconds());
        if (now < firstDay)
        {
            return (Math.Min(sending.PerSecond, ramp.Today * 1000 / firstDay), firstDay - now);
        }
        var day = (now - firstDay) / Day;
        return (Math.Min(sending.PerSecond, ramp.Tomorrow * Math.Pow(Pacing.Ramp.Growth, day) * 1000 / Day), firstDay + ((day + 1) * Day) - now);
    }

    /// <summary>Divides the limit by how many are due, up to what each provider takes; what one cannot use, the others get.</summary>
    private static double[] Share(double limit, double[] due, IReadOnlyList<Lane> lanes)
    {
        var rates = new double[due.Length];
        var full = new bool[due.Length];
        for (var again = true; again;)
        {
            again = false;
            var sharing = due.Where((_, i) => !full[i]).Sum();
            var perPerson = sharing > 0 ? Math.Max(0, limit - rates.Where((_, i) => full[i]).Sum()) / sharing : 0;
            for (var i = 0; i < due.Length; i++)
            {
                if (!full[i] && lanes[i].PerSecond < perPerson * due[i])
                {
                    (full[i], again) = (true, true);
                    rates[i] = lanes[i].PerSecond!.Value;
                }
                else if (!full[i])
                {
                    rates[i] = perPerson * due[i];
                }
            }
        }
        return rates;
    }

    private static long Wrapped(long milliseconds) => ((milliseconds % Day) + Day) % Day;
}
