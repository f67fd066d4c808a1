namespace BreachNotify.Exposure.Severities;

/// <summary>One of several severities, each with its probability; the weights add up to 1.</summary>
public sealed record Mixture(IReadOnlyList<(double Weight, ISeverity Severity)> Parts) : ISeverity
{
    /// <inheritdoc/>
    public double Largest => Parts.Max(part => part.Severity.Largest);

    /// <inheritdoc/>
    public double Above(double x) => Parts.Sum(part => part.Weight * part.Severity.Above(x));

    /// <inheritdoc/>
    public double AtLeast(double x) => Parts.Sum(part => part.Weight * part.Severity.AtLeast(x));

    /// <inheritdoc/>
    public double Moment(int power, double x) => Parts.Sum(part => part.Weight * part.Severity.Moment(power, x));
}
