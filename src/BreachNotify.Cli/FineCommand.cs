using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime.Extensions;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify fine</c>: how high may a fine be, and where would it start?</summary>
public static class FineCommand
{
    public static Command Create(TimeProvider clock)
    {
        var who = new FineEntityOptions();
        var provisions = new Option<string[]>("--provision") { Description = "Provision infringed, with seriousness and conduct where known: 33, 33:low, 5(1)(f):medium:a. May be repeated" };
        var factors = new Option<string[]>("--factor") { Description = "Factor of Art. 83(2) for a provision, with your weight as a share of the starting amount: 33:c:mitigating:0.10. May be repeated" };
        var method = new Option<string?>("--method") { Description = "Method of the authority; default the one in force" };
        var category = new Option<int?>("--category") { Description = "Category of the provisions under a historical method" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("fine", "Both tiers of fines from turnover, and where a fine would start") { provisions, factors, method, category, json };
        who.AddTo(command);
        FineData.AddTo(command);
        command.Add(ScenarioCommand.Create(clock));
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var answer = FineRules.Answer(
                new FineQuestion
                {
                    Regime = who.Regime(parsed),
                    DecidedOn = who.DecidedOn(parsed),
                    Authority = who.Authority(parsed),
                    Method = parsed.GetValue(method),
                    Entity = who.Entity(parsed),
                    ExchangeRate = who.Rate(parsed),
                    Infringements = Infringements(parsed.GetValue(provisions) ?? [], parsed.GetValue(factors) ?? [], parsed.GetValue(category)),
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

    private static List<Infringement> Infringements(string[] provisions, string[] factors, int? category)
    {
        var weighed = factors.Select(FactorOf).ToLookup(pair => pair.Provision, pair => pair.Factor);
        if (weighed.FirstOrDefault(group => !provisions.Any(text => text.Split(':')[0] == group.Key)) is { } stray)
        {
            throw new QuestionException(false, "--factor", stray.Key, "names a provision that no --provision gives.");
        }
        return [.. provisions.Select(text =>
        {
            var parts = text.Split(':');
            return parts.Length <= 3
                ? new Infringement
                {
                    Provision = parts[0],
                    Seriousness = parts.Length > 1 ? Words.Parse<Seriousness>("--provision", parts[1]) : null,
                    Category = category,
                    Conduct = parts.Length > 2 ? parts[2] : null,
                    Factors = weighed.Contains(parts[0]) ? [.. weighed[parts[0]]] : null,
                }
                : throw new QuestionException(false, "--provision", text, "must be a provision, optionally with seriousness and conduct, such as 5(1)(f):medium:a.");
        })];
    }

    private static (string Provision, Factor Factor) FactorOf(string text)
    {
        var parts = text.Split(':');
        decimal? weight = null;
        if (parts.Length == 4)
        {
            weight = decimal.TryParse(parts[3], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
                ? share
                : throw new QuestionException(false, "--factor", text, "has a weight that is not a share such as 0.10.");
        }
        return parts.Length is 3 or 4
            ? (parts[0], new Factor { Point = parts[1], Direction = Words.Parse<FactorDirection>("--factor", parts[2]), Weight = weight })
            : throw new QuestionException(false, "--factor", text, "must be provision, letter, direction and optionally weight, such as 33:c:mitigating:0.10.");
    }

    private static void Write(IAnsiConsole console, FineAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        var tiers = new Table().AddColumns("Tier", "Ceiling", "By");
        foreach (var tier in answer.Tiers)
        {
            var ceiling = (tier.CeilingRange, tier.Ceiling) switch
            {
                ({ } range, _) => Range(range),
                (_, { } amount) => amount.ToString(),
                _ => "no fine",
            };
            tiers.AddRow(tier.Id, ceiling, tier.Limb is { } limb ? Words.Of(limb) : "");
        }
        console.Write(tiers);
        if (answer.Infringements.Count > 0)
        {
            var table = new Table().AddColumns("Provision", "Tier", "Seriousness", "Starting amount", "Adjusted for size", "After factors");
            foreach (var found in answer.Infringements)
            {
                table.AddRow(found.Provision, found.Tier ?? "no fine", found.Seriousness is { } s ? Words.Of(s) : "", Range(found.StartingAmount), Range(found.AdjustedAmount), Range(found.AfterFactors));
            }
            console.Write(table);
            console.MarkupLineInterpolated($"Ceiling of all together: [bold]{answer.Total!.Ceiling?.ToString() ?? "no fine"}[/] (method {answer.Method ?? "none in force"})");
            if (answer.Total.Range is { } range)
            {
                console.MarkupLineInterpolated($"Amounts together: {Range(range)}; a start, not an expected fine");
            }
        }
        console.WriteLine();
        foreach (var tier in answer.Tiers)
        {
            Derivations.Write(console, $"Tier {tier.Id}", tier.Derivation);
        }
        foreach (var found in answer.Infringements)
        {
            Derivations.Write(console, $"Art. {found.Provision}", found.Derivation);
        }
        if (answer.Total is { } total)
        {
            Derivations.Write(console, "Total", total.Derivation);
        }
        Derivations.WriteFooter(console, proof, answer.RuleBook);
    }

    internal static string Range(MoneyRange? range) =>
        range is null ? "" : $"{new Money(range.Low, range.Currency)} to {new Money(range.High, range.Currency)}";
}
