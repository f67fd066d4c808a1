using System.Data.Common;
using System.Text.RegularExpressions;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Notices;
using BreachNotify.Storage;
using MimeKit;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// One run of a mailing in this process: rows are leased in batches ahead of the connections and put in line for the
/// provider that will receive them; each connection takes a window at a time, marks it, sends it and commits what came of
/// it together with the next mark.
/// </summary>
public sealed partial class PumpRun(
    Mailing mailing,
    Audience audience,
    FrozenLetter frozen,
    MailingStore mailings,
    Ledger ledger,
    Transport transport,
    MailOptions options,
    SendingPace pace,
    Providers providers,
    Ramp ramp,
    Worker worker,
    TimeProvider clock,
    ILogger log) : IDisposable
{
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(10);

    /// <summary>A retry due sooner is waited for here; a later one is left to the reconcile pass.</summary>
    private static readonly Duration LongestIdle = Duration.FromMinutes(1);

    /// <summary>How long whoever leases waits for the connections before it looks for itself.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>How long a message under way may take once the process is asked to stop.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(4);

    private readonly bool _resend = mailing.DoubtPolicy == DoubtPolicy.Resend;
    private readonly int _window = pace.Window(options.Window, options.Connections);
    private readonly IReadOnlyDictionary<string, Letter> _letters = frozen.Bind();
    private readonly MailboxAddress _sender = MailOptions.Sender(frozen.Sender) ?? throw new InvalidOperationException("A mailing was frozen with a sender that is none.");
    private readonly long _owner = worker.Id;
    private readonly Breaker _breaker = new();
    private readonly Dispatch _dispatch = new(Math.Clamp(options.Connections * options.Window, 1, 4096), clock);
    private readonly SemaphoreSlim _settled = new(0);
    private CancellationToken _stop;
    private long _outstanding;
    private long _returned = long.MaxValue;
    private string? _explained = mailing.Reason;

    public RateMeter Rate { get; } = new(clock);

    /// <summary>This process's part of the mailing's own limit.</summary>
    public SendingPace Pace { get; } = new((mailing.PerSecond ?? 0) * worker.Share, clock);

    /// <summary>Why nothing goes on, where that cannot be written into the mailing: the database itself is away.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Sends until nobody can be sent to now, or the mailing no longer runs.</summary>
    public async Task Send(CancellationToken stop)
    {
        _stop = stop;
        // One run per mailing and process: what this process still holds was left by a run that failed.
        await Stored(() => ledger.Recover([_owner], Now(), audience));
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var abort = new CancellationTokenSource();
        await using var farewell = halt.Token.Register(() => abort.CancelAfter(LongestFarewell));
        var connections = Enumerable.Range(0, options.Connections).Select(_ => Task.Run(() => Connection(halt, abort.Token), CancellationToken.None)).ToList();
        try
        {
            await LeaseAll(Math.Clamp(options.Connections * _window, 1, 4096), halt);
        }
        catch (OperationCanceledException) when (halt.IsCancellationRequested)
        {
            // The connections give back what was leased.
        }
        finally
        {
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
            var left = await Stored(() => ramp.Left(Now())) - outstanding ?? batch;
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
            if (due is null || due - Now() > LongestIdle)
            {
                return;
            }
            if (due > Now())
            {
                await Task.Delay((due.Value - Now()).ToTimeSpan() + TimeSpan.FromMilliseconds(1), clock, halt);
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
            if (!providers.IsPaced && mailing.QuietHours is null)
            {
                ready.Add(new Addressed(row, null));
                continue;
            }
            var (email, quietUntil) = addresses.Look(row, now);
            var provider = providers.Of(email);
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
        await Task.WhenAny(_settled.WaitAsync(either.Token), Task.Delay(wait < LongestWait ? wait : LongestWait, clock, either.Token));
        await either.CancelAsync();
        halt.ThrowIfCancellationRequested();
    }

    private async Task Connection(CancellationTokenSource halt, CancellationToken abort)
    {
        using var composer = new MessageComposer(_sender, _letters, frozen.FallbackLanguage, audience, options.Bounces.TokenHeader);
        var results = new List<Result>(_window);
        var window = new List<Leased>(_window);
        MailConnection? connection = null;
        Provider? serving = null;
        try
        {
            while (true)
            {
                _dispatch.Done(serving);
                window.Clear();
                serving = _dispatch.TryTake(window, Pace.Window(_window, options.Connections));
                if (window.Count == 0)
                {
                    // What is known is written before waiting for more: whoever leases waits for that in turn.
                    await Settle(results, [], Now());
                    serving = await _dispatch.Take(window, Pace.Window(_window, options.Connections));
                    if (window.Count == 0)
                    {
                        return;
                    }
                }
                await OwnTurn(results, window.Count, halt.Token);
                connection = halt.IsCancellationRequested ? connection : await Connected(connection, halt);
                var at = Now();
                var marked = halt.IsCancellationRequested || connection is null ? [] : await Settle(results, window, at);
                if (marked.Count == 0)
                {
                    // The mailing was paused, or the process is asked to stop.
                    await halt.CancelAsync();
                }
                await Return(window.Where(row => !marked.Contains(row.Row)).ToList());
                foreach (var row in window.Where(row => marked.Contains(row.Row)))
                {
                    results.Add(await Attempt(connection!, composer, row, at, halt, abort));
                }
            }
        }
        catch (Exception e)
        {
            log.LogError(e, "A connection of mailing {Mailing} failed; its rows are taken up again after the next start or by the next run.", mailing.Id);
            await halt.CancelAsync();
        }
        finally
        {
            _dispatch.Done(serving);
            await using (connection)
            {
                await Settle(results, [], Now());
            }
        }
    }

    /// <summary>
    /// Waits for the mailing's own pace before anything is marked: who only waits is not in doubt after a crash, and what
    /// is known is written meanwhile.
    /// </summary>
    private async Task OwnTurn(List<Result> results, int messages, CancellationToken halt)
    {
        var turn = Pace.Turn(halt, messages);
        if (!turn.IsCompleted)
        {
            await Settle(results, [], Now());
            await turn.AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HashSet<long>> Settle(List<Result> results, List<Leased> window, Instant at)
    {
        if (results.Count == 0 && window.Count == 0)
        {
            return [];
        }
        // What was sent is known here alone until it is written, so that this waits for the database as long as it takes.
        var again = false;
        var marked = await Stored(() =>
        {
            var tried = ledger.Advance(mailing.Id, _owner, results, window, at, again);
            again = true;
            return tried;
        });
        var accepted = results.Count(result => result.State == DeliveryState.Accepted);
        await Stored(() => ramp.Add(at, accepted));
        Rate.Add(accepted);
        if (results.Count > 0)
        {
            foreach (var result in results.Where(result => result.State == DeliveryState.Pending))
            {
                Returned(result.Row);
            }
            Interlocked.Add(ref _outstanding, -results.Count);
            results.Clear();
            _settled.Release();
        }
        return marked;
    }

    /// <summary>Gives rows back that were leased and not marked; a bounce may have taken single ones from us.</summary>
    private async Task Return(List<Leased> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        await Stored(() => ledger.Release(_owner, [.. rows.Select(row => row.Row)]));
        Interlocked.Add(ref _outstanding, -rows.Count);
        _settled.Release();
    }

    /// <param name="at">When the row was marked: the date of a first attempt, and of the same message later.</param>
    private async Task<Result> Attempt(MailConnection connection, MessageComposer composer, Leased row, Instant at, CancellationTokenSource halt, CancellationToken abort)
    {
        var attempt = row.Attempts + 1;
        var notTried = new Result(row.Row, attempt, DeliveryState.Pending, Undo: true);
        if (!connection.IsOpen || halt.IsCancellationRequested)
        {
            return notTried;
        }
        Delivery delivery;
        string? to = null;
        try
        {
            var message = composer.Compose(row, at);
            to = message.To.Address;
            await pace.Turn(halt.Token);
            delivery = await connection.Send(_sender, message, abort);
        }
        catch (OperationCanceledException)
        {
            return notTried;
        }
        catch (TemplateException e)
        {
            delivery = new Delivery(Outcome.Unsendable, e.Message);
        }
        var reply = delivery.Outcome == Outcome.Accepted || delivery.Reply is null ? null : composer.Key.SealNote(delivery.Reply);
        switch (delivery.Outcome)
        {
            case Outcome.Accepted:
                providers.Of(to)?.Accepted(Now());
                _breaker.Add(null);
                return new Result(row.Row, attempt, DeliveryState.Accepted);
            case Outcome.Rejected:
                _breaker.Add(null);
                return GiveUp(DeliveryState.Rejected, UnreachedReason.Rejected);
            case Outcome.Unsendable:
                return new Result(row.Row, attempt, DeliveryState.OtherChannel, Reply: reply, Unreached: UnreachedReason.Unsendable);
            case Outcome.Deferred:
                await SlowDown(to, delivery);
                return Later(DeliveryState.Deferred);
            case Outcome.Refused:
                var words = Anonymous(delivery.Reply!);
                if (providers.Paced(to) is { } refuser)
                {
                    refuser.Refused(Now(), words);
                    await Withdraw(refuser);
                }
                if (_breaker.Add(DomainOf(to), words))
                {
                    await Stop(words, halt);
                }
                return Later(DeliveryState.Held);
            case Outcome.InDoubt:
                // At once the first time; a server that always breaks off must not be sent the same message in a loop.
                return new Result(row.Row, attempt, DeliveryState.InDoubt, row.Doubts == 0 ? Now().ToUnixTimeTicks() : RetryAt(row.Doubts), Reply: reply);
            case Outcome.NotHandedOver:
                await SlowDown(to, delivery);
                return notTried;
            case Outcome.SenderFault:
                await Stop(Anonymous(delivery.Reply!), halt);
                return new Result(row.Row, attempt, DeliveryState.Pending, Reply: reply);
            default:
                throw new ArgumentOutOfRangeException(nameof(row), delivery.Outcome, null);
        }

        // The second address first, if there is one; then the person goes to the next channel.
        Result GiveUp(DeliveryState state, UnreachedReason why) => composer.HasAnotherAddress(row)
            ? new Result(row.Row, attempt, DeliveryState.Held, Now().ToUnixTimeTicks(), Reply: reply, NextAddress: true)
            : new Result(row.Row, attempt, state, Reply: reply, Unreached: why);

        Result Later(DeliveryState state)
        {
            var first = row.FirstAt is { } ticks ? Instant.FromUnixTimeTicks(ticks) : at;
            return at - first >= Duration.FromHours(options.RetryUntilHours)
                ? GiveUp(DeliveryState.OtherChannel, UnreachedReason.RetriesOver)
                : new Result(row.Row, attempt, state, RetryAt(attempt), Reply: reply);
        }
    }

    private async Task SlowDown(string? to, Delivery delivery)
    {
        if (delivery.AsksForLess && providers.Paced(to) is { } provider)
        {
            provider.PushedBack(Now(), Anonymous(delivery.Reply!));
            await Withdraw(provider);
        }
    }

    /// <summary>What waits for a provider that has just stopped us stands in line again.</summary>
    private async Task Withdraw(Provider provider)
    {
        var rows = _dispatch.Withdraw(provider);
        if (rows.Count > 0)
        {
            var now = Now();
            await Stored(() => ledger.Hold(_owner, [.. rows.Select(row => (row.Row, provider.MayGo(now, waited: false, worker.Share, out var askAgain) ? now : askAgain))]));
            Interlocked.Add(ref _outstanding, -rows.Count);
            _settled.Release();
        }
    }

    private async Task Stop(string words, CancellationTokenSource halt)
    {
        await Stored(() => mailings.Suspend(mailing.Id, $"Nothing is sent until this is put right, then resume: {words}"));
        await halt.CancelAsync();
    }

    /// <summary>The connection, opened again if need be; null if the mailing was paused for want of one.</summary>
    private async Task<MailConnection?> Connected(MailConnection? connection, CancellationTokenSource halt)
    {
        if (connection is { IsOpen: true })
        {
            return connection;
        }
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
        for (var wait = FirstReconnect; !halt.IsCancellationRequested; wait = wait * 2 < LongestReconnect ? wait * 2 : LongestReconnect)
        {
            try
            {
                var opened = await transport.Open(halt.Token);
                await Explain(null);
                return opened;
            }
            catch (TransportException e) when (e.IsPermanent)
            {
                await Stored(() => mailings.Suspend(mailing.Id, e.Message));
                await halt.CancelAsync();
            }
            catch (TransportException e)
            {
                await Explain($"{e.Message} It is tried again until it answers.");
                try
                {
                    await Task.Delay(wait * (0.5 + Random.Shared.NextDouble()), clock, halt.Token);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
                if (!await IsRunning())
                {
                    await halt.CancelAsync();
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        return null;
    }

    private async Task Explain(string? reason)
    {
        if (Interlocked.Exchange(ref _explained, reason) != reason)
        {
            await Stored(() => mailings.Explain(mailing.Id, reason));
        }
    }

    private async Task<bool> IsRunning() => await Stored(() => mailings.Find(mailing.Id)) is { State: MailingState.Running };

    private Task<bool> Stored(Func<Task> work) => Stored(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Reads or writes rows; while the database is away it is tried again, until the process is asked to stop.</summary>
    private async Task<T> Stored<T>(Func<Task<T>> work)
    {
        for (var wait = FirstReconnect; ; wait = wait * 2 < LongestReconnect ? wait * 2 : LongestReconnect)
        {
            try
            {
                var result = await work();
                Trouble = null;
                return result;
            }
            catch (DbException e) when (Database.IsAway(e) && !_stop.IsCancellationRequested)
            {
                if (Trouble is null)
                {
                    log.LogError(e, "The database is away; mailing {Mailing} waits for it.", mailing.Id);
                }
                Trouble = $"The database cannot be written ({e.Message}); nothing is sent until it can, and it is tried again until then.";
                await Task.Delay(wait, clock, _stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private long RetryAt(int failures) => Now().Plus(options.RetryWait(failures)).ToUnixTimeTicks();

    private void Returned(long row)
    {
        var known = Interlocked.Read(ref _returned);
        while (row < known && Interlocked.CompareExchange(ref _returned, row, known) != known)
        {
            known = Interlocked.Read(ref _returned);
        }
    }

    private static string DomainOf(string? address) => address is null ? "" : address[(address.LastIndexOf('@') + 1)..];

    private Instant Now() => worker.Watch();

    /// <summary>A server's reply often quotes the address, which must not reach the journal.</summary>
    private static string Anonymous(string text) => Address().Replace(text, "(address)");

    [GeneratedRegex(@"<?[^\s<>:,;]+@[^\s<>:,;]+>?", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
