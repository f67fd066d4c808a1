using System.Collections.Concurrent;

namespace BreachNotify.Law;

/// <summary>One step of a derivation: what follows, and from where.</summary>
/// <param name="Text">The step in one sentence a reader without legal training can follow.</param>
/// <param name="Citation">The provision, guideline paragraph or judgment it rests on.</param>
/// <param name="Verified">False where a figure in the step has no source that somebody read; the text then says so.</param>
public sealed record Reason(string Text, Citation Citation, bool Verified = true)
{
    private static readonly ConcurrentDictionary<(string Text, string Citation, bool Verified), Reason> Steps = new();

    // A changed copy (`with`) must not keep the bytes of the original.
    private Reason(Reason original) => (Text, Citation, Verified) = (original.Text, original.Citation, original.Verified);

    /// <summary>The step as JSON where it does not depend on the question, encoded once; else null.</summary>
    internal byte[]? Json { get; private init; }

    /// <summary>The same step, encoded once and for all: for steps that many answers share.</summary>
    internal Reason Kept() => new(Text, Citation, Verified) { Json = AnswerJson.Encode(this) };

    /// <summary>A step of which all parts are fixed texts of the law: the same object, encoded once, for every answer.</summary>
    internal static Reason Fixed(string text, Citation citation, bool verified = true)
    {
        var key = (text, citation.Text, verified);
        return Steps.TryGetValue(key, out var known) ? known : Steps.GetOrAdd(key, new Reason(text, citation, verified).Kept());
    }

    /// <inheritdoc/>
    public bool Equals(Reason? other) => other is not null && Text == other.Text && Citation == other.Citation && Verified == other.Verified;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Citation, Verified);

    /// <summary>Whether every step of a derivation rests on figures that somebody read in their source.</summary>
    internal static bool AreVerified(IReadOnlyList<Reason> derivation)
    {
        for (var i = 0; i < derivation.Count; i++)
        {
            if (!derivation[i].Verified)
            {
                return false;
            }
        }
        return true;
    }
}

/// <summary>A result of law together with the ordered reasons that lead to it.</summary>
/// <typeparam name="T">The kind of result.</typeparam>
/// <param name="Value">The result.</param>
/// <param name="Derivation">The steps, in the order in which they are taken; never empty.</param>
public sealed record Finding<T>(T Value, IReadOnlyList<Reason> Derivation)
{
    /// <summary>False if any step rests on an unverified figure.</summary>
    public bool Verified => Reason.AreVerified(Derivation);
}
