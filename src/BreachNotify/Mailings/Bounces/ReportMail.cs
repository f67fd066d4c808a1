using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace BreachNotify.Mailings.Bounces;

/// <summary>
/// Reads a message that came to the bounce address: a delivery status notification (RFC 3464) or a complaint (RFC 5965).
/// </summary>
public static class ReportMail
{
    /// <summary>Where servers leave the address a message was delivered to, and a returned message its envelope sender.</summary>
    private static readonly HashSet<string> EnvelopeFields = new(StringComparer.OrdinalIgnoreCase) { "To", "Delivered-To", "X-Original-To", "Envelope-To", "Return-Path" };

    /// <returns>What it says; nothing if it asks for nothing, as an automatic answer does; a report without tokens if nobody here can read it.</returns>
    public static IReadOnlyList<Report> Read(MimeMessage message)
    {
        var id = $"mailbox:{IdOf(message)}";
        var parts = message.BodyParts.ToList();
        var tokens = TokensIn(message, parts);
        if (parts.OfType<MessageDeliveryStatus>().FirstOrDefault() is { } status)
        {
            // Before the look at Auto-Submitted: notifications are marked as automatic too. The first group is about the message.
            return [.. status.StatusGroups.Skip(1).Select((group, number) => ReadStatus($"{id}:{number}", tokens, group)).OfType<Report>()];
        }
        if (parts.OfType<MessageFeedbackReport>().FirstOrDefault() is { } feedback)
        {
            var kind = feedback.Fields["Feedback-Type"]?.Trim() ?? "";
            return kind.Equals("not-spam", StringComparison.OrdinalIgnoreCase)
                ? []
                : [new Report(id, [.. tokens.Concat(BounceAddress.TokensIn(feedback.Fields["Original-Mail-From"] ?? "")).Distinct()], Feedback.Complaint, kind)];
        }
        return parts.OfType<MessageDispositionNotification>().Any() || IsAutomatic(message.Headers) ? [] : [new Report(id, [], Feedback.Delayed, "")];
    }

    private static Report? ReadStatus(string id, IReadOnlyList<string> tokens, HeaderList recipient)
    {
        var (status, diagnosis) = (recipient["Status"]?.Trim(), Diagnosis(recipient["Diagnostic-Code"]));
        var words = diagnosis.Length > 0 ? diagnosis : status ?? "";
        return recipient["Action"]?.Trim().ToLowerInvariant() switch
        {
            "failed" => new Report(id, tokens, SmtpReply.ReadReport(status, diagnosis), words),
            "delayed" => new Report(id, tokens, Feedback.Delayed, words),
            _ => null,
        };
    }

    /// <summary>The text behind the type: <c>smtp; 550 5.1.1 no such user</c>.</summary>
    internal static string Diagnosis(string? field)
    {
        var text = string.Join(' ', (field ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.StartsWith("smtp;", StringComparison.OrdinalIgnoreCase) ? text[5..].TrimStart() : text;
    }

    private static List<string> TokensIn(MimeMessage message, List<MimeEntity> parts)
    {
        var returned = parts.OfType<MessagePart>().Select(part => part.Message?.Headers).OfType<HeaderList>().ToList();
        return
        [
            .. Envelope(message.Headers)
                .Concat(returned.SelectMany(headers => Tokens.In(headers[HeaderId.MessageId])))
                .Concat(returned.SelectMany(headers => Tokens.In(headers[Message.FirstHeader])))
                .Concat(returned.SelectMany(Envelope))
                .Distinct(),
        ];

        static IEnumerable<string> Envelope(HeaderList headers) => headers.Where(header => EnvelopeFields.Contains(header.Field)).SelectMany(header => BounceAddress.TokensIn(header.Value));
    }

    /// <summary>RFC 3834 section 5, and what answered by itself before it.</summary>
    private static bool IsAutomatic(HeaderList headers) =>
        (headers["Auto-Submitted"] is { } submitted && !submitted.Trim().StartsWith("no", StringComparison.OrdinalIgnoreCase))
        || headers["X-Autoreply"] is not null
        || headers["X-Autorespond"] is not null
        || (headers["Precedence"]?.Trim().Equals("auto_reply", StringComparison.OrdinalIgnoreCase) ?? false);

    private static string IdOf(MimeMessage message)
    {
        if (message.Headers[HeaderId.MessageId] is { Length: > 0 } id)
        {
            return Short(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        }
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            message.WriteTo(stream);
        }
        return Short(hash.Hash!);

        static string Short(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
