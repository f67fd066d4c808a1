using BreachNotify.Exposure.Severities;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>A book of business: who is insured, what hits several of them at once, and what is ceded.</summary>
/// <param name="Insureds">In any order; the order is that of the results.</param>
/// <param name="SharedEvents">Events that hit several insureds at the same time.</param>
/// <param name="Treaty">The reinsurance of the whole; null for none.</param>
public sealed record Book(IReadOnlyList<Insured> Insureds, IReadOnlyList<SharedEvent> SharedEvents, Treaty? Treaty = null)
{
    /// <summary>Expected events a year.</summary>
    public double Events => Insureds.Sum(insured => insured.Rate) + SharedEvents.Sum(shared => shared.Rate);
}

/// <summary>One insured with its tower of policies: an event has one loss, which goes through each of them.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Rate">Expected events of its own a year, 0 or more (Poisson).</param>
/// <param name="Severity">Shape of the loss; shared between insureds it is tabulated once.</param>
/// <param name="Scale">The loss is this times the severity.</param>
/// <param name="Policies">At least one.</param>
public sealed record Insured(string Id, double Rate, ISeverity Severity, double Scale, IReadOnlyList<Layer> Policies);

/// <summary>One policy: of an event share x min(max(loss - attachment, 0), limit), of a year min(max(sum - aggregate attachment, 0), aggregate limit).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Attachment">Where it begins.</param>
/// <param name="Limit">The most for an event; infinite for none.</param>
/// <param name="Share">Participation, above 0 and at most 1.</param>
/// <param name="AggregateAttachment">Where it begins in a year.</param>
/// <param name="AggregateLimit">The most for a year; infinite for none.</param>
/// <param name="Coverages">Sublimits: what is left of a loss before the terms of the event; null where the whole loss is covered.</param>
public sealed record Layer(
    string Id, double Attachment = 0, double Limit = double.PositiveInfinity, double Share = 1, double AggregateAttachment = 0, double AggregateLimit = double.PositiveInfinity, CoverageTerms? Coverages = null)
{
    /// <summary>What it pays for an event, before the terms of the year.</summary>
    /// <param name="loss">The ground-up loss, 0 or more.</param>
    public double Of(double loss) => Share * double.MinNative(double.MaxNative((Coverages is null ? loss : Coverages.Of(loss)) - Attachment, 0), Limit);
}

/// <summary>An event that hits several insureds: the outage of a provider, the breach of a processor.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Rate">Expected events a year (Poisson).</param>
/// <param name="Members">Positions of the insureds that depend on it.</param>
/// <param name="Probability">That an event hits a member, each by itself.</param>
/// <param name="Scale">The loss of a member is this times a loss of its own.</param>
public sealed record SharedEvent(string Id, double Rate, IReadOnlyList<int> Members, double Probability, double Scale = 1);

/// <summary>Reinsurance: a quota share first, then an excess of loss on what is left of each event.</summary>
/// <param name="Ceded">Part ceded by quota share, 0 to 1.</param>
/// <param name="EventRetention">Kept of each event; infinite for no excess.</param>
/// <param name="EventLimit">The most ceded above it for an event.</param>
/// <param name="AggregateLimit">The most ceded by the excess in a year.</param>
public sealed record Treaty(double Ceded = 0, double EventRetention = double.PositiveInfinity, double EventLimit = double.PositiveInfinity, double AggregateLimit = double.PositiveInfinity)
{
    /// <summary>What the excess takes of an event, before what it pays at most in a year.</summary>
    /// <param name="paid">What the policies pay, before the quota share.</param>
    public double Excess(double paid) => Math.Min(Math.Max((paid * (1 - Ceded)) - EventRetention, 0), EventLimit);

    /// <summary>What is left of an event, before what the excess pays at most in a year.</summary>
    /// <param name="paid">What the policies pay.</param>
    public double Kept(double paid) => (paid * (1 - Ceded)) - Excess(paid);
}
