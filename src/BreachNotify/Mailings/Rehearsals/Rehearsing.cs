using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings.Evidence;
using NodaTime;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>
/// Makes a rehearsal of a mailing that is fixed and has not started: a mailing of its own with the same letter, whose
/// people are copied under a key of its own. All that sends it is what sends a real one, but for the transport.
/// </summary>
public sealed class Rehearsing(MailingStore mailings, AudienceStore audiences, RecipientList recipients, RehearsalStore rehearsals, Worker worker, TimeProvider clock)
{
    private const int CopiedAtOnce = 8192;

    /// <summary>How long the copies of the people are kept; nothing has to be proven with them.</summary>
    private const int RetentionDays = 7;

    private const string Prefix = "rehearsal-";

    /// <returns>The rehearsal's id, which begins with <c>rehearsal-</c>, so that no list and no journal can confuse it.</returns>
    /// <exception cref="Refusal">409: the mailing is not fixed yet, or has started.</exception>
    public async Task<string> Begin(string id, RehearsalMode mode, Actor actor)
    {
        var original = await mailings.Get(id);
        if (original.RehearsalOf is not null || original.State is not (MailingState.Frozen or MailingState.Approved or MailingState.Scheduled))
        {
            throw Refusal.Conflict($"The mailing is {(original.RehearsalOf is null ? Words<MailingState>.Of(original.State) : "a rehearsal itself")}; one that is frozen and has not started can be rehearsed.");
        }
        var people = (await audiences.Of(original))!;
        var letter = await mailings.LetterOf(id);
        var now = clock.GetUtcNow();
        var rehearsal = new Mailing(
            $"{Prefix}{Guid.CreateVersion7(now):N}", original.Breach, original.Template, original.FallbackLanguage, original.Sender, original.Subject, original.DoubtPolicy,
            MailingState.Draft, null, null, null, null, null, Instant.FromDateTimeOffset(now), null, null, new Retention(RetentionDays), RehearsalOf: id);
        await mailings.Add(rehearsal, actor);
        var copy = (await audiences.Begin(rehearsal.Id, worker.Id)) with { Further = people.Further };
        try
        {
            await Copy(original, people, copy);
            await rehearsals.Begin(original, rehearsal, letter, Freezing.HashOf(letter, await audiences.DigestOf(copy)), mode, actor);
        }
        catch
        {
            await audiences.Abandon(copy);
            await mailings.Cancel(rehearsal.Id, "Its people could not be copied.", actor);
            throw;
        }
        return rehearsal.Id;
    }

    /// <summary>Everybody in the ledger is opened and sealed again, a page at a time.</summary>
    private async Task Copy(Mailing original, Audience people, Audience copy)
    {
        using var theirs = new AudienceKey(people.DataKey);
        using var ours = new AudienceKey(copy.DataKey);
        var (after, withEmail, withoutEmail) = (0L, 0L, 0L);
        while (await recipients.Lines(people, onlyDoubtful: false, after, CopiedAtOnce) is { Count: > 0 } lines)
        {
            var page = new List<SealedRecipient>(lines.Count);
            foreach (var line in lines)
            {
                var row = copy.Row(Audience.LineOf(line.Id));
                var plain = theirs.Open(line.Id, line.Sealed);
                var email = Recipient.Read(plain).Email;
                var address = email.Length == 0 ? [] : new byte[AudienceKey.AddressHashSize];
                var sealedBytes = new byte[plain.Length + AudienceKey.TagSize];
                if (email.Length > 0)
                {
                    ours.AddressHash(System.Text.Encoding.ASCII.GetBytes(email), address);
                }
                ours.Seal(row, plain, sealedBytes);
                page.Add(new SealedRecipient(row, address, sealedBytes));
                (withEmail, withoutEmail) = email.Length > 0 ? (withEmail + 1, withoutEmail) : (withEmail, withoutEmail + 1);
            }
            await audiences.Add(page, []);
            after = Audience.LineOf(lines[^1].Id);
        }
        var summary = (await mailings.ImportOf(original))! with { Accepted = withEmail, WithoutEmail = withoutEmail };
        await audiences.Finish(copy, summary, copy.Further, await audiences.ExtremesOf(people, theirs), await audiences.DigestOfRows(copy), ours);
    }
}
