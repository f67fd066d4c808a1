using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fining;
using NodaTime;

namespace BreachNotify.Law.Fines;

/// <summary>What may one breach cost this addressee?</summary>
public sealed record ScenarioQuestion
{
    /// <summary><c>gdpr</c> or <c>uk-gdpr</c>.</summary>
    public required string Regime { get; init; }

    /// <summary>ISO date of the decision; default the day of the question.</summary>
    public string? DecidedOn { get; init; }

    /// <summary>The state whose authority decides, ISO 3166-1; names the comparable cases and the insurability too.</summary>
    public string? Authority { get; init; }

    /// <summary>The addressee, as in the question on fines.</summary>
    public required FineEntity Entity { get; init; }

    /// <summary>The exchange rate, as in the question on fines.</summary>
    public ExchangeRateGiven? ExchangeRate { get; init; }

    /// <summary>How many people are affected; without it there are no damages and response costs.</summary>
    public long? People { get; init; }

    /// <summary>Values in place of the defaults of damages and response costs.</summary>
    public IReadOnlyList<CostGiven>? Costs { get; init; }

    /// <summary>The rule book to answer with; default the current one.</summary>
    public string? RuleBook { get; init; }
}

/// <summary>The honest set: ceilings and starting ranges of three scenarios, comparable cases, neighbours, insurability, other costs. No figure is an expectation and none are added up.</summary>
public sealed record ScenarioAnswer : IAnswer
{
    /// <summary>Decided fines on Art. 32, 33 or 34 of the authority's state, or of all where none is named: percentiles.</summary>
    public required IReadOnlyList<Percentiles> Comparable { get; init; }

    /// <summary>Damages and response costs, each by itself; null without a number of people.</summary>
    public IReadOnlyList<CostAmount>? Costs { get; init; }

    /// <summary>Insurability in the authority's state; null where none is named.</summary>
    public InsurabilityRow? Insurability { get; init; }

    /// <summary>Ceilings of other regimes, never added up.</summary>
    public required IReadOnlyList<NeighbouringCeiling> Neighbours { get; init; }

    /// <inheritdoc/>
    public string Proof { get; init; } = Law.Proof.Placeholder;

    /// <summary>The question with its defaults filled in.</summary>
    public required ScenarioRequest Request { get; init; }

    /// <inheritdoc/>
    public required string RuleBook { get; init; }

    /// <summary>The three scenarios, the mildest first.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>False if a figure rests on an unverified source.</summary>
    public required bool Verified { get; init; }
}

/// <summary>A question with its defaults filled in.</summary>
public sealed record ScenarioRequest(FineRequest Fines, long? People, IReadOnlyList<CostDefault>? Costs);

/// <summary>One way an authority may take a breach.</summary>
/// <param name="Id"><c>notification</c>, <c>security</c> or <c>securityAndPrinciple</c>.</param>
/// <param name="Provisions">What is taken to be infringed, as one conduct.</param>
/// <param name="Ceiling">The most all of it may cost; null where no fine may be imposed.</param>
/// <param name="Starts">Where the fines start together, by seriousness; empty where no method gives a start.</param>
/// <param name="Derivation">Why this scenario.</param>
public sealed record Scenario(string Id, IReadOnlyList<string> Provisions, Money? Ceiling, IReadOnlyList<ScenarioStart> Starts, IReadOnlyList<Reason> Derivation)
{
    /// <summary>Both ends where the law of the state is not known.</summary>
    public MoneyRange? CeilingRange { get; init; }
}

/// <summary>Where the fines of a scenario start if all are of one seriousness.</summary>
/// <param name="Seriousness">The degree.</param>
/// <param name="Range">The sum of the starting amounts, cut at the ceiling.</param>
/// <param name="Insured">What of it an insurer may have to pay under the law of the authority's state; null where none is named.</param>
public sealed record ScenarioStart(Seriousness Seriousness, MoneyRange Range, MoneyRange? Insured);

/// <summary>
/// A breach seen three ways side by side. Of 573 decisions that cite Art. 32, 312 cite Art. 5 as well and so reach the higher
/// tier: the lower ceiling alone would understate what a breach can cost.
/// </summary>
public static class BreachScenarios
{
    private static readonly Citation Practice = new("Count over GDPRhub headers of decisions (2026-11)");

    private static readonly (string Id, string[] Provisions, Reason Why)[] Views =
    [
        ("notification", ["33", "34"], new Reason("Only the duties to notify are infringed: the breach was reported late, incompletely or not at all.", new Citation("GDPR Art. 33, 34"))),
        ("security", ["32"], new Reason("Security was not appropriate to the risk; the breach shows it.", new Citation("GDPR Art. 32"))),
        ("securityAndPrinciple", ["5(1)(f)", "32"], new Reason("The principle of integrity and confidentiality is infringed with Art. 32: 312 of 573 decisions that cite Art. 32 also cite Art. 5, and that is the higher tier.", Practice)),
    ];

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="today">The day of the question.</param>
    /// <param name="rates">The exchange rates held; default those the product ships.</param>
    /// <exception cref="QuestionException">The question is malformed, or the law or data refuse it.</exception>
    /// <exception cref="NotInForceException">Fines of the regime were not in force on the day of the decision.</exception>
    public static ScenarioAnswer Answer(ScenarioQuestion question, LocalDate today, ExchangeRates? rates = null)
    {
        var asked = new FineQuestion
        {
            Regime = question.Regime,
            DecidedOn = question.DecidedOn,
            Authority = question.Authority,
            Entity = question.Entity,
            ExchangeRate = question.ExchangeRate,
            RuleBook = question.RuleBook,
        };
        var plain = FineRules.Answer(asked, today, rates);
        if (question is { People: null, Costs.Count: > 0 })
        {
            throw QuestionException.Malformed("people", null, "is required with costs: how many people are affected.");
        }
        var insurability = question.Authority is { } state ? Insurability.Of(state) : null;
        var costs = question.People is null ? null : CostDefaults.With(question.Costs);
        return new ScenarioAnswer
        {
            Scenarios = [.. Views.Select(view => One(view.Id, view.Provisions, view.Why, asked, today, rates, insurability))],
            Comparable = Comparable(question.Authority),
            Insurability = insurability,
            Neighbours = NeighbouringCeilings.Of(question.Entity is { Kind: EntityKind.Undertaking, Turnover: { } turnover } ? new Money(turnover.Amount, turnover.Currency) : null),
            Costs = costs is null ? null : CostDefaults.For(question.People!.Value, costs),
            Verified = plain.Verified && insurability?.Verified != false && costs?.Any(row => !row.Verified) != true,
            RuleBook = plain.RuleBook,
            Request = new ScenarioRequest(plain.Request, question.People, costs),
        };
    }

    private static Scenario One(string id, string[] provisions, Reason why, FineQuestion asked, LocalDate today, ExchangeRates? rates, InsurabilityRow? insurability)
    {
        TotalFinding Total(Seriousness? seriousness) => FineRules.Answer(
            asked with { Infringements = [.. provisions.Select(provision => new Infringement { Provision = provision, Seriousness = seriousness })] }, today, rates).Total!;

        var starts = new List<ScenarioStart>();
        foreach (var seriousness in Enum.GetValues<Seriousness>())
        {
            if (Total(seriousness).Range is { } range)
            {
                starts.Add(new ScenarioStart(seriousness, range, insurability is null ? null : Insurability.Insured(insurability.Status, range)));
            }
        }
        var total = Total(null);
        return new Scenario(id, provisions, total.Ceiling, starts, [why, .. total.Derivation]) { CeilingRange = total.CeilingRange };
    }

    /// <summary>The decided fines behind <see cref="ScenarioAnswer.Comparable"/>: on Art. 32, 33 or 34, of one state or of all.</summary>
    /// <param name="country">ISO 3166-1 code of the authority's state; null for all.</param>
    public static IReadOnlyList<DecidedFine> ComparableFines(string? country) =>
    [
        .. DecidedFines.All.Where(fine => fine.Counts && (country is null || fine.Country == country)
            && fine.Articles.Any(article => article.Split('(')[0] is "32" or "33" or "34")),
    ];

    private static List<Percentiles> Comparable(string? country)
    {
        var fines = ComparableFines(country);
        return [.. fines.GroupBy(fine => fine.Fine.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Percentiles.From("fine", group.Key, group.Select(fine => (decimal?)fine.Fine.Amount)))];
    }
}
