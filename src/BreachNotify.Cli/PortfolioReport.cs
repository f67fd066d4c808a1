using System.Globalization;
using BreachNotify.Exposure.Portfolios;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary>What a book costs, for a person at a prompt.</summary>
public static class PortfolioReport
{
    private const int Longest = 5;

    public static void Write(IAnsiConsole console, PortfolioRun run, DirectoryInfo folder)
    {
        var (accounts, loss) = (run.Accounts, run.Loss);
        var figures = PortfolioLoss.Figures(loss.Totals);
        console.MarkupLineInterpolated($"{accounts.Policies.Count} policies of {run.Book.Insureds.Count} towers, {accounts.Currency}; {accounts.Rejected.Count} rows left out (rejected.csv).");
        console.MarkupLineInterpolated($"A year costs [bold]{Amount(figures.Mean)}[/] on average, give or take {Amount(figures.StandardError)} (standard error); standard deviation {Amount(figures.StandardDeviation)}.");
        if (run.HasTreaty)
        {
            console.MarkupLineInterpolated($"After reinsurance {Amount(PortfolioLoss.Figures(loss.Net).Mean)}.");
        }
        Curves(console, run);
        Check(console, run);
        Tail(console, run);
        Accumulation(console, run);
        foreach (var remark in run.Remarks)
        {
            console.MarkupLineInterpolated($"[yellow]{remark}[/]");
        }
        console.MarkupLineInterpolated($"[dim]One model for the whole book; docs/exposure.md names the sources. Losses divide over coverages as {string.Join(", ", run.Model.Split!.Parts.Where(part => part.Part > 0).Select(part => $"{part.Coverage} {part.Part * 100:0.#} %"))}{(run.Model.Split.Parts.All(part => part.Verified) ? "" : " (not verified)")}. Results in {folder.FullName}.[/]");
    }

    private static void Curves(IAnsiConsole console, PortfolioRun run)
    {
        var table = new Table().AddColumns("Once in years", "Year (AEP)", "Mean beyond", "Largest event (OEP)", "Net year");
        var periods = OrdTables.ReturnPeriods;
        foreach (var ((year, largest), net) in PortfolioLoss.Curve(run.Loss.Totals, periods).Zip(PortfolioLoss.Curve(run.Loss.Largest, periods)).Zip(PortfolioLoss.Curve(run.Loss.Net, periods)).Reverse())
        {
            table.AddRow($"{year.ReturnPeriod}", Amount(year.Loss), Amount(year.Tail), Amount(largest.Loss), Amount(net.Loss));
        }
        console.Write(table);
    }

    private static void Check(IAnsiConsole console, PortfolioRun run)
    {
        var check = run.Check;
        console.MarkupLineInterpolated($"Check: policy {check.Policy}, its own events alone, costs {Amount(check.Simulated)} simulated and {Amount(check.Exact)} exactly; the difference of {Amount(check.Difference)} is {check.Errors.ToString("0.0", CultureInfo.InvariantCulture)} standard errors.");
    }

    private static void Tail(IAnsiConsole console, PortfolioRun run)
    {
        var total = run.TailShares.Sum();
        var table = new Table().AddColumns($"In the worst year of {run.TailPeriod:0}", "Share", "Mean loss", "Insureds");
        void Rows(string name, IEnumerable<(string Key, double Tail, double Mean, string Insureds)> rows)
        {
            foreach (var (key, tail, mean, insureds) in rows.Take(Longest))
            {
                table.AddRow(Markup.Escape($"{name} {(key.Length > 0 ? key : "unknown")}"), $"{(total > 0 ? 100 * tail / total : 0):0.0} %", Amount(mean), insureds);
            }
        }
        Rows("policy", run.Loss.Policies.Select((policy, i) => (policy.Id, run.TailShares[i], policy.Mean, "")).OrderByDescending(row => row.Item2));
        foreach (var group in run.Concentrations.GroupBy(row => row.By))
        {
            Rows(group.Key, group.Select(row => (row.Key, row.TailShare, row.Mean, $"{row.Insureds}")));
        }
        console.Write(table);
    }

    private static void Accumulation(IAnsiConsole console, PortfolioRun run)
    {
        if (run.Loss.MostAtOnce.Max() is var most and > 1)
        {
            console.MarkupLineInterpolated($"In the worst year one event hits {most} insureds at once: as many 72-hour clocks and mailings start together.");
        }
        if (run.Scenarios.Count == 0)
        {
            return;
        }
        var table = new Table().AddColumn("Scenario, worst vendor").AddColumns([.. ((string[])["Hit", "Gross, m", "Paid, m", "Clocks", "People"]).Select(name => new TableColumn(name).NoWrap().RightAligned())]);
        foreach (var row in run.Scenarios.GroupBy(row => row.Scenario).Select(rows => rows.MaxBy(row => row.Paid)!))
        {
            table.AddRow(Markup.Escape($"{row.Scenario.Id} {row.Vendor}".TrimEnd()), $"{row.Hit:0.#}", Millions(row.GroundUp), Millions(row.Paid), $"{row.Clocks:0.#}", Amount(row.People));
        }
        console.Write(table);
        console.MarkupLineInterpolated($"Hit: insureds; gross: ground-up; clocks: 72-hour periods that start together; people: whom mailings must tell. Every vendor, and what is left after reinsurance, is in scenarios.csv.");
    }

    private static string Millions(double amount) => (amount / 1e6).ToString("#,0.0", CultureInfo.InvariantCulture);

    private static string Amount(double amount) => amount.ToString("#,0", CultureInfo.InvariantCulture);
}
