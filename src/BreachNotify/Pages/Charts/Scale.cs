namespace BreachNotify.Pages.Charts;

/// <summary>From values to a place between 0 and 1, with ticks at round numbers.</summary>
public sealed class Scale
{
    private const int WantedSteps = 5;
    private const int MostDecades = 7;
    private const int FewDecades = 2;

    /// <summary>What rounding leaves of a whole number of steps.</summary>
    private const double Rounding = 1e-9;

    private static readonly double[] Round = [1, 2, 5, 10];

    private readonly bool _isLog;

    private Scale(bool isLog, IReadOnlyList<double> ticks, double low, double high) => (_isLog, Ticks, Low, High) = (isLog, ticks, low, high);

    public double Low { get; }

    public double High { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <param name="values">Those the axis has a place for; where there are none it goes from 0 to 1, a logarithmic one from 1 to 10.</param>
    public static Scale Of(bool isLog, IReadOnlyCollection<double> values) =>
        isLog ? Logarithmic(values.DefaultIfEmpty(1).Min(), values.DefaultIfEmpty(1).Max()) : Linear(values.DefaultIfEmpty(0).Min(), values.DefaultIfEmpty(0).Max());

    public double Place(double value) => _isLog ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    /// <summary>With 0 on it, so that lengths compare as the values do.</summary>
    private static Scale Linear(double least, double most)
    {
        (least, most) = (Math.Min(least, 0), Math.Max(most, 0));
        if (least == most)
        {
            most = 1;
        }
        var rough = (most - least) / WantedSteps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * Round.First(round => round * power >= rough * (1 - Rounding));
        var (first, last) = (Math.Floor((least / step) + Rounding), Math.Ceiling((most / step) - Rounding));
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).ToList();
        return new Scale(false, ticks, ticks[0], ticks[^1]);
    }

    /// <summary>From one of 1, 2, 5 times a power of ten to another.</summary>
    private static Scale Logarithmic(double least, double most)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(least)), (int)Math.Ceiling(Math.Log10(most)) + 1);
        var all = Enumerable.Range(first, last - first + 1).SelectMany(power => Round.Take(3).Select(round => round * Math.Pow(10, power))).ToList();
        var from = all.FindLastIndex(value => value <= least * (1 + Rounding));
        var to = all.FindIndex(value => value >= most * (1 - Rounding));
        var (low, high) = (all[from], all[Math.Max(to, from + 1)]);
        var decades = Math.Log10(high / low);
        var stride = (int)Math.Ceiling(decades / MostDecades);
        IEnumerable<double> ticks = decades < FewDecades
            ? all.Where(value => value >= low && value <= high)
            : Enumerable.Range(first, last - first + 1).Where(power => power % stride == 0).Select(power => Math.Pow(10, power)).Where(value => value >= low * (1 - Rounding) && value <= high * (1 + Rounding));
        return new Scale(true, [.. ticks], low, high);
    }
}
