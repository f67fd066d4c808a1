using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law;

/// <summary>A property that is written even when it is null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AlwaysWrittenAttribute : Attribute;

/// <summary>
/// How answers look in JSON: the canonical form of RFC 8785 (members in order of their names, no white space, shortest
/// numbers), so that a proof can be taken over the bytes as they are sent.
/// </summary>
public static partial class AnswerJson
{
    /// <summary>The options, for writing alone.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Whether a property is written even when it is null.</summary>
    public static bool IsAlwaysWritten(JsonPropertyInfo property) => property.AttributeProvider is MemberInfo member && member.IsDefined(typeof(AlwaysWrittenAttribute));

    /// <summary>The bytes of a reason as they stand in an answer.</summary>
    internal static byte[] Encode(Reason reason) => JsonSerializer.SerializeToUtf8Bytes(reason, Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { InOrderOfNames } },
            Converters =
            {
                new WordWriter(),
                new InstantConverter(),
                new LocalDateConverter(),
                new OffsetDateTimeConverter(),
                new ReasonConverter(),
                new ObligationConverter(),
                new ReadingConverter(),
                new MoneyConverter(),
                new MoneyRangeConverter(),
                new ShareRangeConverter(),
                new TierFindingConverter(),
                new InfringementFindingConverter(),
                new TotalFindingConverter(),
                new ExactDecimalConverter(),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void InOrderOfNames(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }
        var position = 0;
        foreach (var property in type.Properties.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            property.Order = position++;
            if (IsAlwaysWritten(property))
            {
                property.ShouldSerialize = static (_, _) => true;
            }
        }
    }

    private sealed class InstantConverter : Written<Instant>
    {
        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private sealed class OffsetDateTimeConverter : Written<OffsetDateTime>
    {
        public override void Write(Utf8JsonWriter writer, OffsetDateTime value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private sealed class LocalDateConverter : Written<LocalDate>
    {
        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) => writer.WriteStringValue(Digits.Print(value));
    }

    private static void Write(Utf8JsonWriter writer, Instant value)
    {
        var time = value.InUtc().LocalDateTime;
        if (time.NanosecondOfSecond != 0)
        {
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
            return;
        }
        Span<byte> text = stackalloc byte[20];
        text[Digits.Second(text, time)] = (byte)'Z';
        writer.WriteStringValue(text);
    }

    private static void Write(Utf8JsonWriter writer, OffsetDateTime value)
    {
        if (value.NanosecondOfSecond != 0 || value.Offset.Seconds % 60 != 0 || value.Offset.Seconds == 0)
        {
            writer.WriteStringValue(OffsetDateTimePattern.Rfc3339.Format(value));
            return;
        }
        Span<byte> text = stackalloc byte[25];
        Digits.Offset(text[Digits.Second(text, value.LocalDateTime)..], value.Offset);
        writer.WriteStringValue(text);
    }
}

/// <summary>Enumerations as the words of <see cref="Words"/>.</summary>
internal sealed class WordWriter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly Dictionary<T, JsonEncodedText> _words = Enum.GetValues<T>().ToDictionary(value => value, value => JsonEncodedText.Encode(Words.Of(value)));

        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are written, not read.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_words[value]);
    }
}

/// <summary>The word of the contract for each member of an enumeration.</summary>
public static class Words
{
    /// <summary>Camel case, or hyphens for <see cref="Standing"/> and <see cref="Severity.SeverityLevel"/>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        typeof(T) == typeof(Standing) || typeof(T) == typeof(Severity.SeverityLevel)
            ? JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())
            : JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The member a word names.</summary>
    /// <exception cref="QuestionException">The word is unknown; the message lists those that are known.</exception>
    public static T Parse<T>(string field, string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }
        throw QuestionException.Malformed(field, word, $"is not one of {string.Join(", ", Enum.GetValues<T>().Select(Of))}.");
    }
}
