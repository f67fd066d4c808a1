using System.Collections.Frozen;
using BreachNotify.Mailings.Pacing;

namespace BreachNotify.Mailings;

/// <summary>Why somebody should look at an accepted address.</summary>
public enum Oddity
{
    /// <summary>It belongs to a role, not to a person (RFC 2142 and common usage).</summary>
    RoleAccount,

    /// <summary>Its domain looks like a slip for that of a large provider.</summary>
    Typo,

    /// <summary>Full-width or invisible characters were taken out of it.</summary>
    Repaired,
}

/// <summary>An accepted row with an address somebody should look at.</summary>
/// <param name="Value">The address; where it was repaired, as the file has it.</param>
/// <param name="Suggestion">A slip: what was probably meant; a repair: the address used; else null.</param>
public sealed record FlaggedRow(long Line, string Value, Oddity Flag, string? Suggestion);

/// <summary>
/// Role accounts and slips in the domains of large providers. A slip is one letter more, less or other, or two neighbours
/// changed over (Damerau distance 1), either in the name of the provider or in what follows its first dot, never in both.
/// It is only ever pointed out: an address nobody asked about may be somebody's.
/// </summary>
public static class Oddities
{
    /// <summary>Shorter names lie one letter from too many honest ones.</summary>
    private const int ShortestName = 5;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Roles = ((string[])
    [
        // RFC 2142
        "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp",
        // common usage
        "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon", "root", "admin", "administrator", "contact", "kontakt", "office", "mail",
        "hello", "help", "helpdesk", "service", "team", "billing", "accounts", "accounting", "hr", "jobs", "privacy", "dpo", "datenschutz", "compliance", "enquiries",
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Slips the rule does not reach: in name and ending at once, or in a short name.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Slips = new Dictionary<string, string>
    {
        ["gmial.con"] = "gmail.com",
        ["gamil.con"] = "gmail.com",
        ["gmai.con"] = "gmail.com",
        ["hotmial.con"] = "hotmail.com",
        ["yaho.con"] = "yahoo.com",
        ["outlok.con"] = "outlook.com",
        ["wbe.de"] = "web.de",
        ["gxm.de"] = "gmx.de",
        ["gxm.net"] = "gmx.net",
    }.ToFrozenDictionary().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Honest domains one letter from a large provider.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Honest =
        ((string[])["email.com", "cloud.com"]).ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Endings of two letters that are taken for a slip; any other is a country where the provider may have a domain.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ShortEndings =
        ((string[])["co", "cm", "om", "ed"]).ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Large = KnownProviders.ByDomain.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> NamesByEnding = Cut(domain => domain.Ending, domain => domain.Name);
    private static readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> EndingsByName = Cut(domain => domain.Name, domain => domain.Ending);

    /// <param name="address">As <see cref="EmailAddress.Normalise"/> gives it.</param>
    /// <param name="suggestion">For a slip, the address that was probably meant.</param>
    /// <returns>A slip before a role, since a letter to a slip reaches nobody.</returns>
    public static Oddity? Of(ReadOnlySpan<char> address, out string? suggestion)
    {
        suggestion = null;
        var at = address.LastIndexOf('@');
        if (Meant(address[(at + 1)..]) is { } domain)
        {
            suggestion = string.Concat(address[..(at + 1)], domain);
            return Oddity.Typo;
        }
        var local = address[..at];
        var tag = local.IndexOf('+');
        return Roles.Contains(tag > 0 ? local[..tag] : local) ? Oddity.RoleAccount : null;
    }

    private static string? Meant(ReadOnlySpan<char> domain)
    {
        if (Large.ContainsKey(domain))
        {
            return null;
        }
        var dot = domain.IndexOf('.');
        var name = domain[..dot];
        var ending = domain[(dot + 1)..];
        if (NamesByEnding.TryGetValue(ending, out var names))
        {
            foreach (var known in names)
            {
                if (known.Length >= ShortestName && IsOneSlip(name, known) && !Honest.Contains(domain))
                {
                    return $"{known}.{ending}";
                }
            }
        }
        if (EndingsByName.TryGetValue(name, out var endings) && (ending.Length != 2 || ShortEndings.Contains(ending)))
        {
            foreach (var known in endings)
            {
                if (IsOneSlip(ending, known))
                {
                    return $"{name}.{known}";
                }
            }
        }
        return Slips.TryGetValue(domain, out var meant) ? meant : null;
    }

    /// <summary>Damerau distance 1: what lies between the common beginning and the common end decides.</summary>
    private static bool IsOneSlip(ReadOnlySpan<char> written, ReadOnlySpan<char> known)
    {
        if (Math.Abs(written.Length - known.Length) > 1)
        {
            return false;
        }
        var start = written.CommonPrefixLength(known);
        written = written[start..];
        known = known[start..];
        while (written.Length > 0 && known.Length > 0 && written[^1] == known[^1])
        {
            written = written[..^1];
            known = known[..^1];
        }
        return (written.Length, known.Length) switch
        {
            (1, 0) or (0, 1) or (1, 1) => true,
            (2, 2) => written[0] == known[1] && written[1] == known[0],
            _ => false,
        };
    }

    private static FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> Cut(Func<(string Name, string Ending), string> by, Func<(string Name, string Ending), string> rest) =>
        KnownProviders.ByDomain.Keys
            .Select(domain => (Name: domain[..domain.IndexOf('.')], Ending: domain[(domain.IndexOf('.') + 1)..]))
            .GroupBy(by)
            .ToFrozenDictionary(group => group.Key, group => group.Select(rest).ToArray())
            .GetAlternateLookup<ReadOnlySpan<char>>();
}
