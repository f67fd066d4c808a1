using System.Numerics;

namespace BreachNotify.Exposure.Aggregation;

/// <summary>
/// The discrete Fourier transform of 2^k points in double precision: Stockham's self-sorting order in steps of four, with one
/// step of two where k is odd.
/// </summary>
public sealed class FourierTransform
{
    private readonly Complex[] _roots;
    private readonly Complex[] _scratch;

    /// <param name="points">A power of two.</param>
    public FourierTransform(int points)
    {
        if (!BitOperations.IsPow2(points))
        {
            throw new ArgumentOutOfRangeException(nameof(points), points, "Must be a power of two.");
        }
        _roots = new Complex[points];
        for (var i = 0; i < points; i++)
        {
            var (sin, cos) = Math.SinCos(-2 * Math.PI * i / points);
            _roots[i] = new Complex(cos, sin);
        }
        _scratch = new Complex[points];
    }

    /// <summary>Replaces x by X with X[k] = sum over j of x[j] e^(-2 pi i jk/n).</summary>
    public void Forward(Complex[] data)
    {
        var (from, to) = (data, _scratch);
        var stride = 1;
        var length = data.Length;
        for (; length >= 4; length /= 4, stride *= 4)
        {
            Fours(from, to, length, stride);
            (from, to) = (to, from);
        }
        if (length == 2)
        {
            for (var q = 0; q < stride; q++)
            {
                (to[q], to[q + stride]) = (from[q] + from[q + stride], from[q] - from[q + stride]);
            }
            (from, to) = (to, from);
        }
        if (from != data)
        {
            from.CopyTo(data, 0);
        }
    }

    private void Fours(Complex[] from, Complex[] to, int length, int stride)
    {
        var quarter = length / 4;
        for (var p = 0; p < quarter; p++)
        {
            var (w1, w2, w3) = (_roots[p * stride], _roots[2 * p * stride], _roots[3 * p * stride]);
            for (var q = 0; q < stride; q++)
            {
                var a = from[q + (stride * p)];
                var b = from[q + (stride * (p + quarter))];
                var c = from[q + (stride * (p + (2 * quarter)))];
                var d = from[q + (stride * (p + (3 * quarter)))];
                var (sum, difference, other) = (a + c, a - c, b + d);
                var turned = new Complex(d.Imaginary - b.Imaginary, b.Real - d.Real);
                var at = q + (4 * stride * p);
                to[at] = sum + other;
                to[at + stride] = w1 * (difference - turned);
                to[at + (2 * stride)] = w2 * (sum - other);
                to[at + (3 * stride)] = w3 * (difference + turned);
            }
        }
    }
}
