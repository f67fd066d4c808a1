using System.Globalization;
using System.Runtime.CompilerServices;

namespace BreachNotify.Law;

/// <summary>
/// The text of an interpolated step of a derivation. Composed in one buffer a thread keeps, since an answer has a dozen of
/// them; numbers are printed as the invariant culture does.
/// </summary>
[InterpolatedStringHandler]
internal ref struct Sentence
{
    [ThreadStatic]
    private static char[]? _kept;

    private char[] _text;
    private int _length;

    public Sentence(int literalLength, int formattedCount)
    {
        // Taken away while it is in use: what stands in a hole may itself compose a sentence.
        _text = _kept ?? new char[512];
        _kept = null;
    }

    public void AppendLiteral(string text) => Append(text);

    public void AppendFormatted(string? text) => Append(text);

    public void AppendFormatted<T>(T value)
    {
        if (value is ISpanFormattable)
        {
            int written;
            while (!((ISpanFormattable)value).TryFormat(_text.AsSpan(_length), out written, default, CultureInfo.InvariantCulture))
            {
                Array.Resize(ref _text, _text.Length * 2);
            }
            _length += written;
            return;
        }
        Append(value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString());
    }

    /// <summary>The text; to be called once.</summary>
    public override string ToString()
    {
        var text = new string(_text, 0, _length);
        _kept = _text;
        return text;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        while (!text.TryCopyTo(_text.AsSpan(_length)))
        {
            Array.Resize(ref _text, _text.Length * 2);
        }
        _length += text.Length;
    }
}
