using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Http;
using BreachNotify.Operations;
using Hangfire;

namespace BreachNotify.Portfolios;

/// <summary>
/// The job that simulates a book. It may die anywhere: the same book and question give the same bytes, so that another run
/// does over what the dead one had done.
/// </summary>
public sealed class Simulating(PortfolioStore portfolios, PortfolioFiles files, IBackgroundJobClient jobs, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Simulating> log)
{
    public const string Summary = "summary.json";

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
            await portfolios.Fail(portfolio, e is Refusal ? e.Message : "Something failed inside the service; its log has the cause. Resume tries again.");
        }
    }

    /// <returns>The hash of each file of results.</returns>
    private Dictionary<string, string> Simulate(Portfolio portfolio, byte[] key, Progress progress)
    {
        using var file = files.Open(portfolio.Id, PortfolioFiles.Given, PortfolioFiles.Book, key);
        using var text = new StreamReader(file, Encoding.UTF8);
        var accounts = OedAccounts.Read(text);
        var book = portfolio.Question.ToModel().Of(accounts);
        // Half of the machine is for those who wait for an answer.
        var loss = Simulation.Run(book, portfolio.Question.Years, portfolio.Question.Seed, Math.Max(1, Environment.ProcessorCount / 2), progress.Add, progress.Token);
        return new Dictionary<string, string>
        {
            [Results.Ept] = Write(Results.Ept, output => OrdTables.WriteEpt(output, loss)),
            [Results.Alt] = Write(Results.Alt, output => OrdTables.WriteAlt(output, loss)),
            [Results.Policies] = Write(Results.Policies, output => OrdTables.WritePolicies(output, loss)),
            [Summary] = Write(Summary, output => output.Write(JsonSerializer.Serialize(PortfolioResult.Of(book, loss), JsonContract.Options))),
        };

        string Write(string name, Action<TextWriter> write)
        {
            progress.Token.ThrowIfCancellationRequested();
            using var sha = SHA256.Create();
            using (var sealing = files.Create(portfolio.Id, portfolio.Run, name, key))
            using (var hashing = new CryptoStream(sealing, sha, CryptoStreamMode.Write, leaveOpen: true))
            using (var output = new StreamWriter(hashing, new UTF8Encoding(false)))
            {
                write(output);
            }
            return Convert.ToHexStringLower(sha.Hash!);
        }
    }

    /// <summary>How far a run is, and its end.</summary>
    private sealed class Progress(CancellationToken stop) : IDisposable
    {
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        private long _years;

        public CancellationToken Token => _end.Token;

        public long Years => Interlocked.Read(ref _years);

        public void Add(int years) => Interlocked.Add(ref _years, years);

        public void Cancel() => _end.Cancel();

        public void Dispose() => _end.Dispose();
    }
}
