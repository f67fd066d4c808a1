using System.Buffers;
using System.Text;

namespace BreachNotify.Mailings;

/// <summary>One person of an audience. Texts are empty, not null, where the file had nothing.</summary>
/// <param name="Further">The values of the further columns, in the order of the audience's column names.</param>
public sealed record Recipient(string Email, string Name, string Language, string Reference, IReadOnlyList<string> Further)
{
    /// <summary>The values a template finds under <c>person</c>.</summary>
    /// <param name="covered">Whom a family letter names besides: name and reference are then those of all.</param>
    public IReadOnlyDictionary<string, string?> Values(IReadOnlyList<string> furtherColumns, IReadOnlyList<Recipient>? covered = null)
    {
        var person = new Dictionary<string, string?>(3 + furtherColumns.Count)
        {
            ["name"] = Blank(OfAll(person => person.Name)),
            ["reference"] = Blank(OfAll(person => person.Reference)),
            ["language"] = Blank(Language),
        };
        for (var i = 0; i < furtherColumns.Count; i++)
        {
            person[furtherColumns[i]] = Blank(Further[i]);
        }
        return person;

        static string? Blank(string text) => text.Length == 0 ? null : text;

        string OfAll(Func<Recipient, string> value) => covered is not { Count: > 0 } ? value(this)
            : string.Join(", ", covered.Prepend(this).Select(value).Where(text => text.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Appends the next text of a recipient: email, name, language, reference, then the further columns.</summary>
    public static void Put(ArrayBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var span = output.GetSpan(length + 5);
        var at = 0;
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[at++] = (byte)(rest | 0x80);
        }
        span[at++] = (byte)rest;
        output.Advance(at + Encoding.UTF8.GetBytes(text, span[at..]));
    }

    /// <summary>A text within a written recipient, as UTF-8: 0 the email, 1 the name, 2 the language, 3 the reference.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> written, int index)
    {
        for (; index > 0; index--)
        {
            Next(ref written);
        }
        return Next(ref written);
    }

    public static Recipient Read(ReadOnlySpan<byte> bytes)
    {
        var email = Take(ref bytes);
        var name = Take(ref bytes);
        var language = Take(ref bytes);
        var reference = Take(ref bytes);
        var further = new List<string>();
        while (!bytes.IsEmpty)
        {
            further.Add(Take(ref bytes));
        }
        return new Recipient(email, name, language, reference, further);

        static string Take(ref ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(Next(ref bytes));
    }

    private static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        var shift = 0;
        var at = 0;
        byte part;
        do
        {
            part = bytes[at++];
            length |= (part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        var text = bytes.Slice(at, length);
        bytes = bytes[(at + length)..];
        return text;
    }
}
