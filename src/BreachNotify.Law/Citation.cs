namespace BreachNotify.Law;

/// <summary>
/// Where a statement of law stands: instrument, article and paragraph, and where there is one the guideline paragraph
/// or judgment that construes it, in the words one would use in a letter ("GDPR Art. 33(1)").
/// </summary>
/// <param name="Text">The citation as printed.</param>
/// <param name="Link">The European Legislation Identifier or another stable public address; null where none is known.</param>
public sealed record Citation(string Text, string? Link = null)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
