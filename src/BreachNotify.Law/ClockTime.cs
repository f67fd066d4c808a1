using System.Globalization;
using System.Numerics;
using NodaTime;

namespace BreachNotify.Law;

/// <summary>Times as people read them.</summary>
public static class ClockTime
{
    // An offset of whole minutes, nine digits of a second.
    internal const int Longest = 48;

    /// <summary>
    /// Date, minute (seconds where there are any) and offset, such as <c>2026-04-05 17:40 (+02:00)</c>; midnight is printed
    /// as the 24:00 of the day that it ends.
    /// </summary>
    public static string Print(Instant instant, DateTimeZone zone)
    {
        Span<char> text = stackalloc char[Longest];
        return new string(text[..Print(text, instant, zone)]);
    }

    /// <summary>The same as characters or as UTF-8, none of which is escaped in a JSON string.</summary>
    /// <returns>How many elements were written, at most 48.</returns>
    internal static int Print<T>(Span<T> text, Instant instant, DateTimeZone zone)
        where T : unmanaged, IBinaryInteger<T>
    {
        var offset = zone.GetUtcOffset(instant);
        var local = instant.WithOffset(offset);
        var midnight = local.TimeOfDay == LocalTime.Midnight;
        var length = Digits.Date(text, midnight ? local.Date.PlusDays(-1) : local.Date);
        text[length++] = T.CreateTruncating(' ');
        length += Digits.Minute(text[length..], midnight ? 24 : local.Hour, local.Minute);
        if ((local.Second, local.NanosecondOfSecond) != (0, 0))
        {
            text[length++] = T.CreateTruncating(':');
            Digits.Two(text[length..], local.Second);
            length += 2;
            Digits.TryCopy(text[length..], Fraction(local.NanosecondOfSecond), out var written);
            length += written;
        }
        text[length++] = T.CreateTruncating(' ');
        text[length++] = T.CreateTruncating('(');
        length += Digits.Offset(text[length..], offset);
        text[length++] = T.CreateTruncating(')');
        return length;
    }

    private static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? "" : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
}
