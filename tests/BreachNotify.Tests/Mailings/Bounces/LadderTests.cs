using System.Text;
using BreachNotify.Mailings;
using BreachNotify.Mailings.Bounces;
using MimeKit;

namespace BreachNotify.Tests.Mailings.Bounces;

/// <summary>What codes and reports mean, apart from where they come from.</summary>
public sealed class LadderTests
{
    [Theory]
    [InlineData("5.1.1", "550 5.1.1 no such user", Feedback.Rejected)]
    [InlineData("5.1.10", "556 5.1.10 null MX", Feedback.Rejected)]
    [InlineData("5.2.1", "550 5.2.1 disabled", Feedback.Rejected)]
    [InlineData("5.2.2", "552 5.2.2 mailbox full", Feedback.Rejected)]
    [InlineData("5.4.4", "host not found", Feedback.Rejected)]
    [InlineData("5.0.0", "550 unknown user", Feedback.Rejected)]
    [InlineData("5.0.0", "550-5.7.26 unauthenticated", Feedback.Refused)]
    [InlineData("5.0.0", "550 5.1.1 no such user", Feedback.Rejected)]
    [InlineData("5.7.1", "554 5.7.1 blocked", Feedback.Refused)]
    [InlineData("5.7.515", "550 5.7.515 sender does not meet the requirements", Feedback.Refused)]
    [InlineData("5.3.2", "system not accepting messages", Feedback.Refused)]
    [InlineData("5.4.7", "delivery time expired", Feedback.Refused)]
    [InlineData("5.1.8", "553 5.1.8 bad sender", Feedback.Refused)]
    [InlineData("4.4.7", "delivery time expired", Feedback.Refused)]
    [InlineData("4.2.2", "452 4.2.2 mailbox full", Feedback.Refused)]
    [InlineData(null, "smtp;451 try later", Feedback.Refused)]
    [InlineData(null, "550 no", Feedback.Rejected)]
    [InlineData(null, "", Feedback.Rejected)]
    [InlineData("nonsense", "", Feedback.Rejected)]
    public void A_final_report_is_about_the_address_or_not(string? status, string text, Feedback expected) =>
        Assert.Equal(expected, SmtpReply.ReadReport(status, text));

    [Fact]
    public void Nobody_moves_back_to_having_been_reached_and_no_complaint_moves_anybody()
    {
        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            foreach (var again in new[] { true, false })
            {
                Assert.Equal(state, Ladder.After(state, Feedback.Complaint, again));
                Assert.Equal(state, Ladder.After(state, Feedback.Delayed, again));
                Assert.Equal(state == DeliveryState.OtherChannel ? state : DeliveryState.Rejected, Ladder.After(state, Feedback.Rejected, again));
                Assert.False(Ladder.After(state, Feedback.Refused, again) is DeliveryState.Accepted or DeliveryState.Sending or DeliveryState.InDoubt);
            }
        }
    }

    [Fact]
    public void An_Exchange_report_with_the_whole_message_is_read()
    {
        var token = new string('7', 32);
        var reports = Read(
            $"""
            From: postmaster@outlook.example
            To: bounces@controller.example
            Date: Sun, 22 Nov 2026 12:00:00 +0000
            Content-Type: multipart/report; report-type=delivery-status; boundary="x"
            Message-ID: <b7f0@outlook.example>
            MIME-Version: 1.0

            --x
            Content-Type: multipart/alternative; differences=Content-Type; boundary="y"

            --y
            Content-Type: text/plain

            Your message couldn't be delivered.
            --y--
            --x
            Content-Type: message/delivery-status

            Reporting-MTA: dns;AM0PR01.outlook.example
            Received-From-MTA: dns;mx.controller.example
            Arrival-Date: Sun, 22 Nov 2026 12:00:00 +0000

            Final-Recipient: rfc822;somebody@mail.example
            Action: failed
            Status: 5.1.10
            Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;
             Recipient not found by SMTP address lookup

            --x
            Content-Type: message/rfc822

            X-BreachNotify-Recipient: {token}
            From: privacy@controller.example
            Message-ID: <{token}@controller.example>
            Subject: A letter

            Text.
            --x--
            """);

        var report = Assert.Single(reports);
        Assert.Equal((Feedback.Rejected, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"), (report.Feedback, report.Words));
        Assert.Equal([token], report.Tokens);
    }

    [Fact]
    public void The_envelope_is_surer_than_what_is_returned_and_each_recipient_is_a_report()
    {
        var (envelope, returned) = (new string('a', 32), new string('b', 32));
        var text = Reports.Notification(envelope, "5.1.1", "550 5.1.1 no", returned: $"Message-ID: <{returned}@controller.example>")
            .Replace("Final-Recipient", "Final-Recipient: rfc822; first@mail.example\nAction: delayed\nStatus: 4.4.1\n\nFinal-Recipient", StringComparison.Ordinal);

        var reports = Read(text);

        Assert.Equal([Feedback.Delayed, Feedback.Rejected], reports.Select(report => report.Feedback));
        Assert.All(reports, report => Assert.Equal([envelope, returned], report.Tokens));
        Assert.Equal(2, reports.Select(report => report.Id).Distinct().Count());
        Assert.Equal(reports.Select(report => report.Id), Read(text).Select(report => report.Id));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\n\n--x--\n")]
    [InlineData("Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/feedback-report\n\n--x--\n")]
    [InlineData("Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\0\u0001: x\n\nAction\nStatus: 9.9.9\n--x\nContent-Type: message/rfc822\n\n--x--\n")]
    public void What_is_broken_is_read_without_harm(string text) => Assert.All(Read(text), report => Assert.Empty(report.Tokens));

    [Theory]
    [InlineData("bounces@controller.example", true)]
    [InlineData("a-local-part-of-31-characters--@controller.example", true)]
    [InlineData("a-local-part-of-32-characters---@controller.example", false)]
    [InlineData("boun+ces@controller.example", false)]
    [InlineData("Bounces <bounces@controller.example>", false)]
    [InlineData("bounces", false)]
    public void A_bounce_address_leaves_room_for_a_token(string text, bool fits)
    {
        var address = BounceAddress.Parse(text);
        Assert.Equal(fits, address is not null);
        if (address is not null)
        {
            var token = new string('c', 32);
            Assert.Null(address.Of("msg_of-an-alarm"));
            Assert.Equal([token], BounceAddress.TokensIn(address.Of(token)!.Address.ToUpperInvariant()));
        }
    }

    private static IReadOnlyList<Report> Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var message = MimeMessage.Load(stream);
        return ReportMail.Read(message);
    }
}
