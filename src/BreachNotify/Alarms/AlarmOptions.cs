using BreachNotify.Mailings;
using BreachNotify.Storage;
using MimeKit;

namespace BreachNotify.Alarms;

/// <summary>Configuration section <c>BreachNotify:Alarms</c>.</summary>
public sealed class AlarmOptions
{
    /// <summary>Addresses of the officers who get alarms by e-mail, separated by commas; none by default.</summary>
    public string? Mail { get; init; }

    /// <summary>Whether a webhook may lie on this machine or in a private network, and use http.</summary>
    public bool AllowPrivateTargets { get; init; }

    /// <summary>Where people reach this service, such as <c>https://breaches.example.com</c>; alarms then carry a link.</summary>
    public string? PublicAddress { get; init; }

    internal IReadOnlyList<MailboxAddress> Officers { get; private set; } = [];

    /// <exception cref="StartupException">A setting is wrong; the message names it.</exception>
    public void Validate()
    {
        var officers = new List<MailboxAddress>();
        foreach (var text in (Mail ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            officers.Add(MailOptions.Sender(text)
                ?? throw new StartupException($"BreachNotify:Alarms:Mail holds '{text}'; it must be addresses such as 'dpo@example.com', separated by commas."));
        }
        Officers = officers;
        if (PublicAddress is not null && !(Uri.TryCreate(PublicAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new StartupException($"BreachNotify:Alarms:PublicAddress is '{PublicAddress}'; it must be an address such as https://breaches.example.com.");
        }
    }
}
