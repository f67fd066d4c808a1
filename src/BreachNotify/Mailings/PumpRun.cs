using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Notices;
using MimeKit;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// One run of a mailing in this process: rows are leased in batches ahead of the connections and put in line for the
/// provider that will receive them; each connection takes a window at a time, marks it, sends it and commits what came of
/// it together with the next mark.
/// </summary>
/// <param name="acceptedBefore">How many people the mailing's earlier runs reached.</param>
public sealed partial class PumpRun(
    Mailing mailing,
    long acceptedBefore,
    Audience audience,
    FrozenLetter frozen,
    MailingStore mailings,
    Ledger ledger,
    Lane lane,
    Worker worker,
    ILogger log) : IDisposable
{
    /// <summary>A retry due sooner is waited for here; a later one is left to the reconcile pass, which knows no faster time.</summary>
    private static readonly Duration LongestIdle = Duration.FromMinutes(1);

    /// <summary>How long whoever leases waits for the connections before it looks for itself.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>How long a message under way may take once the process is asked to stop.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(4);

    private readonly bool _resend = mailing.DoubtPolicy == DoubtPolicy.Resend;
    private readonly int _window = lane.Pace.Window(lane.Options.Window, lane.Options.Connections);
    private readonly IReadOnlyDictionary<string, Letter> _letters = frozen.Bind();
    private readonly MailboxAddress _sender = MailOptions.Sender(frozen.Sender) ?? throw new InvalidOperationException("A mailing was frozen with a sender that is none.");
    private readonly long _owner = worker.Id;
    private readonly Breaker _breaker = new(acceptedBefore);
    private readonly Dispatch _dispatch = new(Math.Clamp(lane.Options.Connections * lane.Options.Window, 1, 4096), lane.Clock);
    private readonly SemaphoreSlim _settled = new(0);
    private readonly Patience _patience = new(mailing.Id, lane.Clock, log);
    private CancellationTokenSource? _halt;
    private long _outstanding;
    private long _returned = long.MaxValue;
    private string? _explained = mailing.Reason;

    public RateMeter Rate { get; } = new(lane.Clock);

    /// <summary>This process's part of the mailing's own limit.</summary>
    public SendingPace Pace { get; } = new((mailing.PerSecond ?? 0) * worker.Share, lane.Clock);

    /// <inheritdoc cref="Patience.Trouble"/>
    public string? Trouble => _patience.Trouble;

    /// <summary>Sends until nobody can be sent to now, or the mailing no longer runs.</summary>
    public async Task Send(CancellationToken stop)
    {
        _patience.Until = stop;
        // One run per mailing and process: what this process still holds was left by a run that failed.
        await Stored(() => ledger.Recover([_owner], Now(), audience));
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _halt = halt;
        using var abort = new CancellationTokenSource();
        await using var farewell = halt.Token.Register(() => abort.CancelAfter(LongestFarewell));
        var connections = Enumerable.Range(0, lane.Options.Connections).Select(_ => Task.Run(() => Connection(halt, abort.Token), CancellationToken.None)).ToList();
        try
        {
            await LeaseAll(Math.Clamp(lane.Options.Connections * _window, 1, 4096), halt);
        }
        catch (OperationCanceledException) when (halt.IsCancellationRequested)
        {
            // The connections give back what was leased.
        }
        finally
        {
            _halt = null;
            _dispatch.Complete();
            await Task.WhenAll(connections);
        }
    }

    public void Dispose() => _settled.Dispose();

    private async Task LeaseAll(int batch, CancellationTokenSource halting)
    {
        var halt = halting.Token;
        using var addresses = new AddressBook(audience, frozen, mailing.QuietHours);
        var cursor = audience.First;
        var searched = false;
        while (!halt.IsCancellationRequested)
        {
            var outstanding = Interlocked.Read(ref _outstanding);
            var left = await Stored(() => lane.Ramp.Left(Now())) - outstanding ?? batch;
            if (left <= 0)
            {
                if (outstanding == 0)
                {
                    await Explain("The day's share of the ramp (BreachNotify:Mail:RampFirstDay) is used up; it goes on at 00:00 UTC.");
                    return;
                }
                await Settled(null, halt);
                continue;
            }
            var (leased, next) = await Stored(() => ledger.Lease(audience, _owner, _resend, cursor, (int)Math.Min(batch, left), Now()));
            await PutInLine(leased, addresses, halt);
            cursor = next;
            searched &= leased.Count == 0;
            if (leased.Count > 0 || cursor < audience.End)
            {
                continue;
            }
            if (Interlocked.Exchange(ref _returned, long.MaxValue) is var returned and < long.MaxValue)
            {
                cursor = returned - 1;
                continue;
            }
            var due = await Stored(() => ledger.NextDue(audience, _resend));
            if (Interlocked.Read(ref _outstanding) > 0)
            {
                await Settled(due, halt);
                continue;
            }
            if (!searched && (await Stored(() => mailings.CountsOf(mailing.Id))).Pending > 0)
            {
                // Somebody else gave rows back, such as a person who decided to send to the doubtful again.
                (searched, cursor) = (true, audience.First);
                continue;
            }
            if (_breaker.NothingButRefusals is { } words)
            {
                await Stop(words, halting);
                return;
            }
            if (due is null || (due - Now() > LongestIdle && !lane.IsFast))
            {
                return;
            }
            if (due > Now())
            {
                await Task.Delay((due.Value - Now()).ToTimeSpan() + TimeSpan.FromMilliseconds(1), lane.Clock, halt);
            }
            if (!await IsRunning())
            {
                return;
            }
        }
    }

    /// <summary>Hands leased rows to the connections; those whose turn it is not go back until it is.</summary>
    private async Task PutInLine(IReadOnlyList<Leased> leased, AddressBook addresses, CancellationToken halt)
    {
        if (leased.Count == 0)
        {
            return;
        }
        var now = Now();
        var ready = new List<Addressed>(leased.Count);
        var held = new List<(long Row, Instant Due)>();
        var lines = new Dictionary<Provider, int>();
        foreach (var row in leased)
        {
            if (!lane.Providers.IsPaced && mailing.QuietHours is null)
            {
                ready.Add(new Addressed(row, null));
                continue;
            }
            var (email, quietUntil) = addresses.Look(row, now);
            var provider = lane.Providers.Of(email);
            if (quietUntil is { } morning)
            {
                held.Add((row.Row, morning));
            }
            else if (provider?.MayGo(now, row.Waited, worker.Share, out var askAgain) == false)
            {
                held.Add((row.Row, askAgain));
            }
            else if (provider is not null && (lines[provider] = lines.GetValueOrDefault(provider, _dispatch.Waiting(provider)) + 1) > (long)provider.Connections * _window)
            {
                // Its connections are busy; its line must not fill the room that others need.
                held.Add((row.Row, now + Duration.FromSeconds(1)));
            }
            else
            {
                ready.Add(new Addressed(row, provider));
            }
        }
        await Stored(() => ledger.Hold(_owner, held));
        Interlocked.Add(ref _outstanding, ready.Count);
        try
        {
            await _dispatch.Add(ready, halt);
        }
        catch (OperationCanceledException)
        {
            await Stored(() => ledger.Release(_owner, [.. ready.Select(row => row.Row.Row)]));
            throw;
        }
    }

    /// <summary>Waits until something under way is settled, or somebody is due.</summary>
    private async Task Settled(Instant? due, CancellationToken halt)
    {
        if (due is null)
        {
            await _settled.WaitAsync(halt);
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(halt);
        var wait = Duration.Max(due.Value - Now(), Duration.Zero).ToTimeSpan() + TimeSpan.FromMilliseconds(1);
        await Task.WhenAny(_settled.WaitAsync(either.Token), Task.Delay(wait < LongestWait ? wait : LongestWait, lane.Clock, either.Token));
        await either.CancelAsync();
        halt.ThrowIfCancellationRequested();
    }

    private async Task Explain(string? reason)
    {
        if (Interlocked.Exchange(ref _explained, reason) != reason)
        {
            await Stored(() => mailings.Explain(mailing.Id, reason));
        }
    }

    private async Task<bool> IsRunning() => await Stored(() => mailings.Find(mailing.Id)) is { State: MailingState.Running };

    private Task<bool> Stored(Func<Task> work) => _patience.Wait(work);

    private Task<T> Stored<T>(Func<Task<T>> work) => _patience.Wait(work);

    private void Returned(long row)
    {
        var known = Interlocked.Read(ref _returned);
        while (row < known && Interlocked.CompareExchange(ref _returned, row, known) != known)
        {
            known = Interlocked.Read(ref _returned);
        }
    }

    private Instant Now() => lane.IsFast ? Instant.FromDateTimeOffset(lane.Clock.GetUtcNow()) : worker.Watch();
}
