using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using NodaTime;
using Spectre.Console;

namespace BreachNotify.Cli;

/// <summary>Prints deadlines: a list of all duties first, then each with its readings and reasons.</summary>
public static class DeadlineReport
{
    public static void Write(IAnsiConsole console, DeadlineAnswer answer)
    {
        var proof = JsonDocument.Parse(Proof.Seal(answer)).RootElement.GetProperty("proof").GetString()!;
        console.MarkupLineInterpolated($"Aware at {ClockTime.Print(answer.AwareAt, DateTimeZone.Utc)}");
        if (answer.Obligations.Count > 2)
        {
            WriteList(console, answer.Obligations);
        }
        foreach (var regime in answer.ToExamine ?? [])
        {
            console.MarkupLineInterpolated($"To be examined: [bold]{regime.Regime}[/] ({regime.Why})");
        }
        foreach (var obligation in answer.Obligations)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold underline]{obligation.Id}[/] to {obligation.Recipient}: [bold]{ByWhen(obligation)}[/]{(obligation.Verified ? "" : " (not verified)")}");
            if (obligation.Addressee is { } addressee)
            {
                console.MarkupLineInterpolated($"[dim]{addressee.Name}{(addressee.Address is { } address ? $", {address}" : "")}{(addressee.Languages is { } languages ? $" ({string.Join(", ", languages)})" : "")}{(addressee.Verified is false ? ", not verified" : "")}[/]");
            }
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

    private static string ByWhen(Obligation obligation) => (obligation.Required, obligation.Due) switch
    {
        (false, _) => "not required on these facts",
        (true, { } due) => $"by {Local(due, obligation)}",
        (true, null) when obligation.Conditional is true => $"once '{obligation.StartsWith}' is given",
        (true, null) => obligation.Standard ?? "",
    };

    private static void WriteList(IAnsiConsole console, IReadOnlyList<Obligation> obligations)
    {
        var table = new Table().AddColumns("Duty", "To", "By, local time", "Latest reading");
        foreach (var obligation in obligations)
        {
            var latest = obligation.Readings is { Count: > 1 } readings ? Local(readings.Max(reading => reading.Due), obligation) : "";
            table.AddRow(new[] { obligation.Id, obligation.Recipient, ByWhen(obligation), latest }.Select(Markup.Escape).ToArray());
        }
        console.Write(table);
    }

    private static string Local(Instant instant, Obligation obligation) => ClockTime.Print(instant, DateTimeZoneProviders.Tzdb[obligation.Zone!]);

    private static void WriteReadings(IAnsiConsole console, Obligation obligation, IReadOnlyList<Reading> readings)
    {
        var table = new Table().AddColumns("Reading", $"Ends, {obligation.Zone}", "Ends, UTC", "Standing");
        if (obligation.Filing is not null)
        {
            table.AddColumn("Filing");
        }
        foreach (var reading in readings)
        {
            List<string> cells = [reading.Id, Local(reading.Due, obligation), ClockTime.Print(reading.Due, DateTimeZone.Utc), Words.Of(reading.Standing)];
            if (obligation.Filing is { } filing)
            {
                cells.Add(filing.InTimeUnder.Contains(reading.Id) ? "in time" : "late");
            }
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        console.Write(table);
        if (obligation.SafeUnderEveryView is { } safe)
        {
            console.MarkupLineInterpolated($"{Local(safe, obligation)} is in time under every conceivable view.");
        }
        if (obligation.Filing is { } filed)
        {
            Derivations.Write(console, $"Filed at {Local(filed.At, obligation)}", filed.Derivation);
        }
    }
}
