using System.Numerics;
using BreachNotify.Exposure.Aggregation;
using BreachNotify.Exposure.Severities;
using CsCheck;
using MathNet.Numerics;

namespace BreachNotify.Exposure.Tests;

public class CompoundSumTests
{
    private static readonly Gen<IFrequency> Frequency = Gen.OneOf<IFrequency>(
        Gen.Double[0.01, 40].Select(mean => new Poisson(mean)),
        Gen.Select(Gen.Double[0.01, 20], Gen.Double[1.01, 6], (mean, over) => new NegativeBinomial(mean, mean * over)),
        Gen.Select(Gen.Int[1, 60], Gen.Double[0.01, 0.5], (trials, probability) => new Binomial(trials, probability)));

    [Fact]
    public void The_fast_transform_is_the_sum_it_stands_for() =>
        Gen.Select(Gen.Int[0, 8], Gen.Int).Sample((power, seed) =>
        {
            var random = new Random(seed);
            var points = 1 << power;
            Complex[] data = [.. Enumerable.Range(0, points).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
            var slow = Enumerable.Range(0, points).Select(k =>
                data.Select((x, j) => x * Complex.FromPolarCoordinates(1, -2 * Math.PI * j * k / points)).Aggregate((one, other) => one + other)).ToArray();

            new FourierTransform(points).Forward(data);

            Assert.All(data.Zip(slow), pair => Assert.True((pair.First - pair.Second).Magnitude < 1e-11));
        });

    [Fact]
    public void The_transform_gives_what_Panjers_recursion_gives() =>
        Frequency.Select(Gen.Double[0.001, 1].Array[2, 12]).Sample((frequency, weights) =>
        {
            var payment = new double[1024];
            weights.Select(weight => weight / weights.Sum()).ToArray().CopyTo(payment, 0);

            var pairs = CompoundSum.ByFourier(frequency, payment).Zip(CompoundSum.ByRecursion(frequency, payment));

            Assert.All(pairs, pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        });

    [Fact]
    public void A_negative_binomial_close_to_Poisson_gives_what_Poisson_gives()
    {
        var payment = new double[1024];
        (payment[1], payment[3]) = (0.5, 0.5);

        var pairs = CompoundSum.ByFourier(new NegativeBinomial(50, 50 * 1.0001), payment).Zip(CompoundSum.ByFourier(new Poisson(50), payment));

        Assert.All(pairs, pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void Recursion_and_transform_have_the_mean_and_the_variance_of_a_compound_sum() =>
        Frequency.Sample(frequency =>
        {
            // Payments of 0, 1, 2 or 3: mean 1.7, second moment 3.9.
            var payment = new double[256];
            (payment[0], payment[1], payment[2], payment[3]) = (0.1, 0.3, 0.4, 0.2);

            var sum = CompoundSum.ByFourier(frequency, payment);

            var mean = sum.Select((p, j) => p * j).Sum();
            var variance = sum.Select((p, j) => p * j * j).Sum() - (mean * mean);
            var (first, second) = (0.3 + 0.8 + 0.6, 0.3 + 1.6 + 1.8);
            Assert.Equal(frequency.Mean * first, mean, 1e-6 + (frequency.Mean * 1e-6));
            Assert.Equal((frequency.Mean * (second - (first * first))) + (frequency.Variance * first * first), variance, 1e-3);
        });

    [Fact]
    public void The_probability_of_one_event_follows_from_the_class_and_from_the_generating_function() =>
        Frequency.Sample(frequency =>
        {
            var (a, b) = frequency.Recursion;
            // The first coefficient of G by a small step in the complex plane, free of cancellation.
            var derivative = frequency.Generate(new Complex(0, 1e-20)).Imaginary / 1e-20;

            Assert.Equal((a + b) * frequency.Generate(0).Real, derivative, 1e-9);
        });

    [Fact]
    public void A_payment_rounded_down_or_up_encloses_the_payment_and_a_spread_one_keeps_its_mean() =>
        Gen.Select(Gen.Double[6, 12], Gen.Double[0.2, 2], Gen.Double[0, 1e5], Gen.Double[1e3, 1e6]).Sample((mu, sigma, retention, limit) =>
        {
            var payment = new EventPayment(new Lognormal(mu, sigma), retention, limit);
            var step = limit / 300;

            double[] Of(Rounding rounding) => Discretisation.Of(payment, step, 512, rounding);
            double Mean(Rounding rounding) => Of(rounding).Select((p, j) => p * j * step).Sum();

            Assert.Equal(payment.Mean, Mean(Rounding.Spread), (payment.Mean * 1e-9) + 1e-6);
            Assert.InRange(payment.Mean, Mean(Rounding.Down) - 1e-6, Mean(Rounding.Up) + 1e-6);
            Assert.All(Enum.GetValues<Rounding>(), rounding => Assert.Equal(1, Of(rounding).Sum(), 1e-12));
        });

    [Fact]
    public void Poisson_many_exponential_losses_have_the_distribution_of_the_series()
    {
        // P(S <= x) = sum over n of Poisson(n) x P(Gamma(n) <= x).
        var (mean, scale) = (3.0, 1000.0);
        double Below(double x) => Enumerable.Range(1, 80).Sum(n => Math.Exp((n * Math.Log(mean)) - mean - SpecialFunctions.GammaLn(n + 1)) * SpecialFunctions.GammaLowerRegularized(n, x / scale)) + Math.Exp(-mean);
        var (step, sum) = (20.0, CompoundSum.ByFourier(new Poisson(mean), Discretisation.Of(new EventPayment(new Gamma(1, scale)), 20, 2048, Rounding.Spread)));

        var cumulative = 0.0;
        for (var j = 0; j < 1500; j++)
        {
            cumulative += sum[j];
            // A spread payment gives half of what lies at a point to either side.
            Assert.Equal(Below((j + 0.5) * step), cumulative, 2e-4);
        }
    }
}
