using BreachNotify.Law.Calendars;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regulation1182;
using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>Counts a period from an event: the readings of its end, the earliest first.</summary>
internal static class Counted
{
    private const string HourNotCounted = Gdpr.Readings.HourNotCounted;
    private const string EndOfDay = "end-of-day";
    private const string SameClockTime = "same-clock-time";

    private static readonly Citation Months = new("Regulation 1182/71 Art. 3(2)(c)", "http://data.europa.eu/eli/reg/1971/1182/oj");

    internal static List<Reading> Of(Period period, Instant start, Manner manner, Citation citation, bool verified, Incident incident)
    {
        var zone = incident.Zone;
        var length = new Reason(verified ? $"The period is {period.Text}." : $"The period is {period.Text}; not verified.", citation, verified);
        return period.Unit switch
        {
            PeriodUnit.Hours => InHours(period, start, manner, length, zone),
            PeriodUnit.Months => InMonths(period, start, manner, length, zone, incident.Holidays),
            PeriodUnit.Days or PeriodUnit.DaysAfterYearEnd => InDays(period, start, manner, length, zone, incident.Holidays),
            PeriodUnit.WorkingDays => InWorkingDays(period, start, length, zone, incident.Holidays),
            _ => throw new ArgumentException($"A period of {period.Unit} has no end.", nameof(period)),
        };
    }

    private static List<Reading> InHours(Period period, Instant start, Manner manner, Reason length, DateTimeZone zone)
    {
        var end = start + Duration.FromHours(period.Count);
        var readings = new List<Reading>(2)
        {
            Ends(Gdpr.Readings.Elapsed, end, Standing.ReliedOn, zone, inclusive: true, length,
                new Reason($"{period.Text} after {ClockTime.Print(start, zone)} end at {ClockTime.Print(end, zone)}.", length.Citation, length.Verified)),
        };
        if (manner.NotCounted is { } why)
        {
            var first = Article3.StartOfFirstHour(start);
            var last = first + Duration.FromHours(period.Count);
            readings.Add(Ends(HourNotCounted, last, manner.Standing, zone, inclusive: false, why, length,
                new Reason($"The hour of the event is not counted: the first hour starts at {ClockTime.Print(first, zone)}.", Article3.EventHour),
                new Reason($"The last hour expires at {ClockTime.Print(last, zone)}.", Article3.HourPeriod)));
        }
        return readings;
    }

    private static List<Reading> InDays(Period period, Instant start, Manner manner, Reason length, DateTimeZone zone, HolidayCalendar holidays)
    {
        var eventDay = start.InZone(zone).Date;
        var from = period.Unit == PeriodUnit.DaysAfterYearEnd ? new LocalDate(eventDay.Year, 12, 31) : eventDay;
        var end = Article3.EndOf(from.PlusDays(period.Count), zone);
        var readings = new List<Reading>(2)
        {
            Ends(EndOfDay, end, Standing.ReliedOn, zone, inclusive: false, length,
                new Reason($"{Day(from)} is not counted; the last day ends at {ClockTime.Print(end, zone)}.", length.Citation, length.Verified)),
        };
        if (manner.RollsOver is { } why && Article3.RolledOver(end, zone, holidays) is var rolled && rolled != end)
        {
            readings.Add(Ends(Gdpr.Readings.RollOver, rolled, manner.Standing, zone, inclusive: false, length, why,
                new Reason($"The last day is not a working day; it ends with the next one at {ClockTime.Print(rolled, zone)}.", why.Citation, why.Verified)));
        }
        return readings;
    }

    private static List<Reading> InWorkingDays(Period period, Instant start, Reason length, DateTimeZone zone, HolidayCalendar holidays)
    {
        var first = start.InZone(zone).Date;
        var day = first;
        var steps = new List<Reason>(4) { length };
        for (var counted = 0; counted < period.Count;)
        {
            day = day.PlusDays(1);
            if (holidays.IsWorkingDay(day))
            {
                counted++;
            }
            else if (holidays.Contains(day) && day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday))
            {
                steps.Add(new Reason($"{Day(day)} is a public holiday and not counted.", length.Citation, length.Verified));
            }
        }
        var end = Article3.EndOf(day, zone);
        steps.Add(new Reason($"{Day(first)} is not counted; the last of the {period.Text} ends at {ClockTime.Print(end, zone)}.", length.Citation, length.Verified));
        return [new Reading(EndOfDay, end, zone, Standing.ReliedOn, steps)];
    }

    private static List<Reading> InMonths(Period period, Instant start, Manner manner, Reason length, DateTimeZone zone, HolidayCalendar holidays)
    {
        var local = start.InZone(zone).LocalDateTime;
        var sameTime = zone.AtLeniently(local.PlusMonths(period.Count)).ToInstant();
        var readings = new List<Reading>(2)
        {
            Ends(SameClockTime, sameTime, Standing.ReliedOn, zone, inclusive: true, length,
                new Reason($"The same day and time of the month in which it ends, or the last day of a shorter month: {ClockTime.Print(sameTime, zone)}; no reading ends earlier.", length.Citation, length.Verified)),
        };
        if (manner.NotCounted is { } why)
        {
            var end = Article3.EndOf(local.Date.PlusMonths(period.Count), zone);
            var rolled = Article3.RolledOver(end, zone, holidays);
            readings.Add(Ends(EndOfDay, rolled, manner.Standing, zone, inclusive: false, why, length,
                new Reason($"A period in months ends with the last hour of the same date, {ClockTime.Print(end, zone)}.", Months),
                new Reason(rolled == end ? "That is a working day: nothing moves." : $"That is not a working day: it ends with the next one at {ClockTime.Print(rolled, zone)}.", Article3.RollOver)));
        }
        return readings;
    }

    private static Reading Ends(string id, Instant due, Standing standing, DateTimeZone zone, bool inclusive, params Reason[] steps) =>
        new(id, due, zone, standing, steps) { EndIsInTime = inclusive };

    private static string Day(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
