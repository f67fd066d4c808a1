using System.Numerics;

namespace BreachNotify.Exposure;

/// <summary>
/// How many events a year has. The three kinds are the (a, b, 0) class: P(n) = (a + b/n) P(n - 1), which is what Panjer's
/// recursion asks for.
/// </summary>
public interface IFrequency
{
    /// <summary>Expected number of events a year.</summary>
    double Mean { get; }

    /// <summary>Variance of the number of events.</summary>
    double Variance { get; }

    /// <summary>a and b of the class.</summary>
    (double A, double B) Recursion { get; }

    /// <summary>The probability generating function, E[z^N], for |z| up to 1.</summary>
    Complex Generate(Complex z);
}

/// <summary>Poisson: events independent of one another.</summary>
public sealed record Poisson(double Mean) : IFrequency
{
    /// <inheritdoc/>
    public double Variance => Mean;

    /// <inheritdoc/>
    public (double A, double B) Recursion => (0, Mean);

    /// <inheritdoc/>
    public Complex Generate(Complex z) => Complex.Exp(Mean * (z - 1));
}

/// <summary>Negative binomial: events come in clusters, or their rate is uncertain. The variance is above the mean.</summary>
public sealed record NegativeBinomial(double Mean, double Variance) : IFrequency
{
    private double Beta => (Variance / Mean) - 1;

    private double Size => Mean / Beta;

    /// <inheritdoc/>
    public (double A, double B) Recursion => (Beta / (1 + Beta), (Size - 1) * Beta / (1 + Beta));

    /// <inheritdoc/>
    public Complex Generate(Complex z) => Complex.Exp(-Size * Logarithm.OfOnePlus(-Beta * (z - 1)));
}

/// <summary>Binomial: a fixed number of chances, each of which happens or not.</summary>
public sealed record Binomial(int Trials, double Probability) : IFrequency
{
    /// <inheritdoc/>
    public double Mean => Trials * Probability;

    /// <inheritdoc/>
    public double Variance => Mean * (1 - Probability);

    /// <inheritdoc/>
    public (double A, double B) Recursion => (-Probability / (1 - Probability), (Trials + 1) * Probability / (1 - Probability));

    /// <inheritdoc/>
    public Complex Generate(Complex z) => Probability == 1 ? Complex.Pow(z, Trials) : Complex.Exp(Trials * Logarithm.OfOnePlus(Probability * (z - 1)));
}

/// <summary>ln(1 + w), which keeps the digits of a small w: it is multiplied by what may be ten thousand events.</summary>
internal static class Logarithm
{
    public static Complex OfOnePlus(Complex w)
    {
        var (x, y) = (w.Real, w.Imaginary);
        return new Complex(OfOnePlus((2 * x) + (x * x) + (y * y)) / 2, Math.Atan2(y, 1 + x));
    }

    // What 1 + x rounds away, the quotient puts back (Kahan).
    private static double OfOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : double.IsFinite(sum) && sum > 0 ? Math.Log(sum) * (x / (sum - 1)) : Math.Log(sum);
    }
}
