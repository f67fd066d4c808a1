namespace BreachNotify.Law;

/// <summary>
/// Where a statement of law stands: instrument, article and paragraph, and where there is one the guideline paragraph
/// or judgment that construes it, in the words one would use in a letter ("GDPR Art. 33(1)").
/// </summary>
/// <param name="Text">The citation as printed.</param>
/// <param name="Link">The European Legislation Identifier or another stable public address; null where none is known.</param>
public sealed record Citation(string Text, string? Link = null)
{
    private byte[]? _json;

    /// <summary>The beginning of a step that cites it, up to where its text begins; encoded once.</summary>
    internal ReadOnlySpan<byte> Json => _json ??= [.. "{\"citation\":\""u8, .. AnswerWriter.Escape(Text), .. "\",\"text\":\""u8];

    /// <inheritdoc/>
    public bool Equals(Citation? other) => other is not null && Text == other.Text && Link == other.Link;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Link);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
