using System.Data.Common;
using System.Security.Cryptography;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Filings;

/// <summary>Keeps receipts and attachments, name and content sealed.</summary>
public sealed class NoticeFileStore(Database database, NoticeKeys keys, TimeProvider clock)
{
    public const int MostFiles = 200;

    /// <summary>The same bytes under the same name for the same thing are kept once, however often they are sent.</summary>
    /// <exception cref="Refusal">409: the breach has too many files.</exception>
    public Task<NoticeFile> Add(string breach, NewFile added, byte[] content, Actor by) => database.Write(transaction =>
    {
        var key = keys.Hold(transaction, database.Engine, breach);
        var known = Files(transaction.Connection!, transaction, key, breach, Instant.MaxValue);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (known.Find(file => file.RemovedAt is null && file.Sha256 == hash && (file.Kind, file.Filing, file.Act, file.Name) == (added.Kind, added.Filing, added.Act, added.Name)) is { } there)
        {
            return there;
        }
        if (known.Count >= MostFiles)
        {
            throw Refusal.Conflict($"The notices of a breach hold at most {MostFiles} files.");
        }
        var now = clock.GetCurrentInstant();
        var file = new NoticeFile(
            Guid.CreateVersion7(now.ToDateTimeOffset()).ToString("N"), added.Kind, added.Filing, added.Name, added.MediaType, content.Length, hash, now, by, Act: added.Act);
        transaction.Connection!.Execute(
            "INSERT INTO notice_files (id, breach, added_at, description, content) VALUES (@Id, @Breach, @AddedAt, @Description, @Content)",
            new { file.Id, Breach = breach, file.AddedAt, Description = NoticeStore.Seal(key, file, Description(file.Id)), Content = Sealing.Seal(key, content, Content(file.Id)) },
            transaction);
        Chain.Append(transaction, now, by.Id, NoticeStore.Subject(breach), "notice.fileAdded", new { file.Id, file.Kind, file.Filing, file.Act, file.Length, file.Sha256 });
        return file;
    });

    /// <summary>Oldest first.</summary>
    /// <param name="knownAt">Those there were at this instant; default all.</param>
    public Task<IReadOnlyList<NoticeFile>> Of(string breach, Instant? knownAt = null) => database.Read<IReadOnlyList<NoticeFile>>(connection => keys.Find(connection, breach) is { } key
        ? [.. Files(connection, null, key, breach, knownAt ?? Instant.MaxValue).Select(file => knownAt is { } at ? file.KnownAt(at) : file)]
        : []);

    /// <summary>Deletes the bytes of a file; that it was there, its name and its hash stay.</summary>
    /// <exception cref="Refusal">410: they are gone already.</exception>
    public Task Remove(string breach, NoticeFile file, string reason, Actor by) => database.Write(transaction =>
    {
        var key = keys.Hold(transaction, database.Engine, breach);
        var now = clock.GetCurrentInstant();
        var removed = transaction.Connection!.Execute(
            "UPDATE notice_files SET description = @Description, content = NULL WHERE breach = @Breach AND id = @Id AND content IS NOT NULL",
            new { file.Id, Breach = breach, Description = NoticeStore.Seal(key, file with { RemovedAt = now }, Description(file.Id)) },
            transaction);
        if (removed == 0)
        {
            throw Gone(file.Id);
        }
        Chain.Append(transaction, now, by.Id, NoticeStore.Subject(breach), "notice.fileRemoved", new { file.Id, file.Sha256, Reason = reason });
    });

    internal static Refusal Gone(string id) => new(StatusCodes.Status410Gone, $"The file '{id}' was removed; its name and hash are kept.");

    /// <returns>Null if the breach has no such file, or it was removed.</returns>
    public Task<byte[]?> ContentOf(string breach, string id) => database.Read(connection =>
        keys.Find(connection, breach) is { } key
        && connection.QuerySingleOrDefault<byte[]>("SELECT content FROM notice_files WHERE breach = @Breach AND id = @Id", new { Breach = breach, Id = id }) is { } content
            ? Sealing.Open(key, content, Content(id))
            : null);

    private static List<NoticeFile> Files(DbConnection connection, DbTransaction? transaction, byte[] key, string breach, Instant until) =>
        [.. connection.Query<FileRow>(
            "SELECT id AS Id, description AS Description FROM notice_files WHERE breach = @Breach AND added_at <= @At ORDER BY id",
            new { Breach = breach, At = until }, transaction).Select(row => NoticeStore.Open<NoticeFile>(key, row.Description, Description(row.Id)))];

    private static string Description(string id) => $"description of file {id}";

    private static string Content(string id) => $"content of file {id}";

    private sealed record FileRow
    {
        public required string Id { get; init; }

        public required byte[] Description { get; init; }
    }
}
