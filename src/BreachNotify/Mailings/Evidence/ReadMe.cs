using BreachNotify.Http;
using NodaTime;

namespace BreachNotify.Mailings.Evidence;

/// <summary>What the archive says of itself to whoever opens it.</summary>
public static class ReadMe
{
    public static string Text(Mailing mailing, bool isSnapshot, Instant now) =>
        $"""
        Evidence of the mailing {mailing.Id}
        made at {Moment.Format(now)}

        {(mailing.RehearsalOf is { } of ? $"REHEARSAL of the mailing {of}: nothing of this was sent to anybody.\n\n" : "")}{(isSnapshot ? $"SNAPSHOT: the mailing was {Words<MailingState>.Of(mailing.State)} when this was made. The files show it while it was moving.\n\n" : "")}{(mailing.Retention.DestroyedAt is { } at ? $"The people were destroyed at {Moment.Format(at)}: the rows say where somebody stood, no longer who it was, and there are no\nletters and no lists of others in the file. Counts and hashes still hold.\n\n" : "")}These files show who was told of a personal-data breach, in which words, when, and with what outcome.
        They name people: keep them as you keep the list of recipients itself, and delete them when it ends.

        mailing.json      what was sent about which breach; the counts; who made, froze, approved and started it, and when
        frozen.json       the letter as it was frozen, with the hash over letter and people
        templates/        the texts as they were frozen
        letters/          for each language the message that its first accepted recipient got, byte for byte
        recipients.csv    everybody, in the order of the file: where the person stands, how often it was tried, the first
                          attempt, and the mail server's last words where it did not accept the message
        doubtful.csv      everybody of whom it was ever uncertain whether the message had arrived; they may have two
        covered.csv       everybody whom the letter of another row tells, with the line of that row
        left-out.csv      everybody whom a narrowing left out; the reason is in the journal
        rejections.csv    the rows of the file that could not be used, with the reason
        journal.json      what the journal holds of the mailing
        ledger.json       how to recompute the hash of the ledger from recipients.csv
        manifest.json     the SHA-256 of each of these files

        "accepted" means that the mail server took charge of the message (reply 250), or that it lay in the pickup
        folder, flushed to disk. It does not say that the person has read it.

        To check the files: compare each SHA-256 with manifest.json; the SHA-256 of manifest.json itself is in the
        journal, in the entry mailing.evidenceExported. To check the ledger: recompute its hash as ledger.json says and
        compare it with the newest ledger hash in journal.json (mailing.completed or mailing.erased).

        """;
}
