using BreachNotify.Law;
using BreachNotify.Law.Data;

namespace BreachNotify.Exposure.Costs;

/// <summary>Published figures a breach can be compared with.</summary>
internal static class Benchmarks
{
    private const double Intercept = 7.6799625;
    private const double Slope = 0.7583576;
    private const double Residual = 0.523;

    private static readonly ValidRange Jacobs = new("records", 5_000, 100_000);

    private static readonly IReadOnlyList<DataRow> Rows = DataFile.Read("benchmarks.csv", typeof(Benchmarks).Assembly);

    /// <summary>Those that hold for some part of the breach, each with whether the breach lies in its range.</summary>
    public static IEnumerable<Benchmark> For(long people, long records, decimal? revenueInDollars, bool interrupted)
    {
        if (records > 0)
        {
            yield return Regression(records);
        }
        foreach (var row in Rows)
        {
            var component = Words.Parse<Component>("component", row["component"]);
            var valid = ValidRange.In(row);
            var inside = valid switch
            {
                null => (bool?)null,
                { Of: "revenue" } => revenueInDollars is { } revenue ? valid.Holds(revenue) : null,
                _ => valid.Holds(people),
            };
            // An average of other firms says nothing about this one.
            if ((component == Component.BusinessInterruption && !interrupted) || (valid is { Of: "revenue" } && inside != true))
            {
                continue;
            }
            yield return new Benchmark(row["id"], component, row["what"], row.Number("low"), row.NumberOrNone("base"), row.Number("high"), row["unit"], valid, inside, row["asOf"], row.Text("source"), row.Flag("verified"));
        }
    }

    /// <summary>ln(USD) = 7.6799625 + 0.7583576 ln(records) over 115 breaches; one residual standard error to either side.</summary>
    private static Benchmark Regression(long records)
    {
        decimal At(double errors) => decimal.Round((decimal)Math.Exp(Intercept + (Slope * Math.Log(records)) + (errors * Residual)));
        return new Benchmark("jacobs", null, "all costs by number of records, median with one residual standard error to either side", At(-1), At(0), At(1), "USD", Jacobs, Jacobs.Holds(records), "2014",
            "Jacobs 2014, regression over 115 US breaches of the Ponemon reports 2013-14, R squared 0.512; the range of sizes was not read", false);
    }
}
