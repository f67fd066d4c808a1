using System.Globalization;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>A fact on which a duty or its period depends, as a question that is answered by yes, no, or not yet.</summary>
/// <param name="Fact">The member of the question that answers it.</param>
/// <param name="Question">The question in words.</param>
/// <param name="Holds">The answer; null where nothing was said.</param>
/// <param name="IfUnknown">What is assumed then; null where both are shown and the earlier is relied on.</param>
public sealed record Condition(string Fact, string Question, Func<Incident, bool?> Holds, bool? IfUnknown = true)
{
    /// <summary>As data.</summary>
    public TriggerQuestion AsQuestion => new(Fact, Question, IfUnknown);

    /// <summary>A condition on one of the facts of regimes.</summary>
    public static Condition Of(string member, string question, Func<RegimeFacts, bool?> holds, bool? ifUnknown = true) =>
        new($"regimeFacts.{member}", question, incident => holds(incident.Facts), ifUnknown);

    /// <summary>At least so many people in a territory.</summary>
    /// <param name="territory">Country or state, as in <c>facts.affected</c>; its parts are added up.</param>
    /// <param name="least">The smallest number that suffices.</param>
    public static Condition AtLeast(string territory, long least) => new(
        "facts.affected",
        $"Are {least.ToString(CultureInfo.InvariantCulture)} or more people affected in {territory}?",
        incident => incident.PeopleIn(territory) is { } people ? people >= least : null);

    /// <summary>The answer as a step of a derivation.</summary>
    internal Reason Step(bool? holds, Citation citation, bool verified) => new(
        holds switch
        {
            true => $"{Question} Yes.",
            false => $"{Question} No.",
            null => IfUnknown switch
            {
                true => $"{Question} Not said; yes is assumed.",
                false => $"{Question} Not said; no is assumed.",
                null => $"{Question} Not said; the earlier end is relied on.",
            },
        },
        citation, verified);
}
