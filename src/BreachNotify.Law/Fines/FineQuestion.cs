using System.Globalization;
using BreachNotify.Law.Fining;

namespace BreachNotify.Law.Fines;

/// <summary>How high may a fine be, and where would it start?</summary>
public sealed record FineQuestion
{
    /// <summary><c>gdpr</c> or <c>uk-gdpr</c>.</summary>
    public required string Regime { get; init; }

    /// <summary>ISO date of the decision; default the day of the question.</summary>
    public string? DecidedOn { get; init; }

    /// <summary>The state whose authority decides, ISO 3166-1; matters for currencies: Poland fixes one rate a year.</summary>
    public string? Authority { get; init; }

    /// <summary>The authority's method; default the one in force for the regime on that day, if any.</summary>
    public string? Method { get; init; }

    /// <summary>The addressee.</summary>
    public required FineEntity Entity { get; init; }

    /// <summary>The exchange rate for a turnover in another currency than the tiers; default one that is held for the day.</summary>
    public ExchangeRateGiven? ExchangeRate { get; init; }

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

    /// <summary>Whose turnover it is; default the group's. The entity's own needs a reason.</summary>
    public TurnoverBasis? TurnoverBasis { get; init; }

    /// <summary>Why the entity's own turnover is taken; required with it, refused without.</summary>
    public string? TurnoverBasisReason { get; init; }

    /// <summary>What it was taken from; default closed accounts. A forecast is possible under the UK GDPR alone.</summary>
    public TurnoverFigure? TurnoverFigure { get; init; }

    /// <summary>What it measures; default revenue, for banks total income.</summary>
    public TurnoverMeasure? TurnoverMeasure { get; init; }

    /// <summary>State of a public body, ISO 3166-1; required for public bodies.</summary>
    public string? State { get; init; }
}

/// <summary>An amount of money as sent.</summary>
/// <param name="Amount">0 or more, with up to 2 decimals and 15 digits.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record Turnover(decimal Amount, string Currency);

/// <summary>An exchange rate as sent: one unit of <c>from</c> is <c>rate</c> units of <c>to</c>.</summary>
/// <param name="From">ISO 4217 code.</param>
/// <param name="To">ISO 4217 code; with <paramref name="From"/> it names the currencies of turnover and tiers, in either order.</param>
/// <param name="Rate">More than 0, up to 8 decimals.</param>
/// <param name="Date">ISO date the rate is for, not after the decision.</param>
/// <param name="Source">Who published it.</param>
public sealed record ExchangeRateGiven(string From, string To, decimal Rate, string Date, string Source)
{
    /// <summary>Reads one as a shell or a form gives it: from, to, rate, date and source between commas.</summary>
    /// <exception cref="QuestionException">It is something else.</exception>
    public static ExchangeRateGiven Of(string field, string text) =>
        text.Split(',', 5, StringSplitOptions.TrimEntries) is [var from, var to, var rate, var date, var source] && decimal.TryParse(rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new ExchangeRateGiven(from, to, number, date, source)
            : throw QuestionException.Malformed(field, text, "must be from, to, rate, date and source, as in USD,EUR,0.9333,2023-12-11,ECB.");
}

/// <summary>One infringement.</summary>
public sealed record Infringement
{
    /// <summary>The provision infringed, such as <c>33</c> or <c>5(1)(f)</c>.</summary>
    public required string Provision { get; init; }

    /// <summary>How serious it is; without it only the ceiling is given.</summary>
    public Seriousness? Seriousness { get; init; }

    /// <summary>The category under a historical method, where the method's own list of provisions is not held.</summary>
    public int? Category { get; init; }

    /// <summary>Infringements with the same word belong to the same or linked operations; absent: all to one conduct.</summary>
    public string? Conduct { get; init; }

    /// <summary>Aggravating and mitigating factors of Art. 83(2)(c)-(f) and (h)-(k), each once, weighed by the one who asks.</summary>
    public IReadOnlyList<Factor>? Factors { get; init; }
}

/// <summary>Which way a factor works.</summary>
public enum FactorDirection
{
    /// <summary>Raises the fine.</summary>
    Aggravating,

    /// <summary>Lowers the fine.</summary>
    Mitigating,

    /// <summary>Was considered and changes nothing.</summary>
    Neutral,
}

/// <summary>One factor of Art. 83(2).</summary>
public sealed record Factor
{
    /// <summary>Its letter: <c>c</c> to <c>f</c> or <c>h</c> to <c>k</c>; (a), (b) and (g) are already in the seriousness.</summary>
    public required string Point { get; init; }

    /// <summary>Which way it works.</summary>
    public required FactorDirection Direction { get; init; }

    /// <summary>Its weight as a share of the starting amount, 0.10 for 10 %; without weight or amount the factor is listed and not applied.</summary>
    public decimal? Weight { get; init; }

    /// <summary>Its weight as an amount, instead of a share; in the currency of the starting amount.</summary>
    public Turnover? Amount { get; init; }

    /// <summary>What was found, in one sentence.</summary>
    public string? Reason { get; init; }
}
