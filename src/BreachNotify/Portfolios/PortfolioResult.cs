using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Portfolios;

/// <summary>What was found, in the currency of the book.</summary>
/// <param name="Year">What a year costs.</param>
/// <param name="ReturnPeriods">The longest first.</param>
/// <param name="MostAtOnce">Insureds that one event hits in the worst year: as many 72-hour clocks, and mailings, start together.</param>
/// <param name="Check">One policy by simulation and exactly; null where shared events make them differ.</param>
public sealed record PortfolioResult(Figures Year, IReadOnlyList<ReturnPeriod> ReturnPeriods, int MostAtOnce, Check? Check)
{
    public static PortfolioResult Of(Book book, PortfolioLoss loss)
    {
        var figures = PortfolioLoss.Figures(loss.Totals);
        return new PortfolioResult(
            new Figures(Cents(figures.Mean), Cents(figures.StandardDeviation), Cents(figures.StandardError)),
            [.. PortfolioLoss.Curve(loss.Totals, OrdTables.ReturnPeriods).Zip(PortfolioLoss.Curve(loss.Largest, OrdTables.ReturnPeriods),
                (year, largest) => new ReturnPeriod(year.ReturnPeriod, Cents(year.Loss), Cents(year.Tail), Cents(largest.Loss), Cents(largest.Tail)))],
            loss.MostAtOnce.Max(),
            CheckOf(book, loss));
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
