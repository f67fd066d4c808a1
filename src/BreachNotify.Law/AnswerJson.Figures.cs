using System.Text.Json;
using System.Text.Json.Serialization;

namespace BreachNotify.Law;

// Reasons and amounts make up nearly all of an answer; their members are written here by hand, in the order of RFC 8785,
// because the reflection of the serializer takes three times as long for them.
public static partial class AnswerJson
{
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText Cite = JsonEncodedText.Encode("citation");
    private static readonly JsonEncodedText Currency = JsonEncodedText.Encode("currency");
    private static readonly JsonEncodedText High = JsonEncodedText.Encode("high");
    private static readonly JsonEncodedText Low = JsonEncodedText.Encode("low");
    private static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    private static readonly JsonEncodedText Verified = JsonEncodedText.Encode("verified");

    /// <summary>A type that stands in answers only.</summary>
    private abstract class Written<T> : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are written, not read.");
    }

    private sealed class ExactDecimalConverter : Written<decimal>
    {
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private sealed class ReasonConverter : Written<Reason>
    {
        public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private sealed class MoneyConverter : Written<Money>
    {
        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private sealed class MoneyRangeConverter : Written<MoneyRange>
    {
        public override void Write(Utf8JsonWriter writer, MoneyRange value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private sealed class ShareRangeConverter : Written<ShareRange>
    {
        public override void Write(Utf8JsonWriter writer, ShareRange value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private static void Write(Utf8JsonWriter writer, Reason value)
    {
        if (value.Json is { } json)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString(Cite, value.Citation.Text);
        writer.WriteString(Text, value.Text);
        if (!value.Verified)
        {
            writer.WriteBoolean(Verified, false);
        }
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Money value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(Amount);
        Write(writer, value.Amount);
        writer.WriteString(Currency, value.Currency);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MoneyRange value)
    {
        writer.WriteStartObject();
        writer.WriteString(Currency, value.Currency);
        writer.WritePropertyName(High);
        Write(writer, value.High);
        writer.WritePropertyName(Low);
        Write(writer, value.Low);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ShareRange value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(High);
        Write(writer, value.High);
        writer.WritePropertyName(Low);
        Write(writer, value.Low);
        writer.WriteEndObject();
    }

    /// <summary>
    /// The numbers of RFC 8785 are IEEE 754 doubles: up to 15 digits an amount is written as it is, without trailing zeros;
    /// with more, as the shortest number that reads back as the same double.
    /// </summary>
    private static void Write(Utf8JsonWriter writer, decimal value)
    {
        var plain = value.WithoutTrailingZeros();
        if ((plain.Scale == 0 && plain is > -1_000_000_000_000_000 and < 1_000_000_000_000_000)
            || (plain.Scale <= 6 && plain is > -1_000_000_000 and < 1_000_000_000))
        {
            writer.WriteNumberValue(plain);
        }
        else
        {
            writer.WriteRawValue(CanonicalJson.FormatNumber((double)plain), skipInputValidation: true);
        }
    }
}
