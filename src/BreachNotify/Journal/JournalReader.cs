using System.Text.Json;
using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Journal;

/// <summary>Whether the chain holds.</summary>
/// <param name="Holds">No entry is changed, missing or out of its place.</param>
/// <param name="Entries">How many were looked at.</param>
/// <param name="Head">The hash of the last entry; kept elsewhere, it proves later that nothing was cut off the end.</param>
/// <param name="FirstBroken">The sequence of the first entry that does not fit.</param>
public sealed record Verification(bool Holds, long Entries, string Head, long? FirstBroken);

/// <summary>The end of the chain.</summary>
public sealed record Head(long Sequence, string Hash);

/// <summary>Reads the journal in pages, however long it is.</summary>
public sealed class JournalReader(Database database)
{
    private const int VerifiedAtATime = 500;

    private const string Columns = "sequence, at, actor, subject, kind, payload, previous_hash AS PreviousHash, hash";

    public Task<IReadOnlyList<Entry>> After(long sequence, int count) => database.Read<IReadOnlyList<Entry>>(connection => [.. Rows(connection, sequence, count).Select(row => row.ToEntry())]);

    /// <summary>All entries about a subject, oldest first.</summary>
    public Task<IReadOnlyList<Entry>> Of(string subject) => database.Read<IReadOnlyList<Entry>>(connection =>
        [.. connection.Query<Row>($"SELECT {Columns} FROM journal WHERE subject = @Subject ORDER BY sequence", new { Subject = subject }).Select(row => row.ToEntry())]);

    /// <summary>The entries of some kinds about a subject, oldest first.</summary>
    public Task<IReadOnlyList<Entry>> Of(string subject, IReadOnlyList<string> kinds) => database.Read<IReadOnlyList<Entry>>(connection =>
        [.. connection.Query<Row>($"SELECT {Columns} FROM journal WHERE subject = @Subject AND kind IN @Kinds ORDER BY sequence", new { Subject = subject, Kinds = kinds }).Select(row => row.ToEntry())]);

    /// <summary>Sequence and hash of the last entry; zero and <see cref="Chain.Genesis"/> while there is none.</summary>
    public Task<Head> Head() => database.Read(connection =>
        connection.QuerySingleOrDefault<Head>("SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1") ?? new Head(0, Chain.Genesis));

    public async Task<Verification> Verify()
    {
        var (count, head) = (0L, Chain.Genesis);
        while (true)
        {
            var page = await database.Read(connection => Rows(connection, count, VerifiedAtATime));
            foreach (var row in page)
            {
                if (row.Sequence != count + 1 || row.PreviousHash != head || row.Hash != row.ExpectedHash())
                {
                    return new Verification(false, count + 1, head, row.Sequence);
                }
                count++;
                head = row.Hash;
            }
            if (page.Count < VerifiedAtATime)
            {
                return new Verification(true, count, head, null);
            }
        }
    }

    private static List<Row> Rows(System.Data.Common.DbConnection connection, long after, int count) => connection.Query<Row>(
        $"SELECT {Columns} FROM journal WHERE sequence > @After ORDER BY sequence LIMIT @Count", new { After = after, Count = count }).AsList();

    private sealed record Row
    {
        public long Sequence { get; init; }

        public Instant At { get; init; }

        public required string Actor { get; init; }

        public required string Subject { get; init; }

        public required string Kind { get; init; }

        public required string Payload { get; init; }

        public required string PreviousHash { get; init; }

        public required string Hash { get; init; }

        public string ExpectedHash() => Chain.HashOf(Sequence, At, Actor, Subject, Kind, Payload, PreviousHash);

        public Entry ToEntry()
        {
            using var payload = JsonDocument.Parse(Payload);
            return new Entry(Sequence, At, Actor, Subject, Kind, payload.RootElement.Clone(), PreviousHash, Hash);
        }
    }
}
