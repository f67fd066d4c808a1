using BreachNotify.Exposure.Tables;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Tables of Open Results Data, from the insurer's perspective (il), and some of our own. Every simulated year counts as one
/// period, so that EPCalc is 2 (full uncertainty) and SampleType 2 (from samples). SummaryId 1 is the whole book.
/// </summary>
public static class OrdTables
{
    /// <summary>Return periods of the exceedance tables; those longer than the years simulated are left out.</summary>
    public static readonly IReadOnlyList<double> ReturnPeriods = [1000, 500, 250, 200, 100, 50, 25, 20, 10, 5, 2];

    private static readonly ResultColumn SummaryId = new("SummaryId", CellKind.Whole);

    /// <summary>EPT: EPType 1 OEP, 2 OEP TVaR, 3 AEP, 4 AEP TVaR.</summary>
    public static ResultTable Ept(PortfolioLoss loss) => Ept("ept", loss.Largest, loss.Totals);

    /// <summary>EPT from the perspective ri, net of the treaty. The largest event of a year stands before what an excess pays at most in a year.</summary>
    public static ResultTable NetEpt(PortfolioLoss loss, Treaty treaty) => Ept("ept-net", [.. loss.Largest.Select(treaty.Kept)], loss.Net);

    /// <summary>ALT of the whole book.</summary>
    public static ResultTable Alt(PortfolioLoss loss) => Alt("alt", loss.Totals);

    /// <summary>ALT of the whole book from the perspective ri.</summary>
    public static ResultTable NetAlt(PortfolioLoss loss) => Alt("alt-net", loss.Net);

    /// <summary>
    /// SPLT: each event that costs the book something, before the terms of the year. The model has no time within a year, so that
    /// Month, Day, Hour and Minute are empty and Year is the period.
    /// </summary>
    public static ResultTable Plt(IEnumerable<EventLoss> events, int years) => new("plt",
        [
            new("Period", CellKind.Whole), new("PeriodWeight", CellKind.Number, "R"), new("EventId", CellKind.Whole), new("Year", CellKind.Whole), new("Month", CellKind.Whole), new("Day", CellKind.Whole),
            new("Hour", CellKind.Whole), new("Minute", CellKind.Whole), SummaryId, new("SampleId", CellKind.Whole), new("Loss", CellKind.Number),
        ],
        events.Select(happened => new object?[] { happened.Year + 1, 1.0 / years, happened.EventId, happened.Year + 1, null, null, null, null, 1, 1, happened.Loss }));

    /// <summary>Each policy, in the order of the book: mean, standard deviation, standard error of the mean, and where it is known its co-TVaR.</summary>
    /// <param name="loss">The simulated years.</param>
    /// <param name="tailShares">What <see cref="Simulation.TailShares"/> found.</param>
    public static ResultTable Policies(PortfolioLoss loss, IReadOnlyList<double>? tailShares = null)
    {
        var root = Math.Sqrt(loss.Totals.Count);
        return new ResultTable("policies",
            [new("PolNumber", CellKind.Text), new("MeanLoss", CellKind.Number), new("SDLoss", CellKind.Number), new("StandardError", CellKind.Number), .. tailShares is null ? [] : (ResultColumn[])[new("TailShare", CellKind.Number)]],
            loss.Policies.Select((policy, i) => (object?[])[policy.Id, policy.Mean, policy.StandardDeviation, policy.StandardDeviation / root, .. tailShares is null ? [] : (object?[])[tailShares[i]]]));
    }

    /// <summary>Where the book is concentrated.</summary>
    public static ResultTable Concentrations(IEnumerable<Concentration> rows) => new("concentration",
        [new("By", CellKind.Text), new("Key", CellKind.Text), new("Insureds", CellKind.Whole), new("Limit", CellKind.Number), new("MeanLoss", CellKind.Number), new("TailShare", CellKind.Number)],
        rows.Select(row => new object?[] { row.By, row.Key, row.Insureds, row.Limit, row.Mean, row.TailShare }));

    /// <summary>What accumulation scenarios cost the book.</summary>
    public static ResultTable Scenarios(IEnumerable<ScenarioLoss> rows) => new("scenarios",
        [
            new("Scenario", CellKind.Text), new("Vendor", CellKind.Text), new("Dependent", CellKind.Whole), new("Hit", CellKind.Number), new("GroundUpLoss", CellKind.Number), new("InsuredLoss", CellKind.Number), new("NetLoss", CellKind.Number),
            new("Clocks72h", CellKind.Number), new("People", CellKind.Number), new("WithoutMargin", CellKind.Whole), new("WithoutRecords", CellKind.Whole), new("Verified", CellKind.Text), new("Source", CellKind.Text),
        ],
        rows.Select(row => new object?[]
        {
            row.Scenario.Id, row.Vendor, row.Dependent, row.Hit, row.GroundUp, row.Paid, row.Net, row.Clocks, row.People, row.WithoutMargin, row.WithoutRecords, row.Scenario.Verified ? "yes" : "no", row.Scenario.Source,
        }));

    /// <summary>Rows that were left out.</summary>
    public static ResultTable Rejected(IEnumerable<RejectedRow> rows) => new("rejected",
        [new("Line", CellKind.Number), new("Column", CellKind.Text), new("Value", CellKind.Text), new("Reason", CellKind.Text)],
        rows.Select(row => new object?[] { (double)row.Line, row.Column, row.Value, row.Reason }));

    /// <summary><see cref="Ept(PortfolioLoss)"/> as CSV.</summary>
    public static void WriteEpt(TextWriter output, PortfolioLoss loss) => CsvFile.Write(output, Ept(loss));

    /// <summary><see cref="Alt(PortfolioLoss)"/> as CSV.</summary>
    public static void WriteAlt(TextWriter output, PortfolioLoss loss) => CsvFile.Write(output, Alt(loss));

    /// <summary><see cref="Policies"/> as CSV.</summary>
    public static void WritePolicies(TextWriter output, PortfolioLoss loss) => CsvFile.Write(output, Policies(loss));

    /// <summary><see cref="Rejected"/> as CSV.</summary>
    public static void WriteRejected(TextWriter output, IEnumerable<RejectedRow> rows) => CsvFile.Write(output, Rejected(rows));

    private static ResultTable Ept(string name, IReadOnlyList<double> largest, IReadOnlyList<double> totals)
    {
        var (occurrence, aggregate) = (PortfolioLoss.Curve(largest, ReturnPeriods), PortfolioLoss.Curve(totals, ReturnPeriods));
        IEnumerable<object?[]> Rows(int type, IReadOnlyList<CurvePoint> points, Func<CurvePoint, double> of) => points.Select(point => new object?[] { 1, 2, type, point.ReturnPeriod, of(point) });
        return new ResultTable(name,
            [SummaryId, new("EPCalc", CellKind.Whole), new("EPType", CellKind.Whole), new("ReturnPeriod", CellKind.Number), new("Loss", CellKind.Number)],
            [.. Rows(1, occurrence, point => point.Loss), .. Rows(2, occurrence, point => point.Tail), .. Rows(3, aggregate, point => point.Loss), .. Rows(4, aggregate, point => point.Tail)]);
    }

    private static ResultTable Alt(string name, IReadOnlyList<double> totals)
    {
        var figures = PortfolioLoss.Figures(totals);
        return new ResultTable(name, [SummaryId, new("SampleType", CellKind.Whole), new("MeanLoss", CellKind.Number), new("SDLoss", CellKind.Number)], [[1, 2, figures.Mean, figures.StandardDeviation]]);
    }
}
