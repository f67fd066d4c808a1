using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace BreachNotify.Access.Accounts;

/// <summary>Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, six digits, a new one every 30 seconds.</summary>
public static class OneTimeCode
{
    private const int SecondsPerStep = 30;
    private const int Digits = 1_000_000;

    /// <summary>Steps before and after the present one that are taken, for clocks that differ and people who type (RFC 6238 section 5.2).</summary>
    private const int Tolerance = 1;

    /// <summary>As long as the output of SHA-1 (RFC 4226 section 4, R6).</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    public static long StepAt(Instant now) => now.ToUnixTimeSeconds() / SecondsPerStep;

    /// <summary>The code of a time step (RFC 4226 section 5.3).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238's default, the only one all authenticator apps know; HMAC does not rest on collisions.")]
    public static string At(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, mac);
        var truncated = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0x0f)..]) & 0x7fff_ffff;
        return (truncated % Digits).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The time step a code belongs to; null if it is wrong, or not newer than <paramref name="last"/>: a code is taken once.</summary>
    public static long? Check(ReadOnlySpan<byte> secret, string code, Instant now, long last)
    {
        var presented = Encoding.UTF8.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        for (var step = StepAt(now) - Tolerance; step <= StepAt(now) + Tolerance; step++)
        {
            if (step > last && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(At(secret, step)), presented))
            {
                return step;
            }
        }
        return null;
    }

    /// <summary>The secret as people type it into an app (RFC 4648 base 32).</summary>
    public static string Base32(ReadOnlySpan<byte> secret)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var octet in secret)
        {
            (buffer, bits) = ((buffer << 8) | octet, bits + 8);
            for (; bits >= 5; bits -= 5)
            {
                text.Append(alphabet[(buffer >> (bits - 5)) & 31]);
            }
        }
        return bits == 0 ? text.ToString() : text.Append(alphabet[(buffer << (5 - bits)) & 31]).ToString();
    }
}
