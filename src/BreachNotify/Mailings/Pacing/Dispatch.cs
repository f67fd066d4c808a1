using NodaTime;

namespace BreachNotify.Mailings.Pacing;

/// <summary>A leased recipient with the provider that will receive the message.</summary>
/// <param name="Provider">Null for one without a pace.</param>
public readonly record struct Addressed(Leased Row, Provider? Provider);

/// <summary>
/// Leased rows on their way to the connections, a line for each paced provider and one for all others. A connection
/// takes a window from one line at a time, and from a paced line only while the provider has a connection free.
/// </summary>
/// <param name="capacity">Rows held at once, of all lines.</param>
public sealed class Dispatch(int capacity, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Line> _lines = [new(null)];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _next;
    private bool _completed;

    /// <summary>Puts rows in line; waits while there are too many.</summary>
    public async Task Add(IReadOnlyList<Addressed> rows, CancellationToken cancellation)
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                if (_count < capacity)
                {
                    foreach (var row in rows)
                    {
                        LineOf(row.Provider).Rows.Enqueue(row.Row);
                    }
                    _count += rows.Count;
                    Pulse();
                    return;
                }
                room = _changed.Task;
            }
            await room.WaitAsync(cancellation);
        }
    }

    /// <summary>No more rows come.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            Pulse();
        }
    }

    /// <summary>Takes up to <paramref name="most"/> rows of one line, if there are any that may be taken now.</summary>
    /// <returns>Whose line it was, to be given to <see cref="Done"/>.</returns>
    public Provider? TryTake(List<Leased> window, int most)
    {
        lock (_lock)
        {
            return TakeLocked(window, most);
        }
    }

    /// <summary>The same, waiting for rows; none come once nothing is left and nothing more comes.</summary>
    public async Task<Provider?> Take(List<Leased> window, int most)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                var provider = TakeLocked(window, most);
                if (window.Count > 0 || _completed)
                {
                    return provider;
                }
                changed = _changed.Task;
            }
            // A provider that another mailing made stop opens again without a word.
            await Task.WhenAny(changed, Task.Delay(Look, clock));
        }
    }

    /// <summary>How many wait for a provider.</summary>
    public int Waiting(Provider provider)
    {
        lock (_lock)
        {
            return LineOf(provider).Rows.Count;
        }
    }

    /// <summary>A connection no longer serves the provider.</summary>
    public void Done(Provider? provider)
    {
        if (provider is not null)
        {
            provider.Close();
            lock (_lock)
            {
                Pulse();
            }
        }
    }

    /// <summary>Takes out what waits for a provider that has just stopped us.</summary>
    public List<Leased> Withdraw(Provider provider)
    {
        lock (_lock)
        {
            var rows = LineOf(provider).Rows;
            List<Leased> withdrawn = [.. rows];
            rows.Clear();
            _count -= withdrawn.Count;
            Pulse();
            return withdrawn;
        }
    }

    private Provider? TakeLocked(List<Leased> window, int most)
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[(_next + i) % _lines.Count];
            // Once nothing more comes, what is left is handed out only to be given back.
            var provider = _completed ? null : line.Provider;
            if (line.Rows.Count == 0 || provider?.TryOpen(Instant.FromDateTimeOffset(clock.GetUtcNow())) == false)
            {
                continue;
            }
            _next = (_next + i + 1) % _lines.Count;
            while (window.Count < most && line.Rows.TryDequeue(out var row))
            {
                window.Add(row);
            }
            _count -= window.Count;
            Pulse();
            return provider;
        }
        return null;
    }

    private Line LineOf(Provider? provider)
    {
        foreach (var line in _lines)
        {
            if (line.Provider == provider)
            {
                return line;
            }
        }
        var added = new Line(provider);
        _lines.Add(added);
        return added;
    }

    private void Pulse()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private sealed record Line(Provider? Provider)
    {
        public Queue<Leased> Rows { get; } = new();
    }
}
