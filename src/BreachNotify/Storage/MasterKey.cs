using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace BreachNotify.Storage;

/// <summary>
/// The one secret of the installation. Other keys are derived from it by purpose or wrapped with it; a fingerprint in
/// the database tells a wrong one before it does harm.
/// </summary>
public sealed class MasterKey
{
    public const int Length = 32;
    private const string Setting = "masterKeyFingerprint";

    private readonly byte[] _key;
    private readonly byte[] _wrapping;

    public MasterKey(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Length);
        _key = key;
        _wrapping = Derive("wrap data keys");
    }

    /// <summary>A key for one purpose (HKDF-SHA256, RFC 5869); the same purpose always gives the same key.</summary>
    public byte[] Derive(string purpose, int length = Length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, length, info: Encoding.UTF8.GetBytes("BreachNotify " + purpose));

    /// <summary>Encrypts a data key (AES-256-GCM) for storage; <paramref name="boundTo"/> must be given again to unwrap it.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> dataKey, string boundTo) => Sealing.Seal(_wrapping, dataKey, boundTo);

    /// <exception cref="CryptographicException">It was wrapped with another key, bound to something else, or changed.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string boundTo) => Sealing.Open(_wrapping, wrapped, boundTo);

    /// <summary>Whether this is the key the database was first used with.</summary>
    public async Task<bool> Fits(Database database) => await Recorded(database) == Fingerprint();

    /// <summary>The configured key, or the one in <paramref name="file"/>, which a first start writes.</summary>
    /// <exception cref="StartupException">It is malformed, missing, or not the key of this database.</exception>
    public static async Task<MasterKey> Open(string? configured, string file, Database database)
    {
        var key = await Take(configured, file, database);
        await database.Write(transaction => transaction.Connection!.Execute(
            "INSERT INTO settings (name, value) VALUES (@Name, @Value) ON CONFLICT (name) DO NOTHING",
            new { Name = Setting, Value = key.Fingerprint() },
            transaction));
        return await key.Fits(database)
            ? key
            : throw new StartupException($"The master key {(configured is null ? $"in '{file}'" : "in BreachNotify:MasterKey")} is not the one this database was made with. Give the right key, or another database.");
    }

    private static async Task<MasterKey> Take(string? configured, string file, Database database)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Decode(configured, "BreachNotify:MasterKey");
        }
        try
        {
            if (File.Exists(file))
            {
                return Decode(await File.ReadAllTextAsync(file), $"The file '{file}'");
            }
            if (await Recorded(database) is not null)
            {
                throw new StartupException($"This database needs its master key, and '{file}' is not there. Put the file back or set BreachNotify:MasterKey.");
            }
            return Generate(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The master key cannot be kept in '{file}': {e.Message} Check the rights on its folder or set BreachNotify:MasterKey.", e);
        }
    }

    private static MasterKey Generate(string file)
    {
        var key = RandomNumberGenerator.GetBytes(Length);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
        stream.Flush(flushToDisk: true);
        return new MasterKey(key);
    }

    private static MasterKey Decode(string text, string where)
    {
        var bytes = new byte[Length + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var count) && count == Length
            ? new MasterKey(bytes[..Length])
            : throw new StartupException($"{where} must hold the base64 form of {Length} bytes (44 characters); `openssl rand -base64 32` makes one.");
    }

    private string Fingerprint() => Convert.ToHexStringLower(Derive("fingerprint", 16));

    private static Task<string?> Recorded(Database database) => database.Read(connection =>
        connection.QuerySingleOrDefault<string>("SELECT value FROM settings WHERE name = @Name", new { Name = Setting }));
}
