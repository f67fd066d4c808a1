using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Http;

namespace BreachNotify.Mailings.Evidence;

/// <param name="Sha256">In hexadecimal.</param>
public sealed record ArchivedFile(string Name, string Sha256);

/// <summary>
/// A ZIP file written straight through to a stream that cannot seek, one file after another, with the hash of each.
/// Without <see cref="Finish"/> it has no table of contents: what broke off does not look whole.
/// </summary>
public sealed class EvidenceArchive
{
    private static readonly JsonSerializerOptions Indented = new(JsonContract.Options) { WriteIndented = true };

    private readonly ZipArchive _zip;
    private readonly DateTimeOffset _at;
    private readonly List<ArchivedFile> _files = [];

    /// <param name="at">The time that each file in it bears.</param>
    private EvidenceArchive(ZipArchive zip, DateTimeOffset at) => (_zip, _at) = (zip, at);

    public IReadOnlyList<ArchivedFile> Files => _files;

    public static async Task<EvidenceArchive> Create(Stream output, DateTimeOffset at) =>
        new(await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8), at);

    public static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Indented);

    public async Task Add(string name, Func<Stream, Task> write)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = _at;
        using var hash = SHA256.Create();
        await using (var hashed = new CryptoStream(await entry.OpenAsync(), hash, CryptoStreamMode.Write))
        {
            await write(hashed);
        }
        _files.Add(new ArchivedFile(name, Convert.ToHexStringLower(hash.Hash!)));
    }

    public Task Add(string name, ReadOnlyMemory<byte> content) => Add(name, file => file.WriteAsync(content).AsTask());

    public Task Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public ValueTask Finish() => _zip.DisposeAsync();
}
