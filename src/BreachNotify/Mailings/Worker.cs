using BreachNotify.Http;
using BreachNotify.Storage;
using Dapper;
using Hangfire;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// This process as an owner of ledger rows, and the pass that makes mailings go on by themselves: at start and every
/// half minute (on PostgreSQL every ten seconds) it takes over the rows of processes that are gone, begins scheduled mailings and enqueues what the rows
/// say is unfinished. Jobs may be lost or doubled; this pass is the guarantee.
/// </summary>
public sealed class Worker(Database database, Home home, MailOptions options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(30);

    /// <summary>A clock that is set back by less is being kept right.</summary>
    private static readonly Duration Leeway = Duration.FromSeconds(10);

    private readonly Lazy<long> _id = new(() => database.Write(transaction => transaction.Connection!.QuerySingle<long>(
        "INSERT INTO workers (seen_at) VALUES (@Now) RETURNING id", new { Now = Now(clock) }, transaction)).GetAwaiter().GetResult());

    private readonly SemaphoreSlim _pass = new(1);
    private readonly Lock _watch = new();
    private (Instant Wall, long Timer)? _seen;
    private bool _wentBack;

    /// <summary>The last sign of life of each other process, and since when by this process's own timer it is the last.</summary>
    private readonly Dictionary<long, (long Sign, long Since)> _others = [];

    /// <summary>The part of every limit that is this process's: one by the number of processes that live.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>Between two passes. Where there are several processes, one finds in its pass what was begun in another.</summary>
    public TimeSpan Interval => database.Engine == Engine.Postgres ? Often : Seldom;

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
            var active = await mailings.Active();
            if (ClockWentBack())
            {
                foreach (var audience in active.Select(mailing => mailing.Audience).OfType<long>())
                {
                    await ledger.CallUpAll(audience, Now(clock));
                }
            }
            foreach (var mailing in active)
            {
                pump.Limit(mailing.Id, mailing.PerSecond);
                if ((mailing.State == MailingState.Running || await Begins(mailing, mailings)) && !pump.IsRunning(mailing.Id))
                {
                    jobs.Enqueue<Pump>(job => job.Run(mailing.Id, CancellationToken.None));
                }
            }
            if (active.Count > 0)
            {
                await home.Mark();
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
    /// The wall clock, watched by whoever asks for it: was it set back since somebody last asked, as the timer, which is
    /// never set, shows? Then the next pass calls up everybody who waits.
    /// </summary>
    public Instant Watch()
    {
        lock (_watch)
        {
            var now = (Wall: Now(clock), Timer: clock.GetTimestamp());
            _wentBack |= _seen is { } before && now.Wall - before.Wall < Duration.FromTimeSpan(clock.GetElapsedTime(before.Timer, now.Timer)) - Leeway;
            _seen = now;
            return now.Wall;
        }
    }

    private bool ClockWentBack()
    {
        Watch();
        return Interlocked.Exchange(ref _wentBack, false);
    }

    /// <summary>Begins a scheduled mailing whose hour has come, unless it is so long past that a person must look first.</summary>
    private async Task<bool> Begins(Mailing mailing, MailingStore mailings)
    {
        var late = Now(clock) - mailing.StartAt;
        if (late > Duration.FromHours(options.LatestStartHours))
        {
            await mailings.Suspend(mailing.Id, $"It was to start at {Moment.Format(mailing.StartAt!.Value)}, more than {options.LatestStartHours:0.##} hours ago, while the service was down. Make sure that it is still right and was not sent otherwise, then resume, or cancel it.");
            return false;
        }
        if (late < Duration.Zero)
        {
            return false;
        }
        await mailings.Begin(mailing.Id);
        return true;
    }

    /// <summary>
    /// Shows that this process lives and gives those that do not. On SQLite the lock on the file says that there is no
    /// other; on PostgreSQL a process is gone when its sign of life has not changed for as long as the options say by
    /// the timer of this one, whatever the clocks of both say meanwhile.
    /// </summary>
    private async Task<List<long>> Heartbeat()
    {
        var id = Id;
        var others = await database.Write(transaction =>
        {
            var connection = transaction.Connection!;
            if (connection.Execute("UPDATE workers SET seen_at = @Now WHERE id = @Id", new { Id = id, Now = Now(clock) }, transaction) == 0)
            {
                // Others took this process for gone, as after a long halt of its machine. What it held is theirs by now; what
                // it takes from here on must again be found by them.
                connection.Execute(
                    $"INSERT INTO workers (id, seen_at){(database.Engine == Engine.Postgres ? " OVERRIDING SYSTEM VALUE" : "")} VALUES (@Id, @Now)", new { Id = id, Now = Now(clock) }, transaction);
            }
            return connection.Query<(long Id, long Sign)>("SELECT id, seen_at FROM workers WHERE id <> @Id", new { Id = id }, transaction).AsList();
        });
        if (database.Engine == Engine.Sqlite)
        {
            return [.. others.Select(other => other.Id)];
        }
        var now = clock.GetTimestamp();
        foreach (var (other, sign) in others)
        {
            if (!_others.TryGetValue(other, out var known) || known.Sign != sign)
            {
                _others[other] = (sign, now);
            }
        }
        return [.. others.Where(other => clock.GetElapsedTime(_others[other.Id].Since, now).TotalSeconds >= options.TakeOverAfterSeconds).Select(other => other.Id)];
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

/// <summary>Runs the pass at start and ever again.</summary>
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
                    log.LogError(e, "The reconcile pass failed; it runs again in a moment.");
                }
                await Task.Delay(worker.Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
