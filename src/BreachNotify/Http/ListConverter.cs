using System.Text.Json;
using System.Text.Json.Serialization;

namespace BreachNotify.Http;

/// <summary>
/// Reads <see cref="IReadOnlyList{T}"/> and refuses null items, which the nullability of generic arguments cannot say
/// at run time.
/// </summary>
public sealed class ListConverter : JsonConverterFactory
{
    /// <summary>The type of the items if this converter reads the list; null for other types.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && type.GenericTypeArguments[0] is var item && Nullable.GetUnderlyingType(item) is null
            ? item
            : null;

    public override bool CanConvert(Type typeToConvert) => ItemOf(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GenericTypeArguments[0]))!;

    private sealed class Of<T> : JsonConverter<IReadOnlyList<T>>
    {
        public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new WrongValueException("Must be a list.");
            }
            // Asked directly: the serializer would read each item twice, the first time to find its end.
            var converter = (JsonConverter<T>)options.GetConverter(typeof(T));
            var items = new List<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add((reader.TokenType == JsonTokenType.Null ? default : converter.Read(ref reader, typeof(T), options)) ?? throw new WrongValueException("Must not be null."));
            }
            return items;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value)
            {
                JsonSerializer.Serialize(writer, item, options);
            }
            writer.WriteEndArray();
        }
    }
}
