namespace BreachNotify.Access;

/// <summary>Configuration section <c>BreachNotify:Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>An administrator key for unattended set-up, valid while configured.</summary>
    public string? BootstrapKey { get; init; }

    /// <summary>Hours without a request after which somebody who signed in must do so again, 1 to 168.</summary>
    public int SessionHours { get; init; } = 12;
}
