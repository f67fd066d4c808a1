namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Random numbers as a function of seed, stream and a counter (SplitMix64): what is drawn first, or on which thread, changes
/// nothing.
/// </summary>
public struct Draws
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

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

    /// <summary>A Poisson number, exactly: uniform factors until their product falls below e^-mean, in parts no double underflows on.</summary>
    public int Poisson(double mean)
    {
        const double part = 64;
        var count = 0;
        for (; mean > 0; mean -= part)
        {
            var end = Math.Exp(-Math.Min(mean, part));
            for (var product = Uniform(); product > end; product *= Uniform())
            {
                count++;
            }
        }
        return count;
    }

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
