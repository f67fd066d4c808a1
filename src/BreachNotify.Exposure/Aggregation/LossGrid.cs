using System.Numerics;

namespace BreachNotify.Exposure.Aggregation;

/// <summary>The grid a distribution is found on: 0, h, 2h, ... up to (points - 1) h.</summary>
/// <param name="Step">h, in units of money.</param>
/// <param name="Points">A power of two.</param>
public sealed record LossGrid(double Step, int Points)
{
    /// <summary>Points where no step is asked for.</summary>
    public const int UsualPoints = 1 << 16;

    /// <summary>The most points a step may lead to.</summary>
    public const int MostPoints = 1 << 18;

    private const int LookPoints = 1 << 12;
    private const int FewestPoints = 1 << 8;

    /// <summary>What comes back from beyond the grid is a millionth of this.</summary>
    private const double LeftAtMost = 1e-4;

    /// <summary>Of the mean, what may lie beyond the grid where the terms of the year need it.</summary>
    private const double Remainder = 1e-8;

    /// <summary>
    /// How far the grid must reach: to the quantile of the sum that leaves a tenth of what the highest level leaves, and where
    /// the year has terms of its own, to their end or to where next to nothing of the mean lies beyond.
    /// </summary>
    /// <param name="frequency">How many payments.</param>
    /// <param name="payment">One of them.</param>
    /// <param name="level">The highest level asked for.</param>
    /// <param name="retention">Of the year.</param>
    /// <param name="limit">Of the year; infinite for none.</param>
    public static double Reach(IFrequency frequency, EventPayment payment, double level, double retention, double limit)
    {
        var left = Math.Min(LeftAtMost, (1 - level) / 10);
        var end = double.IsPositiveInfinity(limit) ? retention : retention + limit;
        var mean = frequency.Mean * payment.Mean;
        // The sum is never below its largest part.
        var range = Largest(frequency, payment, left) is var largest and > 0 ? largest
            : payment.Quantile(payment.ProbabilityOfPayment / 1000) is var rare and > 0 ? rare
            : 1;
        while (true)
        {
            var step = range / (LookPoints - 1);
            var sum = CompoundSum.ByFourier(frequency, Discretisation.Of(payment, step, LookPoints, Rounding.Spread));
            var look = new AnnualLoss(sum, step, mean);
            var quantile = look.ValueAtRisk(1 - left);
            if (double.IsFinite(quantile) && (range >= end || mean - look.Limited(range) <= Remainder * mean))
            {
                return Math.Max(quantile > 0 ? quantile * 1.02 : range, Math.Min(range, end));
            }
            range *= 2;
        }
    }

    /// <summary>A grid of the usual number of points. The limit of an event lies on it, so that "limit reached" is exact.</summary>
    public static LossGrid Over(double reach, EventPayment payment)
    {
        var step = reach / (UsualPoints - 2);
        return new LossGrid(payment.Most >= step && double.IsFinite(payment.Most) ? payment.Most / Math.Floor(payment.Most / step) : step, UsualPoints);
    }

    /// <summary>A grid of a given step; null where that takes more than <see cref="MostPoints"/>.</summary>
    public static LossGrid? OfStep(double reach, double step) => (reach / step) + 2 is var points && points <= MostPoints
        ? new LossGrid(step, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(FewestPoints, points)))
        : null;

    /// <summary>The mean of a payment rounded down or up: at least, and at most, where some of it lies beyond the grid.</summary>
    public double MeanOf(double[] discrete, EventPayment payment, Rounding rounding)
    {
        if (payment.Most <= Step * (Points - 1))
        {
            var sum = new CompensatedSum();
            for (var j = 0; j < discrete.Length; j++)
            {
                sum.Add(j * Step * discrete[j]);
            }
            return sum.Value;
        }
        var most = Step * payment.ProbabilityOfPayment;
        return rounding == Rounding.Up ? payment.Mean + most : Math.Max(0, payment.Mean - most);
    }

    /// <summary>The quantile of the largest payment of a year: the smallest y with P(max &gt; y) &lt;= <paramref name="probability"/>.</summary>
    public static double Largest(IFrequency frequency, EventPayment payment, double probability)
    {
        // P(max > y) = 1 - G(1 - P(Y > y)), which falls with P(Y > y).
        double Exceeding(double each) => 1 - frequency.Generate(1 - each).Real;
        if (Exceeding(1) <= probability)
        {
            return 0;
        }
        var (low, high) = (0.0, 1.0);
        while (low + ((high - low) / 2) is var middle && middle > low && middle < high)
        {
            (low, high) = Exceeding(middle) > probability ? (low, middle) : (middle, high);
        }
        return payment.Quantile(low);
    }
}
