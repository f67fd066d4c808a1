using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Storage;
using Dapper;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Portfolios;

/// <summary>
/// Keeps portfolios and moves them from state to state, each move with its journal entry. A run holds a portfolio by its
/// number and its sign of life: whoever finds the sign too old begins a new one, and the old one can no longer finish.
/// </summary>
public sealed class PortfolioStore(Database database, MasterKey master, PortfolioOptions options, TimeProvider clock)
{
    private static readonly Duration Gone = Duration.FromMinutes(2);
    private static readonly Duration LongestUpload = Duration.FromHours(6);

    private const string Columns =
        "id AS Id, name AS Name, question AS Question, state AS State, reason AS Reason, intake AS Intake, run AS Run, done_years AS DoneYears, created_at AS CreatedAt, ended_at AS EndedAt, destroyed_at AS DestroyedAt";

    /// <summary>Makes room for a file, with a key of its own.</summary>
    public async Task<(string Id, byte[] Key)> Begin(string? name, PortfolioQuestion question)
    {
        var (now, key) = (clock.GetUtcNow(), RandomNumberGenerator.GetBytes(MasterKey.Length));
        var id = Guid.CreateVersion7(now).ToString("N");
        await database.Write(transaction => transaction.Connection!.Execute(
            "INSERT INTO portfolios (id, name, question, state, data_key, seen_at, created_at) VALUES (@Id, @Name, @Question, 'uploading', @Key, @Now, @Now)",
            new { Id = id, Name = name, Question = JsonSerializer.Serialize(question, JsonContract.Options), Key = master.Wrap(key, Portfolio.SubjectOf(id)), Now = Instant.FromDateTimeOffset(now) },
            transaction));
        return (id, key);
    }

    /// <summary>The file is in.</summary>
    public Task Queue(string id, PortfolioQuestion question, Intake intake, Actor actor) => database.Write(transaction =>
    {
        transaction.Connection!.Execute("UPDATE portfolios SET state = 'queued', intake = @Intake WHERE id = @Id", new { Id = id, Intake = JsonSerializer.Serialize(intake, JsonContract.Options) }, transaction);
        Chain.Append(transaction, Now, actor.Id, Portfolio.SubjectOf(id), "portfolio.uploaded", new { intake.Sha256, intake.Policies, intake.Rejected, Question = question });
    });

    /// <summary>Forgets a file that was not taken.</summary>
    public Task Drop(string id) => database.Write(transaction =>
    {
        transaction.Connection!.Execute("DELETE FROM portfolio_files WHERE portfolio = @Id", new { Id = id }, transaction);
        transaction.Connection!.Execute("DELETE FROM portfolios WHERE id = @Id AND state = 'uploading'", new { Id = id }, transaction);
    });

    /// <exception cref="Refusal">404.</exception>
    public async Task<Portfolio> Get(string id) => await database.Read(connection => connection.QuerySingleOrDefault<Row>(
        $"SELECT {Columns} FROM portfolios WHERE id = @Id AND state <> 'uploading'", new { Id = id }))
        is { } row ? row.ToPortfolio() : throw Refusal.NotFound("portfolio", id);

    /// <summary>Newest first.</summary>
    /// <param name="before">The id after which to go on; null for the first page.</param>
    public Task<List<Portfolio>> Newest(int count, string? before) => database.Read(connection => connection.Query<Row>(
        $"SELECT {Columns} FROM portfolios WHERE state <> 'uploading' AND (@Before IS NULL OR id < @Before) ORDER BY id DESC LIMIT @Count", new { Before = before, Count = count })
        .Select(row => row.ToPortfolio()).ToList());

    /// <exception cref="Refusal">410: book and results were destroyed.</exception>
    public async Task<byte[]> KeyOf(string id) => await database.Read(connection => connection.QuerySingleOrDefault<byte[]>("SELECT data_key FROM portfolios WHERE id = @Id", new { Id = id })) is { } wrapped
        ? master.Unwrap(wrapped, Portfolio.SubjectOf(id))
        : throw new Refusal(StatusCodes.Status410Gone, $"The book and the results of portfolio '{id}' were destroyed; what was asked and found is in the journal by its hashes.");

    /// <summary>Ids of those that a run can be begun for now.</summary>
    public Task<List<string>> Waiting() => database.Read(connection => connection.Query<string>($"SELECT id FROM portfolios WHERE {IsFree} ORDER BY id", new { Stale }).AsList());

    /// <summary>Takes one to run it.</summary>
    /// <returns>Null where there is nothing to run, or another process runs it.</returns>
    public async Task<Portfolio?> Claim(string id)
    {
        var claimed = await database.Write(transaction => transaction.Connection!.Execute(
            $"UPDATE portfolios SET state = 'running', run = run + 1, done_years = 0, seen_at = @Now, reason = NULL WHERE id = @Id AND {IsFree}", new { Id = id, Now, Stale }, transaction));
        return claimed == 0 ? null : await Get(id);
    }

    /// <summary>A sign of life.</summary>
    /// <returns>Whether the run still holds the portfolio: it was not cancelled, nor taken over.</returns>
    public async Task<bool> IsHeld(Portfolio running, long doneYears) => await database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE portfolios SET seen_at = @Now, done_years = @DoneYears WHERE id = @Id AND run = @Run AND state = 'running'", new { running.Id, running.Run, DoneYears = doneYears, Now }, transaction)) == 1;

    /// <summary>Gives it back unfinished, for whoever goes on.</summary>
    public Task Release(Portfolio running) => database.Write(transaction => transaction.Connection!.Execute(
        "UPDATE portfolios SET state = 'queued' WHERE id = @Id AND run = @Run AND state = 'running'", new { running.Id, running.Run }, transaction));

    /// <param name="results">Hash by file.</param>
    public Task Complete(Portfolio running, IReadOnlyDictionary<string, string> results) => database.Write(transaction =>
    {
        if (End(transaction, running.Id, PortfolioState.Completed, null, "run = @Run AND state = 'running'", running.Run))
        {
            transaction.Connection!.Execute("UPDATE portfolios SET done_years = @Years WHERE id = @Id", new { running.Id, running.Question.Years }, transaction);
            // The blocks of years that were kept on the way.
            transaction.Connection!.Execute("DELETE FROM portfolio_files WHERE portfolio = @Id AND run = 0 AND name LIKE 'block %'", new { running.Id }, transaction);
            Chain.Append(transaction, Now, Actor.Service.Id, running.JournalSubject, "portfolio.completed", new { Results = results });
        }
    });

    public Task Fail(Portfolio running, string reason) => database.Write(transaction =>
    {
        if (End(transaction, running.Id, PortfolioState.Failed, reason, "run = @Run AND state = 'running'", running.Run))
        {
            Chain.Append(transaction, Now, Actor.Service.Id, running.JournalSubject, "portfolio.failed", new { Reason = reason });
        }
    });

    /// <exception cref="Refusal">404; 409: it has ended.</exception>
    public async Task Cancel(string id, Actor actor)
    {
        var portfolio = await Get(id);
        await database.Write(transaction =>
        {
            if (!End(transaction, id, PortfolioState.Cancelled, null, "state IN ('queued', 'running')", 0))
            {
                throw Refusal.Conflict($"The portfolio is {Words<PortfolioState>.Of(portfolio.State)}; only one that is queued or running can be cancelled.");
            }
            Chain.Append(transaction, Now, actor.Id, portfolio.JournalSubject, "portfolio.cancelled", new { portfolio.DoneYears });
        });
    }

    /// <exception cref="Refusal">404; 409: it was neither cancelled nor failed; 410.</exception>
    public async Task Resume(string id, Actor actor)
    {
        var portfolio = await Get(id);
        await KeyOf(id);
        await database.Write(transaction =>
        {
            if (transaction.Connection!.Execute("UPDATE portfolios SET state = 'queued', reason = NULL, ended_at = NULL WHERE id = @Id AND state IN ('cancelled', 'failed') AND destroyed_at IS NULL", new { Id = id }, transaction) == 0)
            {
                throw Refusal.Conflict($"The portfolio is {Words<PortfolioState>.Of(portfolio.State)}; only one that was cancelled or failed can be resumed.");
            }
            Chain.Append(transaction, Now, actor.Id, portfolio.JournalSubject, "portfolio.resumed", new { });
        });
    }

    /// <summary>Destroys the key; <see cref="Upkeep"/> deletes what it opened.</summary>
    /// <exception cref="Refusal">404; 409: it has not ended; 410: it is destroyed.</exception>
    public async Task Destroy(string id, string reason, Actor actor)
    {
        var portfolio = await Get(id);
        await KeyOf(id);
        await database.Write(transaction =>
        {
            if (transaction.Connection!.Execute(
                "UPDATE portfolios SET data_key = NULL, name = NULL, intake = NULL, destroyed_at = @Now WHERE id = @Id AND state IN ('completed', 'cancelled', 'failed') AND destroyed_at IS NULL", new { Id = id, Now }, transaction) == 0)
            {
                throw Refusal.Conflict("The portfolio has not ended; cancel it first.");
            }
            Chain.Append(transaction, Now, actor.Id, portfolio.JournalSubject, "portfolio.destroyed", new { Reason = reason });
        });
    }

    /// <summary>Ids of those whose retention is over, and of those destroyed whose files are still there.</summary>
    public Task<(List<string> Expired, List<string> Destroyed, List<string> Abandoned)> Overdue() => database.Read(connection => (
        connection.Query<string>("SELECT id FROM portfolios WHERE ended_at <= @End AND destroyed_at IS NULL", new { End = Now - Duration.FromDays(options.RetentionDays) }).AsList(),
        connection.Query<string>("SELECT id FROM portfolios WHERE destroyed_at IS NOT NULL AND EXISTS (SELECT 1 FROM portfolio_files WHERE portfolio = portfolios.id)").AsList(),
        connection.Query<string>("SELECT id FROM portfolios WHERE state = 'uploading' AND created_at <= @Start", new { Start = Now - LongestUpload }).AsList()));

    /// <summary>On SQLite no other process can hold one; who runs it in this one is known there.</summary>
    private string IsFree => database.Engine == Engine.Sqlite ? "state IN ('queued', 'running')" : "(state = 'queued' OR (state = 'running' AND seen_at <= @Stale))";

    private Instant Stale => Now - Gone;

    private Instant Now => clock.GetCurrentInstant();

    private bool End(DbTransaction transaction, string id, PortfolioState state, string? reason, string where, long run) => transaction.Connection!.Execute(
        $"UPDATE portfolios SET state = @State, reason = @Reason, ended_at = @Now WHERE id = @Id AND {where}", new { Id = id, Run = run, State = Words<PortfolioState>.Of(state), Reason = reason, Now }, transaction) == 1;

    private sealed record Row
    {
        public required string Id { get; init; }

        public string? Name { get; init; }

        public required string Question { get; init; }

        public required string State { get; init; }

        public string? Reason { get; init; }

        public string? Intake { get; init; }

        public long Run { get; init; }

        public long DoneYears { get; init; }

        public Instant CreatedAt { get; init; }

        public Instant? EndedAt { get; init; }

        public Instant? DestroyedAt { get; init; }

        public Portfolio ToPortfolio() => new(
            Id, Name, JsonSerializer.Deserialize<PortfolioQuestion>(Question, JsonContract.Options)!, Words<PortfolioState>.Parse(State), Reason,
            Intake is null ? null : JsonSerializer.Deserialize<Intake>(Intake, JsonContract.Options), Run, DoneYears, CreatedAt, EndedAt, DestroyedAt);
    }
}
