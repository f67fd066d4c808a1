using BreachNotify.Law;

namespace BreachNotify.Exposure.Costs;

/// <summary>What a breach costs by component, and what the policy pays under each reading of its terms.</summary>
public sealed record BreachCostAnswer : IAnswer
{
    /// <summary>Published figures for comparison; none of them is part of a sum.</summary>
    public required IReadOnlyList<Benchmark> Benchmarks { get; init; }

    /// <summary>The components that arise, in the order of their list.</summary>
    public required IReadOnlyList<ComponentCost> Components { get; init; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>How the payments were found.</summary>
    public required IReadOnlyList<Reason> Derivation { get; init; }

    /// <summary>The fine in three columns; null where no addressee was given.</summary>
    public FineColumns? Fine { get; init; }

    /// <summary>What the policy pays, under each order of its terms and each reading of the waiting period.</summary>
    public required IReadOnlyList<Payment> Paid { get; init; }

    /// <inheritdoc/>
    public string Proof { get; init; } = Law.Proof.Placeholder;

    /// <summary>The question with every default filled in; what the proof is taken over.</summary>
    public required BreachCostQuestion Request { get; init; }

    /// <inheritdoc/>
    public required string RuleBook { get; init; }

    /// <summary>The sum of the components, each at its low, base and high value.</summary>
    public required Estimate Total { get; init; }

    /// <summary>False if a figure rests on an unverified source; the derivation of its component says which.</summary>
    public required bool Verified { get; init; }

    /// <summary>What a reader must know before using a figure; empty where there is nothing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>What one component costs.</summary>
/// <param name="Component">The component.</param>
/// <param name="Cost">Before the policy; of an interruption the whole loss, without waiting period.</param>
/// <param name="Sublimit">The most the policy pays for it; null for no sublimit.</param>
/// <param name="Verified">False if a figure rests on an unverified source.</param>
/// <param name="Derivation">The steps.</param>
public sealed record ComponentCost(Component Component, Estimate Cost, decimal? Sublimit, bool Verified, IReadOnlyList<Reason> Derivation);

/// <summary>A fine in three columns: a single number would hide what is open.</summary>
/// <param name="Ceiling">The most it may be; null where no fine may be imposed.</param>
/// <param name="Range">Where a fine of this seriousness starts; null where no method gives a start. Not an expected fine.</param>
/// <param name="Insured">What of the range, or else of the ceiling, an insurer may have to pay; both ends where the law is open.</param>
/// <param name="Insurability">The law of the state.</param>
public sealed record FineColumns(Money? Ceiling, MoneyRange? Range, MoneyRange Insured, BreachNotify.Law.Fines.InsurabilityRow Insurability);

/// <summary>What the policy pays under one reading.</summary>
/// <param name="Order">What is applied first.</param>
/// <param name="WaitingPeriod">How the waiting period works; null where there is no interruption.</param>
/// <param name="Paid">Together.</param>
/// <param name="Components">Of each component, in the order of the list.</param>
public sealed record Payment(TermsOrder Order, WaitingPeriodReading? WaitingPeriod, Estimate Paid, IReadOnlyList<ComponentPayment> Components);

/// <summary>What the policy pays for one component.</summary>
public sealed record ComponentPayment(Component Component, Estimate Paid);

/// <summary>A published figure for comparison, in its own currency.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Component">What it is to be compared with; null for the whole.</param>
/// <param name="What">What it is.</param>
/// <param name="Low">Low value.</param>
/// <param name="Base">Middle value; null where only the ends are known.</param>
/// <param name="High">High value.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Valid">Where it holds; null where the source states nothing.</param>
/// <param name="Inside">Whether this breach lies there; null where that is not known.</param>
/// <param name="AsOf">Year of the source.</param>
/// <param name="Source">The source.</param>
/// <param name="Verified">False where a figure was not read.</param>
public sealed record Benchmark(
    string Id, Component? Component, string What, decimal Low, decimal? Base, decimal High, string Currency, ValidRange? Valid, bool? Inside, string AsOf, string? Source, bool Verified);
