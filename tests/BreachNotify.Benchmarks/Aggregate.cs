using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace BreachNotify.Benchmarks;

/// <summary>
/// P8: the exact payment of a year of one insured, <c>POST /losses</c> on 65,536 points over HTTP, against actuar's recursion in R on
/// the same step. The values at risk must lie within one step of each other.
/// </summary>
public static class Aggregate
{
    private static readonly double[] Levels = [0.9, 0.95, 0.99, 0.995];

    public static async Task Compare()
    {
        var report = new Report("P8 aggregate loss of one insured against actuar");
        await using var service = await Service.Start();
        foreach (var (events, mu, sigma, retention, limit) in ((double, double, double, double, double)[])[(2, 11, 2, 50_000, 5_000_000), (0.1, 12, 1.5, 100_000, 2_000_000), (20, 9, 1, 0, 1_000_000)])
        {
            var (ours, theirs, apart) = (new List<double>(), new List<double>(), 0.0);
            for (var round = 0; round <= Report.Rounds; round++)
            {
                var watch = Stopwatch.StartNew();
                var answer = await Service.Json(await service.Officer.PostAsJsonAsync("/api/v1/losses", new
                {
                    frequency = new { model = "poisson", mean = events },
                    severity = new { model = "lognormal", mu, sigma },
                    terms = new { retention, limit },
                    levels = Levels,
                }));
                var seconds = watch.Elapsed.TotalSeconds;
                var step = answer.GetProperty("gridStep").GetDouble();
                double[] arguments = [step, answer.GetProperty("gridPoints").GetDouble(), events, mu, sigma, retention, limit, .. Levels];
                var printed = await Peer.Run("Rscript", [Path.Combine(AppContext.BaseDirectory, "aggregate.R"), .. arguments.Select(number => number.ToString("R", CultureInfo.InvariantCulture))]);
                var numbers = printed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
                if (round > 0)
                {
                    ours.Add(seconds * 1000);
                    theirs.Add(numbers[0] * 1000);
                }
                apart = answer.GetProperty("valueAtRisk").EnumerateArray().Select((row, i) => Math.Abs(row.GetProperty("amount").GetDouble() - numbers[i + 1]) / step).Append(apart).Max();
            }
            report.Line(string.Create(CultureInfo.InvariantCulture, $"## {events} events a year, lognormal {mu} {sigma}, {limit} in excess of {retention}"));
            report.Ratio("POST /losses", "ms", ours, "actuar aggregateDist, recursive", theirs);
            report.Line(string.Create(CultureInfo.InvariantCulture, $"- values at risk at most {apart:0.000} steps apart"));
        }
        report.Save();
    }
}
