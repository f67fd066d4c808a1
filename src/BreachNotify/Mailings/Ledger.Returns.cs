using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>What comes back about people whose message had been accepted.</summary>
public sealed partial class Ledger
{
    /// <summary>
    /// Moves people by <see cref="Ladder"/>. Whoever is just being sent to is taken out of the hands of the worker, whose
    /// result then counts no more: it would hide that an earlier message did not arrive.
    /// </summary>
    /// <param name="retryAt">From attempts and first attempt: when to send again; null if no more.</param>
    /// <returns>For each in turn the states before and after; null if nothing was ever sent to such a row.</returns>
    public static IReadOnlyList<(DeliveryState From, DeliveryState To)?> Return(DbTransaction transaction, string mailing, IReadOnlyList<ReturnedRow> returned, Func<int, Instant, Instant?> retryAt, Instant now)
    {
        var shift = new long[States];
        var moves = new List<(DeliveryState, DeliveryState)?>(returned.Count);
        foreach (var back in returned)
        {
            var row = transaction.Connection!.QuerySingleOrDefault<LedgerRow>(
                $"SELECT {Columns}, state AS State FROM ledger WHERE id = @Row{(transaction is SqliteTransaction ? "" : " FOR UPDATE")}", new { back.Row }, transaction);
            if (row is not { FirstAt: { } firstAt, Attempts: > 0 })
            {
                moves.Add(null);
                continue;
            }
            var from = (DeliveryState)row.State;
            var due = retryAt(row.Attempts, Instant.FromUnixTimeTicks(firstAt));
            var to = Ladder.After(from, back.Feedback, due is not null);
            // While the mailing is not over the second address is tried, as after a refusal at once.
            var next = to == DeliveryState.Rejected && back.HasSecond && row.Address == 1 && due is not null;
            (to, due) = next ? (DeliveryState.Held, now) : (to, to == DeliveryState.Deferred ? due : null);
            moves.Add((from, to));
            if (to != from)
            {
                // A second attempt under way may arrive although it counts no more: such a person is named with the doubtful.
                var isDoubtful = from == DeliveryState.Sending && to == DeliveryState.Deferred && row.Attempts > 1;
                transaction.Connection!.Execute(
                    """
                    UPDATE ledger
                    SET state = @To, owner = NULL, due = @Due, reply = @Note, doubts = doubts + @Doubt, address = address + @Next, first_at = CASE WHEN @Next = 1 THEN NULL ELSE first_at END,
                        unreached = @Unreached
                    WHERE id = @Row
                    """,
                    new
                    {
                        back.Row,
                        back.Note,
                        To = (int)to,
                        Due = due,
                        Doubt = isDoubtful ? 1 : 0,
                        Next = next ? 1 : 0,
                        Unreached = to is DeliveryState.Rejected or DeliveryState.OtherChannel ? (int)UnreachedReason.Bounced : (int?)null,
                    },
                    transaction);
                shift[(int)from]--;
                shift[(int)to]++;
            }
            else if (from == DeliveryState.Accepted && back.Feedback != Feedback.Complaint)
            {
                transaction.Connection!.Execute("UPDATE ledger SET reply = @Note WHERE id = @Row", new { back.Row, back.Note }, transaction);
            }
        }
        // Last, as every other writer does: first the rows, then the counts.
        Shift(transaction, mailing, shift);
        return moves;
    }

    /// <summary>The mailing runs again: its next completion counts everybody as they then stand.</summary>
    public static void ForgetCompletion(DbTransaction transaction, Audience audience) => transaction.Connection!.Execute(
        "UPDATE returned SET completed_as = NULL WHERE id > @First AND id < @End AND completed_as IS NOT NULL",
        new { audience.First, audience.End },
        transaction);
}
