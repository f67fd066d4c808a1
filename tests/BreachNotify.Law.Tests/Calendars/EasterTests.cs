using System.Globalization;
using BreachNotify.Law.Calendars;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests.Calendars;

public sealed class EasterTests
{
    public static TheoryData<int, string, string> Published() =>
        new(MarkdownTable.Read("Calendars/Easter.md").Select(row => (int.Parse(row["year"], CultureInfo.InvariantCulture), row["Western"], row["Orthodox"])));

    [Theory]
    [MemberData(nameof(Published))]
    public void Easter_Sunday_falls_on_the_published_date(int year, string western, string orthodox)
    {
        Assert.Equal(LocalDatePattern.Iso.Parse(western).Value, Easter.Western(year));
        Assert.Equal(LocalDatePattern.Iso.Parse(orthodox).Value, Easter.Orthodox(year));
    }

    [Fact]
    public void Western_Easter_is_always_a_Sunday_from_22_March_to_25_April() =>
        Gen.Int[1583, 9998].Sample(year =>
        {
            var easter = Easter.Western(year);
            Assert.Equal(IsoDayOfWeek.Sunday, easter.DayOfWeek);
            Assert.InRange(easter, new LocalDate(year, 3, 22), new LocalDate(year, 4, 25));
        });

    [Fact]
    public void Orthodox_Easter_is_a_Sunday_and_in_these_centuries_never_before_the_Western() =>
        Gen.Int[1900, 2199].Sample(year =>
        {
            Assert.Equal(IsoDayOfWeek.Sunday, Easter.Orthodox(year).DayOfWeek);
            Assert.True(Easter.Orthodox(year) >= Easter.Western(year));
        });
}
