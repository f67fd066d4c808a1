namespace BreachNotify.Mailings;

/// <summary>What came back about a message after it had been accepted.</summary>
public enum Feedback
{
    /// <summary>The receiving side still tries. Only noted.</summary>
    Delayed,

    /// <summary>
    /// It gave up, and not for the address's sake: a refusal of the sender or of the system (5.3.x, 5.4.x, 5.7.x), or a
    /// temporary one (4.x.x) that lasted too long.
    /// </summary>
    Refused,

    /// <summary>The address is bad: the person needs another channel.</summary>
    Rejected,

    /// <summary>The person called the message unwanted. Only noted: it ends no duty to tell them.</summary>
    Complaint,
}

/// <summary>Where feedback leads somebody.</summary>
public static class Ladder
{
    /// <param name="isSentAgain">Whether the mailing goes on and the time for retries is not over.</param>
    public static DeliveryState After(DeliveryState state, Feedback feedback, bool isSentAgain) => (state, feedback) switch
    {
        (_, Feedback.Delayed or Feedback.Complaint) => state,
        (DeliveryState.Rejected or DeliveryState.OtherChannel, _) => state,
        (_, Feedback.Rejected) => DeliveryState.Rejected,
        (DeliveryState.Accepted or DeliveryState.InDoubt or DeliveryState.Sending, Feedback.Refused) => isSentAgain ? DeliveryState.Deferred : DeliveryState.OtherChannel,
        // The person stands in line to be sent to again already.
        (DeliveryState.Pending or DeliveryState.Leased or DeliveryState.Held or DeliveryState.Deferred, Feedback.Refused) => state,
        _ => throw new ArgumentOutOfRangeException(nameof(feedback), (state, feedback), null),
    };
}

/// <summary>Feedback about one row of the ledger.</summary>
/// <param name="Note">What was said, sealed with the audience's key.</param>
/// <param name="HasSecond">Whether the person has a second address.</param>
public readonly record struct ReturnedRow(long Row, Feedback Feedback, byte[] Note, bool HasSecond = false);

/// <summary>How many people's messages came back; a person counts once in each number.</summary>
public sealed record Returned(long Bounced, long Refused, long Delayed, long Complained);
