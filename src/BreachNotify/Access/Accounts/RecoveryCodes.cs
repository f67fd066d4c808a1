using System.Data.Common;
using System.Security.Cryptography;
using Dapper;

namespace BreachNotify.Access.Accounts;

/// <summary>Codes that stand in once each for the device that makes one-time codes.</summary>
public static class RecoveryCodes
{
    private const int Count = 10;

    /// <summary>80 bits each, in letters that are not mistaken for digits.</summary>
    public static IReadOnlyList<string> New() => [.. Enumerable.Range(0, Count).Select(_ =>
    {
        var text = OneTimeCode.Base32(RandomNumberGenerator.GetBytes(10)).ToLowerInvariant();
        return string.Join('-', text.Chunk(4).Select(part => new string(part)));
    })];

    public static void Replace(DbTransaction transaction, string account, IReadOnlyList<string> codes)
    {
        transaction.Connection!.Execute("DELETE FROM recovery_codes WHERE account = @Account", new { Account = account }, transaction);
        transaction.Connection!.Execute(
            "INSERT INTO recovery_codes (account, hash) VALUES (@Account, @Hash)",
            codes.Select(code => new { Account = account, Hash = HashOf(code) }),
            transaction);
    }

    /// <summary>Whether the code was there; it is gone afterwards.</summary>
    public static bool Spend(DbTransaction transaction, string account, string code) => transaction.Connection!.Execute(
        "DELETE FROM recovery_codes WHERE account = @Account AND hash = @Hash", new { Account = account, Hash = HashOf(code) }, transaction) == 1;

    private static string HashOf(string code) => Secret.HashOf(new string([.. code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]));
}
