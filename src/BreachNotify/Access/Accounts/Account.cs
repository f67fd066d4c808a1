using NodaTime;

namespace BreachNotify.Access.Accounts;

/// <summary>Somebody who signs in, without anything that would let others in.</summary>
/// <param name="Id">What acts and the journal name the person by.</param>
/// <param name="Email">What the person signs in with, in lower case.</param>
/// <param name="Name">Shown beside what the person did.</param>
/// <param name="Roles">What the person may do.</param>
/// <param name="Zone">IANA zone in which the person reads times.</param>
/// <param name="HasPassword">False until the person has opened the link that sets it.</param>
/// <param name="HasCode">Whether signing in takes a one-time code as well.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">Since when it lets nobody in; null while it does.</param>
public sealed record Account(string Id, string Email, string Name, IReadOnlyList<Role> Roles, string Zone, bool HasPassword, bool HasCode, Instant CreatedAt, Instant? DisabledAt)
{
    public const int LongestName = 200;

    public static string Folded(string email) => email.Trim().ToLowerInvariant();
}
