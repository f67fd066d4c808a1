namespace BreachNotify.Law.Regimes;

/// <summary>In what a period is expressed.</summary>
public enum PeriodUnit
{
    /// <summary>No number, only words.</summary>
    None,

    /// <summary>Elapsed hours.</summary>
    Hours,

    /// <summary>Calendar days; the day of the event is not counted.</summary>
    Days,

    /// <summary>Working days of the recipient's calendar; the day of the event is not counted.</summary>
    WorkingDays,

    /// <summary>Calendar months.</summary>
    Months,

    /// <summary>Calendar days after the end of the calendar year of the event.</summary>
    DaysAfterYearEnd,
}

/// <summary>A period of the law.</summary>
/// <param name="Count">1 or more; 0 where there is no number.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Text">The period in words, such as "24 hours" or "without undue delay".</param>
public sealed record Period(int Count, PeriodUnit Unit, string Text)
{
    /// <summary>So many elapsed hours.</summary>
    public static Period Hours(int count) => new(count, PeriodUnit.Hours, $"{count} hours");

    /// <summary>So many calendar days.</summary>
    public static Period Days(int count) => new(count, PeriodUnit.Days, $"{count} days");

    /// <summary>So many working days.</summary>
    public static Period WorkingDays(int count) => new(count, PeriodUnit.WorkingDays, $"{count} working days");

    /// <summary>So many months.</summary>
    public static Period Months(int count) => new(count, PeriodUnit.Months, count == 1 ? "one month" : $"{count} months");

    /// <summary>So many days after the end of the calendar year.</summary>
    public static Period DaysAfterYearEnd(int count) => new(count, PeriodUnit.DaysAfterYearEnd, $"{count} days after the end of the calendar year");

    /// <summary>No number, only the words of the law.</summary>
    public static Period InWords(string words) => new(0, PeriodUnit.None, words);
}
