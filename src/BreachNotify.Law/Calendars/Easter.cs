using NodaTime;

namespace BreachNotify.Law.Calendars;

/// <summary>The date of Easter Sunday by the two reckonings in use.</summary>
public static class Easter
{
    /// <summary>Easter Sunday of the Western churches: the Gregorian computus of 1582.</summary>
    /// <param name="year">1583 to 9999.</param>
    /// <returns>A Sunday from 22 March to 25 April.</returns>
    public static LocalDate Western(int year)
    {
        // The anonymous algorithm printed in Nature, 20 April 1876, with its customary letters.
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var (month, day) = Math.DivRem(h + l - (7 * m) + 114, 31);
        return new LocalDate(year, month, day + 1);
    }

    /// <summary>Easter Sunday of the Orthodox churches: the Julian computus, given as a Gregorian date.</summary>
    /// <param name="year">1583 to 9998.</param>
    public static LocalDate Orthodox(int year)
    {
        var a = year % 4;
        var b = year % 7;
        var c = year % 19;
        var d = ((19 * c) + 15) % 30;
        var e = ((2 * a) + (4 * b) - d + 34) % 7;
        var (month, day) = Math.DivRem(d + e + 114, 31);
        return new LocalDate(year, month, day + 1, CalendarSystem.Julian).WithCalendar(CalendarSystem.Iso);
    }
}
