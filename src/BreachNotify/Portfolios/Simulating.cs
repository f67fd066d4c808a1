using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Tables;
using BreachNotify.Http;
using BreachNotify.Operations;
using Hangfire;

namespace BreachNotify.Portfolios;

/// <summary>
/// The job that simulates a book. It may die anywhere: the same book and question give the same bytes, so that another run
/// does over what the dead one had done.
/// </summary>
public sealed class Simulating(PortfolioStore portfolios, PortfolioFiles files, Accounts accounts, IBackgroundJobClient jobs, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Simulating> log)
{
    /// <summary>A list of more events than this is left out.</summary>
    public const int MostListed = 1_000_000;

    /// <summary>Solvency II looks at the worst of 200 years.</summary>
    private const int TailPeriod = 200;

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
        var (question, stop) = (portfolio.Question, progress.Token);
        var read = accounts.Read(portfolio.Id, key);
        var book = question.ToModel().Of(read);
        accounts.RefuseTooLarge(book, question.Years);
        var loss = Simulation.Run(book, question.Years, question.Seed, Accounts.Threads, progress.Add, stop);
        var tails = Simulation.TailShares(book, loss, Math.Min(TailPeriod, question.Years), question.Seed, Accounts.Threads, stop);
        var concentrations = Concentration.Of(read, loss, tails);
        // Response and notices of the scenarios are in dollars.
        var scenarios = read.Currency == "USD" || question.Dollar is not null
            ? ScenarioLosses.Of(read, AccumulationScenario.Shipped, WaitingPeriodReading.TimeDeductible, null, (double)(question.Dollar ?? 1))
            : [];
        var events = question.Years * (book.Insureds.Sum(insured => insured.Rate) + book.SharedEvents.Sum(shared => shared.Rate));
        ResultTable[] listed = events <= MostListed ? [OrdTables.Plt(Simulation.Events(book, question.Years, question.Seed, stop), question.Years)] : [];
        var (ept, policies) = (OrdTables.Ept(loss), OrdTables.Policies(loss, tails));
        ResultTable[] tables = [ept, OrdTables.Alt(loss), policies, OrdTables.Concentrations(concentrations), OrdTables.Scenarios(scenarios)];
        var results = new Dictionary<string, string>();
        foreach (var table in tables.Concat(listed))
        {
            Write($"{table.Name}.csv", output =>
            {
                using var text = new StreamWriter(output, new UTF8Encoding(false));
                CsvFile.Write(text, table);
            });
        }
        foreach (var table in listed.Append(ept).Append(policies))
        {
            WriteWhole($"{table.Name}.parquet", output => ParquetFile.Write(output, table, stop).GetAwaiter().GetResult());
        }
        WriteWhole(Results.Workbook, output => Workbook.Write(output, [.. tables, OrdTables.Rejected(read.Rejected)]));
        Write(Results.Summary, output => JsonSerializer.Serialize(output, PortfolioResult.Of(book, loss, concentrations, scenarios, [.. results.Keys]), JsonContract.Options));
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

        // Their writers go back to the beginning.
        void WriteWhole(string name, Action<Stream> write) => Write(name, output =>
        {
            using var whole = new MemoryStream();
            write(whole);
            output.Write(whole.GetBuffer(), 0, (int)whole.Length);
        });
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
