using NodaTime;

namespace BreachNotify.Law.Tests;

public class TimelineTests
{
    private static readonly Citation Somewhere = new("Some Act s. 1");
    private static readonly LocalDate Checked = new(2026, 1, 1);

    [Fact]
    public void A_value_is_in_force_from_its_first_day_until_the_day_before_its_end()
    {
        var timeline = new Timeline<int>("Some Act s. 1", Entry("2018-05-25", "2020-01-01", 1), Entry("2020-01-01", null, 2));

        Assert.Equal(1, timeline.On(Day("2018-05-25")).Value);
        Assert.Equal(1, timeline.On(Day("2019-12-31")).Value);
        Assert.Equal(2, timeline.On(Day("2020-01-01")).Value);
        Assert.Equal(2, timeline.On(Day("2199-12-31")).Value);
    }

    [Theory]
    [InlineData("2018-05-24")]
    [InlineData("2020-06-01")]
    [InlineData("2030-01-01")]
    public void A_day_outside_is_refused_naming_the_provision_and_the_span_covered(string day)
    {
        var timeline = new Timeline<int>("Some Act s. 1", Entry("2018-05-25", "2020-01-01", 1), Entry("2021-01-01", "2025-01-01", 2));

        var refusal = Assert.Throws<NotInForceException>(() => timeline.On(Day(day)));

        Assert.Contains("Some Act s. 1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2018-05-25 to 2019-12-31", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2021-01-01 to 2024-12-31", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_overlap_are_out_of_order_or_end_before_they_begin_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Timeline<int>("x", Entry("2018-01-01", "2020-01-01", 1), Entry("2019-12-31", null, 2)));
        Assert.Throws<ArgumentException>(() => new Timeline<int>("x", Entry("2018-01-01", null, 1), Entry("2020-01-01", null, 2)));
        Assert.Throws<ArgumentException>(() => new Timeline<int>("x", Entry("2020-01-01", "2021-01-01", 1), Entry("2018-01-01", "2019-01-01", 2)));
        Assert.Throws<ArgumentException>(() => new Timeline<int>("x", Entry("2020-01-01", "2020-01-01", 1)));
        Assert.Throws<ArgumentException>(() => new Timeline<int>("x"));
    }

    private static InForce<int> Entry(string from, string? until, int value) => new(Day(from), until is null ? null : Day(until), value, Somewhere, Checked);

    private static LocalDate Day(string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).Value;
}
