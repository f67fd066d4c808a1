using NodaTime;

namespace BreachNotify.Mailings.Rehearsals;

/// <summary>
/// The time of a rehearsal: from its start on it runs so many times as fast as the service's. It follows from the start
/// alone, so that a process that takes the rehearsal up again goes on in the same time.
/// </summary>
public sealed class FastClock(TimeProvider clock, Instant start, double speed) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <summary>The rehearsed moment at a moment of the service.</summary>
    public Instant At(Instant real) => start + ((real - start) * speed);

    public override DateTimeOffset GetUtcNow() => At(Instant.FromDateTimeOffset(clock.GetUtcNow())).ToDateTimeOffset();

    public override long GetTimestamp() => (long)(clock.GetTimestamp() * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, Real(dueTime), Real(period));

    private TimeSpan Real(TimeSpan rehearsed) => rehearsed <= TimeSpan.Zero ? rehearsed : rehearsed / speed;
}
