using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Http;

/// <summary>How JSON is read and written: camelCase and strict, so that a slip is refused and not guessed at.</summary>
public static class JsonContract
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// What answers are written by and the interface described by. Bodies are read by <see cref="Options"/>, which refuses
    /// null items and inexact decimals too; their converters would hide the types from the description.
    /// </summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 32;
        // Answers are application/json and never embedded in HTML, so that quotes and letters of all languages stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new WordConverter());
        options.Converters.Add(new Rfc3339Converter());
        options.Converters.Add(new IsoDateConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General);
        Apply(options);
        options.Converters.Add(new ListConverter());
        options.Converters.Add(new DecimalConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>A converter's refusal of a value, with what would be right.</summary>
public sealed class WrongValueException(string remedy) : JsonException(remedy)
{
    public string Remedy { get; } = remedy;
}

/// <summary>Instants with an offset in, UTC with <c>Z</c> out.</summary>
public sealed class Rfc3339Converter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Moment.TryParse(reader.GetString()!, out var moment) && moment.Instant is { } instant
            ? instant
            : throw new WrongValueException(Moment.InstantWanted);

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Moment.Format(value));
}

/// <summary>Days as ISO 8601 dates.</summary>
public sealed class IsoDateConverter : JsonConverter<LocalDate>
{
    public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && LocalDatePattern.Iso.Parse(reader.GetString()!) is { Success: true } date
            ? date.Value
            : throw new WrongValueException("Must be a date such as 2026-11-22.");

    public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
}
