namespace BreachNotify.Mailings;

/// <summary>A limit of a process, over all mailings or for one: gives each message its place in time.</summary>
/// <param name="perSecond">0 for no limit.</param>
public sealed class SendingPace(double perSecond, TimeProvider clock)
{
    private double _perSecond = perSecond;
    private long _next;

    /// <summary>0 for no limit. A change holds from the next turn on.</summary>
    public double PerSecond
    {
        get => Volatile.Read(ref _perSecond);
        set => Volatile.Write(ref _perSecond, value);
    }

    /// <summary>Most messages of one connection that fit into a second, so that what is marked as sending does not wait long.</summary>
    public int Window(int wanted, int connections) =>
        PerSecond is > 0 and var limit ? Math.Clamp((int)(limit / connections), 1, wanted) : wanted;

    /// <summary>Waits until so many messages may go.</summary>
    public ValueTask Turn(CancellationToken cancellation, int messages = 1)
    {
        if (PerSecond is not (> 0 and var limit))
        {
            return ValueTask.CompletedTask;
        }
        var step = (long)(clock.TimestampFrequency / limit * messages);
        long turn;
        long last;
        var now = clock.GetTimestamp();
        do
        {
            last = Interlocked.Read(ref _next);
            turn = Math.Max(last, now);
        }
        while (Interlocked.CompareExchange(ref _next, turn + step, last) != last);
        return turn <= now ? ValueTask.CompletedTask : new ValueTask(Task.Delay(clock.GetElapsedTime(now, turn), clock, cancellation));
    }
}
