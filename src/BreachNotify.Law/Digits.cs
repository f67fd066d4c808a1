using System.Numerics;
using NodaTime;

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

    /// <summary>A number from 0 to 99.</summary>
    public static void Two<T>(Span<T> to, int value)
        where T : unmanaged, IBinaryInteger<T>
    {
        to[1] = T.CreateTruncating('0' + (value % 10));
        to[0] = T.CreateTruncating('0' + (value / 10));
    }
}
