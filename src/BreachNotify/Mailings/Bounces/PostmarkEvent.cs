using System.Text.Json;

namespace BreachNotify.Mailings.Bounces;

/// <summary>What Postmark says of a message. It gives back the token as metadata, see <see cref="BounceOptions.TokenHeader"/>.</summary>
public static class PostmarkEvent
{
    /// <returns>Null for opens, deliveries, answers and events of kinds not known here.</returns>
    public static Report? Read(JsonElement json)
    {
        var words = json.Text("Details") is { Length: > 0 } details ? ReportMail.Diagnosis(details) : json.Text("Description") ?? "";
        Feedback? feedback = (json.Text("RecordType"), json.Text("Type")) switch
        {
            ("SpamComplaint", _) or ("Bounce", "SpamComplaint") => Feedback.Complaint,
            ("Bounce", "HardBounce" or "BadEmailAddress" or "ManuallyDeactivated") => SmtpReply.ReadReport(null, words),
            ("Bounce", "Transient") => Feedback.Delayed,
            ("Bounce", "AutoResponder" or "AddressChange" or "Subscribe" or "Unsubscribe" or "ChallengeVerification" or "OpenRelayTest") => null,
            // Soft bounce, blocked, taken for spam, no DNS answer, unknown: not delivered, and not for the address's sake.
            ("Bounce", _) => Feedback.Refused,
            _ => null,
        };
        return feedback is { } known
            ? new Report($"postmark:{json.Text("RecordType")}:{json.Member("ID")}:{json.Text("MessageID")}", [.. Tokens.In(json.Member("Metadata")).Concat(Tokens.In(json)).Distinct()], known, words)
            : null;
    }
}
