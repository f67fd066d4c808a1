using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// Takes people of a draft out of its ledger and puts them back. Whoever is left out stays sealed; a letter that covered
/// several rows goes to the first of them that stays, so that leaving one out leaves nobody else without it.
/// </summary>
public sealed class NarrowingStore(Database database, TimeProvider clock)
{
    /// <summary>How often the audience was narrowed or widened, and SHA-256 over the lines left out, in order.</summary>
    public async Task<(long Narrowings, byte[] LeftOut)> Fingerprint(Audience audience)
    {
        var narrowings = await NarrowingsOf(audience);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new byte[8];
        for (var after = audience.First; ;)
        {
            var rows = await database.Read(connection => connection.Query<long>(
                "SELECT id FROM left_out WHERE id > @After AND id < @End ORDER BY id LIMIT 50000", new { After = after, audience.End }).AsList());
            if (rows.Count == 0)
            {
                return (narrowings, hash.GetHashAndReset());
            }
            foreach (var row in rows)
            {
                BinaryPrimitives.WriteInt64BigEndian(line, Audience.LineOf(row));
                hash.AppendData(line);
            }
            after = rows[^1];
        }
    }

    public Task<long> NarrowingsOf(Audience audience) => database.Read(connection =>
        connection.QuerySingle<long>("SELECT narrowings FROM audiences WHERE id = @Id", new { audience.Id }));

    /// <summary>The next people who are in, covered ones among them, in the order of the file.</summary>
    public Task<List<(long Row, byte[] Sealed)>> People(Audience audience, long after, int count) => database.Read(connection => connection.Query<(long, byte[])>(
        """
        SELECT r.id, r.sealed FROM recipients AS r
        WHERE r.id > @After AND r.id < @End AND NOT EXISTS (SELECT 1 FROM left_out AS l WHERE l.id = r.id)
        ORDER BY r.id LIMIT @Count
        """,
        new { After = after, audience.End, Count = count }).AsList());

    /// <summary>The next people who are in and told by another row's letter, in the order of the file.</summary>
    public Task<List<(long Row, long Letter)>> Covered(Audience audience, long after, int count) => database.Read(connection => connection.Query<(long, long)>(
        """
        SELECT d.id, d.letter FROM duplicates AS d
        WHERE d.id > @After AND d.id < @End AND d.letter <> d.id AND NOT EXISTS (SELECT 1 FROM left_out AS l WHERE l.id = d.id)
        ORDER BY d.id LIMIT @Count
        """,
        new { After = after, audience.End, Count = count }).AsList());

    /// <param name="narrowings">As <see cref="NarrowingsOf"/> gave it before the people were looked through.</param>
    /// <exception cref="Refusal">409: the mailing is no longer a draft, or its audience changed meanwhile.</exception>
    public Task Narrow(Audience audience, long narrowings, LineSet leaveOut, object account, Actor actor) => database.Write(transaction =>
    {
        Hold(transaction, audience, narrowings);
        AudienceRows.LeaveOut(transaction, leaveOut.InOrder().Select(audience.Row));
        AudienceRows.RemoveFromLedger(transaction, leaveOut.InOrder().Select(audience.Row));
        var connection = transaction.Connection!;
        var scope = new { audience.First, audience.End };
        connection.Execute(
            """
            WITH heirs AS (
              SELECT d.first AS first, MIN(d.id) AS heir
              FROM duplicates AS d JOIN left_out AS gone ON gone.id = d.first
              WHERE d.id > @First AND d.id < @End AND NOT EXISTS (SELECT 1 FROM left_out AS l WHERE l.id = d.id)
              GROUP BY d.first)
            UPDATE duplicates SET letter = heirs.heir FROM heirs
            WHERE duplicates.first = heirs.first AND duplicates.id > @First AND duplicates.id < @End
            """,
            scope,
            transaction);
        connection.Execute(
            $"""
            INSERT INTO ledger (id, state)
            SELECT d.id, {(int)DeliveryState.Pending} FROM duplicates AS d
            WHERE d.id > @First AND d.id < @End AND d.letter = d.id
              AND NOT EXISTS (SELECT 1 FROM left_out AS l WHERE l.id = d.id) AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE l.id = d.id)
            """,
            scope,
            transaction);
        connection.Execute("UPDATE audiences SET left_out = left_out + @Count WHERE id = @Id", new { audience.Id, leaveOut.Count }, transaction);
        Recount(transaction, audience);
        Append(transaction, audience, "mailing.narrowed", account, actor);
    });

    /// <summary>Everybody who was left out is in again.</summary>
    /// <returns>How many that are.</returns>
    /// <exception cref="Refusal">409: the mailing is no longer a draft, or nobody is left out.</exception>
    public Task<long> Widen(Audience audience, string reason, Actor actor) => database.Write(transaction =>
    {
        Hold(transaction, audience, null);
        var connection = transaction.Connection!;
        var scope = new { audience.First, audience.End };
        var restored = connection.QuerySingle<long>("SELECT left_out FROM audiences WHERE id = @Id", new { audience.Id }, transaction);
        if (restored == 0)
        {
            throw Refusal.Conflict("Nobody is left out; the audience is that of the file.");
        }
        connection.Execute("DELETE FROM ledger WHERE id IN (SELECT id FROM duplicates WHERE id > @First AND id < @End AND letter = id)", scope, transaction);
        connection.Execute("UPDATE duplicates SET letter = first WHERE id > @First AND id < @End AND letter <> first", scope, transaction);
        connection.Execute(
            $"""
            INSERT INTO ledger (id, state)
            SELECT l.id, {AudienceRows.StateOfAddress("r.address")} FROM left_out AS l JOIN recipients AS r ON r.id = l.id
            WHERE l.id > @First AND l.id < @End AND NOT EXISTS (SELECT 1 FROM duplicates AS d WHERE d.id = l.id)
            """,
            scope,
            transaction);
        connection.Execute("DELETE FROM left_out WHERE id > @First AND id < @End", scope, transaction);
        connection.Execute("UPDATE audiences SET left_out = 0 WHERE id = @Id", new { audience.Id }, transaction);
        Recount(transaction, audience);
        Append(transaction, audience, "mailing.widened", new { Restored = restored, Reason = reason }, actor);
        return restored;
    });

    /// <summary>Keeps the mailing a draft with this audience until the transaction ends, and counts the change.</summary>
    private static void Hold(DbTransaction transaction, Audience audience, long? narrowings)
    {
        var connection = transaction.Connection!;
        var held = connection.Execute(
            "UPDATE mailings SET audience = audience WHERE id = @Mailing AND state = 'draft' AND audience = @Id", new { audience.Mailing, audience.Id }, transaction);
        var counted = connection.Execute(
            $"UPDATE audiences SET narrowings = narrowings + 1, profile = NULL WHERE id = @Id{(narrowings is null ? "" : " AND narrowings = @Narrowings")}", new { audience.Id, Narrowings = narrowings }, transaction);
        if (held + counted < 2)
        {
            throw Refusal.Conflict("The mailing was frozen or cancelled, or its audience was changed, while the request was being carried out; the audience stays as it is now.");
        }
    }

    private static void Recount(DbTransaction transaction, Audience audience) => transaction.Connection!.Execute(
        $"""
        UPDATE mailing_counts SET total = c.pending + c.other, pending = c.pending, other_channel = c.other
        FROM (
          SELECT COUNT(CASE WHEN state = {(int)DeliveryState.Pending} THEN 1 END) AS pending, COUNT(CASE WHEN state = {(int)DeliveryState.OtherChannel} THEN 1 END) AS other
          FROM ledger WHERE id > @First AND id < @End) AS c
        WHERE mailing = @Mailing
        """,
        new { audience.Mailing, audience.First, audience.End },
        transaction);

    private void Append(DbTransaction transaction, Audience audience, string kind, object payload, Actor actor) =>
        Chain.Append(transaction, Instant.FromDateTimeOffset(clock.GetUtcNow()), actor.Id, $"mailing:{audience.Mailing}", kind, payload);
}
