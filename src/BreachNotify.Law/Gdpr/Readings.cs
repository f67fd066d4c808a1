using BreachNotify.Law.Calendars;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regulation1182;
using NodaTime;

namespace BreachNotify.Law.Gdpr;

/// <summary>
/// The five readings of the hour period of Art. 33(1), side by side. For every awareness, with R0 to R3 in this order:
/// R0 &lt;= R1 &lt;= R2 (touched) &lt;= R2 (full), R1 &lt;= R3 and 0 &lt; R1 - R0 &lt;= 1 h.
/// </summary>
public static class Readings
{
    /// <summary>R0: so many elapsed hours after awareness.</summary>
    public const string Elapsed = "elapsed";

    /// <summary>R1: the hour of awareness is not counted.</summary>
    public const string HourNotCounted = "hour-not-counted";

    /// <summary>R2: R1 with two working days, counting every day touched.</summary>
    public const string TwoWorkingDays = "two-working-days";

    /// <summary>R2: R1 with two working days, counting whole days only.</summary>
    public const string TwoWorkingDaysFull = "two-working-days-full";

    /// <summary>R3: R1 rolled over a weekend or holiday.</summary>
    public const string RollOver = "roll-over";

    private static readonly Citation Aware = new("EDPB Guidelines 9/2022 v2.0 para. 31");
    private static readonly Citation Piltz = new("Regulation 1182/71 Art. 3(5); Piltz/Pradel, ZD 2019, 152");
    private static readonly Citation AgainstPiltz = new("BayLfD, guidance of 1 June 2019; LDI NRW, reply of February 2024");
    private static readonly Citation Transposed = new("Directive 2000/84/EC Art. 2 and 3", "http://data.europa.eu/eli/dir/2000/84/oj");

    private static readonly Reason Awareness = new Reason(
        "Awareness is a reasonable degree of certainty that a security incident has compromised personal data; the period starts there.", Aware);

    private static readonly Reason OnlyDaysRollOver = new Reason(
        "The text moves only ends of periods not expressed in hours; this reading is shown because calculators use it.", Article3.RollOver);

    private static readonly Reason NothingMoves = new Reason("Its last day is a working day: nothing moves.", Article3.RollOver);

    private static readonly Reason TwoDaysArgued = new Reason("Some hold that the hour period is one of two days or more and must include two working days.", Piltz);

    private static readonly Reason TwoDaysRefused = new Reason("The authorities that have spoken do not apply this to periods in hours.", AgainstPiltz);

    private static readonly Reason SummerTimeBegins = new Reason("Summer time begins in between: the wall clock shows one hour more; the hours are elapsed hours.", Transposed);

    private static readonly Reason SummerTimeEnds = new Reason("Summer time ends in between: the wall clock shows one hour less; the hours are elapsed hours.", Transposed);

    /// <summary>The readings of a period of <paramref name="hours"/> hours that starts with awareness.</summary>
    public static IReadOnlyList<Reading> Of(NotificationRegime regime, int hours, Instant awareAt, DateTimeZone zone, HolidayCalendar holidays) =>
        [FromAwareness(regime, hours, awareAt, zone), .. FromFullHour(regime, hours, Article3.StartOfFirstHour(awareAt), zone, holidays)];

    /// <summary>The reading that counts from the moment of awareness.</summary>
    internal static Reading FromAwareness(NotificationRegime regime, int hours, Instant awareAt, DateTimeZone zone)
    {
        var elapsed = awareAt + Duration.FromHours(hours);
        return new Reading(Elapsed, elapsed, zone, Standing.ReliedOn,
        [
            Awareness,
            new Reason($"{hours} elapsed hours after {(awareAt, zone)} end at {(elapsed, zone)}; no reading ends earlier.", regime.Cite, regime.Verified),
            .. SummerTime(awareAt, elapsed, zone) is { } change ? (ReadOnlySpan<Reason>)[change] : [],
        ])
        {
            // The elapsed hours end with an instant that is still in time; the other readings end "until the expiry of
            // the last hour" and so exclude it.
            EndIsInTime = true,
        };
    }

    /// <summary>The readings that count from the next full hour: the same for everybody who became aware in one hour.</summary>
    internal static Reading[] FromFullHour(NotificationRegime regime, int hours, Instant start, DateTimeZone zone, HolidayCalendar holidays)
    {
        var notCounted = start + Duration.FromHours(hours);
        var touched = Article3.WithTwoWorkingDays(start, notCounted, Article3.DayCount.Touched, zone, holidays);
        var full = Article3.WithTwoWorkingDays(start, notCounted, Article3.DayCount.Full, zone, holidays);
        var rolled = Article3.RolledOver(notCounted, zone, holidays);

        var hourSkipped = new Reason($"The hour in which awareness falls is not counted: the first hour starts at {(start, zone)}.", Article3.EventHour);
        var end = ClockTime.Print(notCounted, zone);
        var lastHour = new Reason($"The last hour expires at {end}.", Article3.HourPeriod);
        Reason Extended(Instant after, string how, string whole) => after == notCounted
            ? new Reason($"The period already {how} two {whole}working days: it ends at {end}.", Article3.TwoWorkingDays)
            : new Reason($"The period {how} fewer than two {whole}working days: it is extended to the end of the second, {(after, zone)}.", Article3.TwoWorkingDays);
        Reading Reading(string id, Instant due, Standing standing, IReadOnlyList<Reason> steps) => new(id, due, zone, standing, steps);

        return
        [
            Reading(HourNotCounted, notCounted, regime.Counting.Standing, [regime.Counting.Reason, Period(regime, hours), hourSkipped, lastHour]),
            Reading(TwoWorkingDays, touched, Standing.Disputed,
                WithDaysOff(start, touched, zone, holidays, TwoDaysArgued, TwoDaysRefused, hourSkipped, Extended(touched, "touches", ""))),
            Reading(TwoWorkingDaysFull, full, Standing.Disputed,
                WithDaysOff(start, full, zone, holidays, TwoDaysArgued, TwoDaysRefused, hourSkipped, Extended(full, "holds", "whole "))),
            Reading(RollOver, rolled, Standing.ContraryToText, WithDaysOff(
                start, rolled, zone, holidays,
                hourSkipped,
                lastHour,
                rolled == notCounted
                    ? NothingMoves
                    : new Reason($"Its last day is not a working day; it would end with the next one at {(rolled, zone)}.", Article3.RollOver),
                OnlyDaysRollOver)),
        ];
    }

    /// <summary>The same wall-clock time as many days later where that is earlier than the elapsed hours (summer time begins in between); else null.</summary>
    public static Instant? SafeUnderEveryView(Instant awareAt, int hours, DateTimeZone zone)
    {
        var elapsed = awareAt + Duration.FromHours(hours);
        if (zone.GetUtcOffset(awareAt) == zone.GetUtcOffset(elapsed))
        {
            return null;
        }
        var local = awareAt.InZone(zone).LocalDateTime.PlusHours(hours);
        var wallClock = zone.AtLeniently(local).ToInstant();
        return wallClock < elapsed ? wallClock : null;
    }

    private static Reason Period(NotificationRegime regime, int hours) => Reason.Fixed($"The period is {hours} hours.", regime.Cite, regime.Verified);

    private static List<Reason> WithDaysOff(Instant start, Instant end, DateTimeZone zone, HolidayCalendar holidays, params ReadOnlySpan<Reason> steps)
    {
        var all = new List<Reason>(steps.Length + 4);
        all.AddRange(steps);
        holidays.Name(start.InZone(zone).Date, Article3.LastDay(end, zone), all);
        return all;
    }

    private static Reason? SummerTime(Instant from, Instant to, DateTimeZone zone) => (zone.GetUtcOffset(to).Seconds - zone.GetUtcOffset(from).Seconds) switch
    {
        > 0 => SummerTimeBegins,
        < 0 => SummerTimeEnds,
        _ => null,
    };
}
