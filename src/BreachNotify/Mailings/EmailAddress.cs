using System.Buffers;
using System.Globalization;
using System.Text;

namespace BreachNotify.Mailings;

/// <summary>
/// The addresses a mailing accepts: the dot-atom form of RFC 5321 with a domain name, nothing a server or a header
/// could read as more than one address.
/// </summary>
public static class EmailAddress
{
    private static readonly SearchValues<char> LocalPart =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly SearchValues<char> LowerDomain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>Soft hyphen, zero-width and direction marks: what copying from a page or a table leaves behind.</summary>
    private static readonly SearchValues<char> Invisible =
        SearchValues.Create("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff");

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// The address as it is compared and sent: trimmed, the domain in lower case and as IDNA ASCII. The local part keeps
    /// its case, since only the receiving server may fold it (RFC 5321 section 2.4). Full-width forms become ASCII and
    /// invisible characters are left out: no mailbox can have them, so that nobody else can be meant.
    /// </summary>
    /// <returns>The address, or null with the <paramref name="fault"/>.</returns>
    public static string? Normalise(ReadOnlySpan<char> text, out string? fault)
    {
        text = text.Trim();
        fault = null;
        if (text.Length > 320)
        {
            fault = "an address has at most 254 characters";
            return null;
        }
        if (!Ascii.IsValid(text))
        {
            text = Repaired(text);
        }
        var at = text.LastIndexOf('@');
        if (at < 0 || at == text.Length - 1)
        {
            fault = "an address needs a domain, as in name@example.com";
            return null;
        }
        var local = text[..at];
        var domain = text[(at + 1)..];
        if (local.IsEmpty)
        {
            fault = "an address needs a name before the @";
            return null;
        }
        if (local.IndexOfAnyExcept(LocalPart) is var odd and >= 0)
        {
            fault = char.IsAscii(local[odd])
                ? $"the part before the @ contains {Show(local[odd])}, which an address cannot carry unquoted"
                : $"the part before the @ contains {Show(local[odd])}; only ASCII reaches every mail server";
            return null;
        }
        if (local.Length > 64 || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            fault = "the part before the @ has 1 to 64 characters without a dot at either end or two in a row";
            return null;
        }
        var ascii = domain.IndexOfAnyExcept(LowerDomain) < 0 ? null : ToAscii(domain);
        if (ascii is "")
        {
            fault = "the domain is not a valid domain name";
            return null;
        }
        var name = ascii is null ? domain : ascii;
        if (!IsDomainName(name))
        {
            fault = "the domain is not a valid domain name, as in example.com";
            return null;
        }
        if (local.Length + 1 + name.Length > 254)
        {
            fault = "an address has at most 254 characters";
            return null;
        }
        return ascii is null ? text.ToString() : string.Concat(local, "@", ascii);
    }

    /// <summary>Whether more was done to the text than to fold its domain: its part before the domain is not the address's.</summary>
    public static bool IsRepaired(ReadOnlySpan<char> text, ReadOnlySpan<char> address) =>
        !text.Trim().StartsWith(address[..(address.LastIndexOf('@') + 1)], StringComparison.Ordinal);

    /// <summary>The domain is left to IDNA, in which some of these characters have a meaning.</summary>
    private static string Repaired(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOfAny('@', '\uff20');
        var repaired = new StringBuilder(text.Length);
        foreach (var c in text[..(at + 1)])
        {
            if (!Invisible.Contains(c))
            {
                repaired.Append(c is >= '\uff01' and <= '\uff5e' ? (char)(c - '\uff01' + '!') : c);
            }
        }
        var domain = text[(at + 1)..];
        return repaired.Append(domain[..(domain.LastIndexOfAnyExcept(Invisible) + 1)]).ToString().Trim();
    }

    private static string ToAscii(ReadOnlySpan<char> domain)
    {
        try
        {
            return Idn.GetAscii(domain.ToString().Normalize()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    private static bool IsDomainName(ReadOnlySpan<char> name)
    {
        if (name.Length > 253 || !name.Contains('.'))
        {
            return false;
        }
        var label = 0;
        var numeric = true;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] == '.')
            {
                var length = i - label;
                if (length is 0 or > 63 || name[label] == '-' || name[i - 1] == '-')
                {
                    return false;
                }
                if (i == name.Length)
                {
                    // An all-numeric last label is an IPv4 address, not a name (RFC 3696 section 2).
                    return !numeric;
                }
                label = i + 1;
                numeric = true;
            }
            else if (!LowerDomain.Contains(name[i]))
            {
                return false;
            }
            else if (!char.IsAsciiDigit(name[i]))
            {
                numeric = false;
            }
        }
        return false;
    }

    private static string Show(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : $"'{c}'";
}
