using MathNet.Numerics;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Random numbers as a function of seed, stream and a counter (SplitMix64): what is drawn first, or on which thread, changes
/// nothing.
/// </summary>
public struct Draws
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const double LeastForRejection = 10;

    /// <summary>ln k!, which takes longer to compute than all the rest of a Poisson number.</summary>
    private static readonly double[] LogFactorials = [.. Enumerable.Range(0, 1024).Select(k => SpecialFunctions.GammaLn(k + 1))];

    private ulong _state;

    /// <param name="seed">Of the whole run.</param>
    /// <param name="year">The first of the simulated years they are for.</param>
    /// <param name="stream">What they are for.</param>
    public Draws(long seed, int year, int stream) => _state = Mixed(Mixed((ulong)seed + Golden) ^ (((ulong)(uint)year << 32) | (uint)stream));

    /// <summary>64 random bits.</summary>
    public ulong Bits() => Mixed(_state += Golden);

    /// <summary>Uniform from 0 (included) to 1 (not included).</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to before <paramref name="end"/>.</summary>
    public int Below(int end) => (int)(((Bits() >> 32) * (ulong)end) >> 32);

    /// <summary>A Poisson number: of small means the uniform factors until their product falls below e^-mean, of others Hörmann's rejection.</summary>
    public int Poisson(double mean)
    {
        if (mean >= LeastForRejection)
        {
            return Rejected(mean);
        }
        var (count, end) = (0, Math.Exp(-mean));
        for (var product = Uniform(); product > end; product *= Uniform())
        {
            count++;
        }
        return count;
    }

    /// <summary>Transformed rejection with squeeze, exact: W. Hörmann, Insurance: Mathematics and Economics 12 (1993), algorithm PTRS.</summary>
    private int Rejected(double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        while (true)
        {
            var (u, v) = (Uniform() - 0.5, 1 - Uniform());
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= 0.9277 - (3.6224 / (b - 2)))
            {
                return (int)k;
            }
            if (k >= 0 && k <= int.MaxValue && (us >= 0.013 || v <= us)
                && Math.Log(v * (1.1239 + (1.1328 / (b - 3.4))) / ((a / (us * us)) + b)) <= (k * Math.Log(mean)) - mean - (k < LogFactorials.Length ? LogFactorials[(int)k] : SpecialFunctions.GammaLn(k + 1)))
            {
                return (int)k;
            }
        }
    }

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
