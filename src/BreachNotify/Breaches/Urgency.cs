using NodaTime;

namespace BreachNotify.Breaches;

/// <summary>The next end that a breach has open: whom it is owed to, in whose zone. No recipient while no authority is stated.</summary>
public sealed record NextEnd(Instant Due, string? Recipient, string? Zone);

/// <summary>Counts the next end of a breach by the law; null if nothing with a date is open.</summary>
public delegate NextEnd? FindNextEnd(Breach breach);

/// <summary>
/// One number by which the register is ordered: what is overdue first, then what ends next, then what has nothing open,
/// the newest first.
/// </summary>
public static class Urgency
{
    /// <summary>Above the ticks of any date that can be written.</summary>
    private const long Closed = 4_000_000_000_000_000_000;

    /// <summary>Every breach with something open lies below, every other one at or above it: dates end in the year 9999.</summary>
    public const long LowestClosed = 3_000_000_000_000_000_000;

    public static long Of(Breach breach, NextEnd? next) => next?.Due.ToUnixTimeTicks() ?? Closed - breach.RegisteredAt.ToUnixTimeTicks();
}

/// <summary>Which breaches of the register are asked for.</summary>
public enum RegisterState
{
    All,
    Overdue,
    Open,
    Closed,
}

/// <summary>In which order.</summary>
public enum RegisterOrder
{
    /// <summary>By <see cref="Breaches.Urgency"/>.</summary>
    Urgency,

    /// <summary>The newest registration first.</summary>
    Newest,

    /// <summary>By title, folded.</summary>
    Title,
}
