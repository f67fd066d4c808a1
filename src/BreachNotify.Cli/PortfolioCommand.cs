using System.CommandLine;
using System.Globalization;
using System.Text.Json;
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
        var file = new Argument<FileInfo>("book") { Description = "OED account file (CSV, or xlsx: its first sheet)" };
        var years = new Option<int>("--years") { Description = "Years to simulate; default 10,000", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same results on any machine; default 1", DefaultValueFactory = _ => 1 };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for the results", Required = true };
        var formats = new Option<string>("--formats") { Description = "Of csv, parquet, xlsx, png and svg; default all", DefaultValueFactory = _ => string.Join(',', PortfolioFiles.Formats) };
        var events = new Option<bool?>("--plt") { Description = "Whether each event of each year is written (ORD SPLT); default up to 1,000,000 expected events" };
        var currency = new Option<string?>("--currency") { Description = "Currency of the book; default that of the first good row" };
        var rates = new Option<string[]>("--exchange-rate") { Description = "Rate from, to, rate, date, source, as in USD,EUR,0.9333,2023-12-11,ECB, for rows and parameters in another currency. May be repeated" };
        var columns = new Option<string[]>("--column") { Description = "Where a column of OED stands in the file, as in AnnualRevenue=Turnover; after two equals signs a value for every row, as in PolPerilsCovered==CC1. May be repeated" };
        var attachment = new Option<string>("--attachment") { Description = "From where LayerAttachment is counted: aboveDeductible (default, OED v4) or includesDeductible", DefaultValueFactory = _ => Words.Of(AttachmentReading.AboveDeductible) };
        var model = new BookModelOptions();
        var scenarios = new Option<FileInfo?>("--scenarios") { Description = "Edited copy of samples/scenarios.csv, which lies beside the program" };
        var json = new Option<bool>("--json") { Description = "The API's result as JSON, and nothing else" };
        var command = new Command("portfolio", "Simulates years of a book: exceedance curves, means and tail shares by policy, concentration, accumulation, rejected rows") { file, years, seed, folder, formats, events, currency, rates, columns, attachment, scenarios, json };
        model.AddTo(command);
        // Away from this thread, so that Ctrl+C is heard.
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Exit.Answering(() =>
            {
                var shapes = PortfolioFiles.Parse("--formats", parsed.GetRequiredValue(formats));
                var edited = parsed.GetValue(scenarios) is { } source ? Scenarios(source) : null;
                var accounts = Read(parsed.GetRequiredValue(file), new AccountFormat
                {
                    Currency = parsed.GetValue(currency) is { } code ? AccountFormat.CurrencyOf(currency.Name, code) : null,
                    Rates = AccountFormat.RatesOf(rates.Name, parsed.GetValue(rates) ?? []),
                    Columns = AccountFormat.ColumnsOf(columns.Name, parsed.GetValue(columns) ?? []),
                    Attachment = Words.Parse<AttachmentReading>(attachment.Name, parsed.GetRequiredValue(attachment)),
                });
                var run = new PortfolioRun(accounts, model.Model(parsed, accounts.UnitOf("USD")), Within(years.Name, parsed.GetValue(years), 1, MostYears), parsed.GetValue(seed), edited, parsed.GetValue(events));
                run.RefuseTooLarge(Environment.ProcessorCount);
                if (parsed.GetValue(json))
                {
                    run.Start(Environment.ProcessorCount, cancellation: cancellation);
                    var files = PortfolioFiles.Save(parsed.GetRequiredValue(folder), shapes, run, cancellation);
                    Console.WriteLine(JsonSerializer.Serialize(run.Result with { Files = files }, AnswerJson.Options));
                }
                else
                {
                    Progress(run, cancellation);
                    PortfolioFiles.Save(parsed.GetRequiredValue(folder), shapes, run, cancellation);
                    PortfolioReport.Write(AnsiConsole.Console, run, parsed.GetRequiredValue(folder));
                }
            }),
            CancellationToken.None));
        return command;
    }

    internal static T Within<T>(string option, T value, T least, T most)
        where T : IComparable<T> => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new QuestionException(false, option, string.Create(CultureInfo.InvariantCulture, $"{value}"), string.Create(CultureInfo.InvariantCulture, $"must be {least} to {most}."));

    private static void Progress(PortfolioRun run, CancellationToken cancellation) => AnsiConsole.Progress().Start(progress =>
    {
        var task = progress.AddTask($"{run.Years.ToString("#,0", CultureInfo.InvariantCulture)} years", maxValue: 2.0 * run.Years);
        run.Start(Environment.ProcessorCount, done => task.Increment(done), cancellation: cancellation);
        task.Value = task.MaxValue;
    });

    private static OedBook Read(FileInfo file, AccountFormat format)
    {
        try
        {
            using var stream = file.OpenRead();
            var accounts = OedAccounts.Read(stream, format);
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

    private static IReadOnlyList<AccumulationScenario> Scenarios(FileInfo file)
    {
        try
        {
            using var text = file.OpenText();
            return AccumulationScenario.Read(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new QuestionException(false, "--scenarios", file.Name, $"cannot be read: {e.Message}");
        }
    }
}
