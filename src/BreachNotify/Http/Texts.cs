using System.Text.Json;
using System.Text.Json.Serialization;

namespace BreachNotify.Http;

/// <summary>One text or a list of texts; written in the form in which it came.</summary>
[JsonConverter(typeof(TextsConverter))]
public sealed class Texts(IReadOnlyList<string> items, bool isList)
{
    public IReadOnlyList<string> Items { get; } = items;

    public bool IsList { get; } = isList;
}

public sealed class TextsConverter : JsonConverter<Texts>
{
    public override Texts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new Texts([reader.GetString()!], false);
        }
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new WrongValueException("Must be a text or a list of texts.");
        }
        var items = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new WrongValueException("Must be a text or a list of texts."));
        }
        return new Texts(items, true);
    }

    public override void Write(Utf8JsonWriter writer, Texts value, JsonSerializerOptions options)
    {
        if (value.IsList)
        {
            JsonSerializer.Serialize(writer, value.Items, options);
        }
        else
        {
            writer.WriteStringValue(value.Items[0]);
        }
    }
}
