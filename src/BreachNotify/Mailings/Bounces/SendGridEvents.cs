using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BreachNotify.Mailings.Bounces;

/// <summary>What SendGrid says of messages: a list of events, signed as a whole. Our Message-ID comes back as <c>smtp-id</c>.</summary>
public static class SendGridEvents
{
    /// <summary>Base64 of a SubjectPublicKeyInfo.</summary>
    /// <exception cref="FormatException">It is not base64.</exception>
    /// <exception cref="CryptographicException">It is not a key.</exception>
    public static ECDsa KeyFrom(string text)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>ECDSA with SHA-256 over the time stamp as sent and the bytes of the body.</summary>
    public static bool IsSigned(string keyText, string timestamp, ReadOnlySpan<byte> body, string signatureText)
    {
        var signature = new byte[256];
        if (!Convert.TryFromBase64String(signatureText, signature, out var length))
        {
            return false;
        }
        using var key = KeyFrom(keyText);
        return key.VerifyData([.. Encoding.UTF8.GetBytes(timestamp), .. body], signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <returns>Null for opens, deliveries and events of kinds not known here.</returns>
    public static Report? Read(JsonElement json)
    {
        var words = json.Text("reason") ?? json.Text("response") ?? json.Text("status") ?? "";
        Feedback? feedback = (json.Text("event"), json.Text("type"), json.Text("reason")) switch
        {
            ("bounce", "blocked", _) => Feedback.Refused,
            ("bounce", _, _) => SmtpReply.ReadReport(json.Text("status"), words),
            ("dropped", _, "Invalid" or "Bounced Address") => Feedback.Rejected,
            // Not sent for an earlier complaint or an unsubscription, which end no duty to tell a person.
            ("dropped", _, _) => Feedback.Refused,
            ("deferred", _, _) => Feedback.Delayed,
            ("spamreport", _, _) => Feedback.Complaint,
            _ => null,
        };
        return feedback is { } known
            ? new Report($"sendgrid:{json.Text("sg_event_id") ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.GetRawText())))}", [.. Tokens.In(json.Text("smtp-id")).Concat(Tokens.In(json)).Distinct()], known, words)
            : null;
    }
}
