namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Simulated years of a book. Quantiles are those of the order statistics: the loss at a return period of T years is the
/// (N/T)-th largest of N, its tail the mean of the N/T largest, as Oasis' ktools have it.
/// </summary>
public sealed class PortfolioLoss
{
    private readonly double[] _total;
    private readonly double[] _largest;
    private readonly double[] _net;
    private readonly int[] _atOnce;

    internal PortfolioLoss(int years) =>
        (_total, _largest, _net, _atOnce) = (new double[years], new double[years], new double[years], new int[years]);

    /// <summary>Paid in each year by all policies, after their terms of the year.</summary>
    public IReadOnlyList<double> Totals => _total;

    /// <summary>The largest payment for one event in each year, over all policies, before their terms of the year.</summary>
    public IReadOnlyList<double> Largest => _largest;

    /// <summary>What is left of each year after the treaty.</summary>
    public IReadOnlyList<double> Net => _net;

    /// <summary>The most insureds that one event hit in each year: as many 72-hour clocks start together, and as many mailings.</summary>
    public IReadOnlyList<int> MostAtOnce => _atOnce;

    /// <summary>Each policy, in the order of the book.</summary>
    public IReadOnlyList<PolicyLoss> Policies { get; internal set; } = [];

    /// <summary>Mean, standard deviation and standard error of the mean of a row of years.</summary>
    public static YearFigures Figures(IReadOnlyList<double> years)
    {
        var sum = new CompensatedSum();
        foreach (var year in years)
        {
            sum.Add(year);
        }
        var mean = sum.Value / years.Count;
        var squares = new CompensatedSum();
        foreach (var year in years)
        {
            squares.Add((year - mean) * (year - mean));
        }
        var deviation = years.Count > 1 ? Math.Sqrt(squares.Value / (years.Count - 1)) : 0;
        return new YearFigures(mean, deviation, deviation / Math.Sqrt(years.Count));
    }

    /// <summary>Loss and tail mean at return periods; those longer than the years simulated are left out.</summary>
    public static IReadOnlyList<CurvePoint> Curve(IReadOnlyList<double> years, IEnumerable<double> returnPeriods)
    {
        double[] sorted = [.. years.OrderDescending()];
        var points = new List<CurvePoint>();
        var (sum, taken) = (new CompensatedSum(), 0);
        foreach (var period in returnPeriods.OrderDescending())
        {
            var rank = Rank(sorted.Length, period);
            if (rank < 1)
            {
                continue;
            }
            while (taken < rank)
            {
                sum.Add(sorted[taken++]);
            }
            points.Add(new CurvePoint(period, sorted[rank - 1], sum.Value / rank));
        }
        return points;
    }

    /// <summary>How many of the years lie at or beyond the loss at a return period.</summary>
    internal static int Rank(int years, double returnPeriod) => (int)Math.Floor((years / returnPeriod) + 1e-9);

    internal void Set(int year, double total, double largest, double net, int atOnce) =>
        (_total[year], _largest[year], _net[year], _atOnce[year]) = (total, largest, net, atOnce);
}

/// <summary>One policy over the simulated years.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Mean">Paid in a year on average.</param>
/// <param name="StandardDeviation">Of what is paid in a year.</param>
public sealed record PolicyLoss(string Id, double Mean, double StandardDeviation);

/// <summary>Figures of a row of years.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">Of a year.</param>
/// <param name="StandardError">Of the mean.</param>
public sealed record YearFigures(double Mean, double StandardDeviation, double StandardError);

/// <summary>A point of an exceedance curve.</summary>
/// <param name="ReturnPeriod">Years.</param>
/// <param name="Loss">Reached or exceeded once in so many years.</param>
/// <param name="Tail">Mean of those years.</param>
public sealed record CurvePoint(double ReturnPeriod, double Loss, double Tail);
