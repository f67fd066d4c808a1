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

    public static Task CompareNumpy(int policies) => Compare("P6", "numpy", "/usr/bin/python3", "portfolio.py", policies);

    public static Task CompareR(int policies) => Compare("P7", "R", "Rscript", "portfolio.R", policies);

    /// <summary>The command line, from an account file of so many rows and 10,000 years to its tables as CSV: time and peak memory.</summary>
    public static async Task Whole(int rows)
    {
        var report = new Report($"book of {rows} rows x 10000 years by the command line");
        var folder = Directory.CreateTempSubdirectory("breachnotify-book-").FullName;
        var file = Path.Combine(folder, "book.csv");
        await using (var writer = new StreamWriter(file))
        {
            await writer.WriteLineAsync("AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,PolDed,LayerAggLimit,AnnualRevenue,CountryCode,CloudVendor,BIWaitingPeriod,PolLimitREG");
            for (var i = 0; i < rows; i++)
            {
                // A rate of 0.1 a year needs a revenue of 290 million.
                await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"A{i},USD,P{i},2026-01-01,2027-01-01,CC1,0.5,5000000,0,50000,8000000,290000000,DE,{i % 4},{(i % 2 == 0 ? "0.3333" : "")},{(i % 3 == 0 ? "500000" : "")}"));
            }
        }
        var program = Path.GetFullPath("src/BreachNotify.Cli/bin/Release/net10.0/breachnotify.dll");
        var (seconds, memory) = (new List<double>(), new List<double>());
        for (var round = 0; round < Report.Rounds; round++)
        {
            await Peer.Run("/usr/bin/time", "-f", "%e %M", "-o", Path.Combine(folder, "time"), "dotnet", program, "portfolio", file, "--years", "10000", "--seed", $"{round}", "--out", Path.Combine(folder, "out"), "--formats", "csv");
            var numbers = (await File.ReadAllTextAsync(Path.Combine(folder, "time"))).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            seconds.Add(numbers[0]);
            memory.Add(numbers[1] / 1024);
        }
        report.Line(string.Create(CultureInfo.InvariantCulture, $"- median {Report.Median(seconds):0.00} s, peak memory at most {memory.Max():0} MB"));
        Directory.Delete(folder, recursive: true);
        report.Save();
    }

    private static async Task Compare(string number, string peer, string program, string script, int policies)
    {
        const int years = 10_000;
        var report = new Report($"{number} portfolio of {policies} policies x {years} years against {peer}");
        var (ours, theirs) = (new List<double>(), new List<double>());
        // The first round, in which the runtime compiles, does not count.
        for (var round = 0; round <= Report.Rounds; round++)
        {
            var (seconds, mean) = Run(policies, years, round);
            var there = await Script(program, script, policies, years, round);
            Agree(mean, there.Mean);
            if (round > 0)
            {
                ours.Add(policies * years * Rate / seconds / 1e6);
                theirs.Add(there.Events / there.Seconds / 1e6);
            }
        }
        report.Ratio("simulation, tables and means", "million events/s", ours, peer, theirs);
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
