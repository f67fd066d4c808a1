using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using BreachNotify.Notices;
using MimeKit.Encodings;

namespace BreachNotify.Mailings;

/// <summary>
/// Writes a part of a letter in quoted-printable or base64 (RFC 2045 sections 6.7 and 6.8). In quoted-printable the fixed
/// pieces are encoded once and a person's values on lines of their own between soft breaks, which a reader does not see.
/// Not safe for several threads at once.
/// </summary>
public sealed class TransferEncoder(ArrayBufferWriter<byte> output)
{
    /// <summary>In characters, the mark of a soft break among them.</summary>
    private const int LongestLine = 76;

    /// <summary>What stands for itself within a line.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '=')]);

    private readonly ConditionalWeakTable<Stencil, Pieces> _pieces = [];

    // A line may end in a character of six bytes more than the encoder is told.
    private readonly QuotedPrintableEncoder _quoted = new(LongestLine - 6);

    /// <param name="Quoted">Empty where base64 is shorter.</param>
    private sealed record Pieces(byte[][] Quoted);

    /// <summary>Writes the part with its header and the boundary before it.</summary>
    public void Write(string boundary, string subtype, string language, FilledPart part)
    {
        if (!_pieces.TryGetValue(part.Stencil, out var pieces))
        {
            pieces = new Pieces(IsBase64Shorter(part.Stencil) ? [] : [.. part.Stencil.Pieces.Select(Quoted)]);
            _pieces.Add(part.Stencil, pieces);
        }
        Ascii($"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Language: {language}\r\nContent-Transfer-Encoding: {(pieces.Quoted.Length == 0 ? "base64" : "quoted-printable")}\r\n\r\n");
        if (pieces.Quoted.Length == 0)
        {
            Ascii(Convert.ToBase64String(Encoding.UTF8.GetBytes(part.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)), Base64FormattingOptions.InsertLineBreaks));
        }
        else
        {
            var withinLine = false;
            for (var i = 0; i < pieces.Quoted.Length; i++)
            {
                Append(pieces.Quoted[i], ref withinLine);
                if (i < part.Values.Length)
                {
                    Append(Value(part.Values[i]), ref withinLine);
                }
            }
        }
        Ascii("\r\n");
    }

    public void Ascii(string text) => Encoding.ASCII.GetBytes(text, output);

    /// <summary>Quoted-printable triples each byte beyond ASCII; base64 adds a third to all.</summary>
    private static bool IsBase64Shorter(Stencil stencil) =>
        stencil.Pieces.Sum(piece => Encoding.UTF8.GetBytes(piece).Count(b => b > 0x7f)) > stencil.Pieces.Sum(Encoding.UTF8.GetByteCount) / 6;

    /// <summary>Text that begins a line; what follows it on the same line needs a soft break before it.</summary>
    private void Append(ReadOnlySpan<byte> text, ref bool withinLine)
    {
        if (text.IsEmpty)
        {
            return;
        }
        if (withinLine && text[0] != '\r')
        {
            output.Write("=\r\n"u8);
        }
        output.Write(text);
        withinLine = text[^1] != '\n';
    }

    private byte[] Value(string value) => value.Length < LongestLine && !value.AsSpan().ContainsAnyExcept(Plain) && !value.EndsWith(' ')
        ? Encoding.ASCII.GetBytes(value)
        : Quoted(value);

    private byte[] Quoted(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        var encoded = new byte[_quoted.EstimateOutputLength(bytes.Length)];
        _quoted.Reset();
        var length = _quoted.Flush(bytes, 0, bytes.Length, encoded);
        // MimeKit's encoder ends its lines with LF alone, and a text within a line with a soft break.
        var ascii = Encoding.ASCII.GetString(encoded, 0, length);
        return Encoding.ASCII.GetBytes((ascii.EndsWith("=\n", StringComparison.Ordinal) ? ascii[..^2] : ascii).Replace("\n", "\r\n", StringComparison.Ordinal));
    }
}
