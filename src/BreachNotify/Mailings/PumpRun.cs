using System.Text.RegularExpressions;
using System.Threading.Channels;
using BreachNotify.Notices;
using MimeKit;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>
/// One run of a mailing in this process: rows are leased in batches ahead of the connections, and each connection takes
/// a window at a time, marks it, sends it and commits what came of it together with the next mark.
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
    long owner,
    TimeProvider clock,
    ILogger log) : IDisposable
{
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(6);

    /// <summary>A retry due sooner is waited for here; a later one is left to the reconcile pass.</summary>
    private static readonly Duration LongestIdle = Duration.FromMinutes(1);

    /// <summary>How long a message under way may take once the process is asked to stop.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(4);

    private readonly bool _resend = mailing.DoubtPolicy == DoubtPolicy.Resend;
    private readonly int _window = pace.Window(options.Window, options.Connections);
    private readonly IReadOnlyDictionary<string, Letter> _letters = frozen.Bind();
    private readonly MailboxAddress _sender = MailOptions.Sender(frozen.Sender) ?? throw new InvalidOperationException("A mailing was frozen with a sender that is none.");
    private readonly SemaphoreSlim _settled = new(0);
    private long _outstanding;
    private long _returned = long.MaxValue;
    private string? _explained = mailing.Reason;

    public RateMeter Rate { get; } = new(clock);

    /// <summary>Sends until nobody can be sent to now, or the mailing no longer runs.</summary>
    public async Task Send(CancellationToken stop)
    {
        // One run per mailing and process: what this process still holds was left by a run that failed.
        await ledger.Recover([owner], Now(), audience);
        var batch = Math.Clamp(options.Connections * _window, 1, 4096);
        var rows = Channel.CreateBounded<Leased>(batch);
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var abort = new CancellationTokenSource();
        await using var farewell = halt.Token.Register(() => abort.CancelAfter(LongestFarewell));
        var connections = Enumerable.Range(0, options.Connections).Select(_ => Task.Run(() => Connection(rows.Reader, halt, abort.Token), CancellationToken.None)).ToList();
        try
        {
            await LeaseAll(rows.Writer, batch, halt.Token);
        }
        catch (OperationCanceledException) when (halt.IsCancellationRequested)
        {
            // The connections give back what was leased.
        }
        finally
        {
            rows.Writer.Complete();
            await Task.WhenAll(connections);
        }
    }

    public void Dispose() => _settled.Dispose();

    private async Task LeaseAll(ChannelWriter<Leased> rows, int batch, CancellationToken halt)
    {
        var cursor = audience.First;
        var searched = false;
        while (!halt.IsCancellationRequested)
        {
            var (leased, next) = await ledger.Lease(audience, owner, _resend, cursor, batch, Now());
            Interlocked.Add(ref _outstanding, leased.Count);
            for (var i = 0; i < leased.Count; i++)
            {
                try
                {
                    await rows.WriteAsync(leased[i], halt);
                }
                catch (OperationCanceledException)
                {
                    await ledger.Release(owner, [.. leased.Skip(i).Select(row => row.Row)]);
                    throw;
                }
            }
            cursor = next;
            searched &= leased.Count == 0;
            if (leased.Count > 0 || cursor < audience.End)
            {
                continue;
            }
            if (Interlocked.Read(ref _outstanding) > 0)
            {
                await _settled.WaitAsync(halt);
            }
            if (Interlocked.Exchange(ref _returned, long.MaxValue) is var returned and < long.MaxValue)
            {
                cursor = returned - 1;
                continue;
            }
            if (Interlocked.Read(ref _outstanding) > 0)
            {
                continue;
            }
            if (!searched && (await mailings.CountsOf(mailing.Id)).Pending > 0)
            {
                // Somebody else gave rows back, such as a person who decided to send to the doubtful again.
                (searched, cursor) = (true, audience.First);
                continue;
            }
            if (await ledger.NextDue(audience, _resend) is not { } due || due - Now() > LongestIdle)
            {
                return;
            }
            if (due > Now())
            {
                await Task.Delay((due - Now()).ToTimeSpan() + TimeSpan.FromMilliseconds(1), clock, halt);
            }
            if (await mailings.Find(mailing.Id) is not { State: MailingState.Running })
            {
                return;
            }
        }
    }

    private async Task Connection(ChannelReader<Leased> rows, CancellationTokenSource halt, CancellationToken abort)
    {
        using var composer = new MessageComposer(_sender, _letters, frozen.FallbackLanguage, audience);
        var results = new List<Result>(_window);
        var window = new List<Leased>(_window);
        MailConnection? connection = null;
        try
        {
            while (true)
            {
                window.Clear();
                while (window.Count < _window && rows.TryRead(out var row))
                {
                    window.Add(row);
                }
                if (window.Count == 0)
                {
                    // What is known is written before waiting for more: whoever leases waits for that in turn.
                    await Settle(results, [], Now());
                    if (!await rows.WaitToReadAsync(CancellationToken.None))
                    {
                        return;
                    }
                    continue;
                }
                connection = halt.IsCancellationRequested ? connection : await Connected(connection, halt);
                var at = Now();
                var marked = halt.IsCancellationRequested || connection is null ? [] : await Settle(results, window, at);
                await Return(window.Where(row => !marked.Contains(row.Row)).ToList(), halt);
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
            await Settle(results, [], Now());
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<HashSet<long>> Settle(List<Result> results, List<Leased> window, Instant at)
    {
        if (results.Count == 0 && window.Count == 0)
        {
            return [];
        }
        var marked = await ledger.Advance(mailing.Id, owner, results, window, at);
        Rate.Add(results.Count(result => result.State == DeliveryState.Accepted));
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

    /// <summary>Gives rows back that were leased and not marked: the mailing was paused, or the process is asked to stop.</summary>
    private async Task Return(List<Leased> rows, CancellationTokenSource halt)
    {
        if (rows.Count == 0)
        {
            return;
        }
        await halt.CancelAsync();
        await ledger.Release(owner, [.. rows.Select(row => row.Row)]);
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
        try
        {
            var message = composer.Compose(row, at);
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
                return new Result(row.Row, attempt, DeliveryState.Accepted);
            case Outcome.Rejected:
                return new Result(row.Row, attempt, DeliveryState.Rejected, Reply: reply);
            case Outcome.Unsendable:
                return new Result(row.Row, attempt, DeliveryState.OtherChannel, Reply: reply);
            case Outcome.Deferred:
                var first = row.FirstAt is { } ticks ? Instant.FromUnixTimeTicks(ticks) : at;
                return at - first >= Duration.FromHours(options.RetryUntilHours)
                    ? new Result(row.Row, attempt, DeliveryState.OtherChannel, Reply: reply)
                    : new Result(row.Row, attempt, DeliveryState.Deferred, RetryAt(attempt), Reply: reply);
            case Outcome.InDoubt:
                // At once the first time; a server that always breaks off must not be sent the same message in a loop.
                return new Result(row.Row, attempt, DeliveryState.InDoubt, row.Doubts == 0 ? Now().ToUnixTimeTicks() : RetryAt(row.Doubts), Reply: reply);
            case Outcome.NotHandedOver:
                return notTried;
            case Outcome.SenderFault:
                await mailings.Suspend(mailing.Id, Anonymous($"Not a single message is sent until this is put right, then resume: {delivery.Reply}"));
                await halt.CancelAsync();
                return new Result(row.Row, attempt, DeliveryState.Pending, Reply: reply);
            default:
                throw new ArgumentOutOfRangeException(nameof(row), delivery.Outcome, null);
        }
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
                await mailings.Suspend(mailing.Id, e.Message);
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
                if (await mailings.Find(mailing.Id) is not { State: MailingState.Running })
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
            await mailings.Explain(mailing.Id, reason);
        }
    }

    private long RetryAt(int failures)
    {
        var wait = TimeSpan.FromSeconds(options.FirstRetrySeconds) * Math.Pow(2, Math.Min(failures - 1, 20));
        wait = wait < LongestRetry ? wait : LongestRetry;
        return Now().Plus(Duration.FromTimeSpan(wait * (0.8 + (0.4 * Random.Shared.NextDouble())))).ToUnixTimeTicks();
    }

    private void Returned(long row)
    {
        var known = Interlocked.Read(ref _returned);
        while (row < known && Interlocked.CompareExchange(ref _returned, row, known) != known)
        {
            known = Interlocked.Read(ref _returned);
        }
    }

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>A server's reply often quotes the address, which must not reach the journal.</summary>
    private static string Anonymous(string text) => Address().Replace(text, "(address)");

    [GeneratedRegex(@"<?[^\s<>:,;]+@[^\s<>:,;]+>?", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
