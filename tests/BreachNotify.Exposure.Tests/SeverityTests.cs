using BreachNotify.Exposure.Aggregation;
using BreachNotify.Exposure.Severities;
using CsCheck;

namespace BreachNotify.Exposure.Tests;

public class SeverityTests
{
    private static readonly Gen<ISeverity> Severity = Gen.OneOf<ISeverity>(
        Gen.Select(Gen.Double[0, 14], Gen.Double[0.1, 2.5], (mu, sigma) => new Lognormal(mu, sigma)),
        Gen.Select(Gen.Double[100, 1e5], Gen.Double[0.2, 3], Gen.Double[2, 1e4], (minimum, exponent, times) => new Pareto(minimum, exponent, minimum * times)),
        Gen.Select(Gen.Double[0.3, 8], Gen.Double[100, 1e5], (shape, scale) => new Gamma(shape, scale)),
        Gen.Select(Gen.Double[0.4, 4], Gen.Double[100, 1e5], (shape, scale) => new Weibull(shape, scale)),
        Gen.Double[0, 1e6].Array[1, 20].Select(values => new Empirical(values)));

    [Fact]
    public void Limited_expected_values_are_the_integral_of_the_survival_function() =>
        Severity.Select(Gen.Double[0.01, 0.99]).Sample((severity, probability) =>
        {
            var to = severity.Quantile(probability, 0, double.PositiveInfinity);

            Assert.Equal(Integral(severity.Above, to), severity.Limited(to), to * 1e-3);
        });

    [Fact]
    public void Second_moments_of_a_payment_are_the_integral_of_twice_y_times_its_survival_function() =>
        Severity.Select(Gen.Double[0.05, 0.6], Gen.Double[0.01, 0.3], Gen.Double[0.1, 1]).Sample((severity, attaches, exhausts, share) =>
        {
            var retention = severity.Quantile(1 - attaches, 0, double.PositiveInfinity);
            var limit = severity.Quantile(exhausts, 0, double.PositiveInfinity) - retention;
            if (limit < 1)
            {
                return;
            }
            var payment = new EventPayment(severity, retention, limit, share);

            Assert.Equal(Integral(y => 2 * y * payment.Above(y), payment.Most), payment.SecondMoment, payment.Most * payment.Most * 2e-3);
        });

    [Fact]
    public void The_quantile_is_the_smallest_amount_exceeded_no_more_often_than_asked() =>
        Severity.Select(Gen.Double[0.001, 0.999]).Sample((severity, probability) =>
        {
            var at = severity.Quantile(probability, 0, double.PositiveInfinity);

            Assert.True(severity.Above(at) <= probability);
            Assert.True(at == 0 || severity.Above(at * (1 - 1e-9)) > probability - 1e-7);
        });

    [Fact]
    public void Moments_without_an_end_are_the_textbook_ones()
    {
        Assert.Equal(Math.Exp(11 + 2), new Lognormal(11, 2).Moment(1, double.PositiveInfinity), 1e-6);
        Assert.Equal(Math.Exp(22 + 8), new Lognormal(11, 2).Moment(2, double.PositiveInfinity), 1);
        Assert.Equal(6000, new Gamma(3, 2000).Moment(1, double.PositiveInfinity), 1e-9);
        Assert.Equal(12 * 2000.0 * 2000, new Gamma(3, 2000).Moment(2, double.PositiveInfinity), 1e-3);
        Assert.Equal(1000, new Weibull(1, 1000).Moment(1, double.PositiveInfinity), 1e-6);
        Assert.Equal(2e6, new Weibull(1, 1000).Moment(2, double.PositiveInfinity), 1e-3);
        Assert.Equal(Math.Log(100) * 100 / 99 * 50, new Pareto(50, 1, 5000).Moment(1, double.PositiveInfinity), 1e-9);
    }

    [Fact]
    public void Ten_million_records_lie_beyond_one_in_ten_breaches_of_the_published_tail() =>
        // arXiv 1505.07684: exponent 0.37, above 50,000, at most about 200 million.
        Assert.Equal(0.099, new Pareto(50_000, 0.37, 200e6).Above(10e6), 0.0005);

    [Fact]
    public void An_atom_lies_at_its_value_and_not_above_it()
    {
        ISeverity seen = new Empirical([5, 1, 5, 2]);

        Assert.Equal((0.5, 0.0, 0.5, 1.0), (seen.Above(4.9), seen.Above(5), seen.AtLeast(5), seen.AtLeast(1)));
        Assert.Equal((13 / 4.0, 3 / 4.0, 55 / 4.0), (seen.Moment(1, 5), seen.Moment(1, 2), seen.Moment(2, 99)));
        Assert.Equal((5, 2, 1), (seen.Quantile(0.49, 0, 99), seen.Quantile(0.5, 0, 99), seen.Quantile(0.75, 0, 99)));
    }

    /// <summary>By the middle of many slices that grow with the amount.</summary>
    private static double Integral(Func<double, double> of, double to)
    {
        const int slices = 20_000;
        var sum = 0.0;
        for (var i = 0; i < slices; i++)
        {
            var (from, until) = (to * Math.Pow((double)i / slices, 3), to * Math.Pow((i + 1.0) / slices, 3));
            sum += of((from + until) / 2) * (until - from);
        }
        return sum;
    }
}
