using BreachNotify.Storage;
using Dapper;
using NodaTime;
using static BreachNotify.Mailings.RecipientEndpoints;

namespace BreachNotify.Mailings;

/// <summary>Reads the ledger with the people in it, a page at a time in the order of the file.</summary>
public sealed class RecipientList(Database database)
{
    /// <param name="state">Null for everybody; pending includes the leased.</param>
    public Task<List<RecipientStatus>> Page(Audience audience, AudienceKey key, DeliveryState? state, long afterLine, int count) => Query(audience, key, afterLine, count, state switch
    {
        null => "",
        DeliveryState.Pending => "AND l.state IN (0, 1, 8)",
        // As literals, so that the partial indexes of the rare states serve.
        { } one => $"AND l.state = {(int)one}",
    });

    public Task<List<RecipientStatus>> Doubtful(Audience audience, AudienceKey key, long afterLine, int count) => Query(audience, key, afterLine, count, "AND l.doubts > 0");

    /// <summary>The rows as they are kept; those of destroyed people have nothing sealed.</summary>
    /// <param name="onlyDoubtful">Those who were ever in doubt.</param>
    public Task<List<LedgerLine>> Lines(Audience audience, bool onlyDoubtful, long afterLine, int count) => Lines(audience, afterLine, count, onlyDoubtful ? "AND l.doubts > 0" : "");

    private async Task<List<RecipientStatus>> Query(Audience audience, AudienceKey key, long afterLine, int count, string condition) =>
        [.. (await Lines(audience, afterLine, count, condition)).Select(line => line.ToStatus(audience, key))];

    private Task<List<LedgerLine>> Lines(Audience audience, long afterLine, int count, string condition) => database.Read(connection =>
        connection.Query<LedgerLine>(
            $"""
            SELECT l.id AS Id, l.state AS State, l.attempts AS Attempts, l.doubts AS Doubts, l.first_at AS FirstAt, l.due AS Due, l.reply AS Reply, l.address AS Address, COALESCE(b.complained, 0) AS Complained, b.completed_as AS CompletedAs, r.sealed AS Sealed
            FROM ledger AS l LEFT JOIN recipients AS r ON r.id = l.id LEFT JOIN returned AS b ON b.id = l.id
            WHERE l.id > @After AND l.id < @End {condition}
            ORDER BY l.id LIMIT @Count
            """,
            new { After = audience.Row(afterLine), audience.End, Count = count }).AsList());
}

/// <summary>A row of the ledger with the person in it, sealed.</summary>
public sealed class LedgerLine
{
    public long Id { get; init; }

    public int State { get; init; }

    public int Attempts { get; init; }

    public int Doubts { get; init; }

    public Instant? FirstAt { get; init; }

    public Instant? Due { get; init; }

    public byte[]? Reply { get; init; }

    public int Address { get; init; }

    public int Complained { get; init; }

    /// <summary>The state when the mailing was completed, where a bounce moved the person since.</summary>
    public int? CompletedAs { get; init; }

    public byte[]? Sealed { get; init; }

    public RecipientStatus ToStatus(Audience audience, AudienceKey key)
    {
        var person = SecondAddress.InUse(audience, Recipient.Read(key.Open(Id, Sealed)), Address);
        var state = (DeliveryState)State is DeliveryState.Leased or DeliveryState.Held ? DeliveryState.Pending : (DeliveryState)State;
        var reason = Reply is { } reply ? key.OpenNote(reply) : person.Email.Length == 0 ? "The file has no address." : null;
        return new RecipientStatus(Audience.LineOf(Id), person.Email, person.Name, person.Language, person.Reference, state, Attempts, Doubts, FirstAt, Due, reason, Address, Complained > 0);
    }
}
