using BreachNotify.Law.Authorities;
using BreachNotify.Law.Calendars;
using BreachNotify.Law.Gdpr;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests.Gdpr;

public class Article33Tests
{
    private static readonly Gen<Instant> Awareness = Gen.Long[Instant.FromUtc(2018, 7, 20, 12, 0).ToUnixTimeTicks(), Instant.FromUtc(2035, 1, 1, 0, 0).ToUnixTimeTicks()]
        .Select(Instant.FromUnixTimeTicks);

    private static readonly Gen<Authority> AnyAuthority = Gen.Int[0, SupervisoryAuthorities.All.Count - 1].Select(i => SupervisoryAuthorities.All[i]);

    public static TheoryData<string, string, string, string, string, string, string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string, string, string, string, string, string, string>();
        foreach (var row in MarkdownTable.Read("Gdpr/Article33.md"))
        {
            data.Add(row["case"], row["aware"], row["zone"], row["holidays"], row["elapsed"], row["hour-not-counted"], row["two-working-days"], row["two-working-days-full"], row["roll-over"]);
        }
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_worked_example_holds_under_all_five_readings(
        string because, string aware, string zone, string holidays, string elapsed, string hourNotCounted, string touched, string full, string rollOver)
    {
        var calendar = HolidayCalendar.OfDates(holidays.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(date => LocalDatePattern.Iso.Parse(date).Value));
        var readings = Readings.Of(Article33.Regime, 72, OffsetDateTimePattern.Rfc3339.Parse(aware).Value.ToInstant(), DateTimeZoneProviders.Tzdb[zone], calendar);

        Assert.Equal(
            [elapsed, hourNotCounted, touched, full, rollOver],
            readings.Select(reading => InstantPattern.ExtendedIso.Format(reading.Due)));
        Assert.NotEmpty(because);
    }

    [Fact]
    public void The_readings_are_ordered_for_every_awareness_and_every_authority() =>
        Gen.Select(Awareness, AnyAuthority).Sample((aware, authority) =>
        {
            var due = Due(aware, authority.Zone, authority.Holidays);
            return due["elapsed"] <= due["hour-not-counted"]
                && due["hour-not-counted"] <= due["two-working-days"]
                && due["two-working-days"] <= due["two-working-days-full"]
                && due["hour-not-counted"] <= due["roll-over"]
                && due["hour-not-counted"] - due["elapsed"] is var gap && gap > Duration.Zero && gap <= Duration.FromHours(1);
        });

    [Fact]
    public void On_the_full_hour_the_hour_not_counted_is_exactly_one_hour() =>
        Gen.Select(Gen.Long[420_000, 570_000], AnyAuthority).Sample((hours, authority) =>
        {
            var due = Due(Instant.FromUnixTimeTicks(hours * NodaConstants.TicksPerHour), authority.Zone, authority.Holidays);
            return due["hour-not-counted"] - due["elapsed"] == Duration.FromHours(1);
        });

    [Fact]
    public void One_more_holiday_never_makes_a_reading_earlier_and_never_touches_the_hour_readings() =>
        Gen.Select(Awareness, AnyAuthority, Gen.Int[-3, 8]).Sample((aware, authority, offset) =>
        {
            var first = aware.InZone(authority.Zone).Date;
            var known = Enumerable.Range(-5, 20).Select(i => first.PlusDays(i)).Where(authority.Holidays.Contains).ToList();
            var before = Due(aware, authority.Zone, HolidayCalendar.OfDates(known));
            var after = Due(aware, authority.Zone, HolidayCalendar.OfDates(known.Append(first.PlusDays(offset))));
            return before["elapsed"] == after["elapsed"]
                && before["hour-not-counted"] == after["hour-not-counted"]
                && before["two-working-days"] <= after["two-working-days"]
                && before["two-working-days-full"] <= after["two-working-days-full"]
                && before["roll-over"] <= after["roll-over"];
        });

    [Fact]
    public void The_two_working_days_are_really_in_the_period() =>
        Gen.Select(Awareness, AnyAuthority).Sample((aware, authority) =>
        {
            var end = Due(aware, authority.Zone, authority.Holidays)["two-working-days-full"];
            var start = Law.Regulation1182.Article3.StartOfFirstHour(aware);
            var whole = 0;
            for (var day = start.InZone(authority.Zone).Date; day <= Law.Regulation1182.Article3.LastDay(end, authority.Zone); day = day.PlusDays(1))
            {
                var from = authority.Zone.AtStartOfDay(day).ToInstant();
                var until = authority.Zone.AtStartOfDay(day.PlusDays(1)).ToInstant();
                if (from >= start && until <= end && authority.Holidays.IsWorkingDay(day))
                {
                    whole++;
                }
            }
            return whole >= 2;
        });

    [Theory]
    [InlineData("2026-03-27T12:00:00Z", "Europe/Berlin", "2026-03-30T11:00:00Z")]
    [InlineData("2026-10-23T12:00:00Z", "Europe/Berlin", null)]
    [InlineData("2026-06-08T12:00:00Z", "Europe/Berlin", null)]
    public void When_summer_time_begins_in_between_the_same_wall_clock_is_an_hour_earlier(string aware, string zone, string? safe)
    {
        var found = Readings.SafeUnderEveryView(InstantPattern.ExtendedIso.Parse(aware).Value, 72, DateTimeZoneProviders.Tzdb[zone]);

        Assert.Equal(safe, found is { } instant ? InstantPattern.ExtendedIso.Format(instant) : null);
    }

    [Fact]
    public void Every_reading_is_justified_and_every_step_cites_its_source()
    {
        var readings = Readings.Of(Article33.Regime, 72, Instant.FromUtc(2026, 4, 2, 15, 40), DateTimeZoneProviders.Tzdb["Europe/Berlin"], PublicHolidays.Of("DE"));

        Assert.All(readings, reading =>
        {
            Assert.NotEmpty(reading.Derivation);
            Assert.All(reading.Derivation, step => Assert.False(string.IsNullOrWhiteSpace(step.Text) || string.IsNullOrWhiteSpace(step.Citation.Text)));
        });
        Assert.Contains(readings[4].Derivation, step => step.Text.Contains("Good Friday", StringComparison.Ordinal));
    }

    private static Dictionary<string, Instant> Due(Instant aware, DateTimeZone zone, HolidayCalendar holidays) =>
        Readings.Of(Article33.Regime, 72, aware, zone, holidays).ToDictionary(reading => reading.Id, reading => reading.Due);
}
