using System.Buffers;
using System.Globalization;
using System.Text;
using BreachNotify.Notices;
using MimeKit;
using MimeKit.Utils;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>A notice ready to be handed over.</summary>
/// <param name="Bytes">Of an RFC 5322 message; they stand until its composer makes the next.</param>
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
public sealed class MessageComposer : IDisposable
{
    // "=_" occurs neither in quoted-printable nor in base64, so that one boundary is safe in every message.
    private const string Boundary = "=_breachnotify";

    private const int MostKept = 1000;

    internal static readonly FormatOptions Format = CreateFormat();

    private readonly IReadOnlyDictionary<string, Letter> _letters;
    private readonly string _fallbackLanguage;
    private readonly Audience _audience;
    private readonly AudienceKey _key;
    private readonly Dictionary<string, Letter> _letterOf = [];
    private readonly Dictionary<string, string> _subjects = [];
    private readonly string _from;
    private readonly string _domain;
    private readonly string? _tokenHeader;
    private readonly ArrayBufferWriter<byte> _output = new(8192);
    private readonly TransferEncoder _encoder;
    private readonly Dkim? _dkim;
    private readonly ArrayBufferWriter<byte> _signed = new();

    /// <param name="tokenHeader">A further header that carries the token, for a provider that gives back no other.</param>
    /// <param name="dkim">Null where the mail server signs, if anybody does.</param>
    public MessageComposer(MailboxAddress sender, IReadOnlyDictionary<string, Letter> letters, string fallbackLanguage, Audience audience, string? tokenHeader = null, DkimOptions? dkim = null)
    {
        _dkim = dkim is null ? null : new Dkim(dkim);
        (_letters, _fallbackLanguage, _audience, _tokenHeader) = (letters, fallbackLanguage, audience, tokenHeader);
        _key = new AudienceKey(audience.DataKey);
        (_from, _domain) = ($"From: {Encoded(sender)}\r\n", sender.Domain);
        _encoder = new TransferEncoder(_output);
    }

    public AudienceKey Key => _key;

    /// <exception cref="TemplateException">The letter cannot be rendered for this person.</exception>
    public Message Compose(Leased row, Instant at)
    {
        var person = SecondAddress.InUse(_audience, Read(row), row.Address);
        var covered = row.Covered?.Select(other => Recipient.Read(_key.Open(other.Row, other.Sealed))).ToList();
        return Compose(_key.Token(row.Row), person, row.FirstAt is { } first ? Instant.FromUnixTimeTicks(first) : at, covered);
    }

    /// <param name="covered">Whom the letter names besides the person it is sent to.</param>
    /// <exception cref="TemplateException">The letter cannot be rendered for this person.</exception>
    public Message Compose(string token, Recipient person, Instant date, IReadOnlyList<Recipient>? covered = null)
    {
        var letter = LetterFor(person.Language);
        var values = person.Values(_audience.Further, covered);
        var to = new MailboxAddress(person.Name, person.Email);
        _output.ResetWrittenCount();
        _encoder.Ascii($"{Message.FirstHeader}: {token}\r\n{_from}To: {Encoded(to)}\r\nSubject:{SubjectLines(letter.Subject(values))}");
        if (_audience.IsRehearsal)
        {
            _encoder.Ascii("X-BreachNotify-Rehearsal: yes\r\n");
        }
        _encoder.Ascii($"Date: {date.ToDateTimeUtc().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\r\nMessage-ID: <{token}@{_domain}>\r\n");
        if (_tokenHeader is not null)
        {
            _encoder.Ascii($"{_tokenHeader}: {token}\r\n");
        }
        // RFC 3834: no vacation replies; the second is what Exchange looks at.
        _encoder.Ascii($"Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"{Boundary}\"\r\n");
        var headerLength = _output.WrittenCount;
        _encoder.Ascii("\r\n");
        _encoder.Write(Boundary, "plain", letter.Language, letter.Text.Fill(values));
        _encoder.Write(Boundary, "html", letter.Language, letter.Html.Fill(values));
        _encoder.Ascii($"--{Boundary}--\r\n");
        return _dkim is null ? new Message(token, to, _output.WrittenMemory, headerLength) : Sign(token, to, headerLength, date);
    }

    /// <summary>Whether the person has an address that was not tried yet.</summary>
    public bool HasAnotherAddress(Leased row) => row.Address == 1 && SecondAddress.Of(_audience, Read(row)).Length > 0;

    public void Dispose()
    {
        _key.Dispose();
        _dkim?.Dispose();
    }

    /// <summary>The language in which somebody is written to.</summary>
    public string LanguageOf(string tag) => LetterFor(tag).Language;

    /// <summary>The message with its signature behind the first header, which has to stay the first.</summary>
    private Message Sign(string token, MailboxAddress to, int headerLength, Instant date)
    {
        var unsigned = _output.WrittenMemory;
        var signature = _dkim!.Sign(unsigned, date);
        var first = unsigned.Span.IndexOf((byte)'\n') + 1;
        _signed.ResetWrittenCount();
        _signed.Write(unsigned.Span[..first]);
        _signed.Write(signature);
        _signed.Write(unsigned.Span[first..]);
        return new Message(token, to, _signed.WrittenMemory, headerLength + signature.Length);
    }

    private Recipient Read(Leased row) => Recipient.Read(_key.Open(row.Row, row.Sealed));

    private Letter LetterFor(string tag)
    {
        if (!_letterOf.TryGetValue(tag, out var letter))
        {
            letter = _letters[(tag.Length > 0 ? LanguageTag.Match(tag, (IReadOnlyCollection<string>)_letters.Keys) : null) ?? _fallbackLanguage];
            if (_letterOf.Count < MostKept)
            {
                _letterOf[tag] = letter;
            }
        }
        return letter;
    }

    /// <summary>The value of the header, folded; nearly always everybody's is the same.</summary>
    private string SubjectLines(string subject)
    {
        if (!_subjects.TryGetValue(subject, out var lines))
        {
            lines = Encoding.ASCII.GetString(new Header(HeaderId.Subject, subject).RawValue).ReplaceLineEndings("\r\n");
            if (_subjects.Count < MostKept)
            {
                _subjects[subject] = lines;
            }
        }
        return lines;
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
