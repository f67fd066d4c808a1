using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BreachNotify.Http;

/// <summary>Reads decimals exactly or refuses them: an amount that had to be rounded would be another amount than the one sent.</summary>
public sealed class DecimalConverter : JsonConverter<decimal>
{
    private const int MostDigits = 28;

    /// <returns>Whether the reader stands on a number that a decimal holds to its last digit.</returns>
    public static bool TryRead(in Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out value) && IsExact(reader.ValueSpan);
    }

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(reader, out var value) ? value : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static bool IsExact(ReadOnlySpan<byte> number)
    {
        var mantissa = number.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e ? number[..e] : number;
        if (mantissa.Length == number.Length && number.Length <= MostDigits)
        {
            return true;
        }
        var exponent = 0;
        if (mantissa.Length < number.Length && !int.TryParse(number[(mantissa.Length + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }
        var point = mantissa.IndexOf((byte)'.');
        var decimals = point < 0 ? 0L : mantissa.Length - point - 1;
        return mantissa.Length - (point < 0 ? 0 : 1) - (mantissa[0] == (byte)'-' ? 1 : 0) <= MostDigits && decimals - exponent <= MostDigits;
    }
}
