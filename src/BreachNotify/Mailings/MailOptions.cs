using System.Security.Cryptography;
using BreachNotify.Mailings.Bounces;
using BreachNotify.Storage;
using MimeKit;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>Configuration section <c>BreachNotify:Mail</c>.</summary>
public sealed class MailOptions
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(6);

    /// <summary><c>pickup</c> (a folder of .eml files) or <c>smtp</c>.</summary>
    public string Transport { get; init; } = "pickup";

    public string PickupFolder { get; init; } = "data/pickup";

    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    /// <summary><c>none</c>, <c>startTls</c> or <c>tls</c>.</summary>
    public string Security { get; init; } = "startTls";

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The sender unless a mailing names its own; required for smtp.</summary>
    public string? From { get; init; }

    /// <summary>
    /// Where bounces go: the envelope sender of a message is this address with the recipient's token, such as
    /// <c>bounces+token@example.com</c> for <c>bounces@example.com</c>. Null: the sender's own address.
    /// </summary>
    public string? BounceAddress { get; init; }

    /// <summary>Null where the mail server signs, if anybody does.</summary>
    public DkimOptions? Dkim { get; init; }

    /// <summary>How reports about accepted messages come back.</summary>
    public BounceOptions Bounces { get; init; } = new();

    public int Connections { get; init; } = 8;

    /// <summary>Messages marked as being sent per connection before their results are committed: what a kill can leave in doubt.</summary>
    public int Window { get; init; } = 32;

    /// <summary><c>on</c> or <c>off</c>.</summary>
    public string Pacing { get; init; } = "on";

    /// <summary>
    /// What single providers (a name of the built-in table, or a domain) take, in the place of the built-in figures.
    /// </summary>
    public Dictionary<string, ProviderLimit> Limits { get; init; } = [];

    /// <summary>Name servers (<c>192.0.2.1</c> or <c>192.0.2.1:53</c>) asked for mail exchangers; none for those of the machine.</summary>
    public IReadOnlyList<string> NameServers { get; init; } = [];

    /// <summary>One limit over all mailings of this process; 0 is none.</summary>
    public double MaxPerSecond { get; init; }

    /// <summary>
    /// Messages on the first day of a sender that receivers do not know yet; each day may have half as many again. 0 is
    /// no ramp.
    /// </summary>
    public long RampFirstDay { get; init; }

    /// <summary>Messages after which a connection is opened anew; 0 is none.</summary>
    public int MessagesPerConnection { get; init; } = 1000;

    /// <summary>
    /// How long another process on the same database shows no sign of life, which it does every ten seconds, until its
    /// people are taken over. Too short a time takes a process that was only slow for one that is gone.
    /// </summary>
    public double TakeOverAfterSeconds { get; init; } = 120;

    /// <summary>A scheduled start that is longer past than this (the service was down) asks a person first.</summary>
    public double LatestStartHours { get; init; } = 6;

    public double FirstRetrySeconds { get; init; } = 300;

    public double RetryUntilHours { get; init; } = 48;

    /// <summary>
    /// Days from the end of a mailing until its people are destroyed, unless the mailing says otherwise. The GDPR names no
    /// number (Art. 5(1)(e): no longer than necessary); three years is a working default without a source, to be set to
    /// the period in which claims must be answered.
    /// </summary>
    public int RetentionDays { get; init; } = 1095;

    /// <summary>The largest recipients file, in bytes.</summary>
    public long LargestUpload { get; init; } = 4L << 30;

    /// <exception cref="StartupException">A setting is missing or out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Transport is "pickup" or "smtp", "Transport", Transport, "'pickup' or 'smtp'");
        Require(Security is "none" or "startTls" or "tls", "Security", Security, "'none', 'startTls' or 'tls'");
        Require(Pacing is "on" or "off", "Pacing", Pacing, "'on' or 'off'");
        Require(Connections is >= 1 and <= 256, "Connections", Connections, "1 to 256");
        Require(Window is >= 1 and <= 1024, "Window", Window, "1 to 1024");
        Require(Port is >= 1 and <= 65535, "Port", Port, "1 to 65535");
        Require(MaxPerSecond is >= 0 and <= 1_000_000, "MaxPerSecond", MaxPerSecond, "0 (no limit) to 1000000");
        Require(RampFirstDay >= 0, "RampFirstDay", RampFirstDay, "0 (no ramp) or more");
        Require(MessagesPerConnection >= 0, "MessagesPerConnection", MessagesPerConnection, "0 (no limit) or more");
        foreach (var server in NameServers)
        {
            Require(System.Net.IPEndPoint.TryParse(server, out _), "NameServers", server, "addresses such as 192.0.2.1 or 192.0.2.1:53");
        }
        foreach (var (name, limit) in Limits)
        {
            Require(limit.PerSecond is 0 or (>= 0.1 and <= 1_000_000), $"Limits:{name}:PerSecond", limit.PerSecond, "0.1 to 1000000, or 0 for the built-in figure");
            Require(limit.Connections is >= 0 and <= 256, $"Limits:{name}:Connections", limit.Connections, "1 to 256, or 0 for the built-in figure");
        }
        Require(TakeOverAfterSeconds is >= 30 and <= 3600, "TakeOverAfterSeconds", TakeOverAfterSeconds, "30 to 3600");
        Require(FirstRetrySeconds is > 0 and <= 86_400, "FirstRetrySeconds", FirstRetrySeconds, "more than 0 and at most 86400");
        Require(LatestStartHours is > 0 and <= 720, "LatestStartHours", LatestStartHours, "more than 0 and at most 720");
        Require(RetryUntilHours is >= 0 and <= 720, "RetryUntilHours", RetryUntilHours, "0 to 720");
        Require(RetentionDays is >= 1 and <= Evidence.Retention.MostDays, "RetentionDays", RetentionDays, $"1 to {Evidence.Retention.MostDays}");
        Require(LargestUpload > 0, "LargestUpload", LargestUpload, "more than 0 bytes");
        Require(BounceAddress is null || Mailings.Bounces.BounceAddress.Parse(BounceAddress) is not null, "BounceAddress", BounceAddress, $"one plain address such as bounces@example.com with at most {Mailings.Bounces.BounceAddress.LongestLocalPart} characters before the @ and no +");
        Bounces.Validate(Require);
        if (Dkim is not null)
        {
            ValidateDkim(Dkim);
        }
        Require(From is null || Sender(From) is not null, "From", From, "an address such as 'Example Ltd <privacy@example.com>'");
        if (Transport == "smtp")
        {
            Require(!string.IsNullOrWhiteSpace(Host), "Host", Host, "the name or address of the mail server when the transport is smtp");
            Require(From is not null, "From", From, "the sender's address when the transport is smtp");
        }

    }

    private void ValidateDkim(DkimOptions dkim)
    {
        Require(Uri.CheckHostName(dkim.Domain) == UriHostNameType.Dns, "Dkim:Domain", dkim.Domain, "the domain that signs, such as example.com");
        Require(Uri.CheckHostName(dkim.Selector) == UriHostNameType.Dns, "Dkim:Selector", dkim.Selector, "the selector of the key's DNS record, such as notices2026");
        Require(From is null || Sender(From) is not { } sender || dkim.IsAligned(sender), "Dkim:Domain", dkim.Domain, $"the domain of BreachNotify:Mail:From ({From}) or one above it, else receivers do not count the signature");
        try
        {
            dkim.Key().Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new StartupException($"BreachNotify:Mail:Dkim:KeyFile is '{dkim.KeyFile}'; it cannot be used: {e.Message}.", e);
        }
    }

    private static void Require(bool holds, string key, object? value, string wanted)
    {
        if (!holds)
        {
            throw new StartupException($"BreachNotify:Mail:{key} is '{value}'; it must be {wanted}.");
        }
    }

    /// <summary>How long to wait after so many failures: doubled each time, up to six hours, spread by a fifth either way.</summary>
    public Duration RetryWait(int failures)
    {
        var wait = TimeSpan.FromSeconds(FirstRetrySeconds) * Math.Pow(2, Math.Min(failures - 1, 20));
        return Duration.FromTimeSpan((wait < LongestRetry ? wait : LongestRetry) * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }

    /// <summary>Reads a From value; null unless it is exactly one mailbox whose address a mailing could itself be sent to.</summary>
    public static MailboxAddress? Sender(string text) =>
        !text.AsSpan().ContainsAny('\r', '\n')
        && MailboxAddress.TryParse(text, out var mailbox)
        && EmailAddress.Normalise(mailbox.Address, out _) is { } address
            ? new MailboxAddress(mailbox.Name, address)
            : null;
}

/// <summary>What one provider takes.</summary>
public sealed class ProviderLimit
{
    /// <summary>Messages a second to start with; 0 for the built-in figure.</summary>
    public double PerSecond { get; init; }

    /// <summary>Connections at once; 0 for the built-in figure.</summary>
    public int Connections { get; init; }
}
