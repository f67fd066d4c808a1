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
        Span<char> text = stackalloc char[48];
        var length = Digits.Date(text, midnight ? local.Date.PlusDays(-1) : local.Date);
        text[length++] = ' ';
        length += Digits.Minute(text[length..], midnight ? 24 : local.Hour, local.Minute);
        if ((local.Second, local.NanosecondOfSecond) != (0, 0))
        {
            text[length++] = ':';
            Digits.Two(text[length..], local.Second);
            length += 2;
            var fraction = Fraction(local.NanosecondOfSecond);
            fraction.CopyTo(text[length..]);
            length += fraction.Length;
        }
        text[length++] = ' ';
        text[length++] = '(';
        length += Digits.Offset(text[length..], offset);
        text[length++] = ')';
        return new string(text[..length]);
    }

    private static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
}
