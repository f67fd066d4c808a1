using System.Globalization;
using Fluid;

namespace BreachNotify.Notices;

/// <summary>Takes what a template prints, up to <see cref="LetterTemplate.LongestOutput"/>, and notes where a person's value belongs.</summary>
public sealed class LetterWriter() : StringWriter(CultureInfo.InvariantCulture)
{
    private readonly List<(int At, string Name)> _holes = [];

    public void Leave(string name) => _holes.Add((GetStringBuilder().Length, name));

    public override void Write(string? value)
    {
        base.Write(value);
        if (GetStringBuilder().Length > LetterTemplate.LongestOutput)
        {
            throw new FluidException($"it gives a letter of more than {LetterTemplate.LongestOutput} characters");
        }
    }

    public Stencil Split()
    {
        var whole = ToString();
        var pieces = new List<string>();
        var from = 0;
        foreach (var (at, _) in _holes)
        {
            pieces.Add(whole[from..at]);
            from = at;
        }
        pieces.Add(whole[from..]);
        return new Stencil(pieces, [.. _holes.Select(hole => hole.Name)]);
    }
}
