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
    public Complex Generate(Complex z) => Complex.Exp(-Size * Complex.Log(1 - (Beta * (z - 1))));
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
    public Complex Generate(Complex z) => Complex.Pow(1 + (Probability * (z - 1)), Trials);
}
