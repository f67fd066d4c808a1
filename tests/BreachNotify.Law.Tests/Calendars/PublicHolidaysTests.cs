using System.Globalization;
using BreachNotify.Law.Calendars;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests.Calendars;

public sealed class PublicHolidaysTests
{
    public static TheoryData<string, string, string, string> KnownDates() =>
        new(MarkdownTable.Read("Calendars/Dates.md").Select(row => (row["territory"], row["date"], row["holiday?"], row["because"])));

    public static TheoryData<string, int, string> WholeYears() =>
        new(MarkdownTable.Read("Calendars/Years.md").Select(row => (row["territory"], int.Parse(row["year"], CultureInfo.InvariantCulture), row["days"])));

    public static TheoryData<string> Territories() => new(PublicHolidays.Territories);

    [Theory]
    [MemberData(nameof(KnownDates))]
    public void A_known_date_is_or_is_not_a_holiday(string territory, string date, string holiday, string because)
    {
        var found = PublicHolidays.Of(territory).Contains(LocalDatePattern.Iso.Parse(date).Value) ? "yes" : "no";

        Assert.True(holiday == found, $"{territory} {date}: expected '{holiday}', found '{found}', because: {because}");
    }

    [Theory]
    [MemberData(nameof(WholeYears))]
    public void A_whole_year_has_exactly_the_listed_days(string territory, int year, string days)
    {
        var found = PublicHolidays.Of(territory).In(year)
            .GroupBy(holiday => holiday.Date)
            .Select(day => day.Key.ToString("MM-dd", CultureInfo.InvariantCulture) + (day.Count() > 1 ? "=" : ""));

        Assert.Equal(days, string.Join(' ', found));
    }

    [Fact]
    public void Every_territory_has_a_whole_year_in_the_tables() =>
        Assert.Equal(PublicHolidays.Territories, WholeYears().Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Territories))]
    public void Every_year_answers_within_itself_and_names_no_day_twice(string territory)
    {
        for (var year = 2018; year <= 2040; year++)
        {
            var holidays = PublicHolidays.Of(territory).In(year);

            Assert.NotEmpty(holidays);
            Assert.All(holidays, holiday => Assert.Equal(year, holiday.Date.Year));
            Assert.Equal(holidays.Count, holidays.Distinct().Count());
            Assert.Equal(holidays.OrderBy(holiday => holiday.Date).Select(holiday => holiday.Date), holidays.Select(holiday => holiday.Date));
        }
    }

    [Theory]
    [MemberData(nameof(Territories))]
    public void Every_rule_has_a_source_a_sensible_span_and_at_least_one_day(string territory) =>
        Assert.All(PublicHolidays.RulesOf(territory), rule =>
        {
            Assert.NotEmpty(rule.Source.Text);
            Assert.NotEmpty(rule.Name);
            Assert.True(rule.From is null || rule.Until is null || rule.From <= rule.Until);
            Assert.Contains(Enumerable.Range(2010, 31), year => rule.In(year) is not null);
        });

    [Theory]
    [MemberData(nameof(Territories))]
    public void A_substitute_is_a_weekday_within_four_days_after_the_weekend_it_makes_up_for(string territory)
    {
        for (var year = 2018; year <= 2040; year++)
        {
            var holidays = PublicHolidays.Of(territory).In(year);
            foreach (var substitute in holidays.Where(holiday => holiday.Name.EndsWith(" (substitute day)", StringComparison.Ordinal)))
            {
                var original = Assert.Single(holidays, holiday => $"{holiday.Name} (substitute day)" == substitute.Name);

                Assert.True(original.Date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);
                Assert.False(substitute.Date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);
                Assert.InRange(Period.DaysBetween(original.Date, substitute.Date), 1, 4);
                Assert.Single(holidays, holiday => holiday.Date == substitute.Date);
            }
        }
    }

    [Fact]
    public void A_weekday_in_a_window_is_that_weekday_in_those_seven_days() =>
        Gen.Select(Gen.Int[1900, 2199], Gen.Int[1, 7], Gen.Int[1, 12], Gen.Int[1, 28]).Sample((year, weekday, month, day) =>
        {
            var found = DayRule.OnOrAfter((IsoDayOfWeek)weekday, month, day).In(year)!.Value;

            Assert.Equal((IsoDayOfWeek)weekday, found.DayOfWeek);
            Assert.InRange(Period.DaysBetween(new LocalDate(year, month, day), found), 0, 6);
        });

    [Fact]
    public void The_last_weekday_of_a_month_has_no_later_one_in_it() =>
        Gen.Select(Gen.Int[1900, 2199], Gen.Int[1, 7], Gen.Int[1, 12]).Sample((year, weekday, month) =>
        {
            var found = DayRule.Last((IsoDayOfWeek)weekday, month).In(year)!.Value;

            Assert.Equal((IsoDayOfWeek)weekday, found.DayOfWeek);
            Assert.Equal(month, found.Month);
            Assert.NotEqual(month, found.PlusWeeks(1).Month);
        });

    [Fact]
    public void An_unknown_territory_is_refused_and_the_known_ones_are_named()
    {
        var refused = Assert.Throws<ArgumentException>(() => PublicHolidays.Of("XX"));

        Assert.Contains("'XX'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("DE-BY", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saturdays_Sundays_and_holidays_are_no_working_days()
    {
        var austria = PublicHolidays.Of("AT");

        Assert.False(austria.IsWorkingDay(new LocalDate(2026, 4, 6)));
        Assert.False(austria.IsWorkingDay(new LocalDate(2026, 4, 4)));
        Assert.False(austria.IsWorkingDay(new LocalDate(2026, 4, 5)));
        Assert.True(austria.IsWorkingDay(new LocalDate(2026, 4, 7)));
    }

    [Fact]
    public void Calendars_are_built_once() => Assert.Same(PublicHolidays.Of("FR"), PublicHolidays.Of("FR"));

    [Fact]
    public void A_rule_from_memory_says_that_it_is_unverified()
    {
        Assert.False(Assert.Single(PublicHolidays.RulesOf("HU"), rule => rule.Name == "Christmas Eve").Verified);
        Assert.All(PublicHolidays.RulesOf("AT"), rule => Assert.True(rule.Verified));
    }
}
