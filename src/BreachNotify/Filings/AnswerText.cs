using System.Globalization;
using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Law.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Filings;

/// <summary>An answer as a person reads it.</summary>
public static class AnswerText
{
    private static readonly ZonedDateTimePattern LocalTime = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss' 'o<+HH:mm>' ('z')'", DateTimeZoneProviders.Tzdb);
    private static readonly OffsetDateTimePattern LocalOffset = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss' 'o<+HH:mm>");
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u00a0" };

    /// <param name="zone">In which times are printed.</param>
    public static string Of(FormField field, JsonElement value, DateTimeZone zone) => field.Kind switch
    {
        FieldKind.Word => FormWords.Print(value.GetString()!),
        FieldKind.Words => string.Join(", ", value.EnumerateArray().Select(item => FormWords.Print(item.GetString()!))),
        FieldKind.YesNo => value.GetBoolean() ? "yes" : "no",
        FieldKind.Time => Moment.TryParse(value.GetString()!, out var moment) && moment.Instant is { } instant ? Print(instant, zone) : value.GetString()!,
        FieldKind.Number => Print(value.GetInt64()),
        FieldKind.Lines => string.Join('\n', value.EnumerateArray().Select(item => item.GetString())),
        FieldKind.Parties => string.Join('\n', value.Deserialize<IReadOnlyList<Party>>(JsonContract.Options)!.Select(party => $"{FormWords.Print(Words<PartyRole>.Of(party.Role))}: {party.Name}{(party.Contact is null ? "" : $", {party.Contact}")}")),
        FieldKind.Countries => string.Join('\n', value.Deserialize<IReadOnlyList<AffectedPeople>>(JsonContract.Options)!.Select(affected => $"{affected.Country}: {Print(affected.People)}")),
        FieldKind.Line or FieldKind.Text or FieldKind.Date => value.GetString()!,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, null),
    };

    /// <summary>Local time with offset and zone, so that nobody reads it as another place's.</summary>
    public static string Print(Instant instant, DateTimeZone zone) => LocalTime.Format(instant.InZone(zone));

    /// <summary>The same without the zone's name, where it has been said already.</summary>
    public static string WithOffset(Instant instant, DateTimeZone zone) => LocalOffset.Format(instant.InZone(zone).ToOffsetDateTime());

    private static string Print(long number) => number.ToString("#,0", Grouped);
}
