using System.CommandLine;
using System.Globalization;
using System.Text;
using BreachNotify.Exposure.Losses;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Law;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify portfolio</c>: simulated years of a book in an OED account file.</summary>
public static class PortfolioCommand
{
    private const int MostYears = 10_000_000;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("book") { Description = "OED account file (CSV, UTF-8)" };
        var years = new Option<int>("--years") { Description = "Years to simulate; default 10,000", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same results on any machine; default 1", DefaultValueFactory = _ => 1 };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for ept.csv, alt.csv, policies.csv and rejected.csv", Required = true };
        var rate = new Option<double>("--rate") { Description = "Events a year at a revenue of 100 million; default 0.0531 (IRIS 2022, middle of its bounds)", DefaultValueFactory = _ => BookModel.UsualRate };
        var exponent = new Option<double>("--size-exponent") { Description = "How the rate grows with revenue; default 0.6 (Wheatley and others 2016)", DefaultValueFactory = _ => BookModel.UsualExponent };
        var severity = new Option<string[]>("--severity") { Description = "Loss of an event as in 'breachnotify loss'; default lognormal:12.56:3.07 (IRIS 2022, US dollars)" };
        var outage = new Option<double>("--outage-rate") { Description = "Outages a year of each cloud provider; default 0, since no source gives one" };
        var hit = new Option<double>("--outage-hit") { Description = "Probability that an outage costs an insured of the provider a loss", DefaultValueFactory = _ => 0.1 };
        var command = new Command("portfolio", "Simulates years of a book: exceedance curves, means by policy, rejected rows") { file, years, seed, folder, rate, exponent, severity, outage, hit };
        command.SetAction((parsed, cancellation) => Task.FromResult(Exit.Answering(() => Run(
            parsed.GetRequiredValue(file),
            Within("--years", parsed.GetValue(years), 1, MostYears),
            parsed.GetValue(seed),
            parsed.GetRequiredValue(folder),
            new BookModel(
                Within("--rate", parsed.GetValue(rate), 0, 1000), Within("--size-exponent", parsed.GetValue(exponent), 0, 2),
                parsed.GetValue(severity) is { Length: > 0 } texts ? Parameters.Severity(LossCommand.SeverityOf(texts), "--severity") : BookModel.UsualSeverity,
                Within("--outage-rate", parsed.GetValue(outage), 0, 100), Within("--outage-hit", parsed.GetValue(hit), 0, 1)),
            cancellation))));
        return command;
    }

    private static void Run(FileInfo file, int years, long seed, DirectoryInfo folder, BookModel model, CancellationToken cancellation)
    {
        var accounts = Read(file);
        var book = model.Of(accounts);
        PortfolioLoss? loss = null;
        AnsiConsole.Progress().Start(progress =>
        {
            var task = progress.AddTask($"{years.ToString("#,0", CultureInfo.InvariantCulture)} years", maxValue: years);
            loss = Simulation.Run(book, years, seed, Environment.ProcessorCount, done => task.Increment(done), cancellation);
        });
        folder.Create();
        Save(folder, "ept.csv", output => OrdTables.WriteEpt(output, loss!));
        Save(folder, "alt.csv", output => OrdTables.WriteAlt(output, loss!));
        Save(folder, "policies.csv", output => OrdTables.WritePolicies(output, loss!));
        Save(folder, "rejected.csv", output => OrdTables.WriteRejected(output, accounts.Rejected));
        Write(AnsiConsole.Console, accounts, book, loss!, folder);
    }

    private static OedBook Read(FileInfo file)
    {
        try
        {
            using var text = new StreamReader(file.FullName, Encoding.UTF8);
            var accounts = OedAccounts.Read(text);
            return accounts.Policies.Count > 0 ? accounts : throw new QuestionException(true, "book", file.Name,
                accounts.Rejected is [var first, ..] ? $"has no usable row; line {first.Line}, {first.Column}: {first.Reason}" : "has no rows.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QuestionException(false, "book", file.FullName, $"cannot be read: {e.Message}");
        }
        catch (InvalidDataException e)
        {
            throw new QuestionException(true, "book", file.Name, e.Message);
        }
    }

    private static void Save(DirectoryInfo folder, string name, Action<TextWriter> write)
    {
        using var output = new StreamWriter(Path.Combine(folder.FullName, name), false, new UTF8Encoding(false));
        write(output);
    }

    private static void Write(IAnsiConsole console, OedBook accounts, Book book, PortfolioLoss loss, DirectoryInfo folder)
    {
        var figures = PortfolioLoss.Figures(loss.Totals);
        console.MarkupLineInterpolated($"{accounts.Policies.Count} policies of {book.Insureds.Count} towers, {accounts.Currency}; {accounts.Rejected.Count} rows left out (rejected.csv).");
        console.MarkupLineInterpolated($"A year costs [bold]{Amount(figures.Mean)}[/] on average, give or take {Amount(figures.StandardError)} (standard error); standard deviation {Amount(figures.StandardDeviation)}.");
        var table = new Table().AddColumns("Once in years", "Year (AEP)", "Mean beyond", "Largest event (OEP)");
        foreach (var (year, largest) in PortfolioLoss.Curve(loss.Totals, OrdTables.ReturnPeriods).Zip(PortfolioLoss.Curve(loss.Largest, OrdTables.ReturnPeriods)).Reverse())
        {
            table.AddRow($"{year.ReturnPeriod}", Amount(year.Loss), Amount(year.Tail), Amount(largest.Loss));
        }
        console.Write(table);
        if (book.SharedEvents.Count == 0)
        {
            // The one hit most often; the one that happened to cost most would not be a fair choice.
            var (insured, at) = (book.Insureds.MaxBy(insured => insured.Rate)!, 0);
            foreach (var before in book.Insureds.TakeWhile(other => other != insured))
            {
                at += before.Policies.Count;
            }
            var simulated = loss.Policies[at];
            console.MarkupLineInterpolated($"Check: policy {simulated.Id} costs {Amount(simulated.Mean)} simulated, give or take {Amount(simulated.StandardDeviation / Math.Sqrt(loss.Totals.Count))}, and {Amount(ExactPolicy.Mean(insured, insured.Policies[0]))} exactly.");
        }
        if (loss.MostAtOnce.Max() is var most and > 1)
        {
            console.MarkupLineInterpolated($"In the worst year one event hits {most} insureds at once: as many 72-hour clocks and mailings start together.");
        }
        if (accounts.Ignored.Count > 0)
        {
            console.MarkupLineInterpolated($"[yellow]Not applied: {string.Join(", ", accounts.Ignored)}.[/]");
        }
        console.MarkupLineInterpolated($"[dim]Frequency and severity are one model for the whole book, in the currency of the book; docs/exposure.md names their sources. Results in {folder.FullName}.[/]");
    }

    private static T Within<T>(string option, T value, T least, T most)
        where T : IComparable<T> => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new QuestionException(false, option, string.Create(CultureInfo.InvariantCulture, $"{value}"), string.Create(CultureInfo.InvariantCulture, $"must be {least} to {most}."));

    private static string Amount(double amount) => amount.ToString("#,0", CultureInfo.InvariantCulture);
}
