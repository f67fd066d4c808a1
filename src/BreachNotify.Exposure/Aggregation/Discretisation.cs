namespace BreachNotify.Exposure.Aggregation;

/// <summary>Which point of the grid a payment between two points goes to.</summary>
public enum Rounding
{
    /// <summary>To both, so that the mean is kept (local moment matching).</summary>
    Spread,

    /// <summary>To the lower: every quantile of a sum is at most the true one.</summary>
    Down,

    /// <summary>To the upper: every quantile of a sum is at least the true one.</summary>
    Up,
}

/// <summary>
/// A payment on the grid 0, h, 2h, ... A payment rounded down is never more than the payment itself and one rounded up never
/// less, so that the sums of both enclose the sum of the true payments at every level; the spread one lies between them.
/// </summary>
public static class Discretisation
{
    /// <summary>The probabilities of the points 0 to <paramref name="points"/> - 1; what lies beyond is left out.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="step">Distance h of two points.</param>
    /// <param name="points">How many points.</param>
    /// <param name="rounding">Where what lies between goes.</param>
    public static double[] Of(EventPayment payment, double step, int points, Rounding rounding)
    {
        var probabilities = new double[points];
        // Spread: the mean of P(Y > y) over each cell. Up and down: P(Y > jh) and P(Y >= jh). All fall with j.
        var before = 1.0;
        var limited = 0.0;
        var aboveStart = payment.ProbabilityOfPayment;
        for (var j = 0; j < points; j++)
        {
            double beyond;
            if (rounding == Rounding.Spread)
            {
                var end = Point(payment, step, j + 1);
                var next = payment.Limited(end);
                var aboveEnd = payment.Above(end);
                // A mean over the cell lies between its ends, whatever the difference of large numbers has lost.
                beyond = Math.Clamp((next - limited) / step, aboveEnd, aboveStart);
                (limited, aboveStart) = (next, aboveEnd);
            }
            else
            {
                beyond = rounding == Rounding.Up ? payment.Above(Point(payment, step, j)) : payment.AtLeast(Point(payment, step, j + 1));
            }
            beyond = Math.Clamp(beyond, 0, before);
            probabilities[j] = before - beyond;
            before = beyond;
        }
        return probabilities;
    }

    /// <summary>j x h; the limit itself where a product only just misses it.</summary>
    private static double Point(EventPayment payment, double step, int j)
    {
        var point = j * step;
        return Math.Abs(point - payment.Most) <= 1e-9 * step ? payment.Most : point;
    }
}
