using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Planning;
using CsCheck;
using NodaTime;

namespace BreachNotify.Tests.Mailings.Planning;

/// <summary>What holds of every plan.</summary>
public sealed class PlanPropertyTests
{
    private static readonly string[] Domains = ["gmail.com", "web.de", "a.example", "gmx.de", "b.example", "c.example"];

    private static readonly Gen<Instant> Starts = Gen.Int[0, 400_000].Select(minutes => Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(minutes));

    private static readonly Gen<Lane[]> Providers = Gen.Select(Gen.Long[0, 100_000], Gen.Double[0.5, 200], Gen.Bool).Array[1, 5]
        .Select(lanes => lanes.Select((lane, i) => new Lane($"p{i}", lane.Item1, lane.Item3 ? lane.Item2 : null)).ToArray());

    private static readonly Gen<QuietHours?> Nights = Gen.Select(Gen.Int[0, 23], Gen.Int[1, 12], Gen.Bool).Select((from, hours, has) =>
        has ? new QuietHours(new LocalTime(from, 0), new LocalTime((from + hours) % 24, 30)) : null);

    private static readonly Gen<RampLeft?> Ramps = Gen.Select(Gen.Double[0, 5_000], Gen.Double[500, 20_000], Gen.Bool).Select((today, tomorrow, has) => has ? new RampLeft(today, tomorrow) : (RampLeft?)null);

    private static readonly Gen<IReadOnlyList<ZoneShare>> Zones = Gen.Int[-11, 13].Array[1, 4].Select(hours =>
        (IReadOnlyList<ZoneShare>)[.. hours.Select((hour, i) => (hour, i)).GroupBy(zone => zone.hour).Select(zone => new ZoneShare(Offset.FromHours(zone.Key), (double)zone.Count() / hours.Length))]);

    private static readonly Gen<Sending> Sendings = Gen.Select(Starts, Providers, Gen.Double[0.5, 500], Nights, Zones, Ramps)
        .Select((start, lanes, perSecond, quiet, zones, ramp) => new Sending(start, lanes, perSecond, quiet, zones, ramp));

    private static readonly Gen<CallHabits> Habits = Gen.Select(Gen.Double[0.001, 0.5], Gen.Double[0.01, 1].Array[1, 12], Gen.Double[1, 24], Gen.Double[0, 30]).Select((share, days, hours, minutes) =>
        new CallHabits(share, [.. days.OrderDescending().Select(day => day / days.Sum())], hours, minutes));

    [Fact]
    public void More_capacity_never_finishes_later() =>
        Gen.Select(Sendings, Gen.Double[1, 5], Gen.Int[0, 4], Gen.Double[1, 5]).Sample((sending, more, which, moreOfOne) =>
        {
            if (Schedule.Of(sending) is not { } before)
            {
                return;
            }
            Lane[] wider = [.. sending.Lanes.Select((lane, i) => i == which ? lane with { PerSecond = lane.PerSecond * moreOfOne } : lane)];
            var after = Schedule.Of(sending with { PerSecond = sending.PerSecond * more, Lanes = wider, Ramp = sending.Ramp is { } ramp ? new RampLeft(ramp.Today * more, ramp.Tomorrow * more) : null });
            Assert.NotNull(after);
            // A step lasts whole milliseconds.
            Assert.True(after.Finish <= before.Finish + Duration.FromSeconds(1), $"{before.Finish} {after.Finish}");
        }, iter: 500);

    [Fact]
    public void A_schedule_keeps_every_limit_and_sends_to_everybody() =>
        Sendings.Sample(sending =>
        {
            if (Schedule.Of(sending) is not { } schedule)
            {
                return;
            }
            Assert.Equal(sending.People, schedule.Curve.Total, 1e-6 * Math.Max(1, sending.People));
            for (var i = 1; i < schedule.Curve.Points.Count; i++)
            {
                var (from, until) = (schedule.Curve.Points[i - 1], schedule.Curve.Points[i]);
                Assert.True(until.At > from.At && until.Sent >= from.Sent);
                Assert.True(until.Sent - from.Sent <= (sending.PerSecond * (until.At - from.At).TotalSeconds) + 1e-3);
            }
            foreach (var (lane, finish) in sending.Lanes.Zip(schedule.LaneFinishes))
            {
                Assert.True(lane.PerSecond is not { } limit || (finish - sending.Start).TotalSeconds >= (lane.People / limit) - 1e-2);
            }
        }, iter: 500);

    [Fact]
    public void Nothing_is_sent_in_the_quiet_hours_of_a_single_zone() =>
        Gen.Select(Sendings, Gen.Int[-11, 13]).Sample((sending, hours) =>
        {
            sending = sending with { Quiet = new QuietHours(new LocalTime(21, 0), new LocalTime(8, 0)), Zones = [new ZoneShare(Offset.FromHours(hours), 1)], Ramp = null };
            if (Schedule.Of(sending) is not { } schedule)
            {
                return;
            }
            for (var i = 1; i < schedule.Curve.Points.Count; i++)
            {
                var (from, until) = (schedule.Curve.Points[i - 1], schedule.Curve.Points[i]);
                var middle = (from.At + ((until.At - from.At) / 2)).WithOffset(Offset.FromHours(hours)).TimeOfDay;
                Assert.True(until.Sent <= from.Sent || !sending.Quiet!.Covers(middle), $"{middle}");
            }
        }, iter: 200);

    [Fact]
    public void Providers_add_up_to_the_audience() =>
        Gen.Select(Gen.Long[0, 1_000_000].Array[0, 6].Select(counts => counts.Zip(Domains).ToDictionary(pair => pair.Second, pair => pair.First)), Gen.Long[0, 1_000], Gen.Long[0, 20_000_000]).Sample((domains, others, people) =>
        {
            var profile = new BreachNotify.Mailings.AudienceProfile(0, 0, 0, domains, others, new Dictionary<string, long>(), new Dictionary<string, long>());
            var lanes = Lanes.Of(profile, people, domain => KnownProviders.ByDomain.TryGetValue(domain, out var name) ? (name, 10) : null);
            Assert.Equal(people, lanes.Sum(lane => lane.People));
            Assert.Equal(lanes.Select(lane => lane.Name).Distinct().Count(), lanes.Count);
        });

    [Fact]
    public void Calls_add_up_to_the_share_of_everybody_reached_and_no_day_exceeds_the_peak() =>
        Gen.Select(Sendings, Habits, Gen.Long[0, 10_000]).Sample((sending, habits, reached) =>
        {
            if (Schedule.Of(sending) is not { } schedule)
            {
                return;
            }
            var curve = schedule.Curve.After(sending.Start - Duration.FromHours(30), reached);
            var days = CallLoad.ByDay(curve, habits, DateTimeZone.Utc);
            var expected = habits.Share * (sending.People + reached);
            Assert.Equal(expected, days.Sum(day => day.Expected), (0.001 * days.Count) + (1e-6 * expected));
            Assert.True(days.Max(day => day.PerHour) <= CallLoad.Peak(curve, habits).PerHour + 0.002);
        }, iter: 300);

    [Fact]
    public void The_pace_solved_keeps_the_calls_and_a_little_more_would_not() =>
        Gen.Select(Sendings, Habits, Gen.Double[0.02, 0.95]).Sample((sending, habits, part) =>
        {
            sending = sending with { Ramp = null, Quiet = null };
            if (Schedule.Of(sending) is not { } fastest || sending.People < 100)
            {
                return;
            }
            var atMost = Math.Round(CallLoad.Peak(fastest.Curve, habits).PerHour * part, 3);
            if (PaceFor.Calls(atMost, sending, habits, schedule => schedule.Curve) is not { } pace)
            {
                return;
            }
            Assert.True(Peak(pace) <= atMost);
            Assert.True(pace < sending.PerSecond);
            Assert.True(Peak(Math.Min(pace * (1 + PaceFor.Tolerance), sending.PerSecond)) > atMost, $"{pace} {atMost} {Peak(pace * (1 + PaceFor.Tolerance))}");

            double Peak(double perSecond) => CallLoad.Peak(Schedule.Of(sending with { PerSecond = perSecond })!.Curve, habits).PerHour;
        }, iter: 200);

    [Fact]
    public void A_mailing_around_midnight_is_not_half_as_much_for_those_who_answer()
    {
        var habits = new CallHabits(1, [1], 10, 6);
        var curve = Schedule.Of(new Sending(Instant.FromUtc(2026, 11, 22, 23, 59, 50), [new Lane("all", 1000, null)], 50, null, [], null))!.Curve;
        Assert.Equal([500, 500], CallLoad.ByDay(curve, habits, DateTimeZone.Utc).Select(day => day.Expected));
        Assert.Equal(100, CallLoad.Peak(curve, habits).PerHour);
        Assert.Equal(10, CallLoad.Peak(curve, habits).AgentsNeeded);
    }

    [Fact]
    public void What_takes_more_than_a_year_is_no_plan() =>
        Assert.Null(Schedule.Of(new Sending(Instant.FromUtc(2026, 11, 22, 0, 0), [new Lane("all", 10_000_000, null)], 0.1, null, [], null)));
}
