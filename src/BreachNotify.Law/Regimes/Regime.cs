using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>One law that sets duties to notify. Given what is known of an incident it says which duties arise towards one recipient, and by when.</summary>
/// <param name="Id">Regime id, such as <c>nis2</c>.</param>
/// <param name="Name">Its short name in citations, such as "UK GDPR".</param>
/// <param name="Link">Public address of the instrument.</param>
public abstract record Regime(string Id, string Name, string Link)
{
    /// <summary>For a regime of every EEA state.</summary>
    public const string Eea = "EEA";

    /// <summary>Where it applies: <see cref="Eea"/>, or the code of the one authority; null where competence follows from the facts.</summary>
    public string? Home { get; init; }

    /// <summary>Whether its duties follow from an incident or a vulnerability, be personal data breached or not.</summary>
    public bool OfIncidents { get; init; }

    /// <summary>What must be known to tell which of its duties arise.</summary>
    public abstract IReadOnlyList<TriggerQuestion> Questions { get; }

    /// <summary>The duties towards the recipient of the incident.</summary>
    /// <exception cref="NotInForceException">It was not in force on the day of the law applied.</exception>
    public abstract IEnumerable<Obligation> Obligations(Incident incident);

    /// <summary>Every provision with its dates.</summary>
    public abstract IEnumerable<Provisions> Provisions { get; }
}

/// <summary>A question on which duties depend.</summary>
/// <param name="Fact">The member of the question that answers it, such as <c>regimeFacts.significantIncident</c>.</param>
/// <param name="Text">The question in words.</param>
/// <param name="IfUnknown">What is assumed while nothing is said; null where both answers are shown and the earlier one is relied on.</param>
public sealed record TriggerQuestion(string Fact, string Text, bool? IfUnknown);

/// <summary>One provision of a regime over time.</summary>
/// <param name="ObligationId">The duty it sets.</param>
/// <param name="Provision">Its name.</param>
/// <param name="Terms">What it fixes, oldest first.</param>
/// <param name="Verified">False where nobody has read the figure.</param>
public sealed record Provisions(string ObligationId, string Provision, IReadOnlyList<InForce<string>> Terms, bool Verified);
