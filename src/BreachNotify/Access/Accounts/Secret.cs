using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BreachNotify.Access.Accounts;

/// <summary>Random secrets that are shown once; what is stored of them is a SHA-256, which suffices for 192 bits and more.</summary>
public static class Secret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
