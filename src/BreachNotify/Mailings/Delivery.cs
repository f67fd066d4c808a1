namespace BreachNotify.Mailings;

/// <summary>Where a recipient stands in the ledger; the numbers are in the database.</summary>
public enum DeliveryState
{
    Pending = 0,

    /// <summary>Taken by a worker, nothing handed over yet; a crash puts it back to pending.</summary>
    Leased = 1,

    /// <summary>Committed before the message may be handed over; a crash leaves it in doubt.</summary>
    Sending = 2,
    Accepted = 3,
    Deferred = 4,
    Rejected = 5,
    InDoubt = 6,

    /// <summary>Cannot be reached by e-mail; the next channel is due.</summary>
    OtherChannel = 7,

    /// <summary>Waits for its turn: the provider takes no more now, or it is night where the person lives. Counts as pending.</summary>
    Held = 8,
}

/// <summary>What came of one attempt to hand a message over.</summary>
public enum Outcome
{
    Accepted,

    /// <summary>A 4xx reply: try again later.</summary>
    Deferred,

    /// <summary>A permanent reply about this recipient.</summary>
    Rejected,

    /// <summary>The connection broke after the message had begun to be handed over (RFC 1047).</summary>
    InDoubt,

    /// <summary>The connection broke or was closed before that.</summary>
    NotHandedOver,

    /// <summary>A permanent reply that says nothing about this recipient (5.3.x, 5.4.x, 5.7.x): the provider refuses us.</summary>
    Refused,

    /// <summary>Refused whoever the recipient is (the sender's address, sign-in): stop and say why.</summary>
    SenderFault,

    /// <summary>The letter cannot be made for this person.</summary>
    Unsendable,
}

/// <param name="Reply">The server's words, or what went wrong here; it may quote the address.</param>
/// <param name="AsksForLess">The receiving side has too much of us: send it less.</param>
public readonly record struct Delivery(Outcome Outcome, string? Reply, bool AsksForLess = false);

/// <summary>A recipient leased to this process.</summary>
/// <param name="FirstAt">When the first attempt at the address in use was marked, in Unix ticks; null before it. The message carries it as its date on every attempt.</param>
/// <param name="Waited">It had a due time: it was tried before, or stood in line.</param>
/// <param name="Covered">Whom a family letter names besides; null where none is asked for.</param>
/// <param name="Address">1, or 2 once the first address was given up.</param>
public sealed record Leased(long Row, int Attempts, int Doubts, long? FirstAt, bool Waited, byte[] Sealed, int Address = 1, IReadOnlyList<(long Row, byte[] Sealed)>? Covered = null);

/// <summary>The result of one attempt as the ledger takes it.</summary>
/// <param name="Attempt">The attempt it belongs to: a late write of an earlier one changes nothing.</param>
/// <param name="Due">When to try again, in Unix ticks.</param>
/// <param name="Undo">Nothing was handed over: the attempt does not count.</param>
/// <param name="NextAddress">The address is given up and the second one used from now on; its first attempt, and with it the date of its message, is still to come.</param>
/// <param name="Unreached">Why the next channel is due.</param>
public readonly record struct Result(long Row, int Attempt, DeliveryState State, long? Due = null, bool Undo = false, byte[]? Reply = null, bool NextAddress = false, UnreachedReason? Unreached = null);

/// <summary>How many people stand where; leased ones count as pending. The counts add up to <paramref name="Total"/>.</summary>
public sealed record Counts(long Total, long Pending, long Sending, long Accepted, long Deferred, long Rejected, long InDoubt, long OtherChannel)
{
    public bool IsNobodyLeft(bool resend) => Pending == 0 && Sending == 0 && Deferred == 0 && (!resend || InDoubt == 0);
}
