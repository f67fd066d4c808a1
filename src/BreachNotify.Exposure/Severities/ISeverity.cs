namespace BreachNotify.Exposure.Severities;

/// <summary>The ground-up loss of one event, 0 or more.</summary>
public interface ISeverity
{
    /// <summary>The largest loss there is; infinite where there is none.</summary>
    double Largest => double.PositiveInfinity;

    /// <summary>P(X &gt; x).</summary>
    double Above(double x);

    /// <summary>P(X &gt;= x); differs from <see cref="Above"/> at an atom.</summary>
    double AtLeast(double x) => Above(x);

    /// <summary>E[X^power; X &lt;= x], for the powers 1 and 2; for infinite <paramref name="x"/> the whole moment.</summary>
    double Moment(int power, double x);
}

/// <summary>What follows from a severity.</summary>
public static class SeverityFigures
{
    /// <summary>Limited expected value E[min(X, x)].</summary>
    public static double Limited(this ISeverity severity, double x) =>
        severity.Moment(1, x) + (double.IsPositiveInfinity(x) ? 0 : x * severity.Above(x));

    /// <summary>The smallest x with P(X &gt; x) &lt;= <paramref name="probability"/>, between two ends.</summary>
    public static double Quantile(this ISeverity severity, double probability, double from, double to)
    {
        if (severity.Above(from) <= probability)
        {
            return from;
        }
        var (low, high) = (from, Math.Min(to, Math.Max(1, 2 * from)));
        while (high < to && severity.Above(high) > probability)
        {
            (low, high) = (high, Math.Min(to, 2 * high));
        }
        while (low + ((high - low) / 2) is var middle && middle > low && middle < high)
        {
            (low, high) = severity.Above(middle) > probability ? (middle, high) : (low, middle);
        }
        return high;
    }
}
