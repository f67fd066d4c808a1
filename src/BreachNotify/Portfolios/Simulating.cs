using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Exposure.Tables;
using BreachNotify.Http;
using BreachNotify.Operations;
using Hangfire;

namespace BreachNotify.Portfolios;

/// <summary>
/// The job that simulates a book. It may die anywhere: the same book and question give the same bytes, so that another run
/// goes on behind the blocks of years that the dead one had kept.
/// </summary>
public sealed class Simulating(PortfolioStore portfolios, PortfolioFiles files, Accounts accounts, PortfolioOptions options, IBackgroundJobClient jobs, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Simulating> log)
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskedAgain = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Progress> _runs = new();
    private readonly ConcurrentDictionary<string, long> _enqueued = new();

    /// <summary>Has it run as soon as there is room. Jobs may be lost or taken by another process, so that after a while it is asked for again.</summary>
    public void Enqueue(string id)
    {
        var now = clock.GetTimestamp();
        if (_runs.ContainsKey(id) || (_enqueued.TryGetValue(id, out var asked) && clock.GetElapsedTime(asked, now) < AskedAgain))
        {
            return;
        }
        _enqueued[id] = now;
        jobs.Enqueue<Simulating>(job => job.Run(id, CancellationToken.None));
    }

    /// <summary>Years that this process has done of it; null where it does not run here.</summary>
    public long? DoneYears(string id) => _runs.TryGetValue(id, out var progress) ? progress.Years : null;

    /// <summary>Stops a run in this process at once; one in another finds out by itself.</summary>
    public void Stop(string id)
    {
        if (_runs.TryGetValue(id, out var progress))
        {
            progress.Cancel();
        }
    }

    [Queue(Jobs.Books)]
    [AutomaticRetry(Attempts = 0)]
    public async Task Run(string id, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        using var progress = new Progress(stop.Token);
        _enqueued.TryRemove(id, out _);
        if (!_runs.TryAdd(id, progress))
        {
            return;
        }
        try
        {
            if (await portfolios.Claim(id) is { } portfolio)
            {
                await Run(portfolio, progress, stop.Token);
            }
        }
        finally
        {
            _runs.TryRemove(id, out _);
        }
    }

    private async Task Run(Portfolio portfolio, Progress progress, CancellationToken stop)
    {
        try
        {
            var key = await portfolios.KeyOf(portfolio.Id);
            await files.DeleteOther(portfolio.Id, portfolio.Run);
            var work = Task.Run(() => Simulate(portfolio, key, progress), CancellationToken.None);
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, Task.Delay(SignOfLife, clock, progress.Token));
                if (!await portfolios.IsHeld(portfolio, progress.Years))
                {
                    progress.Cancel();
                }
                if (progress.Token.IsCancellationRequested)
                {
                    // The simulation sees it within a block; nothing is left to do meanwhile.
                    await work.ContinueWith(_ => { }, TaskScheduler.Default);
                }
            }
            await portfolios.Complete(portfolio, await work);
        }
        catch (OperationCanceledException)
        {
            if (stop.IsCancellationRequested)
            {
                await portfolios.Release(portfolio);
            }
        }
        catch (Exception e)
        {
            log.LogError(e, "Portfolio {Portfolio} cannot be simulated.", portfolio.Id);
            await portfolios.Fail(portfolio, Refusal.Of(e) is { } refusal ? refusal.Message : "Something failed inside the service; its log has the cause. Resume tries again.");
        }
    }

    /// <returns>The hash of each file of results.</returns>
    private Dictionary<string, string> Simulate(Portfolio portfolio, byte[] key, Progress progress)
    {
        var stop = progress.Token;
        var run = accounts.Read(portfolio.Id, key, portfolio.Question);
        accounts.RefuseTooLarge(run);
        run.Start(Accounts.Threads, progress.Add, files.Blocks(portfolio.Id, key, TimeSpan.FromSeconds(options.KeptBlockSeconds)), stop);
        var tables = run.Tables();
        var results = new Dictionary<string, string>();
        // What was left out is known since the file came in.
        foreach (var table in tables.Append(run.EventTable(stop)).OfType<ResultTable>().Where(table => $"{table.Name}.csv" != Results.Rejected))
        {
            Write($"{table.Name}.csv", output =>
            {
                using var text = new StreamWriter(output, new UTF8Encoding(false));
                CsvFile.Write(text, table);
            });
        }
        foreach (var table in tables.Append(run.EventTable(stop)).OfType<ResultTable>())
        {
            Write($"{table.Name}.parquet", output => ParquetFile.Write(output, table, stop).GetAwaiter().GetResult());
        }
        Write(Results.Workbook, output => Workbook.Write(output, tables));
        Write(Results.Summary, output => JsonSerializer.Serialize(output, run.Result with { Files = [.. results.Keys] }, JsonContract.Options));
        return results;

        void Write(string name, Action<Stream> write)
        {
            stop.ThrowIfCancellationRequested();
            using var sha = SHA256.Create();
            using (var sealing = files.Create(portfolio.Id, portfolio.Run, name, key))
            using (var hashing = new CryptoStream(sealing, sha, CryptoStreamMode.Write, leaveOpen: true))
            {
                write(hashing);
                if (!hashing.HasFlushedFinalBlock)
                {
                    hashing.FlushFinalBlock();
                }
            }
            results[name] = Convert.ToHexStringLower(sha.Hash!);
        }
    }

    /// <summary>How far a run is, and its end.</summary>
    private sealed class Progress(CancellationToken stop) : IDisposable
    {
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        private long _drawn;

        public CancellationToken Token => _end.Token;

        /// <summary>Every year is drawn twice.</summary>
        public long Years => Interlocked.Read(ref _drawn) / 2;

        public void Add(int years) => Interlocked.Add(ref _drawn, years);

        public void Cancel() => _end.Cancel();

        public void Dispose() => _end.Dispose();
    }
}
