namespace BreachNotify.Mailings;

/// <summary>The overall limit of a process: gives each message its place in time.</summary>
/// <param name="perSecond">0 for no limit.</param>
public sealed class SendingPace(double perSecond, TimeProvider clock)
{
    private readonly long _step = perSecond > 0 ? (long)(clock.TimestampFrequency / perSecond) : 0;
    private long _next;

    /// <summary>Most messages of one connection that fit into a second, so that what is marked as sending does not wait long.</summary>
    public int Window(int wanted, int connections) =>
        perSecond > 0 ? Math.Clamp((int)(perSecond / connections), 1, wanted) : wanted;

    public ValueTask Turn(CancellationToken cancellation)
    {
        if (_step == 0)
        {
            return ValueTask.CompletedTask;
        }
        long turn;
        long last;
        var now = clock.GetTimestamp();
        do
        {
            last = Interlocked.Read(ref _next);
            turn = Math.Max(last, now);
        }
        while (Interlocked.CompareExchange(ref _next, turn + _step, last) != last);
        return turn <= now ? ValueTask.CompletedTask : new ValueTask(Task.Delay(clock.GetElapsedTime(now, turn), clock, cancellation));
    }
}
