using System.Text.Json;
using BreachNotify.Breaches;
using BreachNotify.Filings;
using BreachNotify.Http;
using BreachNotify.Law.Deadlines;
using BreachNotify.Mailings;
using BreachNotify.Printing;
using NodaTime;

namespace BreachNotify.Documentation;

/// <summary>An entry of the register as it is printed.</summary>
public static class RegisterSheet
{
    public static Sheet Of(RegisterEntry entry)
    {
        var zone = entry.Zone();
        return new Sheet(
            entry.Title,
            [
                $"Register of personal data breaches{(entry.Provision() is { } provision ? $" ({provision})" : "")}. Registered {AnswerText.Print(entry.RegisteredAt, zone)} by {entry.RegisteredBy.Name}; version {entry.Version} of {AnswerText.Print(entry.ChangedAt, zone)}.",
            ],
            [
                Part("Facts", Rows(RegisterEntry.FactFields, entry.Facts, zone)),
                Part("Effects", Rows(RegisterEntry.EffectFields, entry.Effects, zone)),
                Part("Remedial action", [.. Rows(RegisterEntry.ActionFields, entry.RemedialAction, zone), .. entry.Advice is { } advice ? (SheetRow[])[new SheetRow("Advice to the people", advice)] : []]),
                Part("Decisions", [.. entry.Decisions.Select(decision => new SheetRow(decision.Question, $"{decision.Answer}\n{string.Join('\n', decision.Reasons.Items)}", $"{AnswerText.Print(decision.DecidedAt, zone)}, {decision.DecidedBy.Name}, rule book {decision.RuleBook}, record version {decision.FactsVersion}"))]),
                Part("What was done", [.. entry.Acts.Select(act => new SheetRow(AnswerText.Print(act.At, zone), Line(act, zone)))]),
                Part("Notices to authorities", [.. entry.Notices.Select(filing => new SheetRow($"{filing.Number} to {filing.Recipient}", Line(filing, zone)))]),
                Part("Files", [.. entry.Files.Select(file => new SheetRow(AnswerText.Print(file.AddedAt, zone), Line(file)))]),
                Part("Mailings", [.. entry.Mailings.Select(mailing => new SheetRow(mailing.Id, Line(mailing, zone)))]),
            ],
            $"Breach {entry.Id}, version {entry.Version}");
    }

    private static SheetPart Part(string heading, IReadOnlyList<SheetRow> rows) => new(heading, rows.Count > 0 ? rows : [new SheetRow("None", "")]);

    internal static string Line(Decision decision, DateTimeZone zone) =>
        $"{AnswerText.Print(decision.DecidedAt, zone)} {decision.DecidedBy.Name}: {decision.Question} {decision.Answer}. {string.Join(' ', decision.Reasons.Items)} (rule book {decision.RuleBook}, record version {decision.FactsVersion})";

    internal static string Line(RecordedAct act, DateTimeZone zone) =>
        $"{AnswerText.Print(act.At, zone)} {Words<ActKind>.Of(act.Kind)}{Said(" to ", act.Recipient)}{Said(" by ", act.Channel)}{Said("; own reference ", act.OwnReference)}{Said("; its reference ", act.AuthorityReference)}{Said("; ", act.Note)} (recorded {AnswerText.Print(act.RecordedAt, zone)}, {act.RecordedBy.Name})";

    internal static string Line(FiledNotice filing, DateTimeZone zone) =>
        $"{AnswerText.Print(filing.FiledAt, zone)} {(filing.Kind == NoticeKind.New ? "new" : "follow-up")}, {Words<Completeness>.Of(filing.Completeness)}, by {filing.Channel}{Said("; own reference ", filing.OwnReference)}{Said("; its reference ", filing.AuthorityReference)}{Said("; reasons for the delay: ", filing.ReasonsForDelay)}{Said("; withdrawn because: ", filing.ReasonForWithdrawal)}; {filing.Timing.InWords(zone)} SHA-256 {filing.Content}";

    internal static string Line(NoticeFile file) => $"{Words<FileKind>.Of(file.Kind)}{(file.Filing is { } number ? $" of notice {number}" : "")}: {file.Name}, {file.Length} bytes, SHA-256 {file.Sha256}{(file.RemovedAt is null ? "" : ", removed")}";

    internal static string Line(MailingSummary mailing, DateTimeZone zone) =>
        $"{Words<MailingState>.Of(mailing.State)}: {mailing.Counts.Total} people, {mailing.Counts.Accepted} accepted, {mailing.Counts.Rejected} rejected, {mailing.Counts.InDoubt} in doubt, {mailing.Counts.OtherChannel} by another channel"
        + $"{(mailing.StartedAt is { } started ? $"; started {AnswerText.Print(started, zone)}" : "")}{(mailing.EndedAt is { } ended ? $"; ended {AnswerText.Print(ended, zone)}" : "")}{Said("; hash ", mailing.Hash)}";

    private static IReadOnlyList<SheetRow> Rows(IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement> answers, DateTimeZone zone) =>
        [.. fields.Where(field => answers.ContainsKey(field.Key)).Select(field => new SheetRow(field.Label, AnswerText.Of(field, answers[field.Key], zone)))];

    private static string Said(string before, string? text) => text is null ? "" : before + text;
}
