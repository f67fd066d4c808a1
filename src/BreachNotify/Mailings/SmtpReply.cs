using System.Text.RegularExpressions;
using MailKit.Net.Smtp;

namespace BreachNotify.Mailings;

/// <summary>
/// What a refusal of a mail server means: for the recipient, for the receiving provider, or for all we send. RFC 5321
/// reply codes, RFC 3463 enhanced codes.
/// </summary>
public static partial class SmtpReply
{
    private const int ServiceClosing = 421;

    /// <param name="stage">Which command was refused.</param>
    /// <param name="handedOver">Whether the message itself had been sent when the reply came.</param>
    public static Delivery Read(SmtpErrorCode stage, int status, string text, bool handedOver)
    {
        var code = EnhancedCode().Match(text);
        var (subject, detail) = code.Success ? (code.Groups[1].Value, code.Groups[2].Value) : ("", "");
        var reply = $"{status} {text}";
        if (status is >= 400 and < 500)
        {
            if (status == ServiceClosing && !handedOver)
            {
                return new Delivery(Outcome.NotHandedOver, reply, AsksForLess: true);
            }
            return new Delivery(Outcome.Deferred, reply, IsAboutLoad(subject, detail, text));
        }
        if (status is 530 or 534 or 535 or 538 || stage == SmtpErrorCode.SenderNotAccepted)
        {
            return new Delivery(Outcome.SenderFault, reply);
        }
        return new Delivery(IsAboutTheSystem(subject, detail) ? Outcome.Refused : Outcome.Rejected, reply);
    }

    /// <summary>What the end of delivery attempts says that was reported after the message had been accepted (RFC 3464).</summary>
    /// <param name="status">The report's enhanced code; null where it has none.</param>
    /// <param name="text">The last server's words.</param>
    public static Feedback ReadReport(string? status, string text)
    {
        var (code, said) = (EnhancedCode().Match(status ?? ""), EnhancedCode().Match(text));
        if (said.Success && (!code.Success || code.Value.EndsWith(".0.0", StringComparison.Ordinal)))
        {
            // X.0.0 is "other, undefined"; the server's own words often say more.
            code = said;
        }
        if (!code.Success)
        {
            return BasicCode().Match(text) is { Success: true, Value: ['4', ..] } ? Feedback.Refused : Feedback.Rejected;
        }
        return code.Value[0] == '4' || IsAboutTheSystem(code.Groups[1].Value, code.Groups[2].Value) ? Feedback.Refused : Feedback.Rejected;
    }

    /// <summary>Whether the words of a report are a permanent refusal that lies with us or the way to the recipient, not with the recipient.</summary>
    public static bool RefusesUs(string words) =>
        EnhancedCode().Match(words) is { Success: true, Value: ['5', ..] } code && IsAboutTheSystem(code.Groups[1].Value, code.Groups[2].Value);

    /// <summary>Whether a temporary refusal asks for less, rather than speaking of one mailbox or of a first contact.</summary>
    private static bool IsAboutLoad(string subject, string detail, string text) => subject switch
    {
        // X.1 addresses, X.2 mailboxes, X.6 content.
        "1" or "2" or "6" => false,
        _ => !text.Contains("greylist", StringComparison.OrdinalIgnoreCase) && !text.Contains("graylist", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>
    /// X.3 the system, X.4 the network, X.7 policy, X.1.7 and X.1.8 the sender's address. Not X.4.4 and X.4.6, a domain
    /// that cannot be routed to: that is an address nobody reads.
    /// </summary>
    private static bool IsAboutTheSystem(string subject, string detail) => subject switch
    {
        "3" => detail is not "4",
        "4" => detail is not ("4" or "6"),
        "7" => true,
        "1" => detail is "7" or "8",
        _ => false,
    };

    [GeneratedRegex(@"\b[45]\.(\d{1,3})\.(\d{1,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex EnhancedCode();

    [GeneratedRegex(@"\b[45]\d\d\b", RegexOptions.CultureInvariant)]
    private static partial Regex BasicCode();
}
