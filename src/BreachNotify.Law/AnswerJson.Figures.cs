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
            throw new NotSupportedException($"{typeof(T).Name} stands in answers and is not read.");
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
            writer.WriteNumber(Amount, value.Amount.WithoutTrailingZeros());
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
            writer.WriteNumber(High, value.High.WithoutTrailingZeros());
            writer.WriteNumber(Low, value.Low.WithoutTrailingZeros());
            writer.WriteEndObject();
        }
    }

    private sealed class ShareRangeConverter : Written<ShareRange>
    {
        public override void Write(Utf8JsonWriter writer, ShareRange value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber(High, value.High.WithoutTrailingZeros());
            writer.WriteNumber(Low, value.Low.WithoutTrailingZeros());
            writer.WriteEndObject();
        }
    }
}
