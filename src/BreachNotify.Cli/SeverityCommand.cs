using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Law.Severity;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify severity</c>: how severe is it by the methodology of ENISA?</summary>
public static class SeverityCommand
{
    private const string WantsCategory = "must be a kind of data with its score where it is not the base: simple, behavioural=2, financial=3, sensitive.";

    public static Command Create()
    {
        var categories = new Option<string[]>("--category") { Description = "Kind of data and score: simple, behavioural, financial or sensitive, such as financial=3. May be repeated", Required = true };
        var identifiability = new Option<decimal>("--identifiability") { Description = "0.25 negligible, 0.5 limited, 0.75 significant, 1 maximum", Required = true };
        var confidentiality = new Option<decimal?>("--confidentiality") { Description = "0 (default), 0.25 known recipients, 0.5 unknown number" };
        var integrity = new Option<decimal?>("--integrity") { Description = "0 (default), 0.25 recoverable, 0.5 not recoverable" };
        var availability = new Option<decimal?>("--availability") { Description = "0 (default), 0.25 temporary, 0.5 permanent" };
        var malicious = new Option<bool>("--malicious") { Description = "Done on purpose" };
        var people = new Option<long?>("--people") { Description = "People concerned" };
        var unintelligible = new Option<bool>("--unintelligible") { Description = "Encrypted, the key being safe" };
        var level = new Option<string?>("--override") { Description = "A level set by a person: low, medium, high or very-high" };
        var reason = new Option<string?>("--reason") { Description = "Why the level is set" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("severity", "Severity of a breach by the methodology of ENISA; the legal test stays apart")
        {
            categories, identifiability, confidentiality, integrity, availability, malicious, people, unintelligible, level, reason, json,
        };
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var answer = Enisa.Answer(new SeverityQuestion
            {
                Categories = [.. parsed.GetRequiredValue(categories).Select(CategoryOf)],
                Identifiability = parsed.GetRequiredValue(identifiability),
                Confidentiality = parsed.GetValue(confidentiality),
                Integrity = parsed.GetValue(integrity),
                Availability = parsed.GetValue(availability),
                Malicious = parsed.GetValue(malicious),
                People = parsed.GetValue(people),
                Unintelligible = parsed.GetValue(unintelligible),
                Override = parsed.GetValue(level) is { } set ? new SeverityOverride(Words.Parse<SeverityLevel>("--override", set), parsed.GetValue(reason) ?? "") : null,
            });
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

    private static DataCategory CategoryOf(string text) => text.Split('=') switch
    {
        [var kind] => new DataCategory { Kind = Words.Parse<DataKind>("--category", kind) },
        [var kind, var score] when decimal.TryParse(score, CultureInfo.InvariantCulture, out var value) => new DataCategory { Kind = Words.Parse<DataKind>("--category", kind), Score = value },
        _ => throw new QuestionException(false, "--category", text, WantsCategory),
    };

    private static void Write(IAnsiConsole console, SeverityAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        console.MarkupLineInterpolated($"Severity [bold]{answer.Score.ToString("0.##", CultureInfo.InvariantCulture)}[/]: [bold]{Words.Of(answer.Level)}[/]{(answer.Assessed == answer.Level ? "" : $", set to {Words.Of(answer.Assessed)}")}{(answer.NearBoundary ? " (near a bound)" : "")}");
        if (answer.Flags.Count > 0)
        {
            console.MarkupLineInterpolated($"Outside the score: {string.Join(", ", answer.Flags)}");
        }
        console.WriteLine();
        Derivations.Write(console, "Why", answer.Derivation);
        Derivations.Write(console, "The legal test", answer.LegalTest);
        Derivations.WriteFooter(console, proof, answer.RuleBook);
    }
}
