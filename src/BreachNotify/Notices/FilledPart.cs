namespace BreachNotify.Notices;

/// <summary>
/// The fixed pieces of a part of a letter, one more than there are names of the person's values between them. The same
/// object serves all who have the same values present, so that what is made of the pieces can be kept beside it.
/// </summary>
public sealed class Stencil(IReadOnlyList<string> pieces, IReadOnlyList<string> names)
{
    public IReadOnlyList<string> Pieces => pieces;

    public IReadOnlyList<string> Names => names;

    /// <summary>Of all pieces, in characters.</summary>
    public int Length { get; } = pieces.Sum(piece => piece.Length);
}

/// <summary>A part of one person's letter.</summary>
/// <param name="Values">What is printed behind each piece but the last, escaped as the part wants it.</param>
public readonly record struct FilledPart(Stencil Stencil, string[] Values)
{
    /// <summary>In characters.</summary>
    public int Length => Stencil.Length + Values.Sum(value => value.Length);

    /// <summary>The text as a reader sees it.</summary>
    public override string ToString() => string.Concat(Stencil.Pieces.Zip([.. Values, ""], string.Concat));
}
