using BreachNotify.Law.Authorities;

namespace BreachNotify.Law.Deadlines;

/// <summary>Whose duty is asked about.</summary>
public enum Role
{
    /// <summary>The controller.</summary>
    Controller,

    /// <summary>One of several controllers who decide jointly (GDPR Art. 26).</summary>
    JointController,

    /// <summary>A processor, who tells the controller.</summary>
    Processor,
}

/// <summary>By when must whom be told of a breach? The answered question is returned with every default filled in.</summary>
public sealed record DeadlineQuestion
{
    /// <summary>
    /// Awareness: RFC 3339 with offset, or a local date and time without offset that is read in <see cref="Zone"/>.
    /// In an answer UTC with <c>Z</c>. It may lie in the future (planning, exercises).
    /// </summary>
    public required string AwareAt { get; init; }

    /// <summary>IANA zone of a local <see cref="AwareAt"/>; default the authority's. Absent in an answer.</summary>
    public string? Zone { get; init; }

    /// <summary>When the breach itself happened, RFC 3339 with offset; only checked against <see cref="AwareAt"/>.</summary>
    public string? OccurredAt { get; init; }

    /// <summary>
    /// Whose authority is notified: ISO 3166-1 code, the ISO 3166-2 code of a German Land or a US state, or <c>EU</c>; required
    /// unless <see cref="Facts"/> or <see cref="Regimes"/> say it.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>Which of two authorities where public and private bodies have different ones (Bavaria); default private.</summary>
    public Sector? Sector { get; init; }

    /// <summary>Where the controller and the people are; the recipients follow from it.</summary>
    public EstablishmentFacts? Facts { get; init; }

    /// <summary>Facts that single regimes ask for.</summary>
    public RegimeFacts? RegimeFacts { get; init; }

    /// <summary>Default controller.</summary>
    public Role? Role { get; init; }

    /// <summary>Default risk.</summary>
    public RiskLevel? Risk { get; init; }

    /// <summary>Regime ids; default those that apply to the authority on the day.</summary>
    public IReadOnlyList<string>? Regimes { get; init; }

    /// <summary>ISO date of the law applied; default the local day of awareness.</summary>
    public string? AsOf { get; init; }

    /// <summary>ISO dates that replace the built-in public holidays; absent for the built-in ones.</summary>
    public IReadOnlyList<string>? Holidays { get; init; }

    /// <summary>A proposal laid over the law, such as <c>digital-omnibus</c>.</summary>
    public string? WhatIf { get; init; }

    /// <summary>What already happened.</summary>
    public IReadOnlyList<Act>? Acts { get; init; }

    /// <summary>The decision that it is no personal-data breach; null where it is one or nobody has decided.</summary>
    public NoBreach? NoBreach { get; init; }

    /// <summary>The rule book to answer with; default the current one. In an answer it stands beside the request.</summary>
    public string? RuleBook { get; init; }
}

/// <summary>Where the controller is established and where the affected people live.</summary>
public sealed record EstablishmentFacts
{
    /// <summary>Countries or Laender of the controller's establishments, the main one first.</summary>
    public IReadOnlyList<string>? Seats { get; init; }

    /// <summary>Whether there is an establishment in the EEA; default whether one of the seats lies there.</summary>
    public bool? EstablishedInEea { get; init; }

    /// <summary>Affected people by country.</summary>
    public IReadOnlyList<AffectedPeople>? Affected { get; init; }
}

/// <summary>People affected in one country.</summary>
/// <param name="Country">ISO 3166-1 code, or the ISO 3166-2 code of a Land or a US state.</param>
/// <param name="People">Number of people, 0 to <see cref="Recipients.PopulationOfTheEarth"/>.</param>
public sealed record AffectedPeople(string Country, long People);

/// <summary>Something that was done.</summary>
public sealed record Act
{
    /// <summary>What was done.</summary>
    public required ActKind Kind { get; init; }

    /// <summary>When: RFC 3339 with offset; in an answer UTC.</summary>
    public required string At { get; init; }

    /// <summary>The recipient it concerns, as in the obligation; default every recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>
    /// The obligation it meets, such as <c>dora-19-initial</c>. Filings that name none are taken to meet the stages of a regime
    /// one after the other.
    /// </summary>
    public string? Obligation { get; init; }
}

/// <summary>Kinds of acts that deadlines depend on.</summary>
public enum ActKind
{
    /// <summary>The authority was notified.</summary>
    Filed,

    /// <summary>The people, or the controller, were told.</summary>
    Told,

    /// <summary>The incident was classified as reportable.</summary>
    Classified,

    /// <summary>A notice was withdrawn.</summary>
    Withdrawn,

    /// <summary>A report was submitted to the authority; as <see cref="Filed"/>.</summary>
    Submitted,

    /// <summary>The authority was given the notification proper, as against an early warning; as <see cref="Filed"/>.</summary>
    Notified,

    /// <summary>It was assessed that the breach is notifiable.</summary>
    Assessed,

    /// <summary>It was determined that there is a breach, or that it is material.</summary>
    Determined,

    /// <summary>A breach was suspected; may lie before awareness.</summary>
    Suspected,

    /// <summary>A corrective or mitigating measure became available.</summary>
    FixAvailable,

    /// <summary>The handling of the incident ended.</summary>
    Handled,

    /// <summary>The incident was closed; as <see cref="Handled"/>.</summary>
    Closed,

    /// <summary>Information that was missing in a filing became available.</summary>
    InformationAvailable,
}
