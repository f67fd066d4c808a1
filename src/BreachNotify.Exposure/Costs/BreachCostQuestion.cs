using BreachNotify.Law.Fines;

namespace BreachNotify.Exposure.Costs;

/// <summary>What does one breach cost an insured, and what of it does the policy pay?</summary>
public sealed record BreachCostQuestion
{
    /// <summary>ISO 4217 code the answer is in, and every amount without one.</summary>
    public required string Currency { get; init; }

    /// <summary>State of the insured and of the authority, ISO 3166-1.</summary>
    public required string Country { get; init; }

    /// <summary>People affected, 0 or more.</summary>
    public required long People { get; init; }

    /// <summary>Records lost, for the published models that count them; default the people.</summary>
    public long? Records { get; init; }

    /// <summary>Revenue of a year: chooses between the averages of small and large firms.</summary>
    public Turnover? Revenue { get; init; }

    /// <summary>ISO date of the rates and of the decision on a fine; default the day of the question.</summary>
    public string? AsOf { get; init; }

    /// <summary>Who is told how; default everybody by letter. From a mailing: accepted by e-mail, undeliverable and without address by letter.</summary>
    public IReadOnlyList<NotificationChannel>? Notification { get; init; }

    /// <summary>An outage; without it there is no interruption.</summary>
    public Outage? Interruption { get; init; }

    /// <summary>Ransom and negotiation, your own figures; without them there is none: no typical amount was found in a source.</summary>
    public Estimate? Extortion { get; init; }

    /// <summary>The addressee of a fine; without it there is none.</summary>
    public FineFacts? Fine { get; init; }

    /// <summary>Values in place of the defaults, in their currencies.</summary>
    public IReadOnlyList<CostGiven>? Costs { get; init; }

    /// <summary>Rates between the currencies that meet, beside those held.</summary>
    public IReadOnlyList<ExchangeRateGiven>? ExchangeRates { get; init; }

    /// <summary>The policy; default one that pays everything.</summary>
    public BreachPolicy? Policy { get; init; }

    /// <summary>The rule book to answer with; default the current one.</summary>
    public string? RuleBook { get; init; }
}

/// <summary>How people are told.</summary>
public enum NoticeChannel
{
    /// <summary>By e-mail.</summary>
    Email,

    /// <summary>By letter.</summary>
    Letter,

    /// <summary>By telephone.</summary>
    Call,
}

/// <summary>People told by one channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="People">How many, 0 or more.</param>
/// <param name="UnitCost">Cost of each, in the currency of the question; default that of the country where there is one.</param>
public sealed record NotificationChannel(NoticeChannel Channel, long People, decimal? UnitCost = null);

/// <summary>An outage and what the policy says of it.</summary>
public sealed record Outage
{
    /// <summary>Gross profit of 24 hours.</summary>
    public required decimal DailyGrossProfit { get; init; }

    /// <summary>Hours without systems.</summary>
    public required decimal OutageHours { get; init; }

    /// <summary>The waiting period in hours, 8 to 12 being usual; default 12.</summary>
    public decimal? WaitingHours { get; init; }

    /// <summary>The indemnity period in days from the beginning of the outage; default 365.</summary>
    public decimal? IndemnityDays { get; init; }
}

/// <summary>Who would be fined, for what.</summary>
public sealed record FineFacts
{
    /// <summary><c>gdpr</c> or <c>uk-gdpr</c>; default <c>gdpr</c>.</summary>
    public string? Regime { get; init; }

    /// <summary>The addressee, as in the question on fines.</summary>
    public required FineEntity Entity { get; init; }

    /// <summary>How the authority takes the breach: <c>notification</c>, <c>security</c> (default) or <c>securityAndPrinciple</c>.</summary>
    public string? Scenario { get; init; }

    /// <summary>How serious the infringement is; default medium.</summary>
    public BreachNotify.Law.Fining.Seriousness? Seriousness { get; init; }

    /// <summary>Your own expected fine, probability included; no source gives one. Default none.</summary>
    public decimal? Expected { get; init; }
}

/// <summary>The terms of a policy for one breach, in the currency of the question.</summary>
public sealed record BreachPolicy
{
    /// <summary>Borne by the insured; default 0.</summary>
    public decimal? Retention { get; init; }

    /// <summary>The most above it; default none.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The insurer's part, above 0 and at most 1; default 1.</summary>
    public decimal? Share { get; init; }

    /// <summary>Sublimits inside the limit.</summary>
    public IReadOnlyList<Sublimit>? Sublimits { get; init; }
}

/// <summary>The most that is paid for one component.</summary>
/// <param name="Component">The component.</param>
/// <param name="Limit">0 (not covered) or more.</param>
public sealed record Sublimit(Component Component, decimal Limit);
