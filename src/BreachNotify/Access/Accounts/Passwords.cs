using Microsoft.AspNetCore.Identity;

namespace BreachNotify.Access.Accounts;

/// <summary>What a password must be, and how it is kept.</summary>
public static class Passwords
{
    public const int Shortest = 12;

    /// <summary>A bound on the work of hashing; no sentence anybody would type is longer.</summary>
    public const int Longest = 200;

    private const int FewestOwnCharacters = 6;
    private const int FewestDifferentCharacters = 5;

    /// <summary>What guessers try first, in English and German, as it stands in a password of any length; letters alone are compared in lower case.</summary>
    private static readonly string[] Common =
    [
        "password", "passwort", "kennwort", "passphrase", "geheim", "secret", "letmein", "welcome", "willkommen", "hallo", "hello", "admin", "administrator",
        "root", "login", "changeme", "default", "master", "access", "qwertyuiop", "qwertzuiop", "qwerty", "qwertz", "asdfghjkl", "asdfgh", "yxcvbnm", "zxcvbnm",
        "abcdefghijkl", "abcdef", "abc", "iloveyou", "ichliebedich", "sommer", "winter", "herbst", "summer", "spring", "autumn", "monday", "montag", "dragon",
        "monkey", "football", "fussball", "baseball", "superman", "batman", "princess", "sunshine", "schatz", "computer", "internet", "michael", "thomas",
        "datenschutz", "privacy", "breachnotify", "breach", "notify", "gdpr", "dsgvo", "company", "firma",
        "0123456789", "1234567890", "123456789", "12345678", "1234567", "123456", "12345", "1234", "123", "9876543210", "987654321", "654321", "2024", "2025", "2026", "2027",
    ];

    private static readonly PasswordHasher<object> Hasher = new();
    private static readonly string OfNobody = Hasher.HashPassword(Common, Secret.New());

    /// <summary>What is wrong with a password somebody chose, as the key of a text; null if nothing is.</summary>
    /// <param name="password">What was chosen.</param>
    /// <param name="about">The person's name and address, which others know.</param>
    public static string? FlawOf(string password, params IEnumerable<string> about) => password.Length switch
    {
        < Shortest => "password.short",
        > Longest => "password.long",
        _ when OwnCharacters(password, about) < FewestOwnCharacters || password.Distinct().Count() < FewestDifferentCharacters => "password.common",
        _ => null,
    };

    public static string Hash(string password) => Hasher.HashPassword(Common, password);

    /// <summary>Whether it is right; takes as long where there is no password to compare with.</summary>
    public static bool IsRight(string? hash, string password) =>
        Hasher.VerifyHashedPassword(Common, hash ?? OfNobody, password.Length <= Longest ? password : "") != PasswordVerificationResult.Failed && hash is not null;

    /// <summary>Characters that are left without the words that everybody tries.</summary>
    private static int OwnCharacters(string password, IEnumerable<string> about)
    {
        var left = password.ToLowerInvariant();
        var known = about.SelectMany(text => text.ToLowerInvariant().Split(' ', '@', '.', '-', '_')).Where(word => word.Length > 2);
        foreach (var word in known.Concat(Common).OrderByDescending(word => word.Length))
        {
            left = left.Replace(word, "", StringComparison.Ordinal);
        }
        return left.Length;
    }
}
