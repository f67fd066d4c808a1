using System.Security.Cryptography;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>The people of one import and the key that opens them.</summary>
/// <param name="Further">The columns beyond email, name, language and reference.</param>
/// <param name="Family">Whether a letter names everybody at its address.</param>
/// <param name="IsRehearsal">Copied for a rehearsal: every message to them says so.</param>
public sealed record Audience(long Id, string Mailing, byte[] DataKey, IReadOnlyList<string> Further, bool Family = false, bool IsRehearsal = false)
{
    private const int LineBits = 40;

    /// <summary>The first row number that belongs to the audience.</summary>
    public long First => FirstOf(Id);

    /// <summary>The first row number beyond it.</summary>
    public long End => FirstOf(Id + 1);

    public static long FirstOf(long id) => id << LineBits;

    public long Row(long line) => First | line;

    public static long Of(long row) => row >> LineBits;

    public static long LineOf(long row) => row & ((1L << LineBits) - 1);

    /// <summary>The place of a further column, in any case of its letters; -1 if the file has none of that name.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Further.Count; i++)
        {
            if (Further[i].Equals(column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }
}

/// <summary>The people behind an audience's number; null if it was discarded or its key destroyed.</summary>
public delegate Task<Audience?> FindAudience(long id);

/// <summary>The numbers of the audiences whose key still exists, newest first.</summary>
public delegate Task<IReadOnlyList<long>> ReadableAudiences();

/// <param name="Address">The keyed hash of the address; empty for a person without one.</param>
public readonly record struct SealedRecipient(long Row, ReadOnlyMemory<byte> Address, ReadOnlyMemory<byte> Sealed);

/// <summary>
/// Keeps audiences. An import fills a new audience that nobody sees; finishing it puts it in the place of the one before
/// in one transaction, and what is no longer wanted is deleted in small steps.
/// </summary>
public sealed class AudienceStore(Database database, MasterKey masterKey, TimeProvider clock)
{
    private const int DeletedAtOnce = 20_000;

    /// <summary>What the key of an audience opens, beside the replies in the ledger. A table that is missing here survives the people.</summary>
    private static readonly string[] PersonalTables = ["recipients", "unsuited_rows", "flagged_rows"];

    public async Task<Audience> Begin(string mailing, long owner)
    {
        var dataKey = AudienceKey.NewDataKey();
        var wrapped = masterKey.Wrap(dataKey, Binding(mailing));
        var id = await database.Write(transaction => transaction.Connection!.QuerySingle<long>(
            "INSERT INTO audiences (mailing, owner, state, data_key) VALUES (@Mailing, @Owner, 'loading', @Key) RETURNING id",
            new { Mailing = mailing, Owner = owner, Key = wrapped },
            transaction));
        return new Audience(id, mailing, dataKey, []);
    }

    public async Task<Audience?> Find(long id)
    {
        var row = await database.Read(connection => connection.QuerySingleOrDefault<AudienceRow>(
            """
            SELECT a.mailing AS Mailing, a.data_key AS DataKey, a.columns AS Columns, a.family AS Family, m.rehearsal_of AS RehearsalOf
            FROM audiences AS a LEFT JOIN mailings AS m ON m.id = a.mailing
            WHERE a.id = @Id AND a.state = 'ready'
            """,
            new { Id = id }));
        return row is { DataKey: { } key }
            ? new Audience(id, row.Mailing, masterKey.Unwrap(key, Binding(row.Mailing)), JsonSerializer.Deserialize<List<string>>(row.Columns)!, row.Family == 1, row.RehearsalOf is not null)
            : null;
    }

    /// <summary>The people of a mailing; null if it has none.</summary>
    /// <exception cref="Refusal">410: they are destroyed.</exception>
    public async Task<Audience?> Of(Mailing mailing)
    {
        mailing.Retention.ThrowIfDestroyed();
        return mailing.Audience is { } id ? await Find(id) : null;
    }

    public Task<IReadOnlyList<long>> Readable() => database.Read<IReadOnlyList<long>>(connection =>
        connection.Query<long>("SELECT id FROM audiences WHERE state = 'ready' AND data_key IS NOT NULL ORDER BY id DESC").AsList());

    public Task Add(IReadOnlyList<SealedRecipient> people, IReadOnlyList<(long Row, byte[] Sealed)> unsuited, IReadOnlyList<(long Row, byte[] Sealed)> flagged) =>
        database.Write(transaction => AudienceRows.Insert(transaction, people, unsuited, flagged));

    /// <summary>Keeps later rows as covered by the letter of the first of their group; they get none of their own.</summary>
    public Task Cover(IReadOnlyList<(long Row, long First)> duplicates) => database.Write(transaction => AudienceRows.Cover(transaction, duplicates));

    public async Task<List<(long Row, byte[] Sealed)>> SealedOf(long[] rows)
    {
        var found = new List<(long, byte[])>(rows.Length);
        foreach (var part in rows.Chunk(DeletedAtOnce))
        {
            found.AddRange(await database.Read(connection => connection.Query<(long, byte[])>(
                database.Engine == Engine.Sqlite
                    ? "SELECT id, sealed FROM recipients WHERE id IN (SELECT value FROM json_each(@Rows))"
                    : "SELECT id, sealed FROM recipients WHERE id = ANY(@Rows)",
                new { Rows = database.Engine == Engine.Sqlite ? (object)JsonSerializer.Serialize(part) : part }).AsList()));
        }
        return found;
    }

    public Task Keep(Audience audience, AudienceProfile profile, AudienceKey key) => database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE audiences SET profile = @Profile WHERE id = @Id",
        new { audience.Id, Profile = key.SealNote(JsonSerializer.Serialize(profile)) },
        transaction));

    /// <summary>Null for an audience that was never counted.</summary>
    public Task<AudienceProfile?> ProfileOf(Audience audience, AudienceKey key) => database.Read(connection =>
        connection.QuerySingle<byte[]?>("SELECT profile FROM audiences WHERE id = @Id", new { audience.Id }) is { } profile
            ? JsonSerializer.Deserialize<AudienceProfile>(key.OpenNote(profile))
            : null);

    /// <summary>Puts the audience in the place of the mailing's former one.</summary>
    /// <exception cref="Refusal">409: the mailing is no longer a draft.</exception>
    public Task Finish(Audience audience, ImportSummary summary, IReadOnlyList<string> columns, Extremes extremes, byte[] digest, AudienceKey key, Actor actor) => database.Write(transaction =>
    {
        var connection = transaction.Connection!;
        var leftOut = connection.QuerySingleOrDefault<long>(
            """
            UPDATE audiences SET state = 'discarded', data_key = NULL
            WHERE state = 'ready' AND id = (SELECT audience FROM mailings WHERE id = @Mailing)
            RETURNING left_out
            """,
            new { audience.Mailing },
            transaction);
        if (leftOut > 0)
        {
            Chain.Append(transaction, Instant.FromDateTimeOffset(clock.GetUtcNow()), actor.Id, $"mailing:{audience.Mailing}", "mailing.widened", new { Restored = leftOut, Reason = "A new file replaced the narrowed audience." });
        }
        if (connection.Execute("UPDATE mailings SET audience = @Audience WHERE id = @Mailing AND state = 'draft'", new { audience.Mailing, Audience = audience.Id }, transaction) == 0)
        {
            throw Refusal.Conflict("The mailing was frozen or cancelled while the recipients were being sent; its audience stays as it was.");
        }
        connection.Execute(
            "UPDATE audiences SET state = 'ready', columns = @Columns, summary = @Summary, digest = @Digest, extremes = @Extremes, family = @Family WHERE id = @Id",
            new
            {
                audience.Id,
                Columns = JsonSerializer.Serialize(columns.Where(column => column is not ("email" or "name" or "language" or "reference"))),
                Summary = JsonSerializer.Serialize(summary with { Rejections = [], Repeated = [], Flags = [], SecondAddresses = summary.SecondAddresses is { } second ? second with { First = [] } : null }),
                Digest = digest,
                Extremes = key.SealNote(JsonSerializer.Serialize(extremes)),
                Family = summary.Family ? 1 : 0,
            },
            transaction);
        connection.Execute(
            """
            UPDATE mailing_counts
            SET total = @Total, pending = @Pending, sending = 0, accepted = 0, deferred = 0, rejected = 0, in_doubt = 0, other_channel = @OtherChannel
            WHERE mailing = @Mailing
            """,
            new { audience.Mailing, Total = summary.Accepted + summary.WithoutEmail, Pending = summary.Accepted, OtherChannel = summary.WithoutEmail },
            transaction);
    });

    /// <summary>Marks an import that did not finish; its rows go with the next <see cref="DeleteUnused"/>.</summary>
    public Task Abandon(Audience audience) => database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE audiences SET state = 'discarded', data_key = NULL WHERE id = @Id AND state = 'loading'", new { audience.Id }, transaction));

    /// <summary>Marks imports of processes that are gone.</summary>
    public Task AbandonOf(IReadOnlyCollection<long> liveOwners) => database.Write(transaction => transaction.Connection!.Execute(
        $"UPDATE audiences SET state = 'discarded', data_key = NULL WHERE state = 'loading' AND owner NOT IN ({string.Join(',', liveOwners)})", transaction: transaction));

    public async Task DeleteUnused(CancellationToken stop)
    {
        var unused = await database.Read(connection => connection.Query<long>("SELECT id FROM audiences WHERE state = 'discarded'").AsList());
        foreach (var id in unused)
        {
            var audience = new Audience(id, "", [], []);
            foreach (var table in PersonalTables.Concat(["duplicates", "left_out", "ledger"]))
            {
                while (!stop.IsCancellationRequested && await DeleteSome(table, audience) == DeletedAtOnce)
                {
                }
            }
            if (stop.IsCancellationRequested)
            {
                return;
            }
            await database.Write(transaction => transaction.Connection!.Execute("DELETE FROM audiences WHERE id = @Id", new { Id = id }, transaction));
        }
    }

    /// <summary>Deletes everything of destroyed people but where they stand in the ledger.</summary>
    public async Task DeletePeople(Audience audience, CancellationToken stop)
    {
        foreach (var table in PersonalTables)
        {
            while (!stop.IsCancellationRequested && await DeleteSome(table, audience) == DeletedAtOnce)
            {
            }
        }
        var last = await database.Read(connection => connection.QuerySingle<long?>("SELECT MAX(id) FROM ledger WHERE id > @First AND id < @End", new { audience.First, audience.End }));
        for (var from = audience.First; from <= last && !stop.IsCancellationRequested; from += DeletedAtOnce)
        {
            await database.Write(transaction => transaction.Connection!.Execute(
                "UPDATE ledger SET reply = NULL WHERE id >= @From AND id < @Until AND id < @End AND reply IS NOT NULL", new { From = from, Until = from + DeletedAtOnce, audience.End }, transaction));
        }
    }

    public Task<Extremes> ExtremesOf(Audience audience, AudienceKey key) => database.Read(connection => JsonSerializer.Deserialize<Extremes>(key.OpenNote(
        connection.QuerySingle<byte[]>("SELECT extremes FROM audiences WHERE id = @Id", new { audience.Id })))!);

    public Task<byte[]> DigestOf(Audience audience) => database.Read(connection =>
        connection.QuerySingle<byte[]>("SELECT digest FROM audiences WHERE id = @Id", new { audience.Id }));

    /// <summary>The digest made again from the rows, as <see cref="AudienceImport"/> makes it.</summary>
    public async Task<byte[]> DigestOfRows(Audience audience)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var after = audience.First;
        while (true)
        {
            var rows = await database.Read(connection => connection.Query<(long Id, byte[]? Address, byte[] Sealed)>(
                "SELECT id, address, sealed FROM recipients WHERE id > @After AND id < @End ORDER BY id LIMIT 10000", new { After = after, audience.End }).AsList());
            if (rows.Count == 0)
            {
                return digest.GetHashAndReset();
            }
            foreach (var (_, address, sealedBytes) in rows)
            {
                digest.AppendData(sealedBytes);
                digest.AppendData(address ?? []);
            }
            after = rows[^1].Id;
        }
    }

    public Task<List<Rejection>> Rejections(Audience audience, AudienceKey key, long afterLine, int count) => Notes<Rejection>("unsuited_rows", audience, key, afterLine, count);

    public Task<List<FlaggedRow>> Flags(Audience audience, AudienceKey key, long afterLine, int count) => Notes<FlaggedRow>("flagged_rows", audience, key, afterLine, count);

    private Task<List<T>> Notes<T>(string table, Audience audience, AudienceKey key, long afterLine, int count) => database.Read(connection =>
        connection.Query<byte[]>(
            $"SELECT sealed FROM {table} WHERE id > @After AND id < @End ORDER BY id LIMIT @Count",
            new { After = audience.Row(afterLine), audience.End, Count = count })
        .Select(note => JsonSerializer.Deserialize<T>(key.OpenNote(note))!)
        .ToList());

    private Task<int> DeleteSome(string table, Audience audience) => database.Write(transaction => transaction.Connection!.Execute(
        $"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE id >= @First AND id < @End ORDER BY id LIMIT {DeletedAtOnce})",
        new { audience.First, audience.End },
        transaction));

    private static string Binding(string mailing) => $"audience of mailing {mailing}";

    private sealed record AudienceRow(string Mailing, byte[]? DataKey, string Columns, long Family, string? RehearsalOf);
}
