using System.Text;

namespace BreachNotify.Mailings;

/// <summary>What a field of an uploaded file may hold, and the one form in which it is kept.</summary>
public static class FieldText
{
    private const int LongestField = 10_000;
    private const int LongestLine = 256;

    /// <summary>Why a text can go into no letter or header; null if it can.</summary>
    public static string? FaultOf(ReadOnlySpan<char> value, bool isLine)
    {
        if (value.Length > (isLine ? LongestLine : LongestField))
        {
            return $"the value has {value.Length} characters; {(isLine ? LongestLine : LongestField)} are possible";
        }
        if (!value.ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }
        foreach (var c in value)
        {
            if (c < ' ' || c is >= '\u007f' and <= '\u009f' or '\u2028' or '\u2029')
            {
                if (isLine || c is not ('\r' or '\n' or '\t'))
                {
                    return c is '\r' or '\n' ? "the value contains a line break (CR or LF)" : $"the value contains the control character U+{(int)c:X4}";
                }
            }
            else if (c == '\ufffd')
            {
                return "the value contains bytes that are not UTF-8; save the file as UTF-8, or as UTF-16 with a byte order mark";
            }
        }
        return HasLoneSurrogate(value) ? "the value contains half a character (a lone surrogate)" : null;
    }

    /// <summary>
    /// Trimmed and composed (Unicode normalisation form C), so that a name typed on one system equals the same name typed
    /// on another. The text must have no fault.
    /// </summary>
    public static ReadOnlySpan<char> Normalise(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        return Ascii.IsValid(value) || value.IsNormalized() ? value : value.ToString().Normalize();
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> value)
    {
        if (value.IndexOfAnyInRange('\ud800', '\udfff') < 0)
        {
            return false;
        }
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return true;
            }
        }
        return false;
    }
}
