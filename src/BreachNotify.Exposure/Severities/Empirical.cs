namespace BreachNotify.Exposure.Severities;

/// <summary>Losses that were seen, each as likely as the others.</summary>
public sealed class Empirical : ISeverity
{
    private readonly double[] _values;
    private readonly double[][] _sums;

    /// <param name="values">At least one, each 0 or more, in any order.</param>
    public Empirical(IEnumerable<double> values)
    {
        _values = [.. values.Order()];
        _sums = [Sums(1), Sums(2)];
    }

    /// <inheritdoc/>
    public double Largest => _values[^1];

    /// <inheritdoc/>
    public double Above(double x) => (double)(_values.Length - UpTo(x)) / _values.Length;

    /// <inheritdoc/>
    public double AtLeast(double x) => Above(Math.BitDecrement(x));

    /// <inheritdoc/>
    public double Moment(int power, double x) => _sums[power - 1][UpTo(x)] / _values.Length;

    /// <summary>How many values are not above x.</summary>
    private int UpTo(double x)
    {
        var at = Array.BinarySearch(_values, Math.BitIncrement(x));
        if (at < 0)
        {
            return ~at;
        }
        while (at > 0 && _values[at - 1] > x)
        {
            at--;
        }
        return at;
    }

    private double[] Sums(int power)
    {
        var sums = new double[_values.Length + 1];
        for (var i = 0; i < _values.Length; i++)
        {
            sums[i + 1] = sums[i] + Math.Pow(_values[i], power);
        }
        return sums;
    }
}
