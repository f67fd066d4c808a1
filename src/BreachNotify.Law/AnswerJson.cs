using System.Buffers;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using NodaTime;

namespace BreachNotify.Law;

/// <summary>A property that is written even when it is null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AlwaysWrittenAttribute : Attribute;

/// <summary>
/// How answers look in JSON: the canonical form of RFC 8785 (members in order of their names, no white space, shortest
/// numbers), so that a proof can be taken over the bytes as they are sent. The two answers that are asked for most, and
/// what stands in all of them, are written by hand in their own files; the rest is left to the serializer.
/// </summary>
public static partial class AnswerJson
{
    /// <summary>The options, for writing alone.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Whether a property is written even when it is null.</summary>
    public static bool IsAlwaysWritten(JsonPropertyInfo property) => property.AttributeProvider is MemberInfo member && member.IsDefined(typeof(AlwaysWrittenAttribute));

    /// <summary>A reason as it stands in an answer.</summary>
    /// <param name="citation">What it rests on.</param>
    /// <param name="text">What it says, escaped.</param>
    /// <param name="verified">False is written; true is not.</param>
    internal static byte[] Encode(Citation citation, ReadOnlySpan<byte> text, bool verified)
    {
        var cited = citation.Json;
        var end = verified ? "\"}"u8 : "\",\"verified\":false}"u8;
        var json = GC.AllocateUninitializedArray<byte>(cited.Length + text.Length + end.Length);
        cited.CopyTo(json);
        text.CopyTo(json.AsSpan(cited.Length));
        end.CopyTo(json.AsSpan(cited.Length + text.Length));
        return json;
    }

    /// <summary>What a reason says, read back from what <see cref="Encode(Citation, ReadOnlySpan{byte}, bool)"/> wrote.</summary>
    internal static string TextOf(ReadOnlySpan<byte> reason)
    {
        var json = new Utf8JsonReader(reason);
        while (json.Read() && !(json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("text"u8)))
        {
        }
        json.Read();
        return json.GetString()!;
    }

    /// <summary>An answer behind what the buffer already holds.</summary>
    /// <returns>Where in the buffer the member of its proof starts.</returns>
    internal static int Write<T>(ArrayBufferWriter<byte> output, T answer)
        where T : IAnswer
    {
        switch (answer)
        {
            case FineAnswer fines:
                return Written(output, fines, Write);
            case DeadlineAnswer deadlines:
                return Written(output, deadlines, Write);
            default:
                using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true }))
                {
                    JsonSerializer.Serialize(json, answer, Options);
                }
                // Inside a string every quotation mark is escaped, so the member can only be found where it stands.
                return output.WrittenSpan.LastIndexOf(Proof.Member);
        }
    }

    internal delegate void WriteByHand<T>(ref AnswerWriter json, T value);

    internal static byte[] Encode<T>(T value, WriteByHand<T> write)
    {
        var output = new ArrayBufferWriter<byte>();
        Written(output, value, write);
        return output.WrittenSpan.ToArray();
    }

    private static int Written<T>(ArrayBufferWriter<byte> output, T value, WriteByHand<T> write)
    {
        var json = new AnswerWriter(output);
        write(ref json, value);
        json.Flush();
        return json.ProofAt;
    }

    /// <summary>A type that stands in answers only and is written by hand, wherever it stands.</summary>
    private sealed class ByHand<T>(WriteByHand<T> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are written, not read.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteRawValue(Encode(value, write), skipInputValidation: true);
    }

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
                new ByHand<decimal>(static (ref json, value) => json.Number(value)),
                new ByHand<Instant>(static (ref json, value) => json.Time(value)),
                new ByHand<OffsetDateTime>(static (ref json, value) => json.Time(value)),
                new ByHand<LocalDate>(static (ref json, value) => json.Text(Digits.Print(value))),
                new ByHand<Reason>(Write),
                new ByHand<Money>(Write),
                new ByHand<MoneyRange>(Write),
                new ByHand<ShareRange>(Write),
                new ByHand<FineAnswer>(Write),
                new ByHand<TierFinding>(Write),
                new ByHand<InfringementFinding>(Write),
                new ByHand<TotalFinding>(Write),
                new ByHand<ConductCeiling>(Write),
                new ByHand<FineRequest>(Write),
                new ByHand<FineRequestEntity>(Write),
                new ByHand<FineRequestInfringement>(Write),
                new ByHand<DeadlineAnswer>(Write),
                new ByHand<Obligation>(Write),
                new ByHand<Reading>(Write),
                new ByHand<Deadlines.Addressee>(Write),
                new ByHand<DeadlineQuestion>(Write),
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
