using System.Security.Cryptography;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using NodaTime;

namespace BreachNotify.Mailings.Evidence;

/// <summary>Writes what a mailing leaves as evidence: who was told what and when, and what proves it.</summary>
public sealed class Exporting(MailingStore mailings, AudienceStore audiences, RecipientList recipients, NarrowingStore narrowings, HygieneList hygiene, Families families, JournalReader journal, Database database, TimeProvider clock)
{
    private const string Manifest = "manifest.json";

    /// <exception cref="Refusal">409: it was never frozen, so that there is nothing to prove.</exception>
    public static void Require(Mailing mailing)
    {
        if (mailing.Hash is null)
        {
            throw Refusal.Conflict("The mailing was never frozen; there is no evidence of it but its entries in the journal.");
        }
    }

    /// <summary>Writes the archive page by page, however many people there are; the journal keeps who has it, by the hash of its manifest.</summary>
    public async Task Write(Stream output, Mailing mailing, Actor actor)
    {
        var at = clock.GetUtcNow();
        var now = Instant.FromDateTimeOffset(at);
        var entries = await journal.Of(mailing.JournalSubject);
        var letter = await mailings.LetterOf(mailing.Id);
        var isDestroyed = mailing.Retention.DestroyedAt is not null;
        var audience = isDestroyed ? new Audience(mailing.Audience!.Value, mailing.Id, [], []) : (await audiences.Find(mailing.Audience!.Value))!;
        var isSnapshot = mailing.State is not (MailingState.Completed or MailingState.Cancelled);
        var archive = await EvidenceArchive.Create(output, at);

        await archive.Add("README.txt", ReadMe.Text(mailing, isSnapshot, now));
        await archive.Add("mailing.json", EvidenceArchive.Json(new
        {
            mailing.Id,
            mailing.Breach,
            mailing.State,
            Snapshot = isSnapshot,
            Rehearsal = mailing.RehearsalOf is not null,
            mailing.RehearsalOf,
            mailing.Reason,
            Counts = await mailings.CountsOf(mailing.Id),
            mailing.Template,
            mailing.DoubtPolicy,
            mailing.Hash,
            letter.Reference,
            letter.Sender,
            letter.Subject,
            letter.FallbackLanguage,
            QuietHours = mailing.QuietHours is { } quiet ? $"{Pacing.QuietHours.Print(quiet.From)}-{Pacing.QuietHours.Print(quiet.Until)}" : null,
            Import = (await mailings.ImportOf(mailing)).Import,
            Created = WhoAndWhen("mailing.created"),
            Frozen = WhoAndWhen("mailing.frozen", "mailing.rehearsalStarted"),
            Approved = WhoAndWhen("mailing.approved"),
            Started = WhoAndWhen("mailing.started", "mailing.rehearsalStarted"),
            mailing.EndedAt,
            Retention = EvidenceEndpoints.RetentionStatus.Of(mailing),
            Exported = new { By = actor.Id, At = now },
        }));
        await archive.Add("frozen.json", EvidenceArchive.Json(new
        {
            mailing.Hash,
            HowToRecompute = "The RFC 8785 (canonical JSON) form of the member letter, followed by the 32 bytes of peopleDigest and the 32 bytes of leftOutDigest; SHA-256 over all.",
            PeopleDigest = Convert.ToHexStringLower(await audiences.DigestOf(audience)),
            PeopleDigestIs = "SHA-256 over the encrypted rows of the recipients as they were read from the file.",
            LeftOutDigest = Convert.ToHexStringLower((await narrowings.Fingerprint(audience)).LeftOut),
            LeftOutDigestIs = "SHA-256 over the lines of the people a narrowing left out, in their order, each in 8 bytes, big-endian.",
            Letter = letter,
        }));
        foreach (var (name, text) in letter.Templates.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            await archive.Add($"templates/{name}", text);
        }
        using var people = isDestroyed ? null : new PeopleFiles(audiences, hygiene, families, audience, letter);
        var ledger = await new LedgerFiles(archive, recipients, audience, people).Write();
        await archive.Add("ledger.json", EvidenceArchive.Json(new
        {
            Hash = ledger,
            HowToRecompute = "For each row of recipients.csv in its order, join line (8 bytes), the number of the state, attempts and doubts (4 bytes each), all big-endian; SHA-256 over all rows. The number of the state is completedAs where there is one, since a bounce moved the person after the mailing was completed, else stateNumber.",
            States = Enum.GetValues<DeliveryState>().ToDictionary(Words<DeliveryState>.Of, state => (int)state),
            JournalledIn = entries.LastOrDefault(entry => Verifying.LedgerIn(entry) is not null)?.Sequence,
        }));
        var head = await journal.Head();
        await archive.Add("journal.json", EvidenceArchive.Json(new
        {
            HowToVerify = "The hash of an entry is SHA-256 over the RFC 8785 (canonical JSON) form of the entry without the member hash. "
                + "Each entry holds the hash of the one before it in the whole journal; that these stand in it is seen at /api/v1/journal, whether it holds at /api/v1/journal/verify.",
            Head = head,
            Entries = entries,
        }));
        var manifest = EvidenceArchive.Json(new { Mailing = mailing.Id, mailing.Hash, Ledger = ledger, Snapshot = isSnapshot, CreatedAt = now, archive.Files });
        var manifestHash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(manifest));
        await database.Write(transaction => Chain.Append(
            transaction, now, actor.Id, mailing.JournalSubject, "mailing.evidenceExported", new { Manifest = manifestHash, Ledger = isSnapshot ? null : ledger, Snapshot = isSnapshot }));
        await archive.Add(Manifest, manifest);
        await archive.Finish();

        object? WhoAndWhen(params string[] kinds) => entries.LastOrDefault(entry => kinds.Contains(entry.Kind)) is { } entry ? new { By = entry.Actor, entry.At } : null;
    }
}
