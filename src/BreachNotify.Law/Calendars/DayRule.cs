using System.Globalization;
using NodaTime;

namespace BreachNotify.Law.Calendars;

/// <summary>A rule that finds one day in a year.</summary>
/// <param name="Text">The rule in words, such as <c>Easter +39</c> or <c>last Monday of May</c>.</param>
/// <param name="In">The day in a given year; null in a year without one.</param>
public sealed record DayRule(string Text, Func<int, LocalDate?> In)
{
    /// <summary>The same date every year.</summary>
    public static DayRule On(int month, int day) =>
        new($"{day} {MonthName(month)}", year => new LocalDate(year, month, day));

    /// <summary>One date in history, never again.</summary>
    public static DayRule Once(int year, int month, int day) =>
        new($"{day} {MonthName(month)} {year}", y => y == year ? new LocalDate(year, month, day) : null);

    /// <summary>A number of days after (negative: before) Western Easter Sunday.</summary>
    public static DayRule Easter(int days) => new(Offset("Easter", days), year => Calendars.Easter.Western(year).PlusDays(days));

    /// <summary>A number of days after (negative: before) Orthodox Easter Sunday.</summary>
    public static DayRule OrthodoxEaster(int days) =>
        new(Offset("Orthodox Easter", days), year => Calendars.Easter.Orthodox(year).PlusDays(days));

    /// <summary>The first such weekday of a month.</summary>
    public static DayRule First(IsoDayOfWeek weekday, int month) => OnOrAfter(weekday, month, 1) with
    {
        Text = $"first {weekday} of {MonthName(month)}",
    };

    /// <summary>The second such weekday of a month.</summary>
    public static DayRule Second(IsoDayOfWeek weekday, int month) => OnOrAfter(weekday, month, 8) with
    {
        Text = $"second {weekday} of {MonthName(month)}",
    };

    /// <summary>The third such weekday of a month.</summary>
    public static DayRule Third(IsoDayOfWeek weekday, int month) => OnOrAfter(weekday, month, 15) with
    {
        Text = $"third {weekday} of {MonthName(month)}",
    };

    /// <summary>The fourth such weekday of a month.</summary>
    public static DayRule Fourth(IsoDayOfWeek weekday, int month) => OnOrAfter(weekday, month, 22) with
    {
        Text = $"fourth {weekday} of {MonthName(month)}",
    };

    /// <summary>The last such weekday of a month.</summary>
    public static DayRule Last(IsoDayOfWeek weekday, int month) => new(
        $"last {weekday} of {MonthName(month)}",
        year => new LocalDate(year, month, 1).With(DateAdjusters.EndOfMonth).With(DateAdjusters.PreviousOrSame(weekday)));

    /// <summary>The one such weekday in the seven days that begin with the date.</summary>
    public static DayRule OnOrAfter(IsoDayOfWeek weekday, int month, int day) => new(
        $"{weekday} on or after {day} {MonthName(month)}",
        year => new LocalDate(year, month, day).With(DateAdjusters.NextOrSame(weekday)));

    /// <summary>The same day, moved where it falls on a Sunday.</summary>
    public DayRule OnSundayMovedBy(int days) => new(
        $"{Text}, on a Sunday moved by {days.ToString("+0;-0", CultureInfo.InvariantCulture)} day",
        year => In(year) is { DayOfWeek: IsoDayOfWeek.Sunday } sunday ? sunday.PlusDays(days) : In(year));

    private static string Offset(string feast, int days) =>
        days == 0 ? feast : $"{feast} {days.ToString("+0;-0", CultureInfo.InvariantCulture)}";

    private static string MonthName(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
}
