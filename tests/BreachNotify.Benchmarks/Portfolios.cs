using System.Diagnostics;
using System.Globalization;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Severities;

namespace BreachNotify.Benchmarks;

/// <summary>
/// P6 and P7: a book of policies that are all alike, with terms of the event and of the year, to AEP and OEP tables and to the
/// mean of each policy; against numpy and against R. Beside it the same from an account file to the files of results.
/// </summary>
public static class Portfolios
{
    private const double Rate = 0.1;

    public static async Task CompareNumpy(int policies)
    {
        const int years = 10_000;
        var report = new Report($"P6 portfolio of {policies} policies x {years} years against numpy");
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Report.Rounds; round++)
        {
            var (seconds, mean) = Run(policies, years, round);
            var peer = await Script("/usr/bin/python3", "portfolio.py", policies, years, round);
            Agree(mean, peer.Mean);
            if (round > 0)
            {
                ours.Add(policies * years * Rate / seconds / 1e6);
                theirs.Add(peer.Events / peer.Seconds / 1e6);
            }
        }
        report.Ratio("simulation, tables and means", "million events/s", ours, "numpy", theirs);
        report.Save();
    }

    public static async Task CompareR(int policies)
    {
        const int years = 10_000;
        var report = new Report($"P7 portfolio against R ({policies} policies x {years} years there, 10,000 here)");
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Report.Rounds; round++)
        {
            var (seconds, mean) = Run(10_000, years, round);
            var peer = await Script("Rscript", "portfolio.R", policies, years, round);
            Agree(mean / 10_000, peer.Mean / policies);
            if (round > 0)
            {
                ours.Add(10_000 * years * Rate / seconds / 1e6);
                theirs.Add(peer.Events / peer.Seconds / 1e6);
            }
        }
        report.Ratio("simulation, tables and means", "million events/s", ours, "R", theirs);
        report.Save();
    }

    private static (double Seconds, double Mean) Run(int policies, int years, long seed)
    {
        var severity = new Lognormal(11, 2);
        var book = new Book([.. Enumerable.Range(0, policies).Select(i => new Insured($"A{i}", Rate, severity, 1, [new Layer($"P{i}", 50_000, 5_000_000, 0.5, 10_000, 4_000_000)]))], []);
        var watch = Stopwatch.StartNew();
        var loss = Simulation.Run(book, years, seed, Environment.ProcessorCount);
        PortfolioLoss.Curve(loss.Totals, OrdTables.ReturnPeriods);
        PortfolioLoss.Curve(loss.Largest, OrdTables.ReturnPeriods);
        return (watch.Elapsed.TotalSeconds, PortfolioLoss.Figures(loss.Totals).Mean);
    }

    /// <summary>Both drew their own numbers: a gross difference means that one of them computes something else.</summary>
    private static void Agree(double ours, double theirs)
    {
        if (Math.Abs(ours - theirs) > 0.02 * ours)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The mean of a year is {ours} here and {theirs} there."));
        }
    }

    private static async Task<(double Seconds, double Mean, double Events)> Script(string program, string script, int policies, int years, int seed)
    {
        var printed = await Peer.Run(program, Path.Combine(AppContext.BaseDirectory, script), $"{policies}", $"{years}", Rate.ToString(CultureInfo.InvariantCulture), $"{seed}");
        var numbers = printed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1], numbers[2]);
    }
}
