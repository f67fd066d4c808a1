using System.Text.Json;

namespace BreachNotify.Http;

/// <summary>
/// Reads questions of the usual shape. The serializer takes as long for one as the law takes to answer it. Whatever is not
/// plainly such a question (another member, one that stands twice, a null, a wrong value) is left to the serializer, which
/// reads it or says what is wrong.
/// </summary>
public static class PlainJson
{
    /// <summary>Reads an object the reader stands on; null where it is not plainly one.</summary>
    public delegate T? Reading<T>(ref Utf8JsonReader json)
        where T : class;

    /// <summary>Null where the text is not plainly one object and nothing else.</summary>
    public static T? Whole<T>(ReadOnlySpan<byte> utf8, Reading<T> read)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            return json.Read() && json.TokenType == JsonTokenType.StartObject && read(ref json) is { } value && !json.Read() ? value : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A list of texts.</summary>
    public static bool Texts(ref Utf8JsonReader json, ref List<string>? value)
    {
        if (value is not null || !json.Read() || json.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }
        value = new List<string>(1);
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            value.Add(json.GetString()!);
        }
        return json.TokenType == JsonTokenType.EndArray;
    }

    public static bool Text(ref Utf8JsonReader json, ref string? value) =>
        value is null && json.Read() && json.TokenType == JsonTokenType.String && (value = json.GetString()) is not null;

    public static bool Amount(ref Utf8JsonReader json, ref decimal? value)
    {
        if (value is not null || !json.Read() || !DecimalConverter.TryRead(json, out var amount))
        {
            return false;
        }
        value = amount;
        return true;
    }

    public static bool Number(ref Utf8JsonReader json, ref int? value)
    {
        if (value is not null || !json.Read() || json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var number))
        {
            return false;
        }
        value = number;
        return true;
    }

    public static bool Word<T>(ref Utf8JsonReader json, ref T? value)
        where T : struct, Enum
    {
        if (value is not null || !json.Read() || json.TokenType != JsonTokenType.String || !Words<T>.TryParse(json, out var word))
        {
            return false;
        }
        value = word;
        return true;
    }
}
