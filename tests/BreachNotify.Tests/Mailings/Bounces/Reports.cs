namespace BreachNotify.Tests.Mailings.Bounces;

/// <summary>Reports as mail servers write them.</summary>
public static class Reports
{
    private static int _number;

    /// <summary>A delivery status notification to the address the message came from.</summary>
    /// <param name="token">In the address it is sent to; null if that is another.</param>
    /// <param name="returned">Headers of the returned message.</param>
    public static string Notification(string? token, string status, string diagnosis, string action = "failed", string returned = "Subject: A letter", string? id = null) =>
        $"""
        Return-Path: <>
        Delivered-To: {(token is null ? "bounces" : $"bounces+{token}")}@controller.example
        From: MAILER-DAEMON@mx.example (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: {(token is null ? "bounces" : $"bounces+{token}")}@controller.example
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="9BD5E2A.1/mx.example"
        Message-Id: <{id ?? $"report{Interlocked.Increment(ref _number)}"}@mx.example>

        --9BD5E2A.1/mx.example
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --9BD5E2A.1/mx.example
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example
        Arrival-Date: Sun, 22 Nov 2026 12:00:00 +0000

        Final-Recipient: rfc822; somebody@mail.example
        Action: {action}
        Status: {status}
        Remote-MTA: dns; mail.example
        Diagnostic-Code: smtp; {diagnosis}

        --9BD5E2A.1/mx.example
        Content-Description: Undelivered Message Headers
        Content-Type: text/rfc822-headers

        {returned}

        --9BD5E2A.1/mx.example--

        """;

    /// <summary>A complaint in the abuse reporting format.</summary>
    public static string Complaint(string messageId, string kind = "abuse") =>
        $"""
        From: <abusedesk@provider.example>
        To: <feedback@controller.example>
        Subject: FW: A letter
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d"
        Message-ID: <complaint{Interlocked.Increment(ref _number)}@provider.example>

        --part1_13d
        Content-Type: text/plain; charset="US-ASCII"

        This is an email abuse report.

        --part1_13d
        Content-Type: message/feedback-report

        Feedback-Type: {kind}
        User-Agent: SomeGenerator/1.0
        Version: 1

        --part1_13d
        Content-Type: message/rfc822

        From: <privacy@controller.example>
        To: <somebody@mail.example>
        Subject: A letter
        Message-ID: {messageId}

        Text.
        --part1_13d--

        """;

    /// <summary>What somebody's mail program answers.</summary>
    public static string Answer(string token, string header) =>
        $"""
        From: somebody@mail.example
        To: bounces+{token}@controller.example
        Subject: Re: A letter
        {header}
        Message-ID: <answer{Interlocked.Increment(ref _number)}@mail.example>

        I am away.

        """;

    /// <summary>What a mail program says of the reading of a message (RFC 8098).</summary>
    public static string ReadReceipt(string token) =>
        $"""
        From: somebody@mail.example
        To: bounces+{token}@controller.example
        Subject: Disposition notification
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=disposition-notification; boundary="b1"
        Message-ID: <receipt{Interlocked.Increment(ref _number)}@mail.example>

        --b1
        Content-Type: text/plain

        It was displayed.

        --b1
        Content-Type: message/disposition-notification

        Final-Recipient: rfc822;somebody@mail.example
        Disposition: manual-action/MDN-sent-manually; displayed

        --b1--

        """;

    /// <summary>The token of a message a server took.</summary>
    public static string TokenOf(this RecordingSmtpServer server, string recipient) =>
        server.Accepted.First(message => message.Recipient == recipient).MessageId.Split('@')[0].TrimStart('<');
}
