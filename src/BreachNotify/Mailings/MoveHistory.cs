using BreachNotify.Journal;

namespace BreachNotify.Mailings;

/// <summary>What the journal says of the moves of a breach's mailings, rehearsals left out, for another part of the service; mailing by mailing.</summary>
public delegate Task<IReadOnlyList<Entry>> MailingMoves(string breach);

/// <summary>Reads the moves of mailings out of the journal; what happened to single messages stays in their ledgers.</summary>
public sealed class MoveHistory(MailingStore mailings, JournalReader journal)
{
    private static readonly string[] Kinds =
        ["mailing.frozen", "mailing.approved", "mailing.scheduled", "mailing.started", "mailing.paused", "mailing.resumed", "mailing.completed", "mailing.cancelled"];

    public async Task<IReadOnlyList<Entry>> Of(string breach)
    {
        var moves = new List<Entry>();
        foreach (var mailing in (await mailings.OfBreach(breach)).Where(mailing => mailing.RehearsalOf is null))
        {
            moves.AddRange(await journal.Of(mailing.JournalSubject, Kinds));
        }
        return moves;
    }
}
