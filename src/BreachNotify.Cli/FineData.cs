using System.CommandLine;
using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary>The data behind the answers on fines: <c>breachnotify fine cases</c>, <c>statistics</c>, <c>insurability</c>, <c>costs</c>, <c>neighbours</c>.</summary>
public static class FineData
{
    public static void AddTo(Command fine)
    {
        fine.Add(Cases());
        fine.Add(Listing("statistics", "Statistics over many decisions", () => FineStatistics.All, Write));
        fine.Add(Listing("insurability", "Whether fines can be insured, by country", () => Insurability.All, Write));
        fine.Add(Listing("costs", "Defaults of damages and response costs", () => CostDefaults.All, Write));
        fine.Add(Listing("neighbours", "Ceilings of neighbouring regimes", () => NeighbouringCeilings.Of(null), Write));
    }

    internal static string Source(string? source, bool verified) => $"{source ?? "none"}{(verified ? "" : " (not verified)")}";

    internal static void Write(IAnsiConsole console, IReadOnlyList<Percentiles> percentiles)
    {
        var table = new Table().AddColumns("Decided", "n", "P25", "Median", "P75");
        foreach (var row in percentiles)
        {
            var what = row.Currency is null ? row.Of : $"{row.Of}, {row.Currency}";
            table.AddRow(what, $"{row.N}", Figure(row, row.P25), row.Refused is null ? Figure(row, row.Median) : "too few", Figure(row, row.P75));
        }
        console.Write(table);
    }

    internal static void Write(IAnsiConsole console, IReadOnlyList<NeighbouringCeiling> rows)
    {
        var table = new Table().AddColumns("Neighbouring regime", "Fixed", "Share", "Rule", "Ceiling here", "Source");
        foreach (var row in rows)
        {
            table.AddRow(Markup.Escape($"{row.Regime}, {row.Provision}"), $"{row.Fixed}", row.Share is { } share ? Percent(share) : "", Words.Of(row.Rule), $"{row.Ceiling}", Markup.Escape(Source(row.Source, row.Verified)));
        }
        console.Write(table);
        console.WriteLine("Each regime stands by itself; the ceilings are never added up.");
    }

    private static Command Cases()
    {
        var article = new Option<string?>("--article") { Description = "An article or provision cited, such as 33" };
        var country = new Option<string?>("--country") { Description = "State of the authority, such as PL" };
        var authority = new Option<string?>("--authority") { Description = "Authority or court, such as ICO" };
        var sector = new Option<string?>("--sector") { Description = "Such as telecommunications" };
        var currency = new Option<string?>("--currency") { Description = "Currency of the fine" };
        var from = new Option<decimal?>("--turnover-from") { Description = "Least turnover" };
        var to = new Option<decimal?>("--turnover-to") { Description = "Largest turnover" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("cases", "Decided fines, with percentiles where there are five or more") { article, country, authority, sector, currency, from, to, json };
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var answer = DecidedFines.Find(new DecidedFineFilter
            {
                Article = parsed.GetValue(article),
                Country = parsed.GetValue(country),
                Authority = parsed.GetValue(authority),
                Sector = parsed.GetValue(sector),
                Currency = parsed.GetValue(currency),
                TurnoverFrom = parsed.GetValue(from),
                TurnoverTo = parsed.GetValue(to),
            });
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(answer, AnswerJson.Options));
                return;
            }
            var table = new Table().AddColumns("Fined", "Authority, decided", "Articles", "Fine", "Announced", "Of turnover", "Of ceiling", "Source");
            foreach (var fine in answer.Fines)
            {
                table.AddRow(Markup.Escape(fine.Party), Markup.Escape($"{fine.Country} {fine.Authority}, {fine.Decided ?? "date unknown"}"), string.Join(", ", fine.Articles),
                    $"{fine.Fine}{(fine.Status == "final" ? "" : $" ({fine.Status})")}", $"{fine.Announced}", fine.ShareOfTurnover is { } share ? Percent(share) : "", fine.ShareOfCeiling is { } part ? Percent(part) : "", Markup.Escape(Source(fine.Source, fine.Verified)));
            }
            AnsiConsole.Write(table);
            Write(AnsiConsole.Console, answer.Percentiles);
            AnsiConsole.WriteLine(answer.Note);
        }));
        return command;
    }

    private static Command Listing<T>(string name, string description, Func<IReadOnlyList<T>> rows, Action<IAnsiConsole, IReadOnlyList<T>> write)
    {
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command(name, description) { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(rows(), AnswerJson.Options));
            }
            else
            {
                write(AnsiConsole.Console, rows());
            }
        });
        return command;
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<FineStatistic> rows)
    {
        var table = new Table().AddColumns("Selection", "n", "P25", "Median", "P75", "Largest", "Source");
        foreach (var row in rows)
        {
            string Amount(decimal? value) => value is { } amount ? new Money(amount, row.Currency).ToString() : "";
            table.AddRow(Markup.Escape(row.Selection), $"{row.N}", Amount(row.P25), Amount(row.Median), Amount(row.P75), Amount(row.Max), Markup.Escape($"{Source(row.Source, row.Verified)}, {row.AsOf}"));
        }
        console.Write(table);
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<InsurabilityRow> rows)
    {
        var table = new Table().AddColumns("Country", "Fines", "As of", "Source");
        foreach (var row in rows)
        {
            table.AddRow(row.Country, Words.Of(row.Status), row.AsOf, Markup.Escape($"{Source(row.Source, row.Verified)} {row.Note}".TrimEnd()));
        }
        console.Write(table);
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<CostDefault> rows)
    {
        var table = new Table().AddColumns("Id", "What", "Per", "Low", "Base", "High", "Unit", "Source");
        foreach (var row in rows)
        {
            table.AddRow(row.Id, Markup.Escape(row.What), row.Per, $"{row.Low}", $"{row.Base}", $"{row.High}", row.Unit, Markup.Escape(Source(row.Source, row.Verified)));
        }
        console.Write(table);
    }

    private static string Figure(Percentiles row, decimal? value) =>
        value is not { } figure ? "" : row.Currency is { } currency ? new Money(figure, currency).ToString() : Percent(figure);

    private static string Percent(decimal share) => $"{share * 100:0.####} %";
}
