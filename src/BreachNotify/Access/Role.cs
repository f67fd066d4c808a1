using System.Collections.Frozen;

namespace BreachNotify.Access;

/// <summary>What an identity may do; an administrator may do everything.</summary>
public enum Role
{
    Officer,
    Approver,
    Insurer,
    Operator,
    Administrator,
}

/// <summary>
/// What routes demand, by name. A policy named after a role lets in that role and administrators; whoever writes a
/// route names one of these.
/// </summary>
public static class Policies
{
    /// <summary>Any key: the stateless answers.</summary>
    public const string AnyKey = "anyKey";

    /// <summary>Reads the register, the mailings and the journal.</summary>
    public const string Reader = "reader";

    public const string Officer = "officer";
    public const string Approver = "approver";
    public const string Insurer = "insurer";
    public const string Operator = "operator";
    public const string Administrator = "administrator";

    private static readonly FrozenDictionary<string, string[]> Roles = new Dictionary<string, string[]>
    {
        [AnyKey] = [Officer, Approver, Insurer, Operator, Administrator],
        [Reader] = [Officer, Approver, Administrator],
        [Officer] = [Officer, Administrator],
        [Approver] = [Approver, Administrator],
        [Insurer] = [Insurer, Administrator],
        [Operator] = [Operator, Administrator],
        [Administrator] = [Administrator],
    }.ToFrozenDictionary();

    public static IEnumerable<string> Names => Roles.Keys;

    public static IReadOnlyList<string> RolesOf(string policy) => Roles[policy];
}
