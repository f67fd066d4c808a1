namespace BreachNotify.Exposure.Severities;

/// <summary>
/// Pareto cut off at both ends: density proportional to x^-(exponent + 1) between minimum and maximum. The maximum keeps the
/// moments finite where the exponent is 1 or less, as it is for records lost.
/// </summary>
public sealed record Pareto(double Minimum, double Exponent, double Maximum) : ISeverity
{
    /// <inheritdoc/>
    public double Largest => Maximum;

    private double Kept => 1 - Math.Pow(Maximum / Minimum, -Exponent);

    /// <inheritdoc/>
    public double Above(double x) =>
        x <= Minimum ? 1
        : x >= Maximum ? 0
        : (Math.Pow(x / Minimum, -Exponent) - Math.Pow(Maximum / Minimum, -Exponent)) / Kept;

    /// <inheritdoc/>
    public double Moment(int power, double x)
    {
        if (x <= Minimum)
        {
            return 0;
        }
        var log = Math.Log(Math.Min(x, Maximum) / Minimum);
        var z = (power - Exponent) * log;
        // (e^z - 1)/z, which tends to 1 where exponent and power meet.
        var ratio = Math.Abs(z) < 1e-5 ? 1 + (z / 2) + (z * z / 6) : (Math.Exp(z) - 1) / z;
        return Exponent * Math.Pow(Minimum, power) * log * ratio / Kept;
    }
}
