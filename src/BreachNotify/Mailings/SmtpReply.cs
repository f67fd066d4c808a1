using System.Text.RegularExpressions;
using MailKit.Net.Smtp;

namespace BreachNotify.Mailings;

/// <summary>What a refusal of a mail server means for a recipient: RFC 5321 reply codes, RFC 3463 enhanced codes.</summary>
public static partial class SmtpReply
{
    private const int ServiceClosing = 421;

    /// <param name="stage">Which command was refused.</param>
    /// <param name="handedOver">Whether the message itself had been sent when the reply came.</param>
    public static Delivery Read(SmtpErrorCode stage, int status, string text, bool handedOver)
    {
        var code = EnhancedCode().Match(text);
        var reply = $"{status} {text}";
        if (status == ServiceClosing && !handedOver)
        {
            // The server ends this connection, often after so many messages; it says nothing about the recipient.
            return new Delivery(Outcome.NotHandedOver, reply);
        }
        if (status is >= 400 and < 500)
        {
            return new Delivery(Outcome.Deferred, reply);
        }
        var subject = code.Groups[1].ValueSpan;
        var detail = code.Groups[2].ValueSpan;
        var isPolicy = subject is "7" || (subject is "1" && detail is "7" or "8");
        var isSignIn = status is 530 or 534 or 535 or 538;
        return isPolicy || isSignIn || stage == SmtpErrorCode.SenderNotAccepted
            ? new Delivery(Outcome.SenderFault, reply)
            : new Delivery(Outcome.Rejected, reply);
    }

    [GeneratedRegex(@"\b5\.(\d{1,3})\.(\d{1,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex EnhancedCode();
}
