using System.CommandLine;
using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using NodaTime.Extensions;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify fine scenarios</c>: one breach seen three ways, and what stands beside the fine.</summary>
public static class ScenarioCommand
{
    public static Command Create(TimeProvider clock)
    {
        var who = new FineEntityOptions();
        var people = new Option<long?>("--people") { Description = "How many people are affected, for damages and response costs" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("scenarios", "One breach seen three ways, with comparable cases, neighbouring ceilings, insurability and other costs") { people, json };
        who.AddTo(command);
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var answer = BreachScenarios.Answer(
                new ScenarioQuestion
                {
                    Regime = who.Regime(parsed),
                    DecidedOn = who.DecidedOn(parsed),
                    Authority = who.Authority(parsed),
                    Entity = who.Entity(parsed),
                    ExchangeRate = who.Rate(parsed),
                    People = parsed.GetValue(people),
                },
                clock.GetUtcNow().ToInstant().InUtc().Date,
                who.Rates(parsed));
            if (parsed.GetValue(json))
            {
                Exit.WriteJson(answer);
            }
            else
            {
                Write(AnsiConsole.Console, answer);
            }
        }));
        return command;
    }

    private static void Write(IAnsiConsole console, ScenarioAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        var scenarios = new Table().AddColumns("Scenario", "Ceiling", "Seriousness", "Fines start", "Of which insured");
        foreach (var scenario in answer.Scenarios)
        {
            var name = $"Art. {string.Join(", ", scenario.Provisions)}";
            var ceiling = scenario.Ceiling?.ToString() ?? "no fine";
            if (scenario.Starts.Count == 0)
            {
                scenarios.AddRow(name, ceiling, "", "", "");
            }
            foreach (var start in scenario.Starts)
            {
                scenarios.AddRow(name, ceiling, Words.Of(start.Seriousness), FineCommand.Range(start.Range), FineCommand.Range(start.Insured));
                (name, ceiling) = ("", "");
            }
        }
        console.Write(scenarios);
        if (answer.Insurability is { } law)
        {
            console.MarkupLineInterpolated($"Fines in {law.Country}: [bold]{Words.Of(law.Status)}[/] as of {law.AsOf} ({law.Source ?? "no source read"})");
        }
        FineData.Write(console, answer.Comparable);
        if (answer.Costs is { } costs)
        {
            var table = new Table().AddColumns("Other cost", "Low", "Base", "High", "Source");
            foreach (var cost in costs)
            {
                table.AddRow(cost.What, Amount(cost.Low, cost), cost.Base is { } middle ? Amount(middle, cost) : "", Amount(cost.High, cost), Markup.Escape(FineData.Source(cost.Source, cost.Verified)));
            }
            console.Write(table);
            console.WriteLine("Not all of these arise in every case; they are not added up.");
        }
        FineData.Write(console, answer.Neighbours);
        foreach (var scenario in answer.Scenarios)
        {
            Derivations.Write(console, $"Art. {string.Join(", ", scenario.Provisions)}", scenario.Derivation);
        }
        Derivations.WriteFooter(console, proof, answer.RuleBook);
    }

    private static string Amount(decimal amount, CostAmount cost) => new Money(amount, cost.Currency).ToString();
}
