using BreachNotify.Storage;
using Dapper;
using Hangfire;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// This process as an owner of ledger rows, and the pass that makes mailings go on by themselves: at start and every
/// half minute it takes over the rows of processes that are gone, begins scheduled mailings and enqueues what the rows
/// say is unfinished. Jobs may be lost or doubled; this pass is the guarantee.
/// </summary>
public sealed class Worker(Database database, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly Duration Gone = Duration.FromMinutes(2);

    private readonly Lazy<long> _id = new(() => database.Write(transaction => transaction.Connection!.QuerySingle<long>(
        "INSERT INTO workers (seen_at) VALUES (@Now) RETURNING id", new { Now = Now(clock) }, transaction)).GetAwaiter().GetResult());

    private readonly SemaphoreSlim _pass = new(1);

    /// <summary>The part of every limit that is this process's: one by the number of processes that live.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>Never used by another process, nor by this one after a restart.</summary>
    public long Id => _id.Value;

    public async Task Reconcile(MailingStore mailings, AudienceStore audiences, Ledger ledger, Pump pump, IBackgroundJobClient jobs, CancellationToken stop)
    {
        await _pass.WaitAsync(stop);
        try
        {
            var gone = await Heartbeat();
            await ledger.Recover(gone, Now(clock));
            var living = await Forget(gone);
            Share = 1.0 / Math.Max(1, living.Count);
            await audiences.AbandonOf(living);
            foreach (var mailing in await mailings.Active())
            {
                if (mailing.State == MailingState.Scheduled && mailing.StartAt <= Now(clock))
                {
                    await mailings.Begin(mailing.Id);
                }
                else if (mailing.State == MailingState.Scheduled)
                {
                    continue;
                }
                pump.Limit(mailing.Id, mailing.PerSecond);
                if (!pump.IsRunning(mailing.Id))
                {
                    jobs.Enqueue<Pump>(job => job.Run(mailing.Id, CancellationToken.None));
                }
            }
            await audiences.DeleteUnused(stop);
        }
        finally
        {
            _pass.Release();
        }
    }

    public void Dispose() => _pass.Dispose();

    /// <summary>
    /// Shows that this process lives and gives those that do not. On SQLite the lock on the file says that there is no
    /// other; on PostgreSQL a process is gone when its sign of life is old.
    /// </summary>
    private Task<List<long>> Heartbeat()
    {
        var id = Id;
        return database.Write(transaction =>
        {
            var now = Now(clock);
            if (transaction.Connection!.Execute("UPDATE workers SET seen_at = @Now WHERE id = @Id", new { Id = id, Now = now }, transaction) == 0)
            {
                // Others took this process for gone, as after a long halt of its machine. What it held is theirs by now; what
                // it takes from here on must again be found by them.
                transaction.Connection!.Execute(
                    $"INSERT INTO workers (id, seen_at){(database.Engine == Engine.Postgres ? " OVERRIDING SYSTEM VALUE" : "")} VALUES (@Id, @Now)", new { Id = id, Now = now }, transaction);
            }
            var since = database.Engine == Engine.Sqlite ? Instant.MaxValue : now - Gone;
            return transaction.Connection!.Query<long>("SELECT id FROM workers WHERE id <> @Id AND seen_at < @Since", new { Id = id, Since = since }, transaction).AsList();
        });
    }

    /// <summary>Removes those that are gone and gives those that live.</summary>
    private Task<List<long>> Forget(List<long> gone) => database.Write(transaction =>
    {
        if (gone.Count > 0)
        {
            transaction.Connection!.Execute($"DELETE FROM workers WHERE id IN ({string.Join(',', gone)})", transaction: transaction);
        }
        return transaction.Connection!.Query<long>("SELECT id FROM workers", transaction: transaction).AsList();
    });

    private static Instant Now(TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow());
}

/// <summary>Runs the pass at start and every half minute.</summary>
public sealed class Reconcile(Worker worker, MailingStore mailings, AudienceStore audiences, Ledger ledger, Pump pump, IBackgroundJobClient jobs, TimeProvider clock, ILogger<Reconcile> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await worker.Reconcile(mailings, audiences, ledger, pump, jobs, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogError(e, "The reconcile pass failed; it runs again in half a minute.");
                }
                await Task.Delay(Worker.Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
