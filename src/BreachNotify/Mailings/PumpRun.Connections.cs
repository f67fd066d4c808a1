using System.Text.RegularExpressions;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Notices;
using NodaTime;

namespace BreachNotify.Mailings;

// The connections: what is in line is marked, sent and settled.
public sealed partial class PumpRun
{
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(10);

    private async Task Connection(CancellationTokenSource halt, CancellationToken abort)
    {
        using var composer = new MessageComposer(_sender, _letters, frozen.FallbackLanguage, audience, lane.Options.Bounces.TokenHeader, lane.Options.Dkim);
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
                serving = _dispatch.TryTake(window, Pace.Window(_window, lane.Options.Connections));
                if (window.Count == 0)
                {
                    // What is known is written before waiting for more: whoever leases waits for that in turn.
                    await Settle(results, [], Now());
                    serving = await _dispatch.Take(window, Pace.Window(_window, lane.Options.Connections));
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
        await Stored(() => lane.Ramp.Add(at, accepted));
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
            await lane.Pace.Turn(halt.Token);
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
                lane.Providers.Of(to)?.Accepted(Now());
                _breaker.Passed();
                return new Result(row.Row, attempt, DeliveryState.Accepted);
            case Outcome.Rejected:
                _breaker.Passed();
                return GiveUp(DeliveryState.Rejected, UnreachedReason.Rejected);
            case Outcome.Unsendable:
                return new Result(row.Row, attempt, DeliveryState.OtherChannel, Reply: reply, Unreached: UnreachedReason.Unsendable);
            case Outcome.Deferred:
                await SlowDown(to, delivery);
                return Later(DeliveryState.Deferred);
            case Outcome.Refused:
                await Refused(to, delivery.Reply!, halt);
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
            return at - first >= Duration.FromHours(lane.Options.RetryUntilHours)
                ? GiveUp(DeliveryState.OtherChannel, UnreachedReason.RetriesOver)
                : new Result(row.Row, attempt, state, RetryAt(attempt), Reply: reply);
        }
    }

    /// <summary>A mail server in between takes everything; what the provider behind it refuses comes back later, and counts as if it had been said at once.</summary>
    public async Task RefusedLate(string email, string words)
    {
        try
        {
            await (_halt is { } halt ? Refused(email, words, halt, late: true) : Task.CompletedTask);
        }
        catch (ObjectDisposedException)
        {
            // The run has just ended.
        }
    }

    private async Task Refused(string? to, string reply, CancellationTokenSource halt, bool late = false)
    {
        var words = Anonymous(reply);
        if (lane.Providers.Paced(to) is { } refuser)
        {
            refuser.Refused(Now(), words);
            await Withdraw(refuser);
        }
        if (_breaker.Refused(DomainOf(to), words, late))
        {
            await Stop(words, halt);
        }
    }

    private async Task SlowDown(string? to, Delivery delivery)
    {
        if (delivery.AsksForLess && lane.Providers.Paced(to) is { } provider)
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
                var opened = await lane.Transport.Open(halt.Token);
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
                    await Task.Delay(wait * (0.5 + Random.Shared.NextDouble()), lane.Clock, halt.Token);
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

    private long RetryAt(int failures) => Now().Plus(lane.Options.RetryWait(failures)).ToUnixTimeTicks();

    private static string DomainOf(string? address) => address is null ? "" : address[(address.LastIndexOf('@') + 1)..];

    /// <summary>A server's reply often quotes the address, which must not reach the journal.</summary>
    private static string Anonymous(string text) => Address().Replace(text, "(address)");

    [GeneratedRegex(@"<?[^\s<>:,;]+@[^\s<>:,;]+>?", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
