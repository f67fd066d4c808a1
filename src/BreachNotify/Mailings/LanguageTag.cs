namespace BreachNotify.Mailings;

/// <summary>Language tags (BCP 47) as far as a letter needs them: well-formed or not, and which template they lead to.</summary>
public static class LanguageTag
{
    /// <summary>Whether the text has the shape of RFC 5646 section 2.1: a language of 2 to 8 letters, then subtags of 1 to 8.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> tag)
    {
        if (tag.Length > 35)
        {
            return false;
        }
        var first = true;
        foreach (var range in tag.Split('-'))
        {
            var subtag = tag[range];
            if (subtag.Length is 0 or > 8 || (first && subtag.Length < 2))
            {
                return false;
            }
            foreach (var c in subtag)
            {
                if (!(char.IsAsciiLetter(c) || (!first && char.IsAsciiDigit(c))))
                {
                    return false;
                }
            }
            first = false;
        }
        return !first;
    }

    /// <summary>The longest of <paramref name="languages"/> the tag leads to, cut from its end (RFC 4647 section 3.4); null if none.</summary>
    public static string? Match(string tag, IReadOnlyCollection<string> languages)
    {
        for (var range = tag; range.Length > 0; range = range.LastIndexOf('-') is var cut and > 0 ? range[..cut] : "")
        {
            foreach (var language in languages)
            {
                if (language.Equals(range, StringComparison.OrdinalIgnoreCase))
                {
                    return language;
                }
            }
        }
        return null;
    }
}
