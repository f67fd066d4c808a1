using System.Text.RegularExpressions;
using MimeKit;

namespace BreachNotify.Mailings.Bounces;

/// <summary>
/// The address to which bounces go. Each message has one of its own as envelope sender, with the recipient's token behind a
/// plus sign (variable envelope return path), so that a bounce names its recipient whatever it quotes.
/// </summary>
public sealed partial class BounceAddress
{
    /// <summary>RFC 5321 section 4.5.3.1.1 allows 64 octets; plus sign and token take 33.</summary>
    public const int LongestLocalPart = 64 - 1 - Tokens.Length;

    private readonly string _localPart;
    private readonly string _domain;

    private BounceAddress(string localPart, string domain) => (_localPart, _domain) = (localPart, domain);

    /// <summary>Null unless it is one plain address whose local part leaves room for a token.</summary>
    public static BounceAddress? Parse(string? text)
    {
        if (text is null || EmailAddress.Normalise(text, out _) is not { } address)
        {
            return null;
        }
        var at = address.LastIndexOf('@');
        var localPart = address[..at];
        return localPart.Length <= LongestLocalPart && !localPart.Contains('+', StringComparison.Ordinal) && localPart[0] != '"' ? new BounceAddress(localPart, address[(at + 1)..]) : null;
    }

    /// <summary>Null for the name of a message to somebody who is no recipient of a mailing, such as an officer.</summary>
    public MailboxAddress? Of(string token) => token.Length == Tokens.Length ? new MailboxAddress("", $"{_localPart}+{token}@{_domain}") : null;

    /// <summary>The tokens in a header field that names such addresses, whatever the local part: a provider may rewrite it.</summary>
    public static IEnumerable<string> TokensIn(string field) => Tagged().Matches(field).Select(match => match.Groups[1].Value.ToLowerInvariant());

    [GeneratedRegex(@"\+([0-9a-f]{32})@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tagged();
}
