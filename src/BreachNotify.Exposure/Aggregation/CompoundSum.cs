using System.Numerics;

namespace BreachNotify.Exposure.Aggregation;

/// <summary>The distribution of the sum of N independent payments on a grid, found in two ways.</summary>
public static class CompoundSum
{
    /// <summary>
    /// What is beyond the grid comes back at its beginning, e^-14 = 8e-7 of it; a larger tilt would magnify the rounding of
    /// the transform at the far end by more than that.
    /// </summary>
    private const double Tilt = 14;

    /// <summary>By Fourier transform with exponential tilting (Grübel and Hermesmeier 1999).</summary>
    /// <param name="frequency">How many payments.</param>
    /// <param name="payment">Probabilities on the grid, a power of two of them; may sum to less than 1.</param>
    /// <returns>The probabilities of the sum at the same points; rounding makes some of them negative by next to nothing.</returns>
    public static double[] ByFourier(IFrequency frequency, double[] payment)
    {
        var points = payment.Length;
        var transform = new FourierTransform(points);
        var data = new Complex[points];
        for (var j = 0; j < points; j++)
        {
            data[j] = payment[j] * Math.Exp(-Tilt * j / points);
        }
        transform.Forward(data);
        // The transform of real numbers is symmetric: half of it suffices. Conjugate, so that the same transform leads back.
        for (var k = 0; k <= points / 2; k++)
        {
            var value = frequency.Generate(data[k]);
            data[k] = Complex.Conjugate(value);
            data[(points - k) & (points - 1)] = k == 0 || 2 * k == points ? data[k] : value;
        }
        transform.Forward(data);
        var sum = new double[points];
        for (var j = 0; j < points; j++)
        {
            sum[j] = data[j].Real / points * Math.Exp(Tilt * j / points);
        }
        return sum;
    }

    /// <summary>
    /// By Panjer's recursion (1981), which has no error but rounding and takes the square of the time. Not to be used where the
    /// probability of no event is too small for a double, nor for binomial chances above one half, which magnify the rounding.
    /// </summary>
    public static double[] ByRecursion(IFrequency frequency, double[] payment)
    {
        var (a, b) = frequency.Recursion;
        var sum = new double[payment.Length];
        sum[0] = frequency.Generate(payment[0]).Real;
        for (var k = 1; k < sum.Length; k++)
        {
            var total = 0.0;
            for (var j = 1; j <= k; j++)
            {
                total += (a + (b * j / k)) * payment[j] * sum[k - j];
            }
            sum[k] = total / (1 - (a * payment[0]));
        }
        return sum;
    }
}
