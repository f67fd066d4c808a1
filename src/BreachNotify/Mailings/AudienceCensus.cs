using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Mailings;

/// <summary>Profiles of audiences that are imported already: as they were counted on the way in, or counted again from the ledger.</summary>
public sealed class AudienceCensus(Database database, AudienceStore audiences)
{
    private const int CountedAtOnce = 5_000;

    /// <summary>So many of those left say well enough how they are spread.</summary>
    private const int Sample = 50_000;

    /// <param name="people">How many are in the ledger: where the profile kept has another number, somebody was taken out since.</param>
    public async Task<AudienceProfile> Of(Audience audience, long people)
    {
        using var key = new AudienceKey(audience.DataKey);
        if (await audiences.ProfileOf(audience, key) is { } kept && kept.People == people)
        {
            return kept;
        }
        var counted = await Count(audience, key, "");
        await audiences.Keep(audience, counted, key);
        return counted;
    }

    /// <summary>Of those who may still be sent to; of a large number a sample, evenly from the whole file.</summary>
    /// <param name="resend">Whether those in doubt are sent to again.</param>
    /// <param name="left">About how many they are.</param>
    public async Task<AudienceProfile> Left(Audience audience, bool resend, long left)
    {
        using var key = new AudienceKey(audience.DataKey);
        // Odd, so that a file in which every second row is of one kind is not seen one-sidedly.
        var step = Math.Max(1, left / Sample) | 1;
        return await Count(audience, key, $"AND l.state IN (0, 1, 2, 4, 8{(resend ? ", 6" : "")}) {(step > 1 ? $"AND l.id % {step} = 0" : "")}");
    }

    private async Task<AudienceProfile> Count(Audience audience, AudienceKey key, string condition)
    {
        var count = new AudienceCount();
        for (var after = audience.First; await Rows(audience, after, condition) is { Count: > 0 } rows; after = rows[^1].Id)
        {
            foreach (var row in rows)
            {
                count.Add(audience, SecondAddress.InUse(audience, Recipient.Read(key.Open(row.Id, row.Sealed)), row.Address));
            }
        }
        return count.Result();
    }

    private Task<List<Row>> Rows(Audience audience, long after, string condition) => database.Read(connection => connection.Query<Row>(
        $"""
        SELECT l.id AS Id, l.address AS Address, r.sealed AS Sealed FROM ledger AS l JOIN recipients AS r ON r.id = l.id
        WHERE l.id > @After AND l.id < @End {condition}
        ORDER BY l.id LIMIT {CountedAtOnce}
        """,
        new { After = after, audience.End }).AsList());

    private sealed class Row
    {
        public long Id { get; init; }

        public int Address { get; init; }

        public byte[] Sealed { get; init; } = [];
    }
}
