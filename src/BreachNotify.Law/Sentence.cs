using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;

namespace BreachNotify.Law;

/// <summary>
/// The text of an interpolated step of a derivation. Composed in one buffer a thread keeps, and at once as it stands in a
/// JSON string, since an answer has a dozen of them and is nearly always written and seldom read as text; numbers are
/// printed as the invariant culture does.
/// </summary>
[InterpolatedStringHandler]
internal ref struct Sentence
{
    [ThreadStatic]
    private static byte[]? _kept;

    private byte[] _text;
    private int _length;

    public Sentence(int literalLength, int formattedCount)
    {
        // Taken away while it is in use: what stands in a hole may itself compose a sentence.
        _text = _kept ?? new byte[1024];
        _kept = null;
    }

    public void AppendLiteral(string text) => Append(text);

    public void AppendFormatted(string? text) => Append(text);

    public void AppendFormatted(Money amount) => Number(amount);

    /// <summary>A time as <see cref="ClockTime"/> prints it where the zone is.</summary>
    public void AppendFormatted((Instant Instant, DateTimeZone Zone) time)
    {
        Room(ClockTime.Longest);
        _length += ClockTime.Print(_text.AsSpan(_length), time.Instant, time.Zone);
    }

    public void AppendFormatted(int number) => Number(number);

    public void AppendFormatted(decimal number) => Number(number);

    public void AppendFormatted<T>(T value) =>
        Append(value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString());

    /// <summary>The text, escaped, to be copied before the next sentence is composed.</summary>
    public ReadOnlySpan<byte> Take()
    {
        _kept = _text;
        return _text.AsSpan(0, _length);
    }

    /// <summary>Nothing in a number needs to be escaped.</summary>
    private void Number<T>(T number)
        where T : IUtf8SpanFormattable
    {
        int written;
        while (!number.TryFormat(_text.AsSpan(_length), out written, default, CultureInfo.InvariantCulture))
        {
            Array.Resize(ref _text, _text.Length * 2);
        }
        _length += written;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        Room(AnswerWriter.MostEscaped * text.Length);
        _length += AnswerWriter.Escape(text, _text.AsSpan(_length));
    }

    private void Room(int bytes)
    {
        if (_text.Length - _length < bytes)
        {
            Array.Resize(ref _text, Math.Max(_length + bytes, _text.Length * 2));
        }
    }
}
