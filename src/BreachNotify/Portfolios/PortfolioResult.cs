using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Portfolios;

/// <summary>What was found, in the currency of the book.</summary>
/// <param name="Year">What a year costs.</param>
/// <param name="ReturnPeriods">The longest first.</param>
/// <param name="MostAtOnce">Insureds that one event hits in the worst year: as many 72-hour clocks, and mailings, start together.</param>
/// <param name="Check">One policy by simulation and exactly; null where shared events make them differ.</param>
/// <param name="Concentrations">By vendor, country and industry, of each the dozen with the largest part of the worst years.</param>
/// <param name="Scenarios">What single large events would cost; empty where the rate of the dollar was needed and not given.</param>
/// <param name="Files">Those that the run wrote.</param>
public sealed record PortfolioResult(
    Figures Year, IReadOnlyList<ReturnPeriod> ReturnPeriods, int MostAtOnce, Check? Check, IReadOnlyList<Share> Concentrations, IReadOnlyList<ScenarioCost> Scenarios, IReadOnlyList<string> Files)
{
    private const int MostShares = 12;

    public static PortfolioResult Of(Book book, PortfolioLoss loss, IReadOnlyList<Concentration> concentrations, IReadOnlyList<ScenarioLoss> scenarios, IReadOnlyList<string> files)
    {
        var figures = PortfolioLoss.Figures(loss.Totals);
        return new PortfolioResult(
            new Figures(Cents(figures.Mean), Cents(figures.StandardDeviation), Cents(figures.StandardError)),
            [.. PortfolioLoss.Curve(loss.Totals, OrdTables.ReturnPeriods).Zip(PortfolioLoss.Curve(loss.Largest, OrdTables.ReturnPeriods),
                (year, largest) => new ReturnPeriod(year.ReturnPeriod, Cents(year.Loss), Cents(year.Tail), Cents(largest.Loss), Cents(largest.Tail)))],
            loss.MostAtOnce.Max(),
            CheckOf(book, loss),
            [.. concentrations.GroupBy(row => row.By).SelectMany(group => group.Take(MostShares)).Select(row => new Share(row.By, row.Key, row.Insureds, double.IsFinite(row.Limit) ? Cents(row.Limit) : null, Cents(row.Mean), Cents(row.TailShare)))],
            [.. scenarios.Select(row => new ScenarioCost(row.Scenario.Id, row.Scenario.What, row.Vendor, row.Dependent, row.Hit, Cents(row.GroundUp), Cents(row.Paid), row.Clocks, row.People, row.WithoutMargin, row.WithoutRecords, row.Scenario.Source, row.Scenario.Verified))],
            files);
    }

    /// <summary>The one hit most often; the one that happened to cost most would not be a fair choice.</summary>
    private static Check? CheckOf(Book book, PortfolioLoss loss)
    {
        if (book.SharedEvents.Count > 0)
        {
            return null;
        }
        var insured = book.Insureds.MaxBy(insured => insured.Rate)!;
        var simulated = loss.Policies[book.Insureds.TakeWhile(other => other != insured).Sum(before => before.Policies.Count)];
        return new Check(simulated.Id, Cents(simulated.Mean), Cents(simulated.StandardDeviation / Math.Sqrt(loss.Totals.Count)), Cents(ExactPolicy.Mean(insured, insured.Policies[0])));
    }

    private static double Cents(double amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

public sealed record Figures(double Mean, double StandardDeviation, double StandardError);

/// <param name="Aggregate">AEP: a year costs that much or more once in so many years.</param>
/// <param name="AggregateTail">Mean of those years.</param>
/// <param name="Occurrence">OEP: the largest event of a year.</param>
/// <param name="OccurrenceTail">Mean of those.</param>
public sealed record ReturnPeriod(double Years, double Aggregate, double AggregateTail, double Occurrence, double OccurrenceTail);

public sealed record Check(string Policy, double Simulated, double StandardError, double Exact);

/// <param name="Limit">The most one event can cost over all of them; null where a policy has no limit.</param>
/// <param name="TailShare">Paid on average in the worst of 200 years (co-TVaR).</param>
public sealed record Share(string By, string Key, int Insureds, double? Limit, double Mean, double TailShare);

/// <param name="Dependent">Insureds that use what fails.</param>
/// <param name="Hit">How many of them are hit.</param>
/// <param name="Clocks">72-hour clocks that start together.</param>
/// <param name="People">To be told.</param>
/// <param name="WithoutMargin">Insureds whose interruption counts nothing, since the file has no gross profit margin.</param>
/// <param name="WithoutRecords">Insureds whose people count nothing, since the file has no number of records.</param>
public sealed record ScenarioCost(
    string Id, string What, string Vendor, int Dependent, double Hit, double GroundUp, double Paid, double Clocks, double People, int WithoutMargin, int WithoutRecords, string Source, bool Verified);
