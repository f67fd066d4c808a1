using System.Text.Json;

namespace BreachNotify.Mailings.Bounces;

/// <summary>What Amazon SES says of a message: bounce, complaint, delay or refusal, for one or more recipients each.</summary>
public static class SesEvent
{
    private const string Suppressed = "OnAccountSuppressionList";

    /// <param name="id">The id of the notification.</param>
    /// <returns>Nothing for deliveries, opens and events of kinds not known here.</returns>
    public static IReadOnlyList<Report> Read(string id, JsonElement json)
    {
        // Event publishing calls it eventType, feedback notifications notificationType.
        var type = json.Text("eventType") ?? json.Text("notificationType");
        IReadOnlyList<string> tokens = [.. Tokens.In(json.Member("mail")).Distinct()];
        return type switch
        {
            "Bounce" => Each(json.Member("bounce"), "bouncedRecipients", (bounce, recipient) => ReadBounce(bounce, recipient)),
            "Complaint" => Each(json.Member("complaint"), "complainedRecipients", (complaint, _) =>
                // Not a complaint about this message: it was not sent, for an earlier one.
                complaint.Text("complaintSubType") == Suppressed
                    ? (Feedback.Refused, "Amazon SES did not send it: the address is on the account's suppression list.")
                    : (Feedback.Complaint, complaint.Text("complaintFeedbackType") ?? "")),
            "DeliveryDelay" => Each(json.Member("deliveryDelay"), "delayedRecipients", (delay, recipient) =>
                (Feedback.Delayed, Words(recipient, delay.Text("delayType")))),
            "Reject" => [new Report($"ses:{id}", tokens, Feedback.Refused, $"Amazon SES refused it: {json.Member("reject").Text("reason")}")],
            _ => [],
        };

        IReadOnlyList<Report> Each(JsonElement about, string list, Func<JsonElement, JsonElement, (Feedback, string)> read)
        {
            var recipients = about.Member(list).Items().ToList();
            return [.. (recipients.Count > 0 ? recipients : [default]).Select((recipient, number) =>
            {
                var (feedback, words) = read(about, recipient);
                return new Report($"ses:{id}:{number}", tokens, feedback, words);
            })];
        }
    }

    private static (Feedback, string) ReadBounce(JsonElement bounce, JsonElement recipient)
    {
        var (status, words) = (recipient.Text("status"), Words(recipient, $"{bounce.Text("bounceType")} {bounce.Text("bounceSubType")}"));
        return bounce.Text("bounceType") switch
        {
            "Permanent" => (SmtpReply.ReadReport(status, words), words),
            // Without status it may be an automatic answer that Amazon SES could not read: nothing to send again for.
            "Transient" when status is null || recipient.Text("action") == "delayed" => (Feedback.Delayed, words),
            _ => (Feedback.Refused, words),
        };
    }

    private static string Words(JsonElement recipient, string? otherwise) =>
        ReportMail.Diagnosis(recipient.Text("diagnosticCode")) is { Length: > 0 } diagnosis ? diagnosis : recipient.Text("status") ?? otherwise ?? "";
}
