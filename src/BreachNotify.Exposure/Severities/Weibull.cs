using MathNet.Numerics;

namespace BreachNotify.Exposure.Severities;

/// <summary>Weibull: P(X &gt; x) = exp(-(x/scale)^shape).</summary>
public sealed record Weibull(double Shape, double Scale) : ISeverity
{
    /// <inheritdoc/>
    public double Above(double x) => x <= 0 ? 1 : Math.Exp(-Math.Pow(x / Scale, Shape));

    /// <inheritdoc/>
    public double Moment(int power, double x)
    {
        var order = 1 + (power / Shape);
        var whole = Math.Pow(Scale, power) * SpecialFunctions.Gamma(order);
        return x <= 0 ? 0 : double.IsPositiveInfinity(x) ? whole : whole * SpecialFunctions.GammaLowerRegularized(order, Math.Pow(x / Scale, Shape));
    }
}
