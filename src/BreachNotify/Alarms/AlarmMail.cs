using System.Globalization;
using System.Text;
using BreachNotify.Law;
using BreachNotify.Mailings;
using MimeKit;
using NodaTime;

namespace BreachNotify.Alarms;

/// <summary>An alarm as a letter to the officers, over the transport of the mailings.</summary>
public sealed class AlarmMail(Transport transport, MailOptions mail)
{
    private static readonly MailboxAddress NoSender = new("BreachNotify", "alarms@localhost.localdomain");

    /// <exception cref="TransportException">The transport cannot be opened now.</exception>
    public async Task<Mailings.Delivery> Send(string id, string address, AlarmMessage alarm, string? title, CancellationToken cancellation)
    {
        var sender = mail.From is { } from ? MailOptions.Sender(from)! : NoSender;
        var to = new MailboxAddress("", address);
        await using var connection = await transport.Open(cancellation);
        return await connection.Send(sender, Compose(id, sender, to, alarm, title), cancellation);
    }

    private static Message Compose(string id, MailboxAddress sender, MailboxAddress to, AlarmMessage alarm, string? title)
    {
        using var message = new MimeMessage([sender], [to], Subject(alarm.Data), new TextPart("plain") { Text = Text(alarm.Data, title) })
        {
            MessageId = $"{id}@{sender.Domain}",
            Date = alarm.Timestamp.ToDateTimeOffset(),
            Importance = MessageImportance.High,
        };
        message.Headers.Insert(0, new Header(Message.FirstHeader, id));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var bytes = new MemoryStream();
        message.WriteTo(format, bytes);
        var written = bytes.ToArray();
        return new Message(id, to, written, written.AsSpan().IndexOf("\r\n\r\n"u8) + 2);
    }

    private static string Subject(AlarmData alarm)
    {
        var whom = string.Join(", ", alarm.Obligations.Select(open => open.Recipient ?? "the authority").Distinct().Take(3));
        return alarm.HoursLeft == 0
            ? $"Missed: the time to tell {whom} is over"
            : alarm.HoursLeft == 1
                ? $"Less than an hour left to tell {whom}"
                : string.Create(CultureInfo.InvariantCulture, $"{alarm.HoursLeft} hours left to tell {whom}");
    }

    private static string Text(AlarmData alarm, string? title)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{title ?? "Breach"} ({alarm.Breach})");
        text.AppendLine();
        text.AppendLine(alarm.HoursLeft == 0
            ? $"The period relied on ended at {Utc(alarm.Due)}, and no notice is on record for:"
            : $"At {Utc(alarm.Due)} the period relied on ends for:");
        foreach (var open in alarm.Obligations)
        {
            var local = open.DueLocal is null ? "" : $", {open.DueLocal} in {open.Zone}";
            var later = open.LatestReading > alarm.Due ? $"; under the latest reading {Utc(open.LatestReading)}" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"- {open.Id} to {open.Recipient ?? "the authority (none is stated yet: name authority, seats or the countries of the people)"}{local}{later}");
        }
        text.AppendLine();
        text.AppendLine(alarm.HoursLeft == 0
            ? "Next: notify now, with the reasons for the delay where the law asks for them, and record it. If it was done in time, record when."
            : "Next: notify, even if not everything is known yet, and record it. What is missing can follow.");
        text.AppendLine("Recorded as an act of the breach, it stops these alarms.");
        if (alarm.Link is { } link)
        {
            text.AppendLine();
            text.AppendLine(link);
        }
        return text.ToString();
    }

    private static string Utc(Instant instant) => $"{ClockTime.Print(instant, DateTimeZone.Utc)[..^" (+00:00)".Length]} UTC";
}
