using System.CommandLine;
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
        var turnover = new Option<decimal?>("--turnover") { Description = "Worldwide turnover of the whole undertaking in the year before the decision" };
        var currency = new Option<string>("--currency") { Description = "ISO 4217 code of the turnover", DefaultValueFactory = _ => "EUR" };
        var year = new Option<int?>("--turnover-year") { Description = "Financial year of the turnover; default the year before the decision" };
        var kind = new Option<string>("--kind") { Description = "undertaking (default), naturalPerson, association or publicBody", DefaultValueFactory = _ => "undertaking" };
        var state = new Option<string?>("--state") { Description = "State of a public body, such as PL" };
        var regime = new Option<string>("--regime") { Description = "gdpr (default) or uk-gdpr", DefaultValueFactory = _ => "gdpr" };
        var provisions = new Option<string[]>("--provision") { Description = "Provision infringed, with seriousness and conduct where known: 33, 33:low, 5(1)(f):medium:a. May be repeated" };
        var decidedOn = new Option<string?>("--decided-on") { Description = "Date of the decision; default today" };
        var method = new Option<string?>("--method") { Description = "Method of the authority; default the one in force" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("fine", "Both tiers of fines from turnover, and where a fine would start")
        {
            turnover, currency, year, kind, state, regime, provisions, decidedOn, method, json,
        };
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var answer = FineRules.Answer(
                new FineQuestion
                {
                    Regime = parsed.GetRequiredValue(regime),
                    DecidedOn = parsed.GetValue(decidedOn),
                    Method = parsed.GetValue(method),
                    Entity = new FineEntity
                    {
                        Kind = Words.Parse<EntityKind>("--kind", parsed.GetRequiredValue(kind)),
                        Turnover = parsed.GetValue(turnover) is { } amount ? new Turnover(amount, parsed.GetRequiredValue(currency)) : null,
                        TurnoverYear = parsed.GetValue(year),
                        State = parsed.GetValue(state),
                    },
                    Infringements = [.. (parsed.GetValue(provisions) ?? []).Select(InfringementOf)],
                },
                clock.GetUtcNow().ToInstant().InUtc().Date);
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

    private static Infringement InfringementOf(string text)
    {
        var parts = text.Split(':');
        return parts.Length <= 3
            ? new Infringement
            {
                Provision = parts[0],
                Seriousness = parts.Length > 1 ? Words.Parse<Seriousness>("--provision", parts[1]) : null,
                Conduct = parts.Length > 2 ? parts[2] : null,
            }
            : throw new QuestionException(false, "--provision", text, "must be a provision, optionally with seriousness and conduct, such as 5(1)(f):medium:a.");
    }

    private static void Write(IAnsiConsole console, FineAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        var tiers = new Table().AddColumns("Tier", "Ceiling", "By");
        foreach (var tier in answer.Tiers)
        {
            var ceiling = (tier.CeilingRange, tier.Ceiling) switch
            {
                ({ } range, _) => $"{new Money(range.Low, range.Currency)} to {new Money(range.High, range.Currency)}",
                (_, { } amount) => amount.ToString(),
                _ => "no fine",
            };
            tiers.AddRow(tier.Id, ceiling, tier.Limb is { } limb ? Words.Of(limb) : "");
        }
        console.Write(tiers);
        if (answer.Infringements.Count > 0)
        {
            var table = new Table().AddColumns("Provision", "Tier", "Seriousness", "Starting amount", "Adjusted for size");
            foreach (var found in answer.Infringements)
            {
                table.AddRow(found.Provision, found.Tier ?? "no fine", found.Seriousness is { } s ? Words.Of(s) : "", Range(found.StartingAmount), Range(found.AdjustedAmount));
            }
            console.Write(table);
            console.MarkupLineInterpolated($"Ceiling of all together: [bold]{answer.Total!.Ceiling?.ToString() ?? "no fine"}[/] (method {answer.Method ?? "none in force"})");
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

    private static string Range(MoneyRange? range) =>
        range is null ? "" : $"{new Money(range.Low, range.Currency)} to {new Money(range.High, range.Currency)}";
}
