using System.Data.Common;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Mailings.Bounces;

/// <summary>How far a mailbox has been read.</summary>
/// <param name="Mailbox">Which one; another starts anew.</param>
public sealed record Bookmark(string Mailbox, long UidValidity, long LastUid);

/// <summary>What came by one way.</summary>
/// <param name="Unmatched">Reports that lead to nobody a mailing was sent to, or that could not be read.</param>
/// <param name="Ignored">Automatic answers, and events that are no bounces.</param>
/// <param name="Confirm">An address to be opened once in a browser, to confirm that reports are wanted here.</param>
public sealed record SourceCount(string Source, long Matched, long Unmatched, long Ignored, Instant? LastAt, string? Confirm);

/// <summary>
/// Takes reports in. Each has its effect once: its id is kept, and the ledger moves nobody twice for one reason. The effect,
/// the ids, the journal entry and how far a mailbox was read are one transaction.
/// </summary>
public sealed class BounceStore(Database database, ReadableAudiences readable, FindAudience find, Pump pump, MailOptions options, TimeProvider clock)
{
    /// <summary>How long a repetition is known as one; providers repeat for days at most.</summary>
    private static readonly Duration Remembered = Duration.FromDays(90);

    /// <param name="ignored">How many messages or events came that are no reports.</param>
    /// <returns>The ids of the reports that lead to nobody.</returns>
    public async Task<IReadOnlySet<string>> Take(string source, IReadOnlyList<Report> reports, int ignored = 0, Bookmark? bookmark = null)
    {
        var found = new List<Found>(reports.Count);
        if (reports.Count > 0)
        {
            using var search = new TokenSearch(await readable(), find);
            foreach (var report in reports)
            {
                found.Add(await search.Find(report.Tokens) is var (audience, key, row)
                    ? await Read(report, audience, key, row)
                    : new Found(report, null, default));
            }
        }
        var fresh = new List<Found>();
        var toNobody = await database.Write(transaction =>
        {
            var now = clock.GetCurrentInstant();
            var connection = transaction.Connection!;
            connection.Execute("DELETE FROM bounce_events WHERE at < @Old", new { Old = now - Remembered }, transaction);
            fresh = [.. found.Where(one => connection.Execute("INSERT INTO bounce_events (id, at) VALUES (@Id, @Now) ON CONFLICT (id) DO NOTHING", new { one.Report.Id, Now = now }, transaction) == 1)];
            var strangers = new List<string>();
            foreach (var group in fresh.Where(one => one.Mailing is not null).GroupBy(one => one.Mailing!).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                strangers.AddRange(Apply(transaction, source, group.Key, [.. group], now));
            }
            var unmatched = strangers.Count + fresh.Count(one => one.Mailing is null);
            Count(transaction, source, fresh.Count - unmatched, unmatched, ignored, now);
            if (bookmark is not null)
            {
                connection.Execute(
                    "UPDATE bounce_sources SET mailbox = @Mailbox, uid_validity = @UidValidity, last_uid = @LastUid WHERE source = @Source",
                    new { bookmark.Mailbox, bookmark.UidValidity, bookmark.LastUid, Source = source },
                    transaction);
            }
            return found.Where(one => one.Mailing is null).Select(one => one.Report.Id).Concat(strangers).ToHashSet();
        });
        foreach (var refusal in fresh.Where(one => one.RefusedAt is not null))
        {
            await pump.RefusedLate(refusal.Mailing!, refusal.RefusedAt!, refusal.Report.Words);
        }
        return toNobody;
    }

    private async Task<Found> Read(Report report, Audience audience, AudienceKey key, long row)
    {
        var refusesUs = report.Feedback == Feedback.Refused && SmtpReply.RefusesUs(report.Words);
        var person = refusesUs || audience.IndexOf(SecondAddress.Column) >= 0
            ? await database.Read(connection => connection.QuerySingleOrDefault<byte[]>("SELECT sealed FROM recipients WHERE id = @Row", new { Row = row })) is { } sealedRow ? Recipient.Read(key.Open(row, sealedRow)) : null
            : null;
        return new Found(
            report, audience.Mailing,
            new ReturnedRow(row, report.Feedback, key.SealNote($"{Introduction(report.Feedback)}{report.Words}"), person is not null && SecondAddress.Of(audience, person).Length > 0),
            refusesUs ? person?.Email : null);
    }

    public Task<Bookmark?> BookmarkOf(string source) => database.Read(connection => connection.QuerySingleOrDefault<Bookmark>(
        "SELECT mailbox AS Mailbox, uid_validity AS UidValidity, last_uid AS LastUid FROM bounce_sources WHERE source = @Source AND mailbox IS NOT NULL", new { Source = source }));

    /// <summary>Keeps the address at which a person confirms that reports are wanted here; the first report clears it.</summary>
    public Task AskToConfirm(string source, string address) => database.Write(transaction =>
    {
        Count(transaction, source, 0, 0, 0, clock.GetCurrentInstant());
        transaction.Connection!.Execute("UPDATE bounce_sources SET confirm = @Address WHERE source = @Source", new { Source = source, Address = address }, transaction);
    });

    public Task<List<SourceCount>> Counts() => database.Read(connection => connection.Query<SourceRow>(
        "SELECT source AS Source, matched AS Matched, unmatched AS Unmatched, ignored AS Ignored, last_at AS LastAt, confirm AS Confirm FROM bounce_sources ORDER BY source")
        .Select(row => new SourceCount(row.Source, row.Matched, row.Unmatched, row.Ignored, row.LastAt, row.Confirm)).ToList());

    /// <returns>The ids of those about people to whom nothing was ever sent.</returns>
    private List<string> Apply(DbTransaction transaction, string source, string mailing, List<Found> found, Instant now)
    {
        var connection = transaction.Connection!;
        // Locked, so that a mailing is either completed before this or counts it in its hash.
        var state = Words<MailingState>.Parse(connection.QuerySingle<string>(
            $"SELECT state FROM mailings WHERE id = @Mailing{(database.Engine == Engine.Postgres ? " FOR UPDATE" : "")}", new { Mailing = mailing }, transaction));
        var isOver = state is MailingState.Completed or MailingState.Cancelled;
        var moves = Ledger.Return(transaction, mailing, [.. found.Select(one => one.Returned)], (attempts, first) =>
            isOver || now - first >= Duration.FromHours(options.RetryUntilHours) ? null : now + options.RetryWait(attempts), now);
        var people = new Dictionary<Feedback, int>();
        foreach (var (one, move) in found.Zip(moves).Where(pair => pair.Second is not null))
        {
            var completedAs = state == MailingState.Completed && move!.Value.From != move.Value.To ? (int)move.Value.From : (int?)null;
            people[one.Report.Feedback] = people.GetValueOrDefault(one.Report.Feedback) + Note(transaction, one.Returned, completedAs);
        }
        var moved = moves.OfType<(DeliveryState From, DeliveryState To)>().Where(move => move.From != move.To).CountBy(move => move.To).ToDictionary();
        if (moved.Count > 0 || people.Values.Any(count => count > 0))
        {
            connection.Execute(
                "UPDATE mailing_counts SET bounced = bounced + @Bounced, refused = refused + @Refused, delayed = delayed + @Delayed, complained = complained + @Complained WHERE mailing = @Mailing",
                new
                {
                    Mailing = mailing,
                    Bounced = people.GetValueOrDefault(Feedback.Rejected),
                    Refused = people.GetValueOrDefault(Feedback.Refused),
                    Delayed = people.GetValueOrDefault(Feedback.Delayed),
                    Complained = people.GetValueOrDefault(Feedback.Complaint),
                },
                transaction);
            Chain.Append(transaction, now, Actor.Service.Id, $"mailing:{mailing}", "mailing.returned", new
            {
                Source = source,
                State = state,
                Rejected = moved.GetValueOrDefault(DeliveryState.Rejected),
                SecondAddress = moved.GetValueOrDefault(DeliveryState.Held),
                Deferred = moved.GetValueOrDefault(DeliveryState.Deferred),
                OtherChannel = moved.GetValueOrDefault(DeliveryState.OtherChannel),
                Delayed = people.GetValueOrDefault(Feedback.Delayed),
                Complained = people.GetValueOrDefault(Feedback.Complaint),
            });
        }
        return [.. found.Zip(moves).Where(pair => pair.Second is null).Select(pair => pair.First.Report.Id)];
    }

    /// <returns>1 if it is the first of its kind about the person, else 0.</returns>
    private static int Note(DbTransaction transaction, ReturnedRow row, int? completedAs)
    {
        var column = ColumnOf(row.Feedback);
        var isFirst = transaction.Connection!.Execute(
            $"INSERT INTO returned (id, {column}) VALUES (@Row, 1) ON CONFLICT (id) DO UPDATE SET {column} = 1 WHERE returned.{column} = 0", new { row.Row }, transaction);
        if (completedAs is not null)
        {
            transaction.Connection!.Execute("UPDATE returned SET completed_as = COALESCE(completed_as, @CompletedAs) WHERE id = @Row", new { row.Row, CompletedAs = completedAs }, transaction);
        }
        return isFirst;
    }

    private static string ColumnOf(Feedback feedback) => feedback switch
    {
        Feedback.Rejected => "bounced",
        Feedback.Refused => "refused",
        Feedback.Delayed => "delayed",
        Feedback.Complaint => "complained",
        _ => throw new ArgumentOutOfRangeException(nameof(feedback), feedback, null),
    };

    /// <summary>Tells what came back later from what was said at once.</summary>
    private static string Introduction(Feedback feedback) => feedback switch
    {
        Feedback.Rejected => "Came back: ",
        Feedback.Refused => "Refused after it was accepted: ",
        Feedback.Delayed => "Delayed: ",
        Feedback.Complaint => "Complaint: ",
        _ => throw new ArgumentOutOfRangeException(nameof(feedback), feedback, null),
    };

    private static void Count(DbTransaction transaction, string source, int matched, int unmatched, int ignored, Instant now) => transaction.Connection!.Execute(
        """
        INSERT INTO bounce_sources (source, matched, unmatched, ignored, last_at) VALUES (@Source, @Matched, @Unmatched, @Ignored, @Now)
        ON CONFLICT (source) DO UPDATE
        SET matched = bounce_sources.matched + @Matched, unmatched = bounce_sources.unmatched + @Unmatched, ignored = bounce_sources.ignored + @Ignored, last_at = @Now,
            confirm = CASE WHEN @Matched + @Unmatched + @Ignored > 0 THEN NULL ELSE bounce_sources.confirm END
        """,
        new { Source = source, Matched = matched, Unmatched = unmatched, Ignored = ignored, Now = now },
        transaction);

    /// <param name="RefusedAt">The address whose provider refuses us; else null.</param>
    private sealed record Found(Report Report, string? Mailing, ReturnedRow Returned, string? RefusedAt = null);

    private sealed class SourceRow
    {
        public string Source { get; init; } = "";

        public long Matched { get; init; }

        public long Unmatched { get; init; }

        public long Ignored { get; init; }

        public Instant? LastAt { get; init; }

        public string? Confirm { get; init; }
    }
}
