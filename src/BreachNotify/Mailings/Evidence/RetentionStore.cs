using System.Data.Common;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Mailings.Evidence;

/// <summary>Keeps the end of mailings: when it is, and that it has come.</summary>
public sealed class RetentionStore(Database database, TimeProvider clock)
{
    /// <exception cref="Refusal">410: the people are destroyed already.</exception>
    public Task Extend(Mailing mailing, Instant until, string reason, Actor actor) => database.Write(transaction =>
    {
        if (transaction.Connection!.Execute("UPDATE mailings SET retained_until = @Until WHERE id = @Id AND destroyed_at IS NULL", new { mailing.Id, Until = until }, transaction) == 0)
        {
            throw new Refusal(StatusCodes.Status410Gone, "The people of the mailing were destroyed meanwhile; what is destroyed cannot be retained.");
        }
        Chain.Append(transaction, Now(), actor.Id, mailing.JournalSubject, "mailing.retentionExtended", new { Until = until, Reason = reason });
    });

    /// <summary>
    /// Destroys the key of the people: from here on nobody can be read. What it opened is deleted afterwards, see
    /// <see cref="Destroying"/>.
    /// </summary>
    /// <exception cref="Refusal">409: the mailing has not ended, or its last messages are still under way.</exception>
    public Task Destroy(Mailing mailing, string reason, Actor actor) => database.Write(transaction =>
    {
        var now = Now();
        var connection = transaction.Connection!;
        var destroyed = connection.Execute(
            """
            UPDATE mailings SET destroyed_at = @Now, destroyed_for = @Reason
            WHERE id = @Id AND state IN ('completed', 'cancelled') AND destroyed_at IS NULL AND audience IS NOT NULL
            """,
            new { mailing.Id, Now = now, Reason = reason },
            transaction);
        if (destroyed == 0)
        {
            throw Refusal.Conflict("The mailing has no people that could be destroyed: it must be completed or cancelled, have recipients, and not be destroyed already.");
        }
        var audience = new Audience(mailing.Audience!.Value, mailing.Id, [], []);
        if (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM ledger WHERE owner IS NOT NULL AND id > @First AND id < @End", new { audience.First, audience.End }, transaction) is > 0 and var underWay)
        {
            throw Refusal.Conflict($"{underWay} messages of the mailing are still being settled; destroy it when they are.");
        }
        connection.Execute("UPDATE audiences SET state = 'destroyed', data_key = NULL, extremes = NULL, profile = NULL WHERE id = @Id", new { audience.Id }, transaction);
        Chain.Append(transaction, now, actor.Id, mailing.JournalSubject, "mailing.destroyed", new { Reason = reason, mailing.Hash });
    });

    /// <summary>Records that nothing of the people is left, with the ledger's hash as it stays.</summary>
    public Task Erased(Mailing mailing, string ledgerHash) => database.Write(transaction =>
    {
        var now = Now();
        if (transaction.Connection!.Execute("UPDATE mailings SET erased_at = @Now WHERE id = @Id AND erased_at IS NULL", new { mailing.Id, Now = now }, transaction) == 1)
        {
            Chain.Append(transaction, now, Actor.Service.Id, mailing.JournalSubject, "mailing.erased", new { Ledger = ledgerHash });
        }
    });

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
