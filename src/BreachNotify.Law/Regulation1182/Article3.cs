using BreachNotify.Law.Calendars;
using NodaTime;

namespace BreachNotify.Law.Regulation1182;

/// <summary>
/// Regulation (EEC, Euratom) No 1182/71 Art. 3: how periods in acts of the Union are counted. Instants in, instants out;
/// an end is exclusive ("until the expiry of the last hour").
/// <see href="http://data.europa.eu/eli/reg/1971/1182/oj"/>
/// </summary>
public static class Article3
{
    /// <summary>Art. 3(1): the hour in which the event falls is not counted.</summary>
    public static readonly Citation EventHour = new("Regulation 1182/71 Art. 3(1)", "http://data.europa.eu/eli/reg/1971/1182/oj");

    /// <summary>Art. 3(2)(a): an hour period runs from the start of the first to the expiry of the last hour.</summary>
    public static readonly Citation HourPeriod = new("Regulation 1182/71 Art. 3(2)(a)", "http://data.europa.eu/eli/reg/1971/1182/oj");

    /// <summary>Art. 3(4): a period not expressed in hours that ends on a day off ends with the next working day.</summary>
    public static readonly Citation RollOver = new("Regulation 1182/71 Art. 3(4)", "http://data.europa.eu/eli/reg/1971/1182/oj");

    /// <summary>Art. 3(5): a period of two days or more includes at least two working days.</summary>
    public static readonly Citation TwoWorkingDays = new("Regulation 1182/71 Art. 3(5)", "http://data.europa.eu/eli/reg/1971/1182/oj");

    /// <summary>Art. 2(1): the public holidays are those of the place where the action is to be taken.</summary>
    public static readonly Citation Holidays = new("Regulation 1182/71 Art. 2(1)", "http://data.europa.eu/eli/reg/1971/1182/oj");

    /// <summary>Which days count towards the two working days of Art. 3(5).</summary>
    public enum DayCount
    {
        /// <summary>A day of which the period touches any part.</summary>
        Touched,

        /// <summary>Only a day that lies in the period from midnight to midnight.</summary>
        Full,
    }

    /// <summary>
    /// The first hour that counts, Art. 3(1). An event on the full hour falls into the hour that then begins, so it too
    /// waits for the next one.
    /// </summary>
    /// <remarks>All offsets in the EEA, the United Kingdom and Switzerland are whole hours, so the hour may be floored in UTC.</remarks>
    public static Instant StartOfFirstHour(Instant occurrence)
    {
        var ticks = occurrence.ToUnixTimeTicks();
        var intoHour = ticks % NodaConstants.TicksPerHour;
        return Instant.FromUnixTimeTicks(ticks - (intoHour < 0 ? intoHour + NodaConstants.TicksPerHour : intoHour)) + Duration.FromHours(1);
    }

    /// <summary>The last day of a period that ends at <paramref name="end"/>; an end at midnight belongs to the day before.</summary>
    public static LocalDate LastDay(Instant end, DateTimeZone zone) => (end - Duration.Epsilon).InZone(zone).Date;

    /// <summary>Art. 3(5): the end, extended until the period includes two working days.</summary>
    public static Instant WithTwoWorkingDays(Instant start, Instant end, DayCount count, DateTimeZone zone, HolidayCalendar holidays)
    {
        var day = start.InZone(zone).Date;
        if (count == DayCount.Full && StartOf(day, zone) < start)
        {
            day = day.PlusDays(1);
        }
        // Beyond the original end every further day is added whole, so "touched" and "full" agree from there on.
        for (var working = 0; ; day = day.PlusDays(1))
        {
            if (holidays.IsWorkingDay(day) && ++working == 2)
            {
                var midnight = EndOf(day, zone);
                return count == DayCount.Touched && StartOf(day, zone) < end || midnight <= end ? end : midnight;
            }
        }
    }

    /// <summary>Art. 3(4): the end, moved to the end of the next working day when the last day is a day off.</summary>
    public static Instant RolledOver(Instant end, DateTimeZone zone, HolidayCalendar holidays)
    {
        var day = LastDay(end, zone);
        if (holidays.IsWorkingDay(day))
        {
            return end;
        }
        do
        {
            day = day.PlusDays(1);
        }
        while (!holidays.IsWorkingDay(day));
        return EndOf(day, zone);
    }

    /// <summary>The midnight with which a local day ends.</summary>
    public static Instant EndOf(LocalDate day, DateTimeZone zone) => StartOf(day.PlusDays(1), zone);

    /// <summary>The instant a local day starts with.</summary>
    private static Instant StartOf(LocalDate day, DateTimeZone zone)
    {
        var inUtc = day.AtMidnight().InUtc().ToInstant();
        var interval = zone.GetZoneInterval(inUtc);
        var start = inUtc - Duration.FromTicks(interval.WallOffset.Ticks);
        // A day away from the next change of the clocks its midnight exists once; near one the library decides.
        return interval.Contains(start - Duration.FromDays(1)) && interval.Contains(start + Duration.FromDays(1)) ? start : zone.AtStartOfDay(day).ToInstant();
    }
}
