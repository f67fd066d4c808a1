using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace BreachNotify.Law;

/// <summary>
/// RFC 8785, the JSON Canonicalization Scheme: one value, one sequence of bytes, so that hashes over JSON agree between
/// machines and programs.
/// </summary>
public static class CanonicalJson
{
    private const string Hex = "0123456789abcdef";

    /// <summary>The canonical form as UTF-8 without byte-order mark.</summary>
    /// <param name="element">
    /// Any JSON value. Numbers are IEEE 754 doubles as the RFC demands: digits beyond their precision are lost, so that
    /// amounts and larger integers belong into strings.
    /// </param>
    /// <exception cref="FormatException">
    /// A key occurs twice in an object, a string holds a lone surrogate, or a number is outside the range of a double.
    /// </exception>
    public static byte[] Canonicalize(JsonElement element)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(output, element);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> output, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, element);
                break;
            case JsonValueKind.Array:
                output.Write("["u8);
                var first = true;
                foreach (var item in element.EnumerateArray())
                {
                    if (!first)
                    {
                        output.Write(","u8);
                    }
                    first = false;
                    Write(output, item);
                }
                output.Write("]"u8);
                break;
            case JsonValueKind.String:
                WriteString(output, TextOf(element));
                break;
            case JsonValueKind.Number:
                WriteNumber(output, element);
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            default:
                throw new ArgumentException("The element holds no JSON value.", nameof(element));
        }
    }

    /// <summary>RFC 8785 section 3.2.3: members ordered by the UTF-16 code units of their names.</summary>
    private static void WriteObject(ArrayBufferWriter<byte> output, JsonElement element)
    {
        var count = element.GetPropertyCount();
        var names = new string[count];
        var values = new JsonElement[count];
        var i = 0;
        foreach (var member in element.EnumerateObject())
        {
            names[i] = NameOf(member);
            values[i++] = member.Value;
        }
        Array.Sort(names, values, StringComparer.Ordinal);
        output.Write("{"u8);
        for (i = 0; i < count; i++)
        {
            if (i > 0)
            {
                if (names[i] == names[i - 1])
                {
                    throw new FormatException($"The key '{names[i]}' occurs twice in one object.");
                }
                output.Write(","u8);
            }
            WriteString(output, names[i]);
            output.Write(":"u8);
            Write(output, values[i]);
        }
        output.Write("}"u8);
    }

    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A string holds half of a surrogate pair.", e);
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A key holds half of a surrogate pair.", e);
        }
    }

    /// <summary>RFC 8785 section 3.2.2.2: the short escapes where JSON has them, \u00xx for other controls, nothing else.</summary>
    private static void WriteString(ArrayBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= ' ' && c != '"' && c != '\\')
            {
                continue;
            }
            Encoding.UTF8.GetBytes(text.AsSpan(start, i - start), output);
            start = i + 1;
            switch (c)
            {
                case '"': output.Write("\\\""u8); break;
                case '\\': output.Write("\\\\"u8); break;
                case '\b': output.Write("\\b"u8); break;
                case '\t': output.Write("\\t"u8); break;
                case '\n': output.Write("\\n"u8); break;
                case '\f': output.Write("\\f"u8); break;
                case '\r': output.Write("\\r"u8); break;
                default:
                    output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', (byte)Hex[c >> 4], (byte)Hex[c & 15]]);
                    break;
            }
        }
        Encoding.UTF8.GetBytes(text.AsSpan(start), output);
        output.Write("\""u8);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> output, JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (IsShortInteger(raw))
        {
            output.Write(raw);
            return;
        }
        if (!element.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            throw new FormatException($"The number {element.GetRawText()} is outside the range of a double.");
        }
        Encoding.UTF8.GetBytes(FormatNumber(value), output);
    }

    /// <summary>Up to 15 digits are exact as a double and already in their canonical form.</summary>
    private static bool IsShortInteger(ReadOnlySpan<byte> raw)
    {
        var digits = raw[0] == '-' ? raw[1..] : raw;
        return digits.Length <= 15 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && !(raw[0] == '-' && digits is [(byte)'0']);
    }

    /// <summary>ECMAScript's Number::toString for radix 10 (RFC 8785 section 3.2.2.3).</summary>
    internal static string FormatNumber(double value)
    {
        if (value == 0)
        {
            return "0";
        }
        // "R" gives the shortest digits that read back as the same double; only their layout differs from ECMAScript's.
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var pointAt = (point < 0 ? mantissa.Length : point) + exponent;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        pointAt -= leading;
        var sign = value < 0 ? "-" : "";
        return sign + pointAt switch
        {
            > 0 and <= 21 when digits.Length <= pointAt => digits.PadRight(pointAt, '0'),
            > 0 and <= 21 => $"{digits[..pointAt]}.{digits[pointAt..]}",
            > -6 and <= 0 => "0." + new string('0', -pointAt) + digits,
            _ => Scientific(digits, pointAt - 1),
        };
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length == 1 ? "" : "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}");
    }
}
