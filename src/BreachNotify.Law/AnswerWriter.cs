using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law;

/// <summary>
/// Writes canonical JSON straight into a buffer. It does not check what is written: whoever uses it writes the members in
/// the order of their names. An answer has some three hundred values, and with the writer of the framework writing them
/// costs more than finding them.
/// </summary>
internal ref struct AnswerWriter(ArrayBufferWriter<byte> output)
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>What stands in a JSON string as it is: of ASCII, and of all Latin letters.</summary>
    private static readonly SearchValues<char> Plain = Unescaped('\u007F');
    private static readonly SearchValues<char> PlainLatin = Unescaped('\u024F');

    private Span<byte> _buffer;
    private int _used;

    public void BeginObject() => Byte((byte)'{');

    public void EndObject() => Byte((byte)'}');

    public void BeginArray() => Byte((byte)'[');

    public void EndArray() => Byte((byte)']');

    /// <summary>A comma unless this is the first item; the first is number 0.</summary>
    public void Item(int number)
    {
        if (number > 0)
        {
            Byte((byte)',');
        }
    }

    /// <summary>The name of a member, with what separates it from the one before; where nothing stands before it, part of an object is written that has members already.</summary>
    // In a hundred places: once for all of them it stays in the processor's cache.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Name(ReadOnlySpan<byte> name)
    {
        var to = Free(name.Length + 4);
        var at = 0;
        if ((_used > 0 ? _buffer[_used - 1] : output.WrittenSpan is [.., var last] ? last : default) != '{')
        {
            to[at++] = (byte)',';
        }
        to[at++] = (byte)'"';
        name.CopyTo(to[at..]);
        at += name.Length;
        to[at++] = (byte)'"';
        to[at++] = (byte)':';
        _used += at;
    }

    /// <summary>Where in the buffer the member of the proof starts.</summary>
    public int ProofAt { get; private set; }

    /// <summary>The member of the proof, which is filled in once the rest is written.</summary>
    public void Proof(string proof)
    {
        Name("proof"u8);
        ProofAt = output.WrittenCount + _used - "\"proof\":".Length;
        Text(proof);
    }

    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Free(json.Length));
        _used += json.Length;
    }

    public void Null() => Raw("null"u8);

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Text(string text)
    {
        var to = Quoted(MostEscaped * text.Length);
        var written = Escape(text, to);
        to[written] = (byte)'"';
        _used += written + 1;
    }

    /// <summary>Most bytes a character may become in a JSON string.</summary>
    public const int MostEscaped = 6;

    /// <summary>A text as it stands between the marks of a JSON string.</summary>
    public static byte[] Escape(string text)
    {
        Span<byte> to = text.Length <= 256 ? stackalloc byte[MostEscaped * 256] : new byte[MostEscaped * text.Length];
        return to[..Escape(text, to)].ToArray();
    }

    /// <summary>The same into a span with room for <see cref="MostEscaped"/> bytes a character.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Escape(ReadOnlySpan<char> text, Span<byte> to)
    {
        int written;
        if (!text.ContainsAnyExcept(Plain))
        {
            Ascii.FromUtf16(text, to, out written);
        }
        else if (!text.ContainsAnyExcept(PlainLatin))
        {
            written = Encoding.UTF8.GetBytes(text, to);
        }
        else
        {
            var escaped = JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes;
            escaped.CopyTo(to);
            written = escaped.Length;
        }
        return written;
    }

    /// <summary>The word of <see cref="Words"/>.</summary>
    public void Word<T>(T value)
        where T : struct, Enum => Raw(Encoded<T>.Words[Unsafe.As<T, int>(ref value)]);

    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Free(20), out var written);
        _used += written;
    }

    /// <summary>
    /// The numbers of RFC 8785 are IEEE 754 doubles: up to 15 digits an amount is written as it is, without trailing zeros;
    /// with more, as the shortest number that reads back as the same double.
    /// </summary>
    public void Number(decimal value)
    {
        var plain = new PlainDecimal(value);
        if (plain.Scale == 0 ? plain.Digits < 1_000_000_000_000_000 : plain.Scale <= PlainDecimal.MostDecimals && value is > -1_000_000_000 and < 1_000_000_000)
        {
            _used += plain.Write(Free(24));
        }
        else
        {
            Raw(Encoding.ASCII.GetBytes(CanonicalJson.FormatNumber((double)value.WithoutTrailingZeros())));
        }
    }

    public void Time(Instant value)
    {
        var time = value.InUtc().LocalDateTime;
        if (time.NanosecondOfSecond != 0)
        {
            Text(InstantPattern.ExtendedIso.Format(value));
            return;
        }
        var to = Free(22);
        to[0] = (byte)'"';
        var at = 1 + Digits.Second(to[1..], time);
        to[at++] = (byte)'Z';
        to[at++] = (byte)'"';
        _used += at;
    }

    public void Time(OffsetDateTime value)
    {
        if (value.NanosecondOfSecond != 0 || value.Offset.Seconds % 60 != 0 || value.Offset.Seconds == 0)
        {
            Text(OffsetDateTimePattern.Rfc3339.Format(value));
            return;
        }
        var to = Free(27);
        to[0] = (byte)'"';
        var at = 1 + Digits.Second(to[1..], value.LocalDateTime);
        at += Digits.Offset(to[at..], value.Offset);
        to[at++] = (byte)'"';
        _used += at;
    }

    /// <summary>What stands seldom in an answer is left to the serializer.</summary>
    public void Serialize<T>(T value)
    {
        Flush();
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });
        JsonSerializer.Serialize(json, value, AnswerJson.Options);
    }

    /// <summary>Hands over what was written; to be called at the end.</summary>
    public void Flush()
    {
        output.Advance(_used);
        _buffer = default;
        _used = 0;
    }

    /// <summary>Opens a string of at most so many bytes, for which there is room, and its closing mark.</summary>
    private Span<byte> Quoted(int length)
    {
        Byte((byte)'"', length + 2);
        return _buffer[_used..];
    }

    // As for a name.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Byte(byte value, int room = 1)
    {
        Free(room)[0] = value;
        _used++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Free(int length)
    {
        if (_buffer.Length - _used < length)
        {
            Grow(length);
        }
        return _buffer[_used..];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int length)
    {
        Flush();
        _buffer = output.GetSpan(Math.Max(length, 4096));
    }

    private static SearchValues<char> Unescaped(char last) =>
        SearchValues.Create([.. Enumerable.Range(0, last + 1).Select(c => (char)c).Where(c => Encoder.Encode(c.ToString()) == c.ToString())]);

    private static class Encoded<T>
        where T : struct, Enum
    {
        public static readonly byte[][] Words = [.. Enum.GetValues<T>().Select(value => Encoding.ASCII.GetBytes($"\"{Law.Words.Of(value)}\""))];
    }
}
