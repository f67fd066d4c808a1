using System.CommandLine;
using System.Globalization;
using System.Text;
using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify portfolio</c>: simulated years of a book in an OED account file.</summary>
public static class PortfolioCommand
{
    private const int MostYears = 10_000_000;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("book") { Description = "OED account file (CSV in UTF-8, or xlsx)" };
        var years = new Option<int>("--years") { Description = "Years to simulate; default 10,000", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same results on any machine; default 1", DefaultValueFactory = _ => 1 };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder for the results", Required = true };
        var formats = new Option<string>("--formats") { Description = "Of csv, parquet, xlsx, png and svg; default all", DefaultValueFactory = _ => string.Join(',', PortfolioFiles.Formats) };
        var events = new Option<bool>("--plt") { Description = "Also each event of each year (ORD SPLT), which for a large book is a large file" };
        var currency = new Option<string?>("--currency") { Description = "Currency of the book; default that of the first good row" };
        var rates = new Option<string[]>("--exchange-rate") { Description = "Rate from, to, rate, date, source, as in USD,EUR,0.9333,2023-12-11,ECB, for rows and parameters in another currency. May be repeated" };
        var columns = new Option<string[]>("--column") { Description = "Where a column of OED stands in the file, as in AnnualRevenue=Turnover; after two equals signs a value for every row, as in PolPerilsCovered==CC1. May be repeated" };
        var model = new BookModelOptions();
        var scenarios = new Option<FileInfo?>("--scenarios") { Description = "Edited copy of samples/scenarios.csv, which lies beside the program" };
        var command = new Command("portfolio", "Simulates years of a book: exceedance curves, means and tail shares by policy, concentration, accumulation, rejected rows") { file, years, seed, folder, formats, events, currency, rates, columns, scenarios };
        model.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Exit.Answering(() =>
        {
            var given = (parsed.GetValue(rates) ?? []).Select(text => Rate(FineEntityOptions.Given("--exchange-rate", text))).ToList();
            var shapes = PortfolioFiles.Parse("--formats", parsed.GetRequiredValue(formats));
            var edited = parsed.GetValue(scenarios) is { } source ? Scenarios(source) : AccumulationScenario.Shipped;
            var accounts = Read(parsed.GetRequiredValue(file), given, parsed.GetValue(currency), Map(parsed.GetValue(columns) ?? []));
            var run = new PortfolioRun(accounts, model.Model(parsed, Dollar(given, accounts.Currency)), Within("--years", parsed.GetValue(years), 1, MostYears), parsed.GetValue(seed), edited, cancellation);
            Progress(run);
            PortfolioFiles.Save(parsed.GetRequiredValue(folder), shapes, run, parsed.GetValue(events));
            PortfolioReport.Write(AnsiConsole.Console, run, parsed.GetRequiredValue(folder));
        })));
        return command;
    }

    internal static T Within<T>(string option, T value, T least, T most)
        where T : IComparable<T> => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new QuestionException(false, option, string.Create(CultureInfo.InvariantCulture, $"{value}"), string.Create(CultureInfo.InvariantCulture, $"must be {least} to {most}."));

    private static void Progress(PortfolioRun run) => AnsiConsole.Progress().Start(progress =>
    {
        var task = progress.AddTask($"{run.Years.ToString("#,0", CultureInfo.InvariantCulture)} years", maxValue: 2.0 * run.Years);
        run.Start(done => task.Increment(done));
        task.Value = task.MaxValue;
    });

    private static OedBook Read(FileInfo file, List<ExchangeRate> rates, string? currency, Dictionary<string, string> map)
    {
        try
        {
            using var stream = file.OpenRead();
            using var text = new StreamReader(stream, Encoding.UTF8);
            var accounts = file.Extension.Equals(".xlsx", StringComparison.OrdinalIgnoreCase) ? OedAccounts.ReadSheet(stream, rates, currency, map) : OedAccounts.Read(text, rates, currency, map);
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

    private static Dictionary<string, string> Map(string[] columns) => columns.Select(text => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } heading]
        ? (name, heading)
        : throw new QuestionException(false, "--column", text, "must be a column of OED and a heading, as in AnnualRevenue=Turnover.")).DistinctBy(pair => pair.name).ToDictionary();

    private static ExchangeRate Rate(Law.Fines.ExchangeRateGiven given) => given.Rate is > 0 and <= 1_000_000_000
        ? new ExchangeRate(given.From, given.To, given.Rate, Law.Deadlines.Awareness.Date("--exchange-rate", given.Date), given.Source)
        : throw new QuestionException(false, "--exchange-rate", given.Rate.ToString(CultureInfo.InvariantCulture), "must be more than 0.");

    /// <summary>One US dollar, the currency of the published parameters, in that of the book; null without a rate.</summary>
    private static double? Dollar(List<ExchangeRate> rates, string currency) =>
        currency == "USD" ? 1
        : rates.Find(rate => rate.Joins("USD", currency)) is { } rate ? (double)(rate.From == "USD" ? rate.Rate : 1 / rate.Rate)
        : null;
}
