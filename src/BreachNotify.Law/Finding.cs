using System.Collections.Concurrent;

namespace BreachNotify.Law;

/// <summary>One step of a derivation: what follows, and from where.</summary>
public sealed record Reason
{
    private static readonly ConcurrentDictionary<(string Text, string Citation, bool Verified), Reason> Steps = new(new Glance());

    private string? _text;
    private byte[]? _json;

    /// <summary>A step in fixed words.</summary>
    /// <param name="text">See <see cref="Text"/>.</param>
    /// <param name="citation">See <see cref="Citation"/>.</param>
    /// <param name="verified">See <see cref="Verified"/>.</param>
    public Reason(string text, Citation citation, bool verified = true) => (_text, Citation, Verified) = (text, citation, verified);

    /// <summary>A step with holes, composed as it stands in an answer.</summary>
    internal Reason(ref Sentence text, Citation citation, bool verified = true)
    {
        (Citation, Verified) = (citation, verified);
        _json = AnswerJson.Encode(citation, text.Take(), verified);
    }

    /// <summary>The step in one sentence a reader without legal training can follow.</summary>
    public string Text => _text ??= AnswerJson.TextOf(_json!);

    /// <summary>The provision, guideline paragraph or judgment it rests on.</summary>
    public Citation Citation { get; }

    /// <summary>False where a figure in the step has no source that somebody read; the text then says so.</summary>
    public bool Verified { get; }

    /// <summary>The step as it stands in an answer, encoded once.</summary>
    internal ReadOnlySpan<byte> Json => _json ??= AnswerJson.Encode(Citation, AnswerWriter.Escape(_text!), Verified);

    /// <summary>A step of which all parts are fixed texts of the law: the same object for every answer.</summary>
    internal static Reason Fixed(string text, Citation citation, bool verified = true)
    {
        var key = (text, citation.Text, verified);
        return Steps.TryGetValue(key, out var known) ? known : Steps.GetOrAdd(key, new Reason(text, citation, verified));
    }

    /// <summary>Tells fixed steps apart by length and two characters before it compares them: a hash over whole sentences takes longer than all the rest of finding one.</summary>
    private sealed class Glance : IEqualityComparer<(string Text, string Citation, bool Verified)>
    {
        public bool Equals((string Text, string Citation, bool Verified) x, (string Text, string Citation, bool Verified) y) => x == y;

        public int GetHashCode((string Text, string Citation, bool Verified) step) =>
            (((step.Text.Length * 31) + step.Citation.Length) * 31) + (step.Text[step.Text.Length / 2] * 31) + step.Citation[^1];
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
