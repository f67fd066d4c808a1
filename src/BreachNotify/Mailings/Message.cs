using System.Globalization;
using System.Text;
using BreachNotify.Notices;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.Utils;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>A notice ready to be handed over: the bytes of an RFC 5322 message.</summary>
/// <param name="HeaderLength">Where the empty line after the headers begins.</param>
public readonly record struct Message(string Token, MailboxAddress To, ReadOnlyMemory<byte> Bytes, int HeaderLength)
{
    /// <summary>The header every message begins with: the opaque name of its recipient.</summary>
    public const string FirstHeader = "X-BreachNotify-Recipient";
}

/// <summary>
/// Makes the message of a person. The same person gets the same bytes on every attempt (Message-ID, date, boundary), so
/// that receivers can recognise a repetition. Each worker has its own; it is not safe for several threads at once.
/// </summary>
/// <param name="tokenHeader">A further header that carries the token, for a provider that gives back no other.</param>
public sealed class MessageComposer(MailboxAddress sender, IReadOnlyDictionary<string, Letter> letters, string fallbackLanguage, Audience audience, string? tokenHeader = null) : IDisposable
{
    // "=_" occurs neither in quoted-printable nor in base64, so that one boundary is safe in every message.
    private const string Boundary = "=_breachnotify";

    private static readonly FormatOptions Format = CreateFormat();

    private readonly AudienceKey _key = new(audience.DataKey);
    private readonly Dictionary<string, Letter> _letterOf = [];
    private readonly string _from = $"From: {Encoded(sender)}\r\n";
    private readonly string _domain = sender.Domain;
    private readonly StringBuilder _text = new();
    private readonly MemoryStream _output = new();

    public AudienceKey Key => _key;

    /// <exception cref="TemplateException">The letter cannot be rendered for this person.</exception>
    public Message Compose(Leased row, Instant at)
    {
        var person = SecondAddress.InUse(audience, Read(row), row.Address);
        var covered = row.Covered?.Select(other => Recipient.Read(_key.Open(other.Row, other.Sealed))).ToList();
        return Compose(_key.Token(row.Row), person, row.FirstAt is { } first ? Instant.FromUnixTimeTicks(first) : at, covered);
    }

    /// <param name="covered">Whom the letter names besides the person it is sent to.</param>
    /// <exception cref="TemplateException">The letter cannot be rendered for this person.</exception>
    public Message Compose(string token, Recipient person, Instant date, IReadOnlyList<Recipient>? covered = null)
    {
        var letter = LetterFor(person.Language);
        var values = person.Values(audience.Further, covered);
        var to = new MailboxAddress(person.Name, person.Email);
        _output.SetLength(0);
        Write($"{Message.FirstHeader}: {token}\r\n{_from}To: {Encoded(to)}\r\nSubject:");
        WriteLines(new Header(HeaderId.Subject, letter.Subject(values)).RawValue);
        if (audience.IsRehearsal)
        {
            Write("X-BreachNotify-Rehearsal: yes\r\n");
        }
        Write($"Date: {date.ToDateTimeUtc().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\r\n");
        Write($"Message-ID: <{token}@{_domain}>\r\n");
        if (tokenHeader is not null)
        {
            Write($"{tokenHeader}: {token}\r\n");
        }
        // RFC 3834: no vacation replies; the second is what Exchange looks at.
        Write("Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n");
        Write($"Content-Type: multipart/alternative; boundary=\"{Boundary}\"\r\n");
        var headerLength = (int)_output.Length;
        Write("\r\n");
        _text.Clear();
        letter.Text(values, _text);
        Part("plain", letter.Language);
        _text.Clear();
        letter.Html(values, _text);
        Part("html", letter.Language);
        Write($"--{Boundary}--\r\n");
        return new Message(token, to, _output.ToArray(), headerLength);
    }

    /// <summary>Whether the person has an address that was not tried yet.</summary>
    public bool HasAnotherAddress(Leased row) => row.Address == 1 && SecondAddress.Of(audience, Read(row)).Length > 0;

    public void Dispose()
    {
        _key.Dispose();
        _output.Dispose();
    }

    /// <summary>The language in which somebody is written to.</summary>
    public string LanguageOf(string tag) => LetterFor(tag).Language;

    private Recipient Read(Leased row) => Recipient.Read(_key.Open(row.Row, row.Sealed));

    private Letter LetterFor(string tag)
    {
        if (!_letterOf.TryGetValue(tag, out var letter))
        {
            letter = letters[(tag.Length > 0 ? LanguageTag.Match(tag, (IReadOnlyCollection<string>)letters.Keys) : null) ?? fallbackLanguage];
            if (_letterOf.Count < 1000)
            {
                _letterOf[tag] = letter;
            }
        }
        return letter;
    }

    private void Part(string subtype, string language)
    {
        var bytes = Encoding.UTF8.GetBytes(_text.Replace("\r\n", "\n").Replace("\n", "\r\n").ToString());
        var beyondAscii = 0;
        foreach (var b in bytes)
        {
            beyondAscii += b >> 7;
        }
        // Quoted-printable triples each byte beyond ASCII; base64 adds a third to all.
        var isBase64 = beyondAscii > bytes.Length / 6;
        IMimeEncoder encoder = isBase64 ? new Base64Encoder() : new QuotedPrintableEncoder();
        Write($"--{Boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Language: {language}\r\nContent-Transfer-Encoding: {(isBase64 ? "base64" : "quoted-printable")}\r\n\r\n");
        var encoded = new byte[encoder.EstimateOutputLength(bytes.Length)];
        var length = encoder.Flush(bytes, 0, bytes.Length, encoded);
        WriteLines(encoded.AsSpan(0, length));
        Write("\r\n");
    }

    /// <summary>MimeKit's encoders end their lines with LF alone.</summary>
    private void WriteLines(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
            {
                _output.Write(text);
                return;
            }
            _output.Write(end > 0 && text[end - 1] == '\r' ? text[..(end - 1)] : text[..end]);
            _output.Write("\r\n"u8);
            text = text[(end + 1)..];
        }
    }

    private void Write(string ascii)
    {
        Span<byte> bytes = stackalloc byte[256];
        while (ascii.Length > 0)
        {
            var part = Math.Min(ascii.Length, bytes.Length);
            _output.Write(bytes[..Encoding.ASCII.GetBytes(ascii.AsSpan(0, part), bytes)]);
            ascii = part == ascii.Length ? "" : ascii[part..];
        }
    }

    private static string Encoded(MailboxAddress mailbox)
    {
        if (string.IsNullOrEmpty(mailbox.Name))
        {
            return mailbox.Address;
        }
        var name = Encoding.ASCII.GetString(Rfc2047.EncodePhrase(Format, Encoding.UTF8, mailbox.Name));
        return $"{name}\r\n <{mailbox.Address}>";
    }

    private static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
