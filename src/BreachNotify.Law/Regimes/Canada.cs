using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Regimes;

/// <summary>
/// Canada, Personal Information Protection and Electronic Documents Act s. 10.1 and 10.2: the Privacy Commissioner, the people
/// and others who can reduce the harm are told as soon as feasible of a breach that creates a real risk of significant harm;
/// records are kept for 24 months. Since 1 November 2018. The text has not been compared with the official one.
/// <see href="https://laws-lois.justice.gc.ca/eng/acts/P-8.6/"/>
/// </summary>
public static class Canada
{
    private const string Link = "https://laws-lois.justice.gc.ca/eng/acts/P-8.6/";

    private static readonly Condition RealRisk = Condition.Of("significantHarm", "Is there a real risk of significant harm?", facts => facts.SignificantHarm);

    /// <summary>The regime.</summary>
    public static readonly ClockRegime Regime = new("ca-pipeda", "PIPEDA", Link, Manner.Plain,
    [
        new("ca-pipeda-10-1-2", "PIPEDA s. 10.1(2)", Link, Start.WithOrAwareness(ActKind.Determined), new Term(2018, 11, 1, Period.InWords("as soon as feasible after it is determined that the breach has occurred"))) { Read = false },
        new("ca-pipeda-10-1-6", "PIPEDA s. 10.1(6)", Link, Start.WithOrAwareness(ActKind.Determined), new Term(2018, 11, 1, Period.InWords("as soon as feasible after it is determined that the breach has occurred"))) { Recipient = "people", Read = false },
    ])
    {
        Home = "CA",
        AppliesIf = [RealRisk],
    };
}
