using System.Security.Cryptography;
using System.Text;

namespace BreachNotify.Storage;

/// <summary>AES-256-GCM under a random nonce of 12 bytes, which stands before the cipher text; the tag of 16 bytes stands behind it.</summary>
public static class Sealing
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <param name="key">32 bytes.</param>
    /// <param name="plain">What is sealed.</param>
    /// <param name="boundTo">Must be given again to open it, so that nothing sealed can be put in another place.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string boundTo)
    {
        var result = new byte[NonceLength + plain.Length + TagLength];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceLength, plain.Length), result.AsSpan(NonceLength + plain.Length), Encoding.UTF8.GetBytes(boundTo));
        return result;
    }

    /// <exception cref="CryptographicException">It was sealed with another key, bound to something else, or changed.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, string boundTo)
    {
        if (sealedBytes.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("What was sealed is too short.");
        }
        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(sealedBytes[..NonceLength], sealedBytes[NonceLength..^TagLength], sealedBytes[^TagLength..], plain, Encoding.UTF8.GetBytes(boundTo));
        return plain;
    }
}
