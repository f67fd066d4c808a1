using System.Text.RegularExpressions;
using BreachNotify.Http;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Pages;

/// <summary>Times in forms: an ISO date in one field, a 24-hour time in a second one named after it.</summary>
public static partial class Moments
{
    public static string TimeOf(string name) => $"{name}.time";

    /// <summary>A local time, or an instant where an offset was given with it; null where both fields are empty or something is wrong.</summary>
    public static Moment? Read(Form form, string name, bool required = false)
    {
        var (date, time) = (form[name], form[TimeOf(name)]);
        if (date.Length == 0 && time.Length == 0 && !required)
        {
            return null;
        }
        if (!LocalDatePattern.Iso.Parse(date).Success)
        {
            form.Complain(name, "error.date");
        }
        if (Clock().Match(time) is not { Success: true } match)
        {
            form.Complain(TimeOf(name), "error.time");
            return null;
        }
        var offset = match.Groups["offset"].Value;
        return Moment.TryParse($"{date}T{match.Groups["clock"].Value}{(offset.Length > 0 ? ":00" + offset : "")}", out var moment) ? moment : null;
    }

    /// <summary>A time typed to the minute stands for any second of it: within the minute of what it cannot precede, it is that.</summary>
    public static Instant NotBefore(Instant earliest, Instant typed) => typed < earliest && earliest - typed < Duration.FromMinutes(1) ? earliest : typed;

    /// <summary>A day that somebody named; null where the field is empty or names none.</summary>
    public static LocalDate? Day(Form form, string name)
    {
        if (form.Optional(name) is not { } text)
        {
            return null;
        }
        // A day in every zone, with one after it.
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day) && day.Year is > 0 and < 9999)
        {
            return day;
        }
        form.Complain(name, "error.date");
        return null;
    }

    /// <summary>The first instant after a day.</summary>
    public static Instant EndOf(LocalDate day, DateTimeZone zone) => zone.AtStartOfDay(day.PlusDays(1)).ToInstant();

    [GeneratedRegex(@"^(?<clock>([01][0-9]|2[0-3]):[0-5][0-9])(?<offset>Z|[+-][0-9]{2}:[0-9]{2})?$")]
    private static partial Regex Clock();
}
