using System.CommandLine;
using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using NodaTime;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify deadline</c>: by when must whom be told?</summary>
public static class DeadlineCommand
{
    public static Command Create()
    {
        var aware = new Option<string>("--aware") { Description = "Awareness: RFC 3339 with offset, or local without offset (read in --zone)", Required = true };
        var authority = new Option<string>("--authority") { Description = "Whose authority is notified: DE, DE-BY, FR, GB, CH, EU ...", Required = true };
        var zone = new Option<string?>("--zone") { Description = "IANA zone of a local awareness; default the authority's" };
        var sector = new Option<string?>("--sector") { Description = "private (default) or public" };
        var role = new Option<string?>("--role") { Description = "controller (default), jointController or processor" };
        var risk = new Option<string?>("--risk") { Description = "unlikely, risk (default) or high" };
        var regimes = new Option<string[]>("--regime") { Description = "Regime id; default those that apply" };
        var asOf = new Option<string?>("--as-of") { Description = "Date of the law applied; default the day of awareness" };
        var whatIf = new Option<string?>("--what-if") { Description = "A proposal laid over the law, such as digital-omnibus" };
        var filed = new Option<string?>("--filed") { Description = "When the notice was filed: is it in time, and under which readings?" };
        var json = new Option<bool>("--json") { Description = "The API's answer as JSON" };
        var command = new Command("deadline", "By when must whom be notified of a breach, under every reading of the law")
        {
            aware, authority, zone, sector, role, risk, regimes, asOf, whatIf, filed, json,
        };
        command.SetAction(parsed => Exit.Answering(() =>
        {
            var answer = DeadlineRules.Answer(new DeadlineQuestion
            {
                AwareAt = parsed.GetRequiredValue(aware),
                Authority = parsed.GetRequiredValue(authority),
                Zone = parsed.GetValue(zone),
                Sector = Word<Sector>("--sector", parsed.GetValue(sector)),
                Role = Word<Role>("--role", parsed.GetValue(role)),
                Risk = Word<RiskLevel>("--risk", parsed.GetValue(risk)),
                Regimes = parsed.GetValue(regimes) is { Length: > 0 } ids ? ids : null,
                AsOf = parsed.GetValue(asOf),
                WhatIf = parsed.GetValue(whatIf),
                Acts = parsed.GetValue(filed) is { } at ? [new Act { Kind = ActKind.Filed, At = at }] : null,
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

    private static T? Word<T>(string option, string? word)
        where T : struct, Enum => word is null ? null : Words.Parse<T>(option, word);

    private static void Write(IAnsiConsole console, DeadlineAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        console.MarkupLineInterpolated($"Aware at {ClockTime.Print(answer.AwareAt, DateTimeZone.Utc)}");
        foreach (var obligation in answer.Obligations)
        {
            var what = (obligation.Required, obligation.Due) switch
            {
                (false, _) => "not required on these facts",
                (true, { } due) => $"by {ClockTime.Print(due, DateTimeZoneProviders.Tzdb[obligation.Zone!])}",
                (true, null) => obligation.Standard ?? "",
            };
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold underline]{obligation.Id}[/] to {obligation.Recipient}: [bold]{what}[/]{(obligation.Verified ? "" : " (not verified)")}");
            if (obligation.Readings is { } readings)
            {
                WriteReadings(console, obligation, readings);
            }
            Derivations.Write(console, "Why", obligation.Derivation);
            foreach (var reading in obligation.Readings ?? [])
            {
                Derivations.Write(console, $"Reading {reading.Id}", reading.Derivation);
            }
        }
        Derivations.WriteFooter(console, proof, answer.RuleBook);
    }

    private static void WriteReadings(IAnsiConsole console, Obligation obligation, IReadOnlyList<Reading> readings)
    {
        var table = new Table().AddColumns("Reading", $"Ends, {obligation.Zone}", "Ends, UTC", "Standing");
        if (obligation.Filing is not null)
        {
            table.AddColumn("Filing");
        }
        var zone = DateTimeZoneProviders.Tzdb[obligation.Zone!];
        foreach (var reading in readings)
        {
            List<string> cells = [reading.Id, ClockTime.Print(reading.Due, zone), ClockTime.Print(reading.Due, DateTimeZone.Utc), Words.Of(reading.Standing)];
            if (obligation.Filing is { } filing)
            {
                cells.Add(filing.InTimeUnder.Contains(reading.Id) ? "in time" : "late");
            }
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        console.Write(table);
        if (obligation.SafeUnderEveryView is { } safe)
        {
            console.MarkupLineInterpolated($"Summer time begins in between: {ClockTime.Print(safe, zone)} is in time under every conceivable view.");
        }
        if (obligation.Filing is { } filed)
        {
            Derivations.Write(console, $"Filed at {ClockTime.Print(filed.At, zone)}", filed.Derivation);
        }
    }
}
