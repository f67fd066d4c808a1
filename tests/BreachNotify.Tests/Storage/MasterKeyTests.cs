using System.Security.Cryptography;
using BreachNotify.Storage;

namespace BreachNotify.Tests.Storage;

public sealed class MasterKeyTests
{
    private static readonly byte[] Secret = SHA256.HashData("one"u8);

    [Fact]
    public void Keys_of_different_purposes_and_masters_differ_and_the_same_come_back()
    {
        var key = new MasterKey(Secret);
        Assert.Equal(key.Derive("a"), new MasterKey(Secret).Derive("a"));
        Assert.NotEqual(key.Derive("a"), key.Derive("b"));
        Assert.NotEqual(key.Derive("a"), new MasterKey(SHA256.HashData("two"u8)).Derive("a"));
        Assert.Equal(64, key.Derive("a", 64).Length);
    }

    [Fact]
    public void A_wrapped_key_opens_only_with_its_master_in_its_place_and_unchanged()
    {
        var key = new MasterKey(Secret);
        var data = RandomNumberGenerator.GetBytes(32);
        var wrapped = key.Wrap(data, "mailing:1");
        Assert.Equal(data, key.Unwrap(wrapped, "mailing:1"));
        Assert.NotEqual(wrapped, key.Wrap(data, "mailing:1"));
        Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(wrapped, "mailing:2"));
        Assert.ThrowsAny<CryptographicException>(() => new MasterKey(SHA256.HashData("two"u8)).Unwrap(wrapped, "mailing:1"));
        Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(wrapped.AsSpan(0, 20), "mailing:1"));
        wrapped[15] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(wrapped, "mailing:1"));
    }
}
