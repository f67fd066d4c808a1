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

    /// <summary>
    /// The numbers of RFC 8785 are IEEE 754 doubles: up to 15 digits an amount is written as it is, without trailing zeros;
    /// with more, as the shortest number that reads back as the same double.
    /// </summary>
    private static void Write(Utf8JsonWriter writer, decimal value)
    {
        var plain = value.WithoutTrailingZeros();
        if (plain is > -1_000_000_000 and < 1_000_000_000 && plain.Scale <= 6)
        {
            writer.WriteNumberValue(plain);
        }
        else if (plain.Scale == 0 && plain is > -1_000_000_000_000_000 and < 1_000_000_000_000_000)
        {
            writer.WriteNumberValue(plain);
        }
        else
        {
            writer.WriteRawValue(CanonicalJson.FormatNumber((double)plain), skipInputValidation: true);
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonEncodedText name, decimal value)
    {
        writer.WritePropertyName(name);
        Write(writer, value);
    }

    private sealed class ExactDecimalConverter : Written<decimal>
    {
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private sealed class ReasonConverter : Written<Reason>
    {
        public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options)
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
    }

    private sealed class MoneyConverter : Written<Money>
    {
        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            AnswerJson.Write(writer, Amount, value.Amount);
            writer.WriteString(Currency, value.Currency);
            writer.WriteEndObject();
        }
    }

    private sealed class MoneyRangeConverter : Written<MoneyRange>
    {
        public override void Write(Utf8JsonWriter writer, MoneyRange value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString(Currency, value.Currency);
            AnswerJson.Write(writer, High, value.High);
            AnswerJson.Write(writer, Low, value.Low);
            writer.WriteEndObject();
        }
    }

    private sealed class ShareRangeConverter : Written<ShareRange>
    {
        public override void Write(Utf8JsonWriter writer, ShareRange value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            AnswerJson.Write(writer, High, value.High);
            AnswerJson.Write(writer, Low, value.Low);
            writer.WriteEndObject();
        }
    }
}
