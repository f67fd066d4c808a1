using System.Security.Cryptography;
using MimeKit;
using MimeKit.Cryptography;
using NodaTime;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace BreachNotify.Mailings;

/// <summary>Configuration section <c>BreachNotify:Mail:Dkim</c>: messages are signed here, for a mail server that does not.</summary>
public sealed class DkimOptions
{
    private const int SmallestKey = 1024;

    /// <summary>The domain that signs (<c>d=</c>): the sender's own or one above it.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The public key stands in the TXT record <c>&lt;selector&gt;._domainkey.&lt;domain&gt;</c>.</summary>
    public string Selector { get; init; } = "";

    /// <summary>The private RSA key in PEM; 2048 bits are usual, fewer than 1024 are not accepted by receivers (RFC 8301 section 3.2).</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Whether a receiver sees the signature as the sender's own (relaxed alignment, RFC 7489 section 3.1.1).</summary>
    public bool IsAligned(MailboxAddress sender) =>
        sender.Domain.Equals(Domain, StringComparison.OrdinalIgnoreCase) || sender.Domain.EndsWith($".{Domain}", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="CryptographicException">The file holds no private RSA key of at least 1024 bits.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal RSA Key()
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(KeyFile));
            return key.KeySize >= SmallestKey && key.ExportParameters(includePrivateParameters: true).D is not null ? key : throw new CryptographicException($"the key has {key.KeySize} bits");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new CryptographicException($"it holds no private RSA key in PEM of at least {SmallestKey} bits without a password ({e.Message})", e);
        }
    }
}

/// <summary>
/// Signs messages (RFC 6376, rsa-sha256, relaxed canonicalisation). With the platform's RSA: the library's own takes ten
/// times as long. Not safe for several threads at once.
/// </summary>
public sealed class Dkim(DkimOptions options) : IDisposable
{
    /// <summary>From and Subject twice: a second one added on the way breaks the signature (RFC 6376 section 8.15).</summary>
    private static readonly string[] Signed =
        ["From", "From", "To", "Subject", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted"];

    private readonly Signer _signer = new(options, options.Key());

    /// <summary>The header <c>DKIM-Signature</c> with its line end; the same for the same message.</summary>
    /// <param name="date">The date of the message.</param>
    public ReadOnlySpan<byte> Sign(ReadOnlyMemory<byte> message, Instant date)
    {
        using var parsed = MimeMessage.Load(new MemoryStream(message.ToArray(), writable: false));
        _signer.Date = date;
        _signer.Sign(MessageComposer.Format, parsed, Signed);
        var header = parsed.Headers[parsed.Headers.IndexOf(HeaderId.DkimSignature)];
        return (byte[])[.. header.RawField, (byte)':', .. header.RawValue];
    }

    public void Dispose() => _signer.Dispose();

    private sealed class Signer : DkimSigner, IDisposable
    {
        private readonly PlatformRsa _rsa;

        public Signer(DkimOptions options, RSA key)
            : base(DotNetUtilities.GetRsaKeyPair(key).Private, options.Domain, options.Selector)
        {
            _rsa = new PlatformRsa(key);
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
        }

        public Instant Date { get; set; }

        public void Dispose() => _rsa.Dispose();

        protected override long GetTimestamp() => Date.ToUnixTimeSeconds();

        protected override ISigner CreateSigningContext()
        {
            _rsa.Reset();
            return _rsa;
        }
    }

    private sealed class PlatformRsa(RSA key) : ISigner, IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string AlgorithmName => "SHA-256withRSA";

        public void Init(bool forSigning, ICipherParameters parameters)
        {
        }

        public void Update(byte input) => _hash.AppendData([input]);

        public void BlockUpdate(byte[] input, int inOff, int inLen) => _hash.AppendData(input, inOff, inLen);

        public void BlockUpdate(ReadOnlySpan<byte> input) => _hash.AppendData(input);

        public int GetMaxSignatureSize() => key.KeySize / 8;

        public byte[] GenerateSignature() => key.SignHash(_hash.GetHashAndReset(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        public bool VerifySignature(byte[] signature) => key.VerifyHash(_hash.GetHashAndReset(), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        public void Reset() => _hash.GetHashAndReset();

        public void Dispose()
        {
            _hash.Dispose();
            key.Dispose();
        }
    }
}
