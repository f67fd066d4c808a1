using System.Collections.Concurrent;
using BreachNotify.Law.Regulation1182;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Calendars;

/// <summary>One public holiday on one date.</summary>
/// <param name="Date">The day off; for a substitute the substituted day.</param>
/// <param name="Name">Its usual English name.</param>
/// <param name="Verified">False where nobody has read the source of the rule.</param>
public readonly record struct Holiday(LocalDate Date, string Name, bool Verified = true);

/// <summary>
/// The public holidays of one territory: the days "designated as such in the Member State or in the Community
/// institution in which action is to be taken" (Regulation 1182/71 Art. 2(1)).
/// </summary>
/// <param name="territory">ISO 3166-1 or 3166-2 code, such as <c>AT</c> or <c>DE-BY</c>.</param>
/// <param name="ofYear">The holidays of one year, in any order.</param>
public sealed class HolidayCalendar(string territory, Func<int, IEnumerable<Holiday>> ofYear)
{
    private readonly ConcurrentDictionary<int, Year> _years = new();

    /// <summary>The territory whose holidays these are.</summary>
    public string Territory { get; } = territory;

    /// <summary>A calendar of exactly the given dates, for callers that replace the built-in holidays.</summary>
    public static HolidayCalendar OfDates(IEnumerable<LocalDate> dates)
    {
        var byYear = dates.Distinct().ToLookup(date => date.Year);
        return new HolidayCalendar("given", year => byYear[year].Select(date => new Holiday(date, "given")));
    }

    /// <summary>Whether the day is a public holiday.</summary>
    public bool Contains(LocalDate date) => YearOf(date.Year).Dates.Contains(date);

    /// <summary>The holidays of a year in order of date; two on one date stay two.</summary>
    public IReadOnlyList<Holiday> In(int year) => YearOf(year).Holidays;

    /// <summary>A working day is every day other than public holidays, Sundays and Saturdays (Regulation 1182/71 Art. 2(2)).</summary>
    public bool IsWorkingDay(LocalDate date) =>
        date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !Contains(date);

    /// <summary>For each public holiday from <paramref name="first"/> to <paramref name="last"/>, a step that names it.</summary>
    internal void Name(LocalDate first, LocalDate last, List<Reason> steps)
    {
        for (var number = first.Year; number <= last.Year; number++)
        {
            var year = YearOf(number);
            for (var i = 0; i < year.Holidays.Length; i++)
            {
                if (year.Holidays[i].Date >= first && year.Holidays[i].Date <= last)
                {
                    steps.Add(year.Steps[i]);
                }
            }
        }
    }

    private Year YearOf(int year) => _years.TryGetValue(year, out var known) ? known : _years.GetOrAdd(year, Year.Of([.. ofYear(year).OrderBy(h => h.Date).ThenBy(h => h.Name, StringComparer.Ordinal)]));

    private sealed record Year(Holiday[] Holidays, HashSet<LocalDate> Dates, Reason[] Steps)
    {
        public static Year Of(Holiday[] holidays) => new(holidays, [.. holidays.Select(h => h.Date)], [.. holidays.Select(Step)]);

        private static Reason Step(Holiday holiday) => new Reason(
            $"{LocalDatePattern.Iso.Format(holiday.Date)} is a public holiday ({holiday.Name}) where the authority sits.", Article3.Holidays, holiday.Verified);
    }
}
