namespace BreachNotify.Printing;

/// <summary>Configuration section <c>BreachNotify:Print</c>.</summary>
public sealed class PrintOptions
{
    /// <summary>A TrueType file, or a folder with fonts of a family known here; null for the fonts of the system.</summary>
    public string? Font { get; init; }
}
