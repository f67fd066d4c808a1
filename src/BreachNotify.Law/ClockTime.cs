using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law;

/// <summary>Times as people read them.</summary>
public static class ClockTime
{
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly OffsetPattern Offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    /// <summary>
    /// Date, minute (seconds where there are any) and offset, such as <c>2026-04-05 17:40 (+02:00)</c>; midnight is printed
    /// as the 24:00 of the day that it ends.
    /// </summary>
    public static string Print(Instant instant, DateTimeZone zone)
    {
        var zoned = instant.InZone(zone);
        var midnight = zoned.TimeOfDay == LocalTime.Midnight;
        var day = LocalDatePattern.Iso.Format(midnight ? zoned.Date.PlusDays(-1) : zoned.Date);
        var clock = midnight ? "24:00" : (zoned.Second, zoned.NanosecondOfSecond) == (0, 0) ? Minute.Format(zoned.TimeOfDay) : LocalTimePattern.ExtendedIso.Format(zoned.TimeOfDay);
        return $"{day} {clock} ({Offset.Format(zoned.Offset)})";
    }
}
