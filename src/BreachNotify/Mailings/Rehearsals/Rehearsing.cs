using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings.Evidence;
using NodaTime;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>
/// Makes a rehearsal of a mailing that is fixed and has not started: a mailing of its own with the same letter, whose
/// people are copied under a key of its own. All that sends it is what sends a real one, but for the transport.
/// </summary>
public sealed class Rehearsing(MailingStore mailings, AudienceStore audiences, NarrowingStore narrowings, RehearsalStore rehearsals, Worker worker, TimeProvider clock)
{
    /// <summary>An hour a second.</summary>
    public const double Fastest = 3600;

    private const int CopiedAtOnce = 8192;

    /// <summary>How long the copies of the people are kept; nothing has to be proven with them.</summary>
    private const int RetentionDays = 7;

    private const string Prefix = "rehearsal-";

    /// <param name="speed">How many times as fast as the service's its time runs, 1 to <see cref="Fastest"/>, with pace and quiet hours; 0 to wait for neither.</param>
    /// <param name="known">Made by whoever asks, so that a form sent twice makes one rehearsal; null for a new one.</param>
    /// <returns>The rehearsal's id, which begins with <c>rehearsal-</c>, so that no list and no journal can confuse it.</returns>
    /// <exception cref="Refusal">409: the mailing is not fixed yet, or has started.</exception>
    public async Task<string> Begin(string id, RehearsalMode mode, double speed, Actor actor, Guid? known = null)
    {
        if (speed is not (0 or (>= 1 and <= Fastest)))
        {
            throw Refusal.Malformed("speed", speed.ToString(CultureInfo.InvariantCulture), $"Must be 1 to {Fastest}, or 0 to wait for neither pace nor quiet hours.");
        }
        var original = await mailings.Get(id);
        if (original.RehearsalOf is not null || original.State is not (MailingState.Frozen or MailingState.Approved or MailingState.Scheduled))
        {
            throw Refusal.Conflict($"The mailing is {(original.RehearsalOf is null ? Words<MailingState>.Of(original.State) : "a rehearsal itself")}; one that is frozen and has not started can be rehearsed.");
        }
        var people = (await audiences.Of(original))!;
        var letter = await mailings.LetterOf(id);
        var now = clock.GetUtcNow();
        var rehearsal = new Mailing(
            $"{Prefix}{known ?? Guid.CreateVersion7(now):N}", original.Breach, original.Template, original.FallbackLanguage, original.Sender, original.Subject, original.DoubtPolicy,
            MailingState.Draft, null, null, null, null, null, Instant.FromDateTimeOffset(now), null, null, new Retention(RetentionDays), speed > 0 ? original.QuietHours : null, speed > 0 ? original.PerSecond : null, RehearsalOf: id);
        if (!await mailings.Add(rehearsal, actor))
        {
            return rehearsal.Id;
        }
        var copy = (await audiences.Begin(rehearsal.Id, worker.Id)) with { Further = people.Further, Family = people.Family };
        try
        {
            await Copy(original, people, copy, actor);
            await rehearsals.Begin(original, rehearsal, letter, Freezing.HashOf(letter, await audiences.DigestOf(copy), (await narrowings.Fingerprint(copy)).LeftOut), mode, speed, actor);
        }
        catch
        {
            await audiences.Abandon(copy);
            await mailings.Cancel(rehearsal.Id, "Its people could not be copied.", actor);
            throw;
        }
        return rehearsal.Id;
    }

    /// <summary>Everybody who is in is opened and sealed again, a page at a time; who shares a letter shares it in the copy.</summary>
    private async Task Copy(Mailing original, Audience people, Audience copy, Actor actor)
    {
        using var theirs = new AudienceKey(people.DataKey);
        using var ours = new AudienceKey(copy.DataKey);
        var (withEmail, withoutEmail) = (0L, 0L);
        for (var after = people.First; await narrowings.People(people, after, CopiedAtOnce) is { Count: > 0 } rows; after = rows[^1].Row)
        {
            var page = new List<SealedRecipient>(rows.Count);
            foreach (var (theirRow, sealedByThem) in rows)
            {
                var row = copy.Row(Audience.LineOf(theirRow));
                var plain = theirs.Open(theirRow, sealedByThem);
                var email = Recipient.Field(plain, 0);
                var address = email.IsEmpty ? [] : new byte[AudienceKey.AddressHashSize];
                var sealedBytes = new byte[plain.Length + AudienceKey.TagSize];
                if (!email.IsEmpty)
                {
                    ours.AddressHash(email, address);
                }
                ours.Seal(row, plain, sealedBytes);
                page.Add(new SealedRecipient(row, address, sealedBytes));
                (withEmail, withoutEmail) = email.IsEmpty ? (withEmail, withoutEmail + 1) : (withEmail + 1, withoutEmail);
            }
            await audiences.Add(page, [], []);
        }
        for (var after = people.First; await narrowings.Covered(people, after, CopiedAtOnce) is { Count: > 0 } covered; after = covered[^1].Row)
        {
            await audiences.Cover([.. covered.Select(one => (copy.Row(Audience.LineOf(one.Row)), copy.Row(Audience.LineOf(one.Letter))))]);
            withEmail -= covered.Count;
        }
        var summary = (await mailings.ImportOf(original)).Import! with { Accepted = withEmail, WithoutEmail = withoutEmail };
        await audiences.Finish(copy, summary, copy.Further, await audiences.ExtremesOf(people, theirs), await audiences.DigestOfRows(copy), ours, actor);
    }
}
