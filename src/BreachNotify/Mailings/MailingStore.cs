using System.Data.Common;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Mailings.Evidence;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>Keeps mailings and moves them from state to state; each move and its journal entry are one transaction.</summary>
public sealed class MailingStore(Database database, TimeProvider clock)
{
    private const string Columns =
        """
        id AS Id, breach AS Breach, template AS Template, fallback_language AS FallbackLanguage, sender AS Sender, subject AS Subject,
        doubt_policy AS DoubtPolicy, state AS State, reason AS Reason, audience AS Audience, hash AS Hash,
        frozen_by AS FrozenBy, start_at AS StartAt, created_at AS CreatedAt, started_at AS StartedAt, ended_at AS EndedAt,
        quiet_from AS QuietFrom, quiet_until AS QuietUntil, per_second AS PerSecond, retention_days AS RetentionDays, retained_until AS RetainedUntil,
        destroyed_at AS DestroyedAt, destroyed_for AS DestroyedFor, erased_at AS ErasedAt, rehearsal_of AS RehearsalOf
        """;

    private const string CountColumns =
        """
        total AS Total, pending AS Pending, sending AS Sending, accepted AS Accepted, deferred AS Deferred, rejected AS Rejected,
        in_doubt AS InDoubt, other_channel AS OtherChannel
        """;

    /// <summary>Once for each id: a second time changes nothing.</summary>
    /// <returns>Whether it was the first.</returns>
    public Task<bool> Add(Mailing mailing, Actor actor) => database.Write(transaction =>
    {
        var added = transaction.Connection!.Execute(
            """
            INSERT INTO mailings (id, breach, template, fallback_language, sender, subject, doubt_policy, state, created_at, quiet_from, quiet_until, per_second, retention_days, rehearsal_of)
            VALUES (@Id, @Breach, @Template, @FallbackLanguage, @Sender, @Subject, @DoubtPolicy, @State, @CreatedAt, @QuietFrom, @QuietUntil, @PerSecond, @RetentionDays, @RehearsalOf)
            ON CONFLICT (id) DO NOTHING
            """,
            new
            {
                mailing.Id,
                mailing.Breach,
                mailing.Template,
                mailing.FallbackLanguage,
                mailing.Sender,
                mailing.Subject,
                DoubtPolicy = Words<DoubtPolicy>.Of(mailing.DoubtPolicy),
                State = Words<MailingState>.Of(mailing.State),
                mailing.CreatedAt,
                QuietFrom = mailing.QuietHours is { } from ? QuietHours.Print(from.From) : null,
                QuietUntil = mailing.QuietHours is { } until ? QuietHours.Print(until.Until) : null,
                mailing.PerSecond,
                RetentionDays = mailing.Retention.Days,
                mailing.RehearsalOf,
            },
            transaction);
        if (added == 0)
        {
            return false;
        }
        transaction.Connection!.Execute("INSERT INTO mailing_counts (mailing) VALUES (@Id)", new { mailing.Id }, transaction);
        Chain.Append(transaction, mailing.CreatedAt, actor.Id, mailing.JournalSubject, "mailing.created", new { mailing.Breach, mailing.Template, mailing.FallbackLanguage, mailing.DoubtPolicy, RetentionDays = mailing.Retention.Days, mailing.RehearsalOf });
        return true;
    });

    public Task<Mailing?> Find(string id) => database.Read(connection =>
        connection.QuerySingleOrDefault<MailingRow>($"SELECT {Columns} FROM mailings WHERE id = @Id", new { Id = id })?.ToMailing());

    /// <exception cref="Refusal">404.</exception>
    public async Task<Mailing> Get(string id) => await Find(id) ?? throw Refusal.NotFound("mailing", id);

    public Task<List<Mailing>> OfBreach(string breach) => database.Read(connection =>
        connection.Query<MailingRow>($"SELECT {Columns} FROM mailings WHERE breach = @Breach ORDER BY id", new { Breach = breach }).Select(row => row.ToMailing()).ToList());

    public async Task<IReadOnlyList<MailingSummary>> Summaries(string breach)
    {
        var summaries = new List<MailingSummary>();
        foreach (var mailing in await OfBreach(breach))
        {
            if (mailing.RehearsalOf is null)
            {
                summaries.Add(new MailingSummary(mailing.Id, mailing.State, await CountsOf(mailing.Id), mailing.CreatedAt, mailing.StartedAt, mailing.EndedAt, mailing.Hash));
            }
        }
        return summaries;
    }

    /// <summary>The rehearsals of a mailing, the newest first.</summary>
    public Task<List<Mailing>> RehearsalsOf(string id) => database.Read(connection =>
        connection.Query<MailingRow>($"SELECT {Columns} FROM mailings WHERE rehearsal_of = @Id ORDER BY id DESC", new { Id = id }).Select(row => row.ToMailing()).ToList());

    /// <summary>The started mailing whose id ends so, which its letter's reference repeats; null where there is none.</summary>
    /// <param name="ending">Eight characters 0 to 9 and a to f.</param>
    public Task<Mailing?> SentAs(string ending) => database.Read(connection => connection.QueryFirstOrDefault<MailingRow>(
        $"SELECT {Columns} FROM mailings WHERE id LIKE @Ending AND started_at IS NOT NULL AND rehearsal_of IS NULL ORDER BY id DESC LIMIT 1", new { Ending = $"%{ending}" })?.ToMailing());

    /// <summary>Scheduled and running mailings.</summary>
    public Task<List<Mailing>> Active() => database.Read(connection =>
        connection.Query<MailingRow>($"SELECT {Columns} FROM mailings WHERE state IN ('scheduled', 'running')").Select(row => row.ToMailing()).ToList());

    /// <summary>Ended mailings of whose people something is left.</summary>
    public Task<List<Mailing>> Retained() => database.Read(connection => connection.Query<MailingRow>(
        $"SELECT {Columns} FROM mailings WHERE state IN ('completed', 'cancelled') AND audience IS NOT NULL AND erased_at IS NULL").Select(row => row.ToMailing()).ToList());

    public Task<Counts> CountsOf(string id) => database.Read(connection =>
        connection.QuerySingle<Counts>($"SELECT {CountColumns} FROM mailing_counts WHERE mailing = @Id", new { Id = id }));

    public Task<Returned> ReturnedOf(string id) => database.Read(connection => connection.QuerySingle<Returned>(
        "SELECT bounced AS Bounced, refused AS Refused, delayed AS Delayed, complained AS Complained FROM mailing_counts WHERE mailing = @Id", new { Id = id }));

    /// <returns>What became of the file, and how many people have been left out since.</returns>
    public Task<(ImportSummary? Import, long LeftOut)> ImportOf(Mailing mailing) => database.Read(connection =>
        connection.QuerySingleOrDefault<ImportRow>("SELECT summary AS Summary, left_out AS LeftOut FROM audiences WHERE id = @Audience", new { mailing.Audience }) is { } row
            ? (JsonSerializer.Deserialize<ImportSummary>(row.Summary), row.LeftOut)
            : ((ImportSummary?)null, 0L));

    public Task<FrozenLetter> LetterOf(string id) => database.Read(connection => JsonSerializer.Deserialize<FrozenLetter>(
        connection.QuerySingle<string>("SELECT letter FROM mailings WHERE id = @Id", new { Id = id }), JsonContract.Options)!);

    /// <param name="narrowings">How often the audience had been narrowed or widened when the hash was taken.</param>
    /// <exception cref="Refusal">409: the state does not allow it, or the audience was changed meanwhile.</exception>
    public Task Freeze(Mailing mailing, long narrowings, FrozenLetter letter, string hash, Actor actor) => Move(mailing.Id, Mailings.Move.Freeze, actor, "mailing.frozen", new { Hash = hash, Languages = letter.Templates.Keys.Select(name => name.Split('.')[0]).Distinct().Order() }, (transaction, now) =>
    {
        var frozen = transaction.Connection!.Execute(
            """
            UPDATE mailings SET hash = @Hash, letter = @Letter, frozen_by = @By, fallback_language = @FallbackLanguage
            WHERE id = @Id AND audience = @Audience AND EXISTS (SELECT 1 FROM audiences WHERE id = @Audience AND narrowings = @Narrowings)
            """,
            new { mailing.Id, mailing.Audience, mailing.FallbackLanguage, Narrowings = narrowings, Hash = hash, Letter = JsonSerializer.Serialize(letter, JsonContract.Options), By = actor.Id },
            transaction);
        if (frozen == 0)
        {
            throw Refusal.Conflict("The recipients were changed while the mailing was being frozen; freeze it again.");
        }
    });

    /// <exception cref="Refusal">403: the same identity froze it. 409: the state does not allow it.</exception>
    public Task Approve(string id, Actor actor) => Move(id, Mailings.Move.Approve, actor, "mailing.approved", null, (transaction, now) =>
    {
        if (transaction.Connection!.QuerySingle<string>("SELECT frozen_by FROM mailings WHERE id = @Id", new { Id = id }, transaction) == actor.Id)
        {
            throw new Refusal(StatusCodes.Status403Forbidden, "Who froze a mailing cannot approve it: a second identity must.");
        }
    });

    /// <exception cref="Refusal">409: the state does not allow it.</exception>
    public Task Start(string id, Instant? at, Actor actor) => at is { } startAt
        ? Move(id, Mailings.Move.Schedule, actor, "mailing.scheduled", new { StartAt = startAt }, (transaction, now) =>
            transaction.Connection!.Execute("UPDATE mailings SET start_at = @At WHERE id = @Id", new { Id = id, At = startAt }, transaction))
        : Move(id, Mailings.Move.Start, actor, "mailing.started", null, Started(id));

    /// <summary>The hour of a scheduled start has come.</summary>
    public Task Begin(string id) => TryMove(id, Mailings.Move.Begin, Actor.Service, "mailing.started", null, Started(id));

    public Task Pause(string id, string? reason, Actor actor) => Move(id, Mailings.Move.Pause, actor, "mailing.paused", new { Reason = reason }, Explained(id, reason));

    /// <summary>Pauses by itself, if it still runs.</summary>
    /// <param name="reason">May name servers and folders, never people: it goes into the journal.</param>
    public Task Suspend(string id, string reason) => TryMove(id, Mailings.Move.Pause, Actor.Service, "mailing.paused", new { Reason = reason }, Explained(id, reason));

    /// <summary>Goes on now, or waits again for the hour it was scheduled for.</summary>
    /// <exception cref="Refusal">409: the state does not allow it.</exception>
    public async Task Resume(string id, Actor actor)
    {
        var mailing = await Get(id);
        await Move(id, mailing.StartAt > Now() ? Mailings.Move.ResumeWaiting : Mailings.Move.Resume, actor, "mailing.resumed", null, (transaction, now) =>
        {
            transaction.Connection!.Execute(
                "UPDATE mailings SET reason = NULL, started_at = COALESCE(started_at, @StartedAt) WHERE id = @Id",
                new { Id = id, StartedAt = mailing.StartAt > now ? (Instant?)null : now },
                transaction);
            if (mailing.Audience is { } audience)
            {
                Ledger.CallUp(transaction, audience, now);
            }
        });
    }

    /// <summary>Pauses all that would go on by itself, until a person has looked.</summary>
    /// <param name="why">A sentence.</param>
    public async Task AskFirst(string why)
    {
        foreach (var mailing in await Active())
        {
            await Suspend(mailing.Id, $"{why} Make sure that it is not being sent from somewhere else and that the counts are the latest, then resume, or cancel it.");
        }
    }

    public Task Cancel(string id, string? reason, Actor actor) => Move(id, Mailings.Move.Cancel, actor, "mailing.cancelled", new { Reason = reason }, (transaction, now) =>
    {
        Explained(id, reason)(transaction, now);
        transaction.Connection!.Execute("UPDATE mailings SET ended_at = @Now WHERE id = @Id", new { Id = id, Now = now }, transaction);
    });

    /// <summary>Completes it if nobody is left.</summary>
    /// <param name="hashed">The counts before the hash was computed.</param>
    /// <returns>False if somebody was moved meanwhile, as by a bounce, so that the hash is another.</returns>
    public Task<bool> Complete(Mailing mailing, string ledgerHash, Counts hashed) => database.Write(transaction =>
    {
        // The state first: it is locked from here on, and bounces ask for it before they move anybody.
        var state = StateOf(transaction, mailing.Id);
        var counts = transaction.Connection!.QuerySingle<Counts>($"SELECT {CountColumns} FROM mailing_counts WHERE mailing = @Id", new { mailing.Id }, transaction);
        if (state != MailingState.Running || !counts.IsNobodyLeft(mailing.DoubtPolicy == DoubtPolicy.Resend))
        {
            return true;
        }
        if (counts != hashed)
        {
            return false;
        }
        var now = Now();
        Apply(transaction, mailing.Id, MailingState.Completed);
        transaction.Connection!.Execute("UPDATE mailings SET ended_at = @Now, reason = NULL WHERE id = @Id", new { mailing.Id, Now = now }, transaction);
        Chain.Append(transaction, now, Actor.Service.Id, mailing.JournalSubject, "mailing.completed", new { Ledger = ledgerHash, mailing.Hash, Counts = counts });
        return true;
    });

    /// <summary>Applies a person's decision about everybody in doubt; a finished mailing runs again, to end with the hash of what is now so.</summary>
    /// <exception cref="Refusal">409: the state does not allow it.</exception>
    public Task<int> Decide(Mailing mailing, Audience audience, DeliveryState outcome, string reason, Actor actor) => database.Write(transaction =>
    {
        var state = StateOf(transaction, mailing.Id);
        if (state is not (MailingState.Running or MailingState.Paused or MailingState.Completed))
        {
            throw Refusal.Conflict($"The mailing is {Words<MailingState>.Of(state)}; doubtful recipients are decided while it is running, paused or completed.");
        }
        var decided = Ledger.Decide(transaction, audience, outcome);
        if (decided > 0 && MailingStates.After(state, Mailings.Move.Reopen) is { } reopened)
        {
            Apply(transaction, mailing.Id, reopened);
            transaction.Connection!.Execute("UPDATE mailings SET ended_at = NULL WHERE id = @Id", new { mailing.Id }, transaction);
            Ledger.ForgetCompletion(transaction, audience);
        }
        Chain.Append(transaction, Now(), actor.Id, mailing.JournalSubject, "mailing.doubtsDecided", new { Outcome = outcome, Count = decided, Reason = reason });
        return decided;
    });

    /// <param name="perSecond">Null for no limit.</param>
    /// <exception cref="Refusal">409: it is over.</exception>
    public Task Limit(string id, double? perSecond, string reason, Actor actor) => database.Write(transaction =>
    {
        var state = StateOf(transaction, id);
        if (state is MailingState.Completed or MailingState.Cancelled)
        {
            throw Refusal.Conflict($"The mailing is {Words<MailingState>.Of(state)}; its pace no longer matters.");
        }
        transaction.Connection!.Execute("UPDATE mailings SET per_second = @PerSecond WHERE id = @Id", new { Id = id, PerSecond = perSecond }, transaction);
        Chain.Append(transaction, Now(), actor.Id, $"mailing:{id}", "mailing.paced", new { PerSecond = perSecond, Reason = reason });
    });

    /// <summary>Puts a decision about the mailing into the journal.</summary>
    /// <returns>The entry's sequence.</returns>
    public Task<long> Note(Mailing mailing, string kind, object payload, Actor actor) => database.Write(transaction =>
        Chain.Append(transaction, Now(), actor.Id, mailing.JournalSubject, kind, payload));

    /// <summary>What a running mailing waits for, shown with its state; null when it waits for nothing.</summary>
    public Task Explain(string id, string? reason) => database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE mailings SET reason = @Reason WHERE id = @Id AND state = 'running'", new { Id = id, Reason = reason }, transaction));

    private static Action<DbTransaction, Instant> Started(string id) => (transaction, now) => transaction.Connection!.Execute(
        "UPDATE mailings SET started_at = @Now WHERE id = @Id", new { Id = id, Now = now }, transaction);

    private static Action<DbTransaction, Instant> Explained(string id, string? reason) => (transaction, now) => transaction.Connection!.Execute(
        "UPDATE mailings SET reason = @Reason WHERE id = @Id", new { Id = id, Reason = reason }, transaction);

    private Task Move(string id, Move move, Actor actor, string kind, object? payload, Action<DbTransaction, Instant> also) => database.Write(transaction =>
    {
        var state = StateOf(transaction, id);
        if (MailingStates.After(state, move) is not { } next)
        {
            throw NotAllowed(state, move);
        }
        Record(transaction, id, next, actor, kind, payload, also);
    });

    /// <summary>409 that names the state and the moves it allows.</summary>
    public static Refusal NotAllowed(MailingState state, Move move)
    {
        var allowed = MailingStates.Allowed(state).Select(Words<Move>.Of).ToList();
        return Refusal.Conflict($"The mailing is {Words<MailingState>.Of(state)}: '{Words<Move>.Of(move)}' is not possible. {(allowed.Count == 0 ? "No move is possible any more." : $"Possible: {string.Join(", ", allowed)}.")}");
    }

    private Task TryMove(string id, Move move, Actor actor, string kind, object? payload, Action<DbTransaction, Instant> also) => database.Write(transaction =>
    {
        if (MailingStates.After(StateOf(transaction, id), move) is { } next)
        {
            Record(transaction, id, next, actor, kind, payload, also);
        }
    });

    private void Record(DbTransaction transaction, string id, MailingState next, Actor actor, string kind, object? payload, Action<DbTransaction, Instant> also)
    {
        var now = Now();
        Apply(transaction, id, next);
        also(transaction, now);
        Chain.Append(transaction, now, actor.Id, $"mailing:{id}", kind, payload ?? new { });
    }

    private static void Apply(DbTransaction transaction, string id, MailingState state) => transaction.Connection!.Execute(
        "UPDATE mailings SET state = @State WHERE id = @Id", new { Id = id, State = Words<MailingState>.Of(state) }, transaction);

    private MailingState StateOf(DbTransaction transaction, string id) => Words<MailingState>.Parse(
        transaction.Connection!.QuerySingleOrDefault<string>(
            $"SELECT state FROM mailings WHERE id = @Id{(database.Engine == Engine.Postgres ? " FOR UPDATE" : "")}", new { Id = id }, transaction)
        ?? throw Refusal.NotFound("mailing", id));

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());

    private sealed record ImportRow(string Summary, long LeftOut);

    private sealed class MailingRow
    {
        public string Id { get; init; } = "";

        public string Breach { get; init; } = "";

        public string Template { get; init; } = "";

        public string FallbackLanguage { get; init; } = "";

        public string? Sender { get; init; }

        public string? Subject { get; init; }

        public string DoubtPolicy { get; init; } = "";

        public string State { get; init; } = "";

        public string? Reason { get; init; }

        public long? Audience { get; init; }

        public string? Hash { get; init; }

        public string? FrozenBy { get; init; }

        public Instant? StartAt { get; init; }

        public Instant CreatedAt { get; init; }

        public Instant? StartedAt { get; init; }

        public Instant? EndedAt { get; init; }

        public string? QuietFrom { get; init; }

        public string? QuietUntil { get; init; }

        public double? PerSecond { get; init; }

        public int RetentionDays { get; init; }

        public Instant? RetainedUntil { get; init; }

        public Instant? DestroyedAt { get; init; }

        public string? DestroyedFor { get; init; }

        public Instant? ErasedAt { get; init; }

        public string? RehearsalOf { get; init; }

        public Mailing ToMailing() => new(
            Id, Breach, Template, FallbackLanguage, Sender, Subject,
            Words<DoubtPolicy>.Parse(DoubtPolicy), Words<MailingState>.Parse(State), Reason, Audience, Hash, FrozenBy, StartAt, CreatedAt, StartedAt, EndedAt,
            new Retention(RetentionDays, RetainedUntil, DestroyedAt, DestroyedFor, ErasedAt),
            QuietHours.Read(QuietFrom) is { } from && QuietHours.Read(QuietUntil) is { } until ? new QuietHours(from, until) : null,
            PerSecond,
            RehearsalOf);
    }
}
