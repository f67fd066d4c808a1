using BreachNotify.Law.Fining;

namespace BreachNotify.Law.Fines;

/// <summary>How high may a fine be, and where would it start?</summary>
public sealed record FineQuestion
{
    /// <summary><c>gdpr</c> or <c>uk-gdpr</c>.</summary>
    public required string Regime { get; init; }

    /// <summary>ISO date of the decision; default the day of the question.</summary>
    public string? DecidedOn { get; init; }

    /// <summary>The authority's method; default the one in force for the regime on that day, if any.</summary>
    public string? Method { get; init; }

    /// <summary>The addressee.</summary>
    public required FineEntity Entity { get; init; }

    /// <summary>The infringements; may be empty.</summary>
    public IReadOnlyList<Infringement>? Infringements { get; init; }

    /// <summary>The rule book to answer with; default the current one.</summary>
    public string? RuleBook { get; init; }
}

/// <summary>The addressee of the fine.</summary>
public sealed record FineEntity
{
    /// <summary>What kind of person it is.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>Worldwide turnover of the whole undertaking; required for undertakings, refused for others.</summary>
    public Turnover? Turnover { get; init; }

    /// <summary>Financial year of the turnover; default the year before the decision.</summary>
    public int? TurnoverYear { get; init; }

    /// <summary>State of a public body, ISO 3166-1; required for public bodies.</summary>
    public string? State { get; init; }
}

/// <summary>An amount of money as sent.</summary>
/// <param name="Amount">Up to 2 decimals and 15 digits.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record Turnover(decimal Amount, string Currency);

/// <summary>One infringement.</summary>
public sealed record Infringement
{
    /// <summary>The provision infringed, such as <c>33</c> or <c>5(1)(f)</c>.</summary>
    public required string Provision { get; init; }

    /// <summary>How serious it is; without it only the ceiling is given.</summary>
    public Seriousness? Seriousness { get; init; }

    /// <summary>Infringements with the same word belong to the same or linked operations; absent: all to one conduct.</summary>
    public string? Conduct { get; init; }
}
