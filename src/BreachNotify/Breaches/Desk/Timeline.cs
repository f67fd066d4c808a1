using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Journal;
using NodaTime;

namespace BreachNotify.Breaches.Desk;

/// <summary>One thing that happened to a record, to its notices or to its mailings.</summary>
/// <param name="At">When it was put on record.</param>
/// <param name="Kind">The journal's word, such as <c>breach.changed</c>.</param>
/// <param name="Actor">The id of whoever did it.</param>
/// <param name="Reason">Why the record changed.</param>
/// <param name="Changed">The facts that changed, by name.</param>
/// <param name="Payload">What the journal holds of it.</param>
/// <param name="Record">The record afterwards; null where it did not change.</param>
/// <param name="Mailing">Id of the mailing that it happened to; null for anything else.</param>
public sealed record TimelineEntry(Instant At, string Kind, string Actor, string? Reason, IReadOnlyList<string> Changed, JsonElement Payload, Breach? Record, string? Mailing)
{
    private const string OfMailing = "mailing:";

    /// <summary>What of the record is not a fact an officer stated.</summary>
    private static readonly string[] Bookkeeping = ["id", "version", "registeredAt", "registeredBy", "changedAt", "acts", "decisions"];

    /// <summary>The journal's entries about a breach, newest first.</summary>
    public static IReadOnlyList<TimelineEntry> Of(IReadOnlyList<Entry> entries)
    {
        var timeline = new List<TimelineEntry>();
        JsonElement? before = null;
        foreach (var entry in entries)
        {
            var reason = entry.Payload.TryGetProperty("reason", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            JsonElement? after = entry.Payload.TryGetProperty("record", out var record) ? record : null;
            timeline.Add(new TimelineEntry(
                entry.At, entry.Kind, entry.Actor, reason, before is { } old && after is { } now ? Differences(old, now) : [], entry.Payload, after?.Deserialize<Breach>(JsonContract.Options),
                entry.Subject.StartsWith(OfMailing, StringComparison.Ordinal) ? entry.Subject[OfMailing.Length..] : null));
            before = after ?? before;
        }
        timeline.Reverse();
        return timeline;
    }

    /// <summary>The facts in which two states of a record differ.</summary>
    public static IReadOnlyList<string> Differences(Breach before, Breach after) =>
        Differences(JsonSerializer.SerializeToElement(before, JsonContract.Options), JsonSerializer.SerializeToElement(after, JsonContract.Options));

    private static IReadOnlyList<string> Differences(JsonElement before, JsonElement after) =>
    [
        .. after.EnumerateObject().Select(member => member.Name)
            .Union(before.EnumerateObject().Select(member => member.Name))
            .Where(name => !Bookkeeping.Contains(name) && !Same(Member(before, name), Member(after, name))),
    ];

    private static JsonElement? Member(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool Same(JsonElement? one, JsonElement? other) => one is { } a && other is { } b ? JsonElement.DeepEquals(a, b) : one is null && other is null;
}
