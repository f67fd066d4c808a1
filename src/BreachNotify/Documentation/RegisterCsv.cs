using System.Globalization;
using System.Text;
using System.Text.Json;
using BreachNotify.Filings;
using BreachNotify.Http;
using BreachNotify.Mailings;

namespace BreachNotify.Documentation;

/// <summary>The register as a table: a row for each breach, a column for each field, decisions and the like as lines of one cell.</summary>
public static class RegisterCsv
{
    private static readonly IReadOnlyList<FormField> Fields = [.. RegisterEntry.FactFields, .. RegisterEntry.EffectFields, .. RegisterEntry.ActionFields];

    public static async Task Write(Stream output, IAsyncEnumerable<RegisterEntry> entries)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false));
        await writer.WriteAsync(AudiencePage.CsvLine(["id", "title", "registeredAt", "registeredBy", "version", "changedAt", .. Fields.Select(field => field.Key), "advice", "decisions", "acts", "notices", "files", "mailings"]));
        await foreach (var entry in entries)
        {
            await writer.WriteAsync(AudiencePage.CsvLine(Cells(entry).Select(Inert)));
            await writer.FlushAsync();
        }
    }

    /// <summary>A cell that no spreadsheet takes for a formula: what would begin one gets an apostrophe before it.</summary>
    public static string? Inert(string? cell) => cell is { Length: > 0 } && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20' ? $"'{cell}" : cell;

    private static IEnumerable<string?> Cells(RegisterEntry entry)
    {
        var zone = entry.Zone();
        return
        [
            entry.Id, entry.Title, Moment.Format(entry.RegisteredAt), entry.RegisteredBy.Name, entry.Version.ToString(CultureInfo.InvariantCulture), Moment.Format(entry.ChangedAt),
            .. Fields.Select(field => Answer(entry, field) is { } value ? field.Kind == FieldKind.Number ? value.GetRawText() : AnswerText.Of(field, value, zone) : null),
            entry.Advice,
            Lines(entry.Decisions.Select(decision => RegisterSheet.Line(decision, zone))), Lines(entry.Acts.Select(act => RegisterSheet.Line(act, zone))),
            Lines(entry.Notices.Select(filing => RegisterSheet.Line(filing, zone))), Lines(entry.Files.Select(RegisterSheet.Line)), Lines(entry.Mailings.Select(mailing => RegisterSheet.Line(mailing, zone))),
        ];
    }

    private static JsonElement? Answer(RegisterEntry entry, FormField field) =>
        entry.Facts.TryGetValue(field.Key, out var value) || entry.Effects.TryGetValue(field.Key, out value) || entry.RemedialAction.TryGetValue(field.Key, out value) ? value : null;

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);
}
