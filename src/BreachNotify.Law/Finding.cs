namespace BreachNotify.Law;

/// <summary>One step of a derivation: what follows, and from where.</summary>
/// <param name="Text">The step in one sentence a reader without legal training can follow.</param>
/// <param name="Citation">The provision, guideline paragraph or judgment it rests on.</param>
/// <param name="Verified">False where a figure in the step has no source that somebody read; the text then says so.</param>
public sealed record Reason(string Text, Citation Citation, bool Verified = true);

/// <summary>A result of law together with the ordered reasons that lead to it.</summary>
/// <typeparam name="T">The kind of result.</typeparam>
/// <param name="Value">The result.</param>
/// <param name="Derivation">The steps, in the order in which they are taken; never empty.</param>
public sealed record Finding<T>(T Value, IReadOnlyList<Reason> Derivation)
{
    /// <summary>False if any step rests on an unverified figure.</summary>
    public bool Verified => Derivation.All(step => step.Verified);
}
