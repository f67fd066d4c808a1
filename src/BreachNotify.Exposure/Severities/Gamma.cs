using MathNet.Numerics;

namespace BreachNotify.Exposure.Severities;

/// <summary>Gamma with mean shape x scale.</summary>
public sealed record Gamma(double Shape, double Scale) : ISeverity
{
    /// <inheritdoc/>
    public double Above(double x) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(Shape, x / Scale);

    /// <inheritdoc/>
    public double Moment(int power, double x)
    {
        var whole = power == 1 ? Shape * Scale : Shape * (Shape + 1) * Scale * Scale;
        return x <= 0 ? 0 : double.IsPositiveInfinity(x) ? whole : whole * SpecialFunctions.GammaLowerRegularized(Shape + power, x / Scale);
    }
}
