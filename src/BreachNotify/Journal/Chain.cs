using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Law;
using Dapper;
using NodaTime;
using Npgsql;

namespace BreachNotify.Journal;

/// <summary>One entry of the journal.</summary>
/// <param name="Sequence">1 for the first, without gaps.</param>
/// <param name="At">When it was written, by the clock of the process that wrote it.</param>
/// <param name="Actor">The identity's id.</param>
/// <param name="Subject">What it is about, such as <c>breach:0198...</c>.</param>
/// <param name="Kind">What happened, such as <c>breach.changed</c>.</param>
/// <param name="Payload">Canonical JSON.</param>
/// <param name="PreviousHash">The hash of the entry before; 64 zeros for the first.</param>
/// <param name="Hash">SHA-256, in hexadecimal, over the RFC 8785 form of the entry without this member.</param>
public sealed record Entry(long Sequence, Instant At, string Actor, string Subject, string Kind, JsonElement Payload, string PreviousHash, string Hash);

/// <summary>
/// The append-only table in which each entry holds the hash of the one before: what was written cannot be changed
/// without the chain breaking. Nothing about affected persons goes in, since it could never be erased.
/// </summary>
public static class Chain
{
    /// <summary>What the first entry holds as the hash before it.</summary>
    public static readonly string Genesis = new('0', 64);

    /// <summary>Serialises appends of several processes; any constant of our own.</summary>
    private const long AppendLock = 0x62_72_65_61_63_68;

    /// <summary>Appends within the caller's transaction.</summary>
    /// <returns>The entry's sequence.</returns>
    public static long Append<T>(DbTransaction transaction, Instant at, string actor, string subject, string kind, T payload)
    {
        var connection = transaction.Connection!;
        if (transaction is NpgsqlTransaction)
        {
            connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock = AppendLock }, transaction);
        }
        var last = connection.QuerySingleOrDefault<(long Sequence, string Hash)?>(
            "SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1", transaction: transaction) ?? (0, Genesis);
        var text = Encoding.UTF8.GetString(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(payload, JsonContract.Options)));
        var sequence = last.Sequence + 1;
        connection.Execute(
            """
            INSERT INTO journal (sequence, at, actor, subject, kind, payload, previous_hash, hash)
            VALUES (@Sequence, @At, @Actor, @Subject, @Kind, @Payload, @PreviousHash, @Hash)
            """,
            new { Sequence = sequence, At = at, Actor = actor, Subject = subject, Kind = kind, Payload = text, PreviousHash = last.Hash, Hash = HashOf(sequence, at, actor, subject, kind, text, last.Hash) },
            transaction);
        return sequence;
    }

    /// <summary>The payload of the newest entry about a subject that was written by <paramref name="at"/>, if any.</summary>
    public static string? LastBy(DbConnection connection, string subject, Instant at) => connection.QueryFirstOrDefault<string>(
        "SELECT payload FROM journal WHERE subject = @Subject AND at <= @At ORDER BY sequence DESC LIMIT 1",
        new { Subject = subject, At = at });

    /// <summary>The payloads of all entries about a subject, oldest first.</summary>
    public static IReadOnlyList<string> AllOf(DbConnection connection, string subject) => connection.Query<string>(
        "SELECT payload FROM journal WHERE subject = @Subject ORDER BY sequence", new { Subject = subject }).AsList();

    /// <summary>The hash an entry with these members must have.</summary>
    public static string HashOf(long sequence, Instant at, string actor, string subject, string kind, string payload, string previousHash)
    {
        // The payload is canonical already and the names below stand in canonical order, so that joining them gives the
        // RFC 8785 form of the whole without parsing the payload again.
        var json = $$"""{"actor":{{Quoted(actor)}},"at":{{Quoted(Moment.Format(at))}},"kind":{{Quoted(kind)}},"payload":{{payload}},"previousHash":{{Quoted(previousHash)}},"sequence":{{sequence}},"subject":{{Quoted(subject)}}}""";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }

    private static string Quoted(string text) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(text)));
}
