using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Mailings.Evidence;

/// <summary>Whether a mailing is still what the journal says of it.</summary>
/// <param name="Holds">No check failed.</param>
public sealed record MailingVerification(string Id, bool Holds, IReadOnlyList<Check> Checks);

/// <param name="Holds">Null where there is nothing to compare with, as the remark says.</param>
/// <param name="Recorded">What was kept.</param>
/// <param name="Computed">What follows from the rows now.</param>
public sealed record Check(string What, bool? Holds, string? Recorded, string? Computed, string Remark);

/// <summary>Computes again from the rows what was kept of a mailing, and says what differs.</summary>
public sealed class Verifying(MailingStore mailings, AudienceStore audiences, NarrowingStore narrowings, Ledger ledger, JournalReader journal, Database database)
{
    public async Task<MailingVerification> Verify(Mailing mailing)
    {
        var entries = await journal.Of(mailing.JournalSubject);
        var checks = new List<Check> { await Chain() };
        if (mailing.Audience is { } audienceId)
        {
            var audience = new Audience(audienceId, mailing.Id, [], []);
            checks.Add(await Counts(mailing, audience));
            checks.AddRange(await Frozen(mailing, audience, entries));
            checks.Add(await LedgerOf(mailing, audience, entries));
        }
        return new MailingVerification(mailing.Id, checks.All(check => check.Holds != false), checks);
    }

    /// <summary>The ledger hash that an entry of the journal holds.</summary>
    public static string? LedgerIn(Entry entry) => entry.Payload.TryGetProperty("ledger", out var hash) ? hash.GetString() : null;

    private async Task<Check> Chain()
    {
        var chain = await journal.Verify();
        return new Check("journal", chain.Holds, null, chain.Head, chain.Holds
            ? $"All {chain.Entries} entries of the journal follow from one another."
            : $"Entry {chain.FirstBroken} of the journal is changed, missing or out of its place.");
    }

    /// <summary>In one query, so that a mailing under way is seen at one instant.</summary>
    private async Task<Check> Counts(Mailing mailing, Audience audience)
    {
        var (kept, counted) = await database.Read(connection => connection.Query<Counts, Counts, (Counts, Counts)>(
            """
            SELECT c.total AS Total, c.pending AS Pending, c.sending AS Sending, c.accepted AS Accepted, c.deferred AS Deferred, c.rejected AS Rejected,
              c.in_doubt AS InDoubt, c.other_channel AS OtherChannel, l.*
            FROM mailing_counts AS c CROSS JOIN (
              SELECT COUNT(*) AS Total,
                COUNT(CASE WHEN state IN (0, 1, 8) THEN 1 END) AS Pending,
                COUNT(CASE WHEN state = 2 THEN 1 END) AS Sending,
                COUNT(CASE WHEN state = 3 THEN 1 END) AS Accepted,
                COUNT(CASE WHEN state = 4 THEN 1 END) AS Deferred,
                COUNT(CASE WHEN state = 5 THEN 1 END) AS Rejected,
                COUNT(CASE WHEN state = 6 THEN 1 END) AS InDoubt,
                COUNT(CASE WHEN state = 7 THEN 1 END) AS OtherChannel
              FROM ledger WHERE id > @First AND id < @End) AS l
            WHERE c.mailing = @Id
            """,
            (kept, counted) => (kept, counted),
            new { mailing.Id, audience.First, audience.End },
            splitOn: "Total").AsList()[0]);
        return new Check("counts", kept == counted, Text(kept), Text(counted), kept == counted ? "The counts are those of the rows." : "The counts are not those of the rows.");
    }

    private async Task<IReadOnlyList<Check>> Frozen(Mailing mailing, Audience audience, IReadOnlyList<Entry> entries)
    {
        if (mailing.Hash is null)
        {
            return [new Check("letter", null, null, null, "The mailing was not frozen: letter and people are not fixed.")];
        }
        var recorded = entries.LastOrDefault(entry => entry.Kind is "mailing.frozen" or "mailing.rehearsalStarted")?.Payload.GetProperty("hash").GetString();
        var digest = await audiences.DigestOf(audience);
        var computed = Freezing.HashOf(await mailings.LetterOf(mailing.Id), digest, (await narrowings.Fingerprint(audience)).LeftOut);
        return
        [
            new Check("letter", recorded == computed, recorded, computed, recorded == computed
                ? "Letter, templates, settings and the digest of the people give the hash that was journalled when the mailing was frozen."
                : "Letter, templates, settings or the digest of the people are not those that were frozen."),
            mailing.Retention.DestroyedAt is { } destroyed
                ? new Check("people", null, Convert.ToHexStringLower(digest), null, $"The people were destroyed at {Moment.Format(destroyed)}: the digest that was frozen is kept, the rows it was made from are gone.")
                : await People(audience, digest),
        ];
    }

    private async Task<Check> People(Audience audience, byte[] digest)
    {
        var ofRows = await audiences.DigestOfRows(audience);
        var holds = digest.AsSpan().SequenceEqual(ofRows);
        return new Check("people", holds, Convert.ToHexStringLower(digest), Convert.ToHexStringLower(ofRows), holds
            ? "The rows of the people give the digest that was frozen."
            : "The rows of the people are not those that were frozen.");
    }

    private async Task<Check> LedgerOf(Mailing mailing, Audience audience, IReadOnlyList<Entry> entries)
    {
        const string What = "ledger";
        // What bounced after the completion has entries of its own; every hash since then is over everybody as they stood at it.
        var computed = await ledger.Hash(audience, asCompleted: true);
        if (mailing.State is not (MailingState.Completed or MailingState.Cancelled) || entries.LastOrDefault(entry => LedgerIn(entry) is not null) is not { } entry)
        {
            return new Check(What, null, null, computed, "Nothing to compare with: the hash is journalled when the mailing is completed, or when the evidence of an ended one is exported.");
        }
        var recorded = LedgerIn(entry);
        var later = entries.Where(other => other.Sequence > entry.Sequence && other.Kind != "mailing.lookedUp").Select(other => $"{other.Kind} ({other.Sequence})").ToList();
        return new Check(What, recorded == computed, recorded, computed, recorded == computed
            ? $"State, attempts and doubts of everybody give the hash in entry {entry.Sequence} of the journal."
            : $"State, attempts or doubts of somebody are not those of entry {entry.Sequence} of the journal. {(later.Count == 0 ? "Nothing was journalled since." : $"Journalled since: {string.Join(", ", later)}.")}");
    }

    private static string Text(Counts counts) => JsonSerializer.Serialize(counts, JsonContract.Options);
}
