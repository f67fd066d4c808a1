using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BreachNotify.Mailings;

/// <summary>
/// The data key of one imported audience and what is derived from it. Destroying the key makes everybody in the audience
/// unreadable while counts and hashes stay. Not safe for use by several threads at once: each takes its own.
/// </summary>
public sealed class AudienceKey : IDisposable
{
    public const int TagSize = 16;

    public const int AddressHashSize = 16;

    private readonly AesGcm _recipients;
    private readonly AesGcm _notes;
    private readonly Aes _tokens;
    private readonly IncrementalHash _addresses;

    public AudienceKey(byte[] dataKey)
    {
        _recipients = new AesGcm(Derive("recipients"), TagSize);
        _notes = new AesGcm(Derive("notes"), TagSize);
        _tokens = Aes.Create();
        _tokens.Key = Derive("tokens");
        // Kept: setting up an HMAC costs more than computing one.
        _addresses = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Derive("addresses"));

        byte[] Derive(string purpose) => HKDF.Expand(HashAlgorithmName.SHA256, dataKey, 32, Encoding.ASCII.GetBytes(purpose));
    }

    public static byte[] NewDataKey() => RandomNumberGenerator.GetBytes(32);

    /// <summary>Seals a recipient. A row is sealed once and never again, so its number can be the nonce.</summary>
    /// <param name="destination">As long as <paramref name="plain"/> and <see cref="TagSize"/> together.</param>
    public void Seal(long row, ReadOnlySpan<byte> plain, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], row);
        _recipients.Encrypt(nonce, plain, destination[TagSize..], destination[..TagSize]);
    }

    /// <exception cref="CryptographicException">The row was not sealed with this key under this number.</exception>
    public byte[] Open(long row, ReadOnlySpan<byte> sealedBytes)
    {
        var plain = new byte[sealedBytes.Length - TagSize];
        Open(row, sealedBytes, plain);
        return plain;
    }

    /// <summary>Opens a recipient into a buffer that is used again, where a whole audience is gone through.</summary>
    /// <param name="plain">As long as <paramref name="sealedBytes"/> less <see cref="TagSize"/>.</param>
    /// <exception cref="CryptographicException">The row was not sealed with this key under this number.</exception>
    public void Open(long row, ReadOnlySpan<byte> sealedBytes, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], row);
        _recipients.Decrypt(nonce, sealedBytes[TagSize..], sealedBytes[..TagSize], plain);
    }

    /// <summary>Seals a remark about a recipient (a server's reply quotes the address) under a random nonce.</summary>
    public byte[] SealNote(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var result = new byte[12 + TagSize + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, 12));
        _notes.Encrypt(result.AsSpan(0, 12), plain, result.AsSpan(12 + TagSize), result.AsSpan(12, TagSize));
        return result;
    }

    /// <exception cref="CryptographicException">The note was not sealed with this key.</exception>
    public string OpenNote(ReadOnlySpan<byte> note)
    {
        var plain = new byte[note.Length - 12 - TagSize];
        _notes.Decrypt(note[..12], note[(12 + TagSize)..], note.Slice(12, TagSize), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The keyed hash (HMAC-SHA-256, first 16 bytes) by which two rows with one address find each other.</summary>
    public void AddressHash(ReadOnlySpan<byte> address, Span<byte> destination)
    {
        Span<byte> hash = stackalloc byte[32];
        _addresses.AppendData(address);
        _addresses.GetHashAndReset(hash);
        hash[..AddressHashSize].CopyTo(destination);
    }

    /// <summary>
    /// The keyed hash by which two rows of one person find each other: the address with the reference, or without one with
    /// the name in any case.
    /// </summary>
    public void PersonHash(ReadOnlySpan<byte> address, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> name, Span<byte> destination)
    {
        // No address contains a zero, so that no address with a person's mark is another address.
        _addresses.AppendData(address);
        _addresses.AppendData(reference.IsEmpty ? "\0n"u8 : "\0r"u8);
        AddressHash(reference.IsEmpty ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name).ToUpperInvariant()) : reference, destination);
    }

    /// <summary>
    /// The opaque name of a recipient in Message-ID and headers, the same on every attempt. A keyed permutation of the
    /// row number rather than a hash, so that a bounce leads back to its row without a table of tokens.
    /// </summary>
    public string Token(long row)
    {
        Span<byte> block = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(block, row);
        Span<byte> token = stackalloc byte[16];
        _tokens.EncryptEcb(block, token, PaddingMode.None);
        return Convert.ToHexStringLower(token);
    }

    /// <summary>
    /// The row that <see cref="Token"/> made the token of; null if this key did not make it, but for one chance in 2^64.
    /// </summary>
    public long? RowOf(ReadOnlySpan<char> token)
    {
        Span<byte> block = stackalloc byte[16];
        if (token.Length != 2 * block.Length || Convert.FromHexString(token, block, out _, out _) != OperationStatus.Done)
        {
            return null;
        }
        Span<byte> plain = stackalloc byte[16];
        _tokens.DecryptEcb(block, plain, PaddingMode.None);
        return BinaryPrimitives.ReadInt64BigEndian(plain[8..]) == 0 ? BinaryPrimitives.ReadInt64BigEndian(plain) : null;
    }

    public void Dispose()
    {
        _recipients.Dispose();
        _notes.Dispose();
        _tokens.Dispose();
        _addresses.Dispose();
    }
}
