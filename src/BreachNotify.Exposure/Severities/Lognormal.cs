using MathNet.Numerics;

namespace BreachNotify.Exposure.Severities;

/// <summary>ln X is normal with mean <paramref name="Mu"/> and standard deviation <paramref name="Sigma"/>.</summary>
public sealed record Lognormal(double Mu, double Sigma) : ISeverity
{
    /// <inheritdoc/>
    public double Above(double x) => x <= 0 ? 1 : Normal((Mu - Math.Log(x)) / Sigma);

    /// <inheritdoc/>
    public double Moment(int power, double x) => x <= 0
        ? 0
        : Math.Exp((power * Mu) + (power * power * Sigma * Sigma / 2)) * Normal(((Math.Log(x) - Mu) / Sigma) - (power * Sigma));

    private static double Normal(double z) => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;
}
