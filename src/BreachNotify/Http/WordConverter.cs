using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BreachNotify.Http;

/// <summary>Closed sets as exact words: camelCase, or what <see cref="JsonStringEnumMemberNameAttribute"/> says.</summary>
public sealed class WordConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<TWord> : JsonConverter<TWord>
        where TWord : struct, Enum
    {
        public override TWord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Words<TWord>.TryParse(reader.GetString()!, out var word)
                ? word
                : throw new WrongValueException($"Must be one of {string.Join(", ", Words<TWord>.All)}.");

        public override void Write(Utf8JsonWriter writer, TWord value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Words<TWord>.Of(value));
    }
}

/// <summary>The words of a closed set, as in JSON, in the database and in query strings.</summary>
public static class Words<TWord>
    where TWord : struct, Enum
{
    private static readonly FrozenDictionary<TWord, string> Texts = Enum.GetValues<TWord>().ToFrozenDictionary(word => word, TextOf);
    private static readonly FrozenDictionary<string, TWord> Values = Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    private static readonly (byte[] Text, TWord Word)[] Bytes = [.. Enum.GetValues<TWord>().Select(word => (Encoding.UTF8.GetBytes(TextOf(word)), word))];

    /// <summary>In the order of their declaration.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TWord>().Select(TextOf)];

    public static string Of(TWord word) => Texts[word];

    public static TWord Parse(string text) => Values[text];

    /// <summary>The word the reader stands on, without a string made of it.</summary>
    public static bool TryParse(in Utf8JsonReader reader, out TWord word)
    {
        foreach (var (text, value) in Bytes)
        {
            if (reader.ValueTextEquals(text))
            {
                word = value;
                return true;
            }
        }
        word = default;
        return false;
    }

    public static bool TryParse(string text, out TWord word) => Values.TryGetValue(text, out word);

    private static string TextOf(TWord word)
    {
        var name = word.ToString();
        return typeof(TWord).GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
