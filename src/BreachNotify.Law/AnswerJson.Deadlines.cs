using System.Text.Json;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Law;

// Obligations and their readings, written by hand for the same reason. Members stand in the order of their names; that each
// of them is written is held by a test.
public static partial class AnswerJson
{
    private static readonly JsonEncodedText AddresseeName = JsonEncodedText.Encode("addressee");
    private static readonly JsonEncodedText Conditional = JsonEncodedText.Encode("conditional");
    private static readonly JsonEncodedText Due = JsonEncodedText.Encode("due");
    private static readonly JsonEncodedText FilingName = JsonEncodedText.Encode("filing");
    private static readonly JsonEncodedText Local = JsonEncodedText.Encode("local");
    private static readonly JsonEncodedText ReadingsName = JsonEncodedText.Encode("readings");
    private static readonly JsonEncodedText Recipient = JsonEncodedText.Encode("recipient");
    private static readonly JsonEncodedText Regime = JsonEncodedText.Encode("regime");
    private static readonly JsonEncodedText ReliedOn = JsonEncodedText.Encode("reliedOn");
    private static readonly JsonEncodedText Required = JsonEncodedText.Encode("required");
    private static readonly JsonEncodedText Safe = JsonEncodedText.Encode("safeUnderEveryView");
    private static readonly JsonEncodedText Standard = JsonEncodedText.Encode("standard");
    private static readonly JsonEncodedText StandingName = JsonEncodedText.Encode("standing");
    private static readonly JsonEncodedText StartsWith = JsonEncodedText.Encode("startsWith");
    private static readonly JsonEncodedText Zone = JsonEncodedText.Encode("zone");

    private static readonly JsonEncodedText[] StandingWords = [.. Enum.GetValues<Standing>().Select(value => JsonEncodedText.Encode(Words.Of(value)))];

    private sealed class ObligationConverter : Written<Obligation>
    {
        public override void Write(Utf8JsonWriter writer, Obligation value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            if (value.Addressee is not null)
            {
                writer.WritePropertyName(AddresseeName);
                JsonSerializer.Serialize(writer, value.Addressee, options);
            }
            if (value.Conditional is { } conditional)
            {
                writer.WriteBoolean(Conditional, conditional);
            }
            AnswerJson.Write(writer, value.Derivation);
            writer.WritePropertyName(Due);
            if (value.Due is { } due)
            {
                AnswerJson.Write(writer, due);
            }
            else
            {
                writer.WriteNullValue();
            }
            if (value.Filing is not null)
            {
                writer.WritePropertyName(FilingName);
                JsonSerializer.Serialize(writer, value.Filing, options);
            }
            writer.WriteString(Id, value.Id);
            if (value.Readings is { } readings)
            {
                writer.WriteStartArray(ReadingsName);
                for (var i = 0; i < readings.Count; i++)
                {
                    AnswerJson.Write(writer, readings[i]);
                }
                writer.WriteEndArray();
            }
            writer.WriteString(Recipient, value.Recipient);
            writer.WriteString(Regime, value.Regime);
            WriteIfAny(writer, ReliedOn, value.ReliedOn);
            writer.WriteBoolean(Required, value.Required);
            if (value.SafeUnderEveryView is { } safe)
            {
                writer.WritePropertyName(Safe);
                AnswerJson.Write(writer, safe);
            }
            WriteIfAny(writer, Standard, value.Standard);
            WriteIfAny(writer, StartsWith, value.StartsWith);
            writer.WriteBoolean(Verified, value.Verified);
            WriteIfAny(writer, Zone, value.Zone);
            writer.WriteEndObject();
        }
    }

    private sealed class ReadingConverter : Written<Reading>
    {
        public override void Write(Utf8JsonWriter writer, Reading value, JsonSerializerOptions options) => AnswerJson.Write(writer, value);
    }

    private static void Write(Utf8JsonWriter writer, Reading value)
    {
        writer.WriteStartObject();
        Write(writer, value.Derivation);
        writer.WritePropertyName(Due);
        Write(writer, value.Due);
        writer.WriteString(Id, value.Id);
        writer.WritePropertyName(Local);
        Write(writer, value.Local);
        writer.WriteString(StandingName, StandingWords[(int)value.Standing]);
        writer.WriteBoolean(Verified, value.Verified);
        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, JsonEncodedText name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
