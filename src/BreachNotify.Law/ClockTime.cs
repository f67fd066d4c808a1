using System.Globalization;
using NodaTime;

namespace BreachNotify.Law;

/// <summary>Times as people read them.</summary>
public static class ClockTime
{
    /// <summary>
    /// Date, minute (seconds where there are any) and offset, such as <c>2026-04-05 17:40 (+02:00)</c>; midnight is printed
    /// as the 24:00 of the day that it ends.
    /// </summary>
    public static string Print(Instant instant, DateTimeZone zone)
    {
        var offset = zone.GetUtcOffset(instant);
        var local = instant.WithOffset(offset);
        var midnight = local.TimeOfDay == LocalTime.Midnight;
        var day = midnight ? local.Date.PlusDays(-1) : local.Date;
        var hour = midnight ? 24 : local.Hour;
        var (sign, minutes) = (offset.Seconds < 0 ? '-' : '+', Math.Abs(offset.Seconds) / 60);
        // Formatted by hand: an answer prints a dozen of these, and patterns allocate for each of their parts.
        return (local.Second, local.NanosecondOfSecond) == (0, 0)
            ? string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-{day.Month:00}-{day.Day:00} {hour:00}:{local.Minute:00} ({sign}{minutes / 60:00}:{minutes % 60:00})")
            : string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-{day.Month:00}-{day.Day:00} {hour:00}:{local.Minute:00}:{local.Second:00}{Fraction(local.NanosecondOfSecond)} ({sign}{minutes / 60:00}:{minutes % 60:00})");
    }

    private static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
}
