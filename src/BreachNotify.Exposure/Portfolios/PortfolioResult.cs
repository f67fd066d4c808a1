namespace BreachNotify.Exposure.Portfolios;

/// <summary>What was found, in the currency of the book and to the cent.</summary>
/// <param name="Year">What a year costs.</param>
/// <param name="NetYear">What is left of it after the treaty; null without one.</param>
/// <param name="ReturnPeriods">The longest first.</param>
/// <param name="TailPeriod">The worst years are one in so many.</param>
/// <param name="MostAtOnce">Insureds that one event hits in the worst year: as many 72-hour clocks, and mailings, start together.</param>
/// <param name="Check">One policy by simulation and exactly.</param>
/// <param name="Concentrations">By vendor, country and industry, of each the dozen with the largest part of the worst years.</param>
/// <param name="Scenarios">What single large events would cost; those that need a rate that was not given are left out.</param>
/// <param name="Events">Expected over all years.</param>
/// <param name="Remarks">What a reader must know before using a figure.</param>
public sealed record PortfolioResult(
    Figures Year, Figures? NetYear, IReadOnlyList<ReturnPeriod> ReturnPeriods, double TailPeriod, int MostAtOnce, Check Check, IReadOnlyList<Share> Concentrations, IReadOnlyList<ScenarioCost> Scenarios, double Events, IReadOnlyList<string> Remarks)
{
    private const int MostShares = 12;

    /// <summary>The files that were written.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    internal static PortfolioResult Of(PortfolioRun run)
    {
        var (loss, hasTreaty) = (run.Loss, run.HasTreaty);
        IReadOnlyList<CurvePoint> Curve(IReadOnlyList<double> years) => PortfolioLoss.Curve(years, OrdTables.ReturnPeriods);
        return new PortfolioResult(
            FiguresOf(loss.Totals),
            hasTreaty ? FiguresOf(loss.Net) : null,
            [.. Curve(loss.Totals).Zip(Curve(loss.Largest), Curve(loss.Net)).Select(points =>
                new ReturnPeriod(points.First.ReturnPeriod, Cents(points.First.Loss), Cents(points.First.Tail), Cents(points.Second.Loss), Cents(points.Second.Tail), hasTreaty ? Cents(points.Third.Loss) : null, hasTreaty ? Cents(points.Third.Tail) : null))],
            run.TailPeriod,
            loss.MostAtOnce.Max(),
            new Check(run.Check.Policy, Cents(run.Check.Simulated), Cents(run.Check.StandardError), Cents(run.Check.Exact)),
            [.. run.Concentrations.GroupBy(row => row.By).SelectMany(group => group.Take(MostShares)).Select(row => new Share(row.By, row.Key, row.Insureds, double.IsFinite(row.Limit) ? Cents(row.Limit) : null, Cents(row.Mean), Cents(row.TailShare)))],
            [.. run.Scenarios.Select(row => new ScenarioCost(row.Scenario.Id, row.Scenario.What, row.Vendor, row.Dependent, row.Hit, Cents(row.GroundUp), Cents(row.Paid), Cents(row.Net), row.Clocks, row.People, row.WithoutMargin, row.WithoutRecords, row.Scenario.Source, row.Scenario.Verified))],
            Math.Round(run.Events),
            [.. run.Remarks]);
    }

    private static Figures FiguresOf(IReadOnlyList<double> years)
    {
        var figures = PortfolioLoss.Figures(years);
        return new Figures(Cents(figures.Mean), Cents(figures.StandardDeviation), Cents(figures.StandardError));
    }

    private static double Cents(double amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

/// <summary>A year.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="StandardDeviation">Of a year.</param>
/// <param name="StandardError">Of the mean.</param>
public sealed record Figures(double Mean, double StandardDeviation, double StandardError);

/// <summary>A row of the exceedance table.</summary>
/// <param name="Years">Once in so many.</param>
/// <param name="Aggregate">AEP: a year costs that much or more once in so many years.</param>
/// <param name="AggregateTail">Mean of those years.</param>
/// <param name="Occurrence">OEP: the largest event of a year.</param>
/// <param name="OccurrenceTail">Mean of those.</param>
/// <param name="NetAggregate">AEP after the treaty; null without one.</param>
/// <param name="NetAggregateTail">Mean of those years; null without one.</param>
public sealed record ReturnPeriod(double Years, double Aggregate, double AggregateTail, double Occurrence, double OccurrenceTail, double? NetAggregate, double? NetAggregateTail);

/// <summary>The policy whose insured is hit most often, its own events alone: the one that happened to cost most would be no fair choice.</summary>
/// <param name="Policy">Its number.</param>
/// <param name="Simulated">Its mean over the simulated years.</param>
/// <param name="StandardError">Of that mean.</param>
/// <param name="Exact">Its mean by Fourier transform, or closed form where the year has no terms.</param>
public sealed record Check(string Policy, double Simulated, double StandardError, double Exact)
{
    /// <summary>Simulated less exact, to the cent.</summary>
    public double Difference => Math.Round(Simulated - Exact, 2);

    /// <summary>The difference in standard errors, two decimals; 0 where nothing varies.</summary>
    public double Errors => StandardError > 0 ? Math.Round(Difference / StandardError, 2) : 0;
}

/// <summary>What of a book has one thing in common.</summary>
/// <param name="By">CloudVendor, Country or Industry.</param>
/// <param name="Key">The vendor, country or sector; empty where the file names none.</param>
/// <param name="Insureds">How many.</param>
/// <param name="Limit">The most one event can cost over all of them; null where a policy has no limit.</param>
/// <param name="Mean">Paid in a year on average.</param>
/// <param name="TailShare">Paid on average in the worst years (co-TVaR).</param>
public sealed record Share(string By, string Key, int Insureds, double? Limit, double Mean, double TailShare);

/// <summary>What a scenario costs.</summary>
/// <param name="Id">Its key.</param>
/// <param name="What">What happens.</param>
/// <param name="Vendor">The vendor that fails; empty where there is none.</param>
/// <param name="Dependent">Insureds that use what fails.</param>
/// <param name="Hit">How many of them are hit.</param>
/// <param name="GroundUp">Their losses.</param>
/// <param name="Paid">By their policies.</param>
/// <param name="Net">What is left of it after the treaty.</param>
/// <param name="Clocks">72-hour clocks that start together.</param>
/// <param name="People">To be told.</param>
/// <param name="WithoutMargin">Insureds whose interruption counts nothing, since the file has no gross profit margin.</param>
/// <param name="WithoutRecords">Insureds whose people count nothing, since the file has no number of records.</param>
/// <param name="Source">Where its parameters are from.</param>
/// <param name="Verified">False where some are assumptions or were not read.</param>
public sealed record ScenarioCost(
    string Id, string What, string Vendor, int Dependent, double Hit, double GroundUp, double Paid, double Net, double Clocks, double People, int WithoutMargin, int WithoutRecords, string Source, bool Verified);
