using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace BreachNotify.Mailings;

/// <summary>The people of one import and the key that opens them.</summary>
/// <param name="Further">The columns beyond email, name, language and reference.</param>
/// <param name="IsRehearsal">Copied for a rehearsal: every message to them says so.</param>
public sealed record Audience(long Id, string Mailing, byte[] DataKey, IReadOnlyList<string> Further, bool IsRehearsal = false)
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
}

/// <param name="Address">The keyed hash of the address; empty for a person without one.</param>
public readonly record struct SealedRecipient(long Row, ReadOnlyMemory<byte> Address, ReadOnlyMemory<byte> Sealed);

/// <summary>
/// Keeps audiences. An import fills a new audience that nobody sees; finishing it puts it in the place of the one before
/// in one transaction, and what is no longer wanted is deleted in small steps.
/// </summary>
public sealed class AudienceStore(Database database, MasterKey masterKey)
{
    private const int DeletedAtOnce = 20_000;

    /// <summary>What the key of an audience opens, beside the replies in the ledger. A table that is missing here survives the people.</summary>
    private static readonly string[] PersonalTables = ["recipients", "unsuited_rows"];

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
            SELECT a.mailing AS Mailing, a.data_key AS DataKey, a.columns AS Columns, m.rehearsal_of AS RehearsalOf
            FROM audiences AS a LEFT JOIN mailings AS m ON m.id = a.mailing
            WHERE a.id = @Id AND a.state = 'ready'
            """,
            new { Id = id }));
        return row is { DataKey: { } key }
            ? new Audience(id, row.Mailing, masterKey.Unwrap(key, Binding(row.Mailing)), JsonSerializer.Deserialize<List<string>>(row.Columns)!, row.RehearsalOf is not null)
            : null;
    }

    /// <summary>The people of a mailing; null if it has none.</summary>
    /// <exception cref="Refusal">410: they are destroyed.</exception>
    public async Task<Audience?> Of(Mailing mailing)
    {
        mailing.Retention.ThrowIfDestroyed();
        return mailing.Audience is { } id ? await Find(id) : null;
    }

    public Task Add(IReadOnlyList<SealedRecipient> people, IReadOnlyList<(long Row, byte[] Sealed)> unsuited) => database.Write(transaction =>
    {
        switch (transaction.Connection)
        {
            case SqliteConnection connection:
                Insert(connection, (SqliteTransaction)transaction, people, unsuited);
                break;
            case NpgsqlConnection connection:
                Copy(connection, people, unsuited);
                break;
        }
    });

    public Task RemoveFromLedger(long[] rows) => database.Write(transaction =>
    {
        foreach (var part in rows.Chunk(DeletedAtOnce))
        {
            transaction.Connection!.Execute(
                database.Engine == Engine.Sqlite
                    ? "DELETE FROM ledger WHERE id IN (SELECT value FROM json_each(@Rows))"
                    : "DELETE FROM ledger WHERE id = ANY(@Rows)",
                new { Rows = database.Engine == Engine.Sqlite ? (object)JsonSerializer.Serialize(part) : part },
                transaction);
        }
    });

    /// <summary>Puts the audience in the place of the mailing's former one.</summary>
    /// <exception cref="Refusal">409: the mailing is no longer a draft.</exception>
    public Task Finish(Audience audience, ImportSummary summary, IReadOnlyList<string> columns, Extremes extremes, byte[] digest, AudienceKey key) => database.Write(transaction =>
    {
        var connection = transaction.Connection!;
        connection.Execute(
            """
            UPDATE audiences SET state = 'discarded', data_key = NULL
            WHERE state = 'ready' AND id = (SELECT audience FROM mailings WHERE id = @Mailing)
            """,
            new { audience.Mailing },
            transaction);
        if (connection.Execute("UPDATE mailings SET audience = @Audience WHERE id = @Mailing AND state = 'draft'", new { audience.Mailing, Audience = audience.Id }, transaction) == 0)
        {
            throw Refusal.Conflict("The mailing was frozen or cancelled while the recipients were being sent; its audience stays as it was.");
        }
        connection.Execute(
            "UPDATE audiences SET state = 'ready', columns = @Columns, summary = @Summary, digest = @Digest, extremes = @Extremes WHERE id = @Id",
            new
            {
                audience.Id,
                Columns = JsonSerializer.Serialize(columns.Where(column => column is not ("email" or "name" or "language" or "reference"))),
                Summary = JsonSerializer.Serialize(summary with { Rejections = [], Repeated = [] }),
                Digest = digest,
                Extremes = key.SealNote(JsonSerializer.Serialize(extremes)),
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
            foreach (var table in PersonalTables.Append("ledger"))
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

    public Task<List<Rejection>> Rejections(Audience audience, AudienceKey key, long afterLine, int count) => database.Read(connection =>
        connection.Query<byte[]>(
            "SELECT sealed FROM unsuited_rows WHERE id > @After AND id < @End ORDER BY id LIMIT @Count",
            new { After = audience.Row(afterLine), audience.End, Count = count })
        .Select(note => JsonSerializer.Deserialize<Rejection>(key.OpenNote(note))!)
        .ToList());

    private Task<int> DeleteSome(string table, Audience audience) => database.Write(transaction => transaction.Connection!.Execute(
        $"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE id >= @First AND id < @End ORDER BY id LIMIT {DeletedAtOnce})",
        new { audience.First, audience.End },
        transaction));

    // By the native calls: binding three values a row through the provider costs more than the insert itself.
    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<SealedRecipient> people, IReadOnlyList<(long Row, byte[] Sealed)> unsuited)
    {
        using (var recipient = Prepare(connection, "INSERT INTO recipients (id, address, sealed) VALUES (?1, ?2, ?3)"))
        {
            foreach (var person in people)
            {
                Check(connection, raw.sqlite3_bind_int64(recipient, 1, person.Row));
                Check(connection, person.Address.IsEmpty ? raw.sqlite3_bind_null(recipient, 2) : raw.sqlite3_bind_blob(recipient, 2, person.Address.Span));
                Check(connection, raw.sqlite3_bind_blob(recipient, 3, person.Sealed.Span));
                Check(connection, raw.sqlite3_step(recipient));
                Check(connection, raw.sqlite3_reset(recipient));
            }
        }
        if (people.Count > 0)
        {
            connection.Execute(
                $"INSERT INTO ledger (id, state) SELECT id, CASE WHEN address IS NULL THEN {(int)DeliveryState.OtherChannel} ELSE {(int)DeliveryState.Pending} END FROM recipients WHERE id BETWEEN @First AND @Last",
                new { First = people[0].Row, Last = people[^1].Row },
                transaction);
        }
        foreach (var (row, sealedBytes) in unsuited)
        {
            connection.Execute("INSERT INTO unsuited_rows (id, sealed) VALUES (@Row, @Sealed)", new { Row = row, Sealed = sealedBytes }, transaction);
        }
    }

    private static sqlite3_stmt Prepare(SqliteConnection connection, string sql)
    {
        Check(connection, raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        return statement;
    }

    private static void Check(SqliteConnection connection, int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, connection.Handle!);
        }
    }

    private static void Copy(NpgsqlConnection connection, IReadOnlyList<SealedRecipient> people, IReadOnlyList<(long Row, byte[] Sealed)> unsuited)
    {
        using (var import = connection.BeginBinaryImport("COPY recipients (id, address, sealed) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var person in people)
            {
                import.StartRow();
                import.Write(person.Row, NpgsqlDbType.Bigint);
                if (person.Address.IsEmpty)
                {
                    import.WriteNull();
                }
                else
                {
                    import.Write(person.Address, NpgsqlDbType.Bytea);
                }
                import.Write(person.Sealed, NpgsqlDbType.Bytea);
            }
            import.Complete();
        }
        using (var import = connection.BeginBinaryImport("COPY ledger (id, state) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var person in people)
            {
                import.StartRow();
                import.Write(person.Row, NpgsqlDbType.Bigint);
                import.Write((short)StateOf(person), NpgsqlDbType.Smallint);
            }
            import.Complete();
        }
        using var others = connection.BeginBinaryImport("COPY unsuited_rows (id, sealed) FROM STDIN (FORMAT BINARY)");
        foreach (var (row, sealedBytes) in unsuited)
        {
            others.StartRow();
            others.Write(row, NpgsqlDbType.Bigint);
            others.Write(sealedBytes, NpgsqlDbType.Bytea);
        }
        others.Complete();
    }

    private static long StateOf(SealedRecipient person) => (long)(person.Address.IsEmpty ? DeliveryState.OtherChannel : DeliveryState.Pending);

    private static string Binding(string mailing) => $"audience of mailing {mailing}";

    private sealed record AudienceRow(string Mailing, byte[]? DataKey, string Columns, string? RehearsalOf);
}
