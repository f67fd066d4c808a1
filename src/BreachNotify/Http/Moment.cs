using System.Text.Json;
using System.Text.Json.Serialization;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Http;

/// <summary>
/// A time as a request gives it: an instant with its offset, or a local date-time that a zone turns into an instant.
/// The default value is the Unix epoch.
/// </summary>
[JsonConverter(typeof(MomentConverter))]
public readonly record struct Moment
{
    public const string InstantWanted = "Must be an RFC 3339 time with its offset, such as 2026-04-02T17:40:00+02:00 or 2026-04-02T15:40:00Z.";

    private static readonly OffsetDateTimePattern Offset = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFo<Z+HH:mm>");
    private static readonly LocalDateTimePattern LocalPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFF");
    private static readonly LocalDateTimePattern LocalMinutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");
    private readonly Instant _instant;

    public Moment(Instant instant) => _instant = instant;

    private Moment(LocalDateTime local) => Local = local;

    /// <summary>Null for a local time that no zone has been applied to.</summary>
    public Instant? Instant => Local is null ? _instant : null;

    public LocalDateTime? Local { get; }

    public static implicit operator Moment(Instant instant) => new(instant);

    public static bool TryParse(string text, out Moment moment)
    {
        // RFC 3339 section 5.6 allows lower-case t and z.
        var upper = text.ToUpperInvariant();
        if (Offset.Parse(upper).TryGetValue(default, out var withOffset) && Awareness.TryInstant(withOffset, out var instant))
        {
            moment = new Moment(instant);
            return true;
        }
        if (LocalPattern.Parse(upper).TryGetValue(default, out var local) || LocalMinutes.Parse(upper).TryGetValue(default, out local))
        {
            moment = new Moment(local);
            return true;
        }
        moment = default;
        return false;
    }

    public static string Format(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    /// <summary>The instant; a local time is read in <paramref name="zone"/>.</summary>
    /// <exception cref="QuestionException">There is no zone, or the local time does not exist or occurs twice in it.</exception>
    public Instant In(DateTimeZone? zone, string field) =>
        Local is { } local ? Awareness.InstantOrLocal(field, LocalPattern.Format(local), zone) : _instant;

    /// <exception cref="Refusal">400: the time-zone data do not know it.</exception>
    public static DateTimeZone ZoneOf(string zone, string field) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? throw Refusal.Malformed(field, zone, "Must be an IANA time zone such as Europe/Berlin.");

    /// <summary>A query parameter that gives an instant.</summary>
    /// <exception cref="Refusal">400: it does not.</exception>
    public static Instant? FromQuery(string field, string? text) => text switch
    {
        null => null,
        // A plus sign that was not percent-encoded arrives as a space.
        _ when TryParse(text.Replace(' ', '+'), out var moment) && moment.Instant is { } instant => instant,
        _ => throw Refusal.Malformed(field, text, InstantWanted),
    };

    public override string ToString() => Local is { } local ? LocalPattern.Format(local) : Format(_instant);
}

public sealed class MomentConverter : JsonConverter<Moment>
{
    public override Moment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Moment.TryParse(reader.GetString()!, out var moment)
            ? moment
            : throw new WrongValueException(Moment.InstantWanted);

    public override void Write(Utf8JsonWriter writer, Moment value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
