using BreachNotify.Http;
using NodaTime;

namespace BreachNotify.Mailings.Evidence;

/// <summary>How long the people of a mailing are kept, and what became of them.</summary>
/// <param name="Days">Of 24 hours, from the end of the mailing.</param>
/// <param name="Until">A later end that a person gave a reason for.</param>
/// <param name="DestroyedAt">When the key that opens them was destroyed.</param>
/// <param name="ErasedAt">When the last of what it opened was gone from the database.</param>
public sealed record Retention(int Days, Instant? Until = null, Instant? DestroyedAt = null, string? DestroyedFor = null, Instant? ErasedAt = null)
{
    /// <summary>A hundred years.</summary>
    public const int MostDays = 36_525;

    /// <summary>When the people are destroyed; null while the mailing has not ended.</summary>
    public Instant? EndsAt(Instant? mailingEnded) =>
        mailingEnded is { } ended ? Instant.Max(ended + Duration.FromDays(Days), Until ?? Instant.MinValue) : null;

    /// <exception cref="Refusal">410: the people are destroyed.</exception>
    public void ThrowIfDestroyed()
    {
        if (DestroyedAt is { } at)
        {
            throw new Refusal(StatusCodes.Status410Gone, $"The people of the mailing were destroyed at {Moment.Format(at)} and cannot be read any more. {DestroyedFor}");
        }
    }
}
