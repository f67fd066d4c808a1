using NodaTime;

namespace BreachNotify.Law.Calendars;

/// <summary>Where a holiday rule comes from.</summary>
/// <param name="Text">The act and article, or the official list.</param>
/// <param name="Read">True if somebody read it there or in a reproduction of its text; false if it is stated from memory.</param>
public sealed record HolidaySource(string Text, bool Read)
{
    internal static HolidaySource Seen(string text) => new(text, true);

    internal static HolidaySource Unverified(string text) => new(text, false);
}

/// <summary>One public holiday of one territory: the day, the years it covers, and the source.</summary>
/// <param name="Day">Finds the day in a year.</param>
/// <param name="Name">Its usual English name.</param>
/// <param name="Source">The act that makes it a holiday.</param>
public sealed record HolidayRule(DayRule Day, string Name, HolidaySource Source)
{
    /// <summary>First year it is a holiday; null where it was one before 2018 already.</summary>
    public int? From { get; init; }

    /// <summary>Last year it is a holiday; null while no end is known.</summary>
    public int? Until { get; init; }

    /// <summary>Years in between in which it is none, because it was moved or suspended.</summary>
    public IReadOnlyList<int> NotIn { get; init; } = [];

    /// <summary>
    /// True if a Saturday or Sunday brings a further day off: the next day that is neither Saturday, Sunday nor
    /// another holiday. The day itself stays a holiday.
    /// </summary>
    public bool Substituted { get; init; }

    /// <summary>True if a Sunday alone brings a further day off, the next day that is no holiday (Japan).</summary>
    public bool SubstitutedOnSunday { get; init; }

    /// <summary>True if a Saturday is kept on the Friday before and a Sunday on the Monday after (United States).</summary>
    public bool KeptOnNearestWeekday { get; init; }

    /// <summary>False where nobody has read the source.</summary>
    public bool Verified => Source.Read;

    /// <summary>The day in a year; null in a year the rule does not cover.</summary>
    public LocalDate? In(int year) =>
        (From is { } from && year < from) || (Until is { } until && year > until) || NotIn.Contains(year) ? null : Day.In(year);

    /// <summary>The holidays that a table of rules yields in a year, substitutes included, in no particular order.</summary>
    internal static IEnumerable<Holiday> Apply(IReadOnlyList<HolidayRule> rules, int year)
    {
        var days = rules.Select(rule => (Rule: rule, Date: rule.In(year)))
            .Where(found => found.Date is not null)
            .Select(found => (found.Rule, Date: found.Date!.Value))
            .OrderBy(found => found.Date)
            .ToList();
        var taken = days.Select(found => found.Date).ToHashSet();
        foreach (var (rule, date) in days)
        {
            yield return new Holiday(date, rule.Name, rule.Verified);
            if (rule.KeptOnNearestWeekday && IsWeekend(date))
            {
                var kept = date.PlusDays(date.DayOfWeek == IsoDayOfWeek.Saturday ? -1 : 1);
                // 1 January on a Saturday is kept in the year before and has a rule of its own there.
                if (kept.Year == year)
                {
                    yield return new Holiday(kept, $"{rule.Name} (observed)", rule.Verified);
                }
            }
            if (rule.SubstitutedOnSunday && date.DayOfWeek == IsoDayOfWeek.Sunday)
            {
                var substitute = date.PlusDays(1);
                while (!taken.Add(substitute))
                {
                    substitute = substitute.PlusDays(1);
                }
                yield return new Holiday(substitute, $"{rule.Name} (substitute day)", rule.Verified);
            }
            if (rule.Substituted && IsWeekend(date))
            {
                var substitute = date.PlusDays(1);
                while (IsWeekend(substitute) || !taken.Add(substitute))
                {
                    substitute = substitute.PlusDays(1);
                }
                yield return new Holiday(substitute, $"{rule.Name} (substitute day)", rule.Verified);
            }
        }
    }

    private static bool IsWeekend(LocalDate date) => date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
}
