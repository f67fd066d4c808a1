using System.Collections.Concurrent;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Operations;
using Hangfire;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// The job that sends a mailing: it may die anywhere and run again, since all it does follows from the ledger. One runs
/// per mailing and process.
/// </summary>
public sealed class Pump(
    MailingStore mailings,
    AudienceStore audiences,
    Ledger ledger,
    Lanes lanes,
    Worker worker,
    IHostApplicationLifetime lifetime,
    ILogger<Pump> log)
{
    private readonly ConcurrentDictionary<string, PumpRun> _runs = new();

    /// <summary>Whether this process is sending the mailing.</summary>
    public bool IsRunning(string mailing) => _runs.ContainsKey(mailing);

    /// <summary>People accepted a second, over the last half minute, by this process.</summary>
    public double? RateOf(string mailing) => _runs.TryGetValue(mailing, out var run) ? run.Rate.PerSecond : null;

    /// <summary>Gives the mailing's run in this process, if there is one, its part of the mailing's limit.</summary>
    public void Limit(string mailing, double? perSecond)
    {
        if (_runs.TryGetValue(mailing, out var run))
        {
            run.Pace.PerSecond = (perSecond ?? 0) * worker.Share;
        }
    }

    /// <summary>A message that had been accepted came back because the provider refuses us: the run in this process, if there is one, slows down or stops.</summary>
    public Task RefusedLate(string mailing, string email, string words) =>
        _runs.TryGetValue(mailing, out var run) ? run.RefusedLate(email, words) : Task.CompletedTask;

    /// <summary>What keeps this process from going on and cannot be written into the mailing; null if nothing does.</summary>
    public string? TroubleOf(string mailing) => _runs.TryGetValue(mailing, out var run) ? run.Trouble : null;

    [Queue(Jobs.Mail)]
    [AutomaticRetry(Attempts = 0)]
    public async Task Run(string mailingId, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        if (await mailings.Find(mailingId) is not { State: MailingState.Running, Audience: { } audienceId } mailing
            || await audiences.Find(audienceId) is not { } audience)
        {
            return;
        }
        using var run = new PumpRun(mailing, (await mailings.CountsOf(mailingId)).Accepted, audience, await mailings.LetterOf(mailingId), mailings, ledger, await lanes.Of(mailing), worker, log);
        if (!_runs.TryAdd(mailingId, run))
        {
            return;
        }
        try
        {
            await run.Send(stop.Token);
            while (!stop.IsCancellationRequested
                && await mailings.CountsOf(mailingId) is var counts && counts.IsNobodyLeft(mailing.DoubtPolicy == DoubtPolicy.Resend)
                && !await mailings.Complete(mailing, await ledger.Hash(audience), counts))
            {
                // A bounce moved somebody while the hash was computed: once more.
            }
        }
        finally
        {
            _runs.TryRemove(mailingId, out _);
        }
    }
}

/// <summary>Counts events over the last half minute.</summary>
public sealed class RateMeter(TimeProvider clock)
{
    private const int Seconds = 30;

    private readonly long[] _counts = new long[Seconds];
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _lock = new();
    private long _second;

    public double PerSecond
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return (double)_counts.Sum() / Math.Clamp(_second + 1, 1, Seconds);
            }
        }
    }

    public void Add(long count)
    {
        lock (_lock)
        {
            Forget();
            _counts[_second % Seconds] += count;
        }
    }

    private void Forget()
    {
        var second = (long)clock.GetElapsedTime(_start).TotalSeconds;
        for (var i = Math.Max(_second + 1, second - Seconds + 1); i <= second; i++)
        {
            _counts[i % Seconds] = 0;
        }
        _second = second;
    }
}
