namespace BreachNotify.Access;

/// <summary>Configuration section <c>BreachNotify:Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>An administrator key for unattended set-up, valid while configured.</summary>
    public string? BootstrapKey { get; init; }
}
