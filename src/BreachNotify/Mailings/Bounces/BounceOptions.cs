using System.Security.Cryptography;

namespace BreachNotify.Mailings.Bounces;

/// <summary>Configuration section <c>BreachNotify:Mail:Bounces</c>. Each way in is off unless it is configured.</summary>
public sealed class BounceOptions
{
    private const int ShortestSecret = 16;

    /// <summary>The IMAP server of the mailbox that bounces go to; null for none.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = 993;

    /// <summary><c>none</c>, <c>startTls</c> or <c>tls</c>.</summary>
    public string Security { get; init; } = "tls";

    public string? User { get; init; }

    public string? Password { get; init; }

    public string Folder { get; init; } = "INBOX";

    /// <summary>The ARN of the Amazon SNS topic that Amazon SES reports to; null for none.</summary>
    public string? SesTopic { get; init; }

    /// <summary>The password in the address that Postmark's webhooks are sent to; null for none.</summary>
    public string? PostmarkSecret { get; init; }

    /// <summary>The verification key of SendGrid's signed event webhook, as its settings show it; null for none.</summary>
    public string? SendGridKey { get; init; }

    /// <summary>Postmark's webhooks give back no header of the message but what is sent as metadata.</summary>
    internal string? TokenHeader => PostmarkSecret is null ? null : "X-PM-Metadata-recipient";

    /// <summary>The region in the topic's ARN, such as <c>eu-central-1</c>.</summary>
    internal string? SesRegion => SesTopic?.Split(':') is ["arn", "aws", "sns", { Length: > 0 } region, { Length: > 0 }, { Length: > 0 }] && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? region : null;

    /// <param name="require">Takes whether it holds, the key, its value and what it must be.</param>
    internal void Validate(Action<bool, string, object?, string> require)
    {
        require(Port is >= 1 and <= 65535, "Bounces:Port", Port, "1 to 65535");
        require(Security is "none" or "startTls" or "tls", "Bounces:Security", Security, "'none', 'startTls' or 'tls'");
        require(!string.IsNullOrWhiteSpace(Folder), "Bounces:Folder", Folder, "the name of a folder such as INBOX");
        require(Host is null || !string.IsNullOrEmpty(User), "Bounces:User", User, "the user of the mailbox when Bounces:Host is set");
        require(Host is null || !string.IsNullOrEmpty(Password), "Bounces:Password", null, "the password of the mailbox when Bounces:Host is set");
        require(SesTopic is null || SesRegion is not null, "Bounces:SesTopic", SesTopic, "the ARN of a topic such as arn:aws:sns:eu-central-1:123456789012:bounces");
        require(PostmarkSecret is null or { Length: >= ShortestSecret }, "Bounces:PostmarkSecret", "(not shown)", $"at least {ShortestSecret} characters long");
        require(SendGridKey is null || IsKey(SendGridKey), "Bounces:SendGridKey", SendGridKey, "the verification key as SendGrid shows it, in base64");
    }

    private static bool IsKey(string text)
    {
        try
        {
            using var key = SendGridEvents.KeyFrom(text);
            return key.KeySize == 256;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
