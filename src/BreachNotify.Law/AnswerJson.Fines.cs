using System.Text.Json;
using BreachNotify.Law.Fines;

namespace BreachNotify.Law;

// The findings of an answer on fines, written by hand for the same reason. Members stand in the order of their names; that
// each of them is written is held by a test.
public static partial class AnswerJson
{
    private static readonly JsonEncodedText Adjusted = JsonEncodedText.Encode("adjustedAmount");
    private static readonly JsonEncodedText After = JsonEncodedText.Encode("afterFactors");
    private static readonly JsonEncodedText Basic = JsonEncodedText.Encode("basicAmount");
    private static readonly JsonEncodedText Ceiling = JsonEncodedText.Encode("ceiling");
    private static readonly JsonEncodedText CeilingRange = JsonEncodedText.Encode("ceilingRange");
    private static readonly JsonEncodedText Conduct = JsonEncodedText.Encode("conduct");
    private static readonly JsonEncodedText Conducts = JsonEncodedText.Encode("conducts");
    private static readonly JsonEncodedText Derivation = JsonEncodedText.Encode("derivation");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Limb = JsonEncodedText.Encode("limb");
    private static readonly JsonEncodedText Provision = JsonEncodedText.Encode("provision");
    private static readonly JsonEncodedText Range = JsonEncodedText.Encode("range");
    private static readonly JsonEncodedText Seriousness = JsonEncodedText.Encode("seriousness");
    private static readonly JsonEncodedText SeriousnessShare = JsonEncodedText.Encode("seriousnessShare");
    private static readonly JsonEncodedText SizeShare = JsonEncodedText.Encode("sizeShare");
    private static readonly JsonEncodedText Starting = JsonEncodedText.Encode("startingAmount");
    private static readonly JsonEncodedText Tier = JsonEncodedText.Encode("tier");

    private static readonly JsonEncodedText[] SeriousnessWords = [.. Enum.GetValues<Fining.Seriousness>().Select(value => JsonEncodedText.Encode(Words.Of(value)))];
    private static readonly JsonEncodedText[] LimbWords = [.. Enum.GetValues<Gdpr.Limb>().Select(value => JsonEncodedText.Encode(Words.Of(value)))];

    private sealed class TierFindingConverter : Written<TierFinding>
    {
        public override void Write(Utf8JsonWriter writer, TierFinding value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            WriteOrNull(writer, Ceiling, value.Ceiling);
            WriteIfAny(writer, CeilingRange, value.CeilingRange);
            AnswerJson.Write(writer, value.Derivation);
            writer.WriteString(Id, value.Id);
            if (value.Limb is { } limb)
            {
                writer.WriteString(Limb, LimbWords[(int)limb]);
            }
            else
            {
                writer.WriteNull(Limb);
            }
            writer.WriteBoolean(Verified, value.Verified);
            writer.WriteEndObject();
        }
    }

    private sealed class InfringementFindingConverter : Written<InfringementFinding>
    {
        public override void Write(Utf8JsonWriter writer, InfringementFinding value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            WriteIfAny(writer, Adjusted, value.AdjustedAmount);
            WriteIfAny(writer, After, value.AfterFactors);
            if (value.BasicAmount is { } basic)
            {
                writer.WritePropertyName(Basic);
                AnswerJson.Write(writer, basic);
            }
            writer.WriteString(Conduct, value.Conduct);
            AnswerJson.Write(writer, value.Derivation);
            writer.WriteString(Provision, value.Provision);
            if (value.Seriousness is { } seriousness)
            {
                writer.WriteString(Seriousness, SeriousnessWords[(int)seriousness]);
            }
            WriteIfAny(writer, SeriousnessShare, value.SeriousnessShare);
            WriteIfAny(writer, SizeShare, value.SizeShare);
            WriteIfAny(writer, Starting, value.StartingAmount);
            writer.WriteString(Tier, value.Tier);
            writer.WriteBoolean(Verified, value.Verified);
            writer.WriteEndObject();
        }
    }

    private sealed class TotalFindingConverter : Written<TotalFinding>
    {
        public override void Write(Utf8JsonWriter writer, TotalFinding value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            WriteOrNull(writer, Ceiling, value.Ceiling);
            WriteIfAny(writer, CeilingRange, value.CeilingRange);
            writer.WriteStartArray(Conducts);
            foreach (var conduct in value.Conducts)
            {
                writer.WriteStartObject();
                WriteOrNull(writer, Ceiling, conduct.Ceiling);
                writer.WriteString(Conduct, conduct.Conduct);
                WriteIfAny(writer, Range, conduct.Range);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            AnswerJson.Write(writer, value.Derivation);
            WriteIfAny(writer, Range, value.Range);
            writer.WriteBoolean(Verified, value.Verified);
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<Reason> derivation)
    {
        writer.WriteStartArray(Derivation);
        for (var i = 0; i < derivation.Count; i++)
        {
            Write(writer, derivation[i]);
        }
        writer.WriteEndArray();
    }

    private static void WriteOrNull(Utf8JsonWriter writer, JsonEncodedText name, Money? value)
    {
        writer.WritePropertyName(name);
        if (value is { } money)
        {
            Write(writer, money);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteIfAny(Utf8JsonWriter writer, JsonEncodedText name, MoneyRange? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
    }

    private static void WriteIfAny(Utf8JsonWriter writer, JsonEncodedText name, ShareRange? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
    }
}
