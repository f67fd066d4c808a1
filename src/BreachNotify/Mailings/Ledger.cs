using System.Data.Common;
using BreachNotify.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// Who was and was not reached: one row a recipient. A message is handed over only after its <c>sending</c> mark is
/// committed, and results are committed before the connection's next window, so that a crash leaves no more than
/// connections x window rows in doubt, each of them known. Results count only for the owner and attempt they belong to.
/// </summary>
public sealed partial class Ledger(Database database)
{
    private const int States = 9;

    private const string Columns = "id AS Id, attempts AS Attempts, doubts AS Doubts, first_at AS FirstAt, due AS Due, address AS Address";

    private bool IsSqlite => database.Engine == Engine.Sqlite;

    /// <summary>
    /// Leases up to <paramref name="count"/> rows: first those whose retry is due, then pending ones beyond
    /// <paramref name="cursor"/>, in the order of the file. None unless the mailing runs.
    /// </summary>
    /// <param name="resend">Whether rows in doubt are sent again.</param>
    /// <returns>The rows and the new cursor: the audience's end once nobody pending is found beyond the old one.</returns>
    public async Task<(IReadOnlyList<Leased> Rows, long Cursor)> Lease(Audience audience, long owner, bool resend, long cursor, int count, Instant now)
    {
        var (claimed, next) = await database.Write(transaction =>
        {
            var rows = new List<LedgerRow>(count);
            if (!IsRunning(transaction, audience.Mailing))
            {
                return (rows, cursor);
            }
            Claim("state = 8 AND due <= @Now", "due", 0);
            var deferred = Claim("state = 4 AND due <= @Now", "due", 0);
            var doubtful = resend ? Claim("state = 6 AND due <= @Now", "due", 0) : 0;
            if (deferred + doubtful > 0)
            {
                Shift(transaction, audience.Mailing, pending: deferred + doubtful, deferred: -deferred, inDoubt: -doubtful);
            }
            if (rows.Count == count)
            {
                return (rows, cursor);
            }
            var pending = Claim("state = 0", "id", cursor);
            return (rows, pending == 0 ? audience.End : rows.TakeLast(pending).Max(row => row.Id));

            int Claim(string condition, string order, long beyond)
            {
                var found = transaction.Connection!.Query<LedgerRow>(
                    $"""
                    UPDATE ledger SET state = 1, owner = @Owner
                    WHERE id IN (
                      SELECT id FROM ledger WHERE {condition} AND id > @Beyond AND id < @End
                      ORDER BY {order} LIMIT @Count {(IsSqlite ? "" : "FOR UPDATE SKIP LOCKED")})
                    RETURNING {Columns}
                    """,
                    new { Owner = owner, Now = now.ToUnixTimeTicks(), Beyond = Math.Max(beyond, audience.First), audience.End, Count = count - rows.Count },
                    transaction).AsList();
                rows.AddRange(found);
                return found.Count;
            }
        });
        return (claimed.Count == 0 ? [] : await WithRecipients(audience, claimed), next);
    }

    /// <summary>Writes results and marks the connection's next window as sending, in one transaction.</summary>
    /// <param name="again">The same was tried before and may have been committed, the answer being lost.</param>
    /// <returns>The rows that were marked; those missing must not be sent (paused, or no longer ours).</returns>
    public Task<HashSet<long>> Advance(string mailing, long owner, IReadOnlyList<Result> results, IReadOnlyList<Leased> window, Instant now, bool again = false) => database.Write(transaction =>
    {
        var shift = new long[States];
        foreach (var state in Settle(transaction, owner, results))
        {
            shift[(int)DeliveryState.Sending]--;
            shift[(int)state]++;
        }
        HashSet<long> marked = window.Count > 0 && IsRunning(transaction, mailing) ? Mark(transaction, owner, window, now) : [];
        shift[(int)DeliveryState.Pending] -= marked.Count;
        shift[(int)DeliveryState.Sending] += marked.Count;
        Shift(transaction, mailing, shift);
        if (again)
        {
            marked.UnionWith(Marked(transaction, owner, window));
        }
        return marked;
    });

    /// <summary>Gives leased rows back.</summary>
    public Task Release(long owner, IReadOnlyCollection<long> rows) => rows.Count == 0 ? Task.CompletedTask : database.Write(transaction => transaction.Connection!.Execute(
        $"UPDATE ledger SET state = 0, owner = NULL WHERE state = 1 AND owner = @Owner AND id IN ({string.Join(',', rows)})",
        new { Owner = owner },
        transaction));

    /// <summary>Puts leased rows in line: they are leased again when they are due.</summary>
    public Task Hold(long owner, IReadOnlyCollection<(long Row, Instant Due)> rows) => rows.Count == 0 ? Task.CompletedTask : database.Write(transaction =>
    {
        foreach (var group in rows.GroupBy(row => row.Due))
        {
            transaction.Connection!.Execute(
                $"UPDATE ledger SET state = 8, owner = NULL, due = @Due WHERE state = 1 AND owner = @Owner AND id IN ({string.Join(',', group.Select(row => row.Row))})",
                new { Due = group.Key.ToUnixTimeTicks(), Owner = owner },
                transaction);
        }
    });

    /// <summary>Everybody who stands in line is due at once: a person says that what held them up is put right.</summary>
    public static void CallUp(DbTransaction transaction, long audience, Instant now) => CallUp(transaction, audience, now, DeliveryState.Held);

    /// <summary>Everybody who waits is due at once: the clock went back, so that nobody knows how long they have waited.</summary>
    public Task CallUpAll(long audience, Instant now) => database.Write(transaction =>
    {
        foreach (var state in (DeliveryState[])[DeliveryState.Deferred, DeliveryState.InDoubt, DeliveryState.Held])
        {
            CallUp(transaction, audience, now, state);
        }
    });

    private static void CallUp(DbTransaction transaction, long audience, Instant now, DeliveryState state) => transaction.Connection!.Execute(
        $"UPDATE ledger SET due = @Now WHERE state = {(int)state} AND due > @Now AND id > @First AND id < @End",
        new { Now = now.ToUnixTimeTicks(), First = Audience.FirstOf(audience), End = Audience.FirstOf(audience + 1) },
        transaction);

    /// <summary>Takes over the rows of processes that are gone: leased ones are pending again, those being sent are in doubt.</summary>
    /// <param name="within">Only of this audience; null for all.</param>
    public Task<int> Recover(IReadOnlyCollection<long> owners, Instant now, Audience? within = null) => database.Write(transaction =>
    {
        if (owners.Count == 0)
        {
            return 0;
        }
        var connection = transaction.Connection!;
        var theirs = $"owner IN ({string.Join(',', owners)}){(within is null ? "" : $" AND id > {within.First} AND id < {within.End}")}";
        connection.Execute($"UPDATE ledger SET state = 0, owner = NULL WHERE {theirs} AND state = 1", transaction: transaction);
        var doubtful = connection.Query<long>(
            $"UPDATE ledger SET state = 6, doubts = doubts + 1, due = @Now, owner = NULL WHERE {theirs} AND state = 2 RETURNING id",
            new { Now = now.ToUnixTimeTicks() },
            transaction).AsList();
        foreach (var group in doubtful.GroupBy(Audience.Of))
        {
            var mailing = connection.QuerySingle<string>("SELECT mailing FROM audiences WHERE id = @Id", new { Id = group.Key }, transaction);
            Shift(transaction, mailing, sending: -group.Count(), inDoubt: group.Count());
        }
        return doubtful.Count;
    });

    /// <summary>A person's decision about everybody in doubt.</summary>
    /// <param name="outcome">Pending (send again), accepted or other channel.</param>
    /// <returns>How many it concerned.</returns>
    public static int Decide(DbTransaction transaction, Audience audience, DeliveryState outcome)
    {
        var decided = transaction.Connection!.Execute(
            "UPDATE ledger SET state = @State, due = NULL, unreached = @Unreached WHERE state = 6 AND id > @First AND id < @End",
            new { State = (int)outcome, Unreached = outcome == DeliveryState.OtherChannel ? (int)UnreachedReason.InDoubt : (int?)null, audience.First, audience.End },
            transaction);
        Shift(
            transaction,
            audience.Mailing,
            pending: outcome == DeliveryState.Pending ? decided : 0,
            accepted: outcome == DeliveryState.Accepted ? decided : 0,
            inDoubt: -decided,
            otherChannel: outcome == DeliveryState.OtherChannel ? decided : 0);
        return decided;
    }

    /// <summary>When the next retry is due; null if none is waiting.</summary>
    public Task<Instant?> NextDue(Audience audience, bool resend) => database.Read(connection =>
    {
        var ticks = connection.QuerySingle<long?>(
            $"SELECT MIN(due) FROM (SELECT MIN(due) AS due FROM ledger WHERE state = 4 AND id > @First AND id < @End UNION ALL SELECT MIN(due) FROM ledger WHERE state = 8 AND id > @First AND id < @End{(resend ? " UNION ALL SELECT MIN(due) FROM ledger WHERE state = 6 AND id > @First AND id < @End" : "")}) AS waiting",
            new { audience.First, audience.End });
        return ticks is { } due ? Instant.FromUnixTimeTicks(due) : (Instant?)null;
    });

    /// <param name="asCompleted">As they stood when the mailing was completed: who was moved since by a bounce counts as before.</param>
    public async Task<string> Hash(Audience audience, bool asCompleted = false)
    {
        using var hash = new LedgerHash();
        var after = audience.First;
        while (true)
        {
            var rows = await database.Read(connection => connection.Query<(long Id, long State, long Attempts, long Doubts)>(
                asCompleted
                    ? "SELECT l.id, COALESCE(r.completed_as, l.state) AS state, l.attempts, l.doubts FROM ledger AS l LEFT JOIN returned AS r ON r.id = l.id WHERE l.id > @After AND l.id < @End ORDER BY l.id LIMIT 50000"
                    : "SELECT id, state, attempts, doubts FROM ledger WHERE id > @After AND id < @End ORDER BY id LIMIT 50000",
                new { After = after, audience.End }).AsList());
            if (rows.Count == 0)
            {
                return hash.Finish();
            }
            foreach (var row in rows)
            {
                hash.Add(Audience.LineOf(row.Id), (int)row.State, (int)row.Attempts, (int)row.Doubts);
            }
            after = rows[^1].Id;
        }
    }

    private static bool IsRunning(DbTransaction transaction, string mailing) => transaction.Connection!.QuerySingle<string>(
        "SELECT state FROM mailings WHERE id = @Id", new { Id = mailing }, transaction) == "running";

    /// <param name="byState">By the number of the state; the leased and the held count as pending.</param>
    private static void Shift(DbTransaction transaction, string mailing, long[] byState)
    {
        if (byState.Any(count => count != 0))
        {
            Shift(transaction, mailing, byState[0] + byState[1] + byState[8], byState[2], byState[3], byState[4], byState[5], byState[6], byState[7]);
        }
    }

    private static void Shift(DbTransaction transaction, string mailing, long pending = 0, long sending = 0, long accepted = 0, long deferred = 0, long rejected = 0, long inDoubt = 0, long otherChannel = 0) =>
        transaction.Connection!.Execute(
            """
            UPDATE mailing_counts
            SET pending = pending + @Pending, sending = sending + @Sending, accepted = accepted + @Accepted, deferred = deferred + @Deferred,
                rejected = rejected + @Rejected, in_doubt = in_doubt + @InDoubt, other_channel = other_channel + @OtherChannel
            WHERE mailing = @Mailing
            """,
            new { Mailing = mailing, Pending = pending, Sending = sending, Accepted = accepted, Deferred = deferred, Rejected = rejected, InDoubt = inDoubt, OtherChannel = otherChannel },
            transaction);

    /// <summary>Writes the results that are still ours to write and gives the state of each that was written.</summary>
    private static List<DeliveryState> Settle(DbTransaction transaction, long owner, IReadOnlyList<Result> results)
    {
        if (results.Count == 0)
        {
            return [];
        }
        if (transaction is not SqliteTransaction)
        {
            var byRow = results.ToDictionary(result => result.Row, result => result.State);
            return transaction.Connection!.Query<long>(
                """
                UPDATE ledger AS l
                SET state = r.state, due = r.due, doubts = l.doubts + CASE WHEN r.state = 6 THEN 1 ELSE 0 END, attempts = l.attempts - r.undo,
                    first_at = CASE WHEN r.next = 1 OR (r.undo = 1 AND l.attempts = 1) THEN NULL ELSE l.first_at END, owner = NULL, reply = r.reply,
                    address = l.address + r.next, unreached = r.unreached
                FROM UNNEST(@Rows, @Attempts, @States, @Dues, @Undos, @Replies, @Nexts, @Unreached) AS r (id, attempt, state, due, undo, reply, next, unreached)
                WHERE l.id = r.id AND l.owner = @Owner AND l.attempts = r.attempt AND l.state = 2
                RETURNING l.id
                """,
                new
                {
                    Owner = owner,
                    Rows = results.Select(result => result.Row).ToArray(),
                    Attempts = results.Select(result => result.Attempt).ToArray(),
                    States = results.Select(result => (short)result.State).ToArray(),
                    Dues = results.Select(result => result.Due).ToArray(),
                    Undos = results.Select(result => result.Undo ? 1 : 0).ToArray(),
                    Replies = results.Select(result => result.Reply).ToArray(),
                    Nexts = results.Select(result => (short)(result.NextAddress ? 1 : 0)).ToArray(),
                    Unreached = results.Select(result => (short?)result.Unreached).ToArray(),
                },
                transaction).Select(row => byRow[row]).ToList();
        }
        using var command = Prepared(
            transaction,
            """
            UPDATE ledger
            SET state = $state, due = $due, doubts = doubts + ($state = 6), attempts = attempts - $undo,
                first_at = CASE WHEN $next = 1 OR ($undo = 1 AND attempts = 1) THEN NULL ELSE first_at END, owner = NULL, reply = $reply,
                address = address + $next, unreached = $unreached
            WHERE id = $id AND owner = $owner AND attempts = $attempt AND state = 2
            """,
            "$state", "$due", "$undo", "$reply", "$next", "$unreached", "$id", "$owner", "$attempt");
        var written = new List<DeliveryState>(results.Count);
        foreach (var result in results)
        {
            if (Run(command, (long)result.State, result.Due, result.Undo ? 1L : 0L, result.Reply, result.NextAddress ? 1L : 0L, (long?)result.Unreached, result.Row, owner, (long)result.Attempt) == 1)
            {
                written.Add(result.State);
            }
        }
        return written;
    }

    private static HashSet<long> Mark(DbTransaction transaction, long owner, IReadOnlyList<Leased> window, Instant now)
    {
        if (transaction is not SqliteTransaction)
        {
            return transaction.Connection!.Query<long>(
                """
                UPDATE ledger SET state = 2, attempts = attempts + 1, first_at = COALESCE(first_at, @Now)
                WHERE id = ANY(@Rows) AND owner = @Owner AND state = 1
                RETURNING id
                """,
                new { Now = now.ToUnixTimeTicks(), Rows = window.Select(row => row.Row).ToArray(), Owner = owner },
                transaction).ToHashSet();
        }
        using var command = Prepared(
            transaction,
            "UPDATE ledger SET state = 2, attempts = attempts + 1, first_at = COALESCE(first_at, $now) WHERE id = $id AND owner = $owner AND state = 1",
            "$now", "$id", "$owner");
        return window.Where(row => Run(command, now.ToUnixTimeTicks(), row.Row, owner) == 1).Select(row => row.Row).ToHashSet();
    }

    /// <summary>Those of a window that bear the mark of this very attempt.</summary>
    private static IEnumerable<long> Marked(DbTransaction transaction, long owner, IReadOnlyList<Leased> window)
    {
        var attempts = window.ToDictionary(row => row.Row, row => row.Attempts + 1);
        return window.Count == 0 ? [] : transaction.Connection!.Query<(long Id, int Attempts)>(
            $"SELECT id, attempts FROM ledger WHERE owner = @Owner AND state = 2 AND id IN ({string.Join(',', attempts.Keys)})", new { Owner = owner }, transaction)
            .Where(row => attempts[row.Id] == row.Attempts).Select(row => row.Id);
    }

    private Task<IReadOnlyList<Leased>> WithRecipients(Audience audience, List<LedgerRow> claimed) => database.Read<IReadOnlyList<Leased>>(connection =>
    {
        var covered = audience.Family ? Families.Covered(connection, database.Engine, claimed.Select(row => row.Id)) : null;
        var sealedRows = new Dictionary<long, byte[]>(claimed.Count);
        using var command = connection.CreateCommand();
        command.CommandText = IsSqlite
            ? "SELECT r.id, r.sealed FROM json_each(@Rows) AS wanted JOIN recipients AS r ON r.id = wanted.value"
            : "SELECT id, sealed FROM recipients WHERE id = ANY(@Rows)";
        var rows = command.CreateParameter();
        (rows.ParameterName, rows.Value) = ("@Rows", IsSqlite ? $"[{string.Join(',', claimed.Select(row => row.Id))}]" : claimed.Select(row => row.Id).ToArray());
        command.Parameters.Add(rows);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            sealedRows[reader.GetInt64(0)] = (byte[])reader.GetValue(1);
        }
        return [.. claimed.OrderBy(row => row.Id).Select(row => new Leased(row.Id, row.Attempts, row.Doubts, row.FirstAt, row.Due is not null, sealedRows[row.Id], row.Address, covered?[row.Id].ToList()))];
    });

    private static SqliteCommand Prepared(DbTransaction transaction, string sql, params string[] parameters)
    {
        var command = new SqliteCommand(sql, (SqliteConnection)transaction.Connection!, (SqliteTransaction)transaction);
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }
        return command;
    }

    private static int Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
        return command.ExecuteNonQuery();
    }

    private sealed class LedgerRow
    {
        public long Id { get; init; }

        public int State { get; init; }

        public int Attempts { get; init; }

        public int Doubts { get; init; }

        public long? FirstAt { get; init; }

        public long? Due { get; init; }

        public int Address { get; init; }
    }
}
