using BreachNotify.Pages.Charts;

namespace BreachNotify.Tests.Pages.Charts;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 7, new double[] { 0, 2, 4, 6, 8 })]
    [InlineData(3, 10, new double[] { 0, 2, 4, 6, 8, 10 })]
    [InlineData(-4, 12, new double[] { -5, 0, 5, 10, 15 })]
    [InlineData(0, 0.3, new[] { 0, 0.1, 0.2, 0.3 })]
    [InlineData(5, 5, new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(0, 0, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    public void Ticks_of_a_linear_axis_are_round_and_enclose_the_values_and_zero(double least, double most, double[] ticks) =>
        Assert.Equal(ticks, Scale.Of(false, [least, most]).Ticks.Select(tick => Math.Round(tick, 9)));

    [Theory]
    [InlineData(2, 1000, new double[] { 10, 100, 1000 }, 2, 1000)]
    [InlineData(30, 45, new double[] { 20, 50 }, 20, 50)]
    [InlineData(7, 7, new double[] { 5, 10 }, 5, 10)]
    [InlineData(1, 1, new double[] { 1, 2 }, 1, 2)]
    [InlineData(0.004, 30, new[] { 0.01, 0.1, 1, 10 }, 0.002, 50)]
    [InlineData(1, 1e12, new double[] { 1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12 }, 1, 1e12)]
    public void Ticks_of_a_logarithmic_axis_are_decades_or_between_few_of_them_ones_twos_and_fives(double least, double most, double[] ticks, double low, double high)
    {
        var scale = Scale.Of(true, [least, most]);

        Assert.Equal(ticks, scale.Ticks.Select(tick => Math.Round(tick, 9)));
        Assert.Equal((low, high), (Math.Round(scale.Low, 9), Math.Round(scale.High, 9)));
    }

    [Fact]
    public void On_a_logarithmic_axis_equal_factors_are_equally_far_apart()
    {
        var scale = Scale.Of(true, [1, 10_000]);

        Assert.Equal([0, 0.25, 0.5, 0.75, 1], new double[] { 1, 10, 100, 1000, 10_000 }.Select(value => Math.Round(scale.Place(value), 9)));
    }

    [Fact]
    public void Without_any_value_an_axis_is_still_one() =>
        Assert.Equal([(0d, 1d), (1d, 2d)], new[] { false, true }.Select(isLog => Scale.Of(isLog, []) is var scale ? (scale.Low, scale.High) : default));
}
