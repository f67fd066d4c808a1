using System.Numerics;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law;

/// <summary>
/// Dates and times in digits, as characters or as UTF-8. An answer prints some thirty of them; patterns and composite
/// formats cost more than the law that is printed.
/// </summary>
internal static class Digits
{
    /// <summary><c>2026-04-05</c>, for the years 0 to 9999.</summary>
    /// <returns>How many elements were written.</returns>
    public static int Date<T>(Span<T> to, LocalDate date)
        where T : unmanaged, IBinaryInteger<T>
    {
        Two(to, date.Year / 100);
        Two(to[2..], date.Year % 100);
        to[4] = to[7] = T.CreateTruncating('-');
        Two(to[5..], date.Month);
        Two(to[8..], date.Day);
        return 10;
    }

    /// <summary><c>17:40</c>.</summary>
    /// <returns>How many elements were written.</returns>
    public static int Minute<T>(Span<T> to, int hour, int minute)
        where T : unmanaged, IBinaryInteger<T>
    {
        Two(to, hour);
        to[2] = T.CreateTruncating(':');
        Two(to[3..], minute);
        return 5;
    }

    /// <summary><c>2026-04-05T17:40:00</c>.</summary>
    /// <returns>How many elements were written.</returns>
    public static int Second<T>(Span<T> to, LocalDateTime time)
        where T : unmanaged, IBinaryInteger<T>
    {
        Date(to, time.Date);
        to[10] = T.CreateTruncating('T');
        Minute(to[11..], time.Hour, time.Minute);
        to[16] = T.CreateTruncating(':');
        Two(to[17..], time.Second);
        return 19;
    }

    /// <summary><c>+02:00</c>, for offsets of whole minutes.</summary>
    /// <returns>How many elements were written.</returns>
    public static int Offset<T>(Span<T> to, Offset offset)
        where T : unmanaged, IBinaryInteger<T>
    {
        to[0] = T.CreateTruncating(offset.Seconds < 0 ? '-' : '+');
        var minutes = Math.Abs(offset.Seconds) / 60;
        return 1 + Minute(to[1..], minutes / 60, minutes % 60);
    }

    /// <summary><c>20,000,000</c>.</summary>
    /// <returns>How many elements were written, at most 26.</returns>
    public static int Thousands<T>(Span<T> to, ulong number)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> backwards = stackalloc T[26];
        var at = backwards.Length;
        for (var written = 0; written == 0 || number > 0; written++)
        {
            if (written > 0 && written % 3 == 0)
            {
                backwards[--at] = T.CreateTruncating(',');
            }
            (number, var digit) = Math.DivRem(number, 10);
            backwards[--at] = T.CreateTruncating('0' + digit);
        }
        backwards[at..].CopyTo(to);
        return backwards.Length - at;
    }

    /// <summary><c>.04</c>; nothing without decimals.</summary>
    /// <returns>How many elements were written.</returns>
    public static int Fraction<T>(Span<T> to, ulong part, int decimals)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (decimals == 0)
        {
            return 0;
        }
        to[0] = T.CreateTruncating('.');
        for (var i = decimals; i > 0; i--)
        {
            (part, var digit) = Math.DivRem(part, 10);
            to[i] = T.CreateTruncating('0' + digit);
        }
        return decimals + 1;
    }

    /// <summary>A text of ASCII characters; false where there is no room.</summary>
    public static bool TryCopy<T>(Span<T> to, string ascii, out int written)
        where T : unmanaged, IBinaryInteger<T>
    {
        written = 0;
        if (to.Length < ascii.Length)
        {
            return false;
        }
        foreach (var character in ascii)
        {
            to[written++] = T.CreateTruncating(character);
        }
        return true;
    }

    /// <summary><c>2026-04-05</c>.</summary>
    public static string Print(LocalDate date) => date.Year is < 0 or > 9999 ? LocalDatePattern.Iso.Format(date) : string.Create(10, date, static (text, date) => Date(text, date));

    /// <summary><c>2026-04-05T15:40:00Z</c>, with a fraction where there is one.</summary>
    public static string Print(Instant instant)
    {
        var time = instant.InUtc().LocalDateTime;
        return time.Year is < 0 or > 9999 || time.NanosecondOfSecond != 0
            ? InstantPattern.ExtendedIso.Format(instant)
            : string.Create(20, time, static (text, time) => text[Second(text, time)] = 'Z');
    }

    /// <summary>
    /// Reads an instant with its offset in the form nearly all questions use, <c>2026-04-05T17:40:00+02:00</c> or with
    /// <c>Z</c>; every other form of RFC 3339, and what is none, is left to a pattern.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        var isUtc = text is [.., 'Z'] && text.Length == 20;
        if ((!isUtc && text.Length != 25) || !TryRead(text[..10], out LocalDate date) || date.Year == 9999 || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }
        var (hour, minute, second) = (Two(text[11..]), Two(text[14..]), Two(text[17..]));
        var (offsetHour, offsetMinute) = isUtc ? (0, 0) : text[22] == ':' ? (Two(text[20..]), Two(text[23..])) : (-1, -1);
        var sign = isUtc || text[19] == '+' ? 1 : text[19] == '-' ? -1 : 0;
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || offsetHour is < 0 or > 18 || offsetMinute is < 0 or > 59 || (offsetHour == 18 && offsetMinute > 0) || sign == 0)
        {
            return false;
        }
        instant = Instant.FromUtc(date.Year, date.Month, date.Day, hour, minute, second) - Duration.FromMinutes(sign * ((60 * offsetHour) + offsetMinute));
        return true;
    }

    /// <summary>Reads an ISO date of the years 1000 to 9999; every other is left to a pattern.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
        {
            return false;
        }
        var (year, month, day) = ((100 * Two(text)) + Two(text[2..]), Two(text[5..]), Two(text[8..]));
        if (year < 1000 || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
        {
            return false;
        }
        date = new LocalDate(year, month, day);
        return true;
    }

    /// <summary>A number of two digits; far below zero where they are none.</summary>
    private static int Two(ReadOnlySpan<char> text) => char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) ? ((text[0] - '0') * 10) + text[1] - '0' : -100_000;

    /// <summary>A number from 0 to 99.</summary>
    public static void Two<T>(Span<T> to, int value)
        where T : unmanaged, IBinaryInteger<T>
    {
        to[1] = T.CreateTruncating('0' + (value % 10));
        to[0] = T.CreateTruncating('0' + (value / 10));
    }
}
