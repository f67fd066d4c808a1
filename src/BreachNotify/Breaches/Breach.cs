using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Severity;
using NodaTime;
using DutyRole = BreachNotify.Law.Deadlines.Role;

namespace BreachNotify.Breaches;

/// <summary>What an officer states of a breach (GDPR Art. 33(5)); a title and the awareness suffice at first. Nothing about the affected persons themselves.</summary>
public record BreachFacts
{
    public required string Title { get; init; }

    /// <summary>Awareness; at most five minutes ahead of the clock.</summary>
    public required Moment AwareAt { get; init; }

    /// <summary>IANA zone in which local times are read; default the authority's.</summary>
    public string? Zone { get; init; }

    /// <summary>Whose authority is notified, as in <c>POST /deadlines</c>.</summary>
    public string? Authority { get; init; }

    public Sector Sector { get; init; }

    public DutyRole Role { get; init; }

    /// <summary>Null while nobody has assessed it.</summary>
    public RiskLevel? Risk { get; init; }

    public IncidentKind? IncidentKind { get; init; }

    public Controller? Controller { get; init; }

    public Contact? Contact { get; init; }

    /// <summary>What happened, in plain words.</summary>
    public string? Nature { get; init; }

    public Texts? DataTypes { get; init; }

    public string? Consequences { get; init; }

    public string? Measures { get; init; }

    /// <summary>What people can do.</summary>
    public string? Advice { get; init; }

    public IReadOnlyList<AffectedPeople> Affected { get; init; } = [];

    /// <summary>Countries or Laender of the controller's establishments, the main one first; default the controller's country.</summary>
    public IReadOnlyList<string>? Seats { get; init; }

    /// <summary>Whether there is an establishment in the EEA; default whether the authority or one of the seats lies there.</summary>
    public bool? EstablishedInEea { get; init; }

    /// <summary>Ids of the regimes to be counted, as in <c>POST /deadlines</c>; default those of the authorities.</summary>
    public IReadOnlyList<string>? Regimes { get; init; }

    /// <summary>Facts that single regimes ask for, as in <c>POST /deadlines</c>.</summary>
    public RegimeFacts? RegimeFacts { get; init; }

    public Moment? OccurredFrom { get; init; }

    public Moment? OccurredUntil { get; init; }

    /// <summary>The officer's own wording for letters in other languages, by language tag.</summary>
    public IReadOnlyDictionary<string, Wording> Translations { get; init; } = new Dictionary<string, Wording>();
}

/// <summary>The record: the facts, what was done and decided, and its place in time.</summary>
public sealed record Breach : BreachFacts
{
    [JsonConstructor]
    public Breach()
    {
    }

    [SetsRequiredMembers]
    public Breach(BreachFacts facts)
        : base(facts)
    {
        (Id, RegisteredBy) = ("", Actor.Service);
    }

    public required string Id { get; init; }

    /// <summary>1 at first, one more with every change; the ETag.</summary>
    public required long Version { get; init; }

    public required Instant RegisteredAt { get; init; }

    public required Actor RegisteredBy { get; init; }

    public required Instant ChangedAt { get; init; }

    public IReadOnlyList<RecordedAct> Acts { get; init; } = [];

    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>A made-up case to look around with: in no export of the register, and removable. Set when it is registered, never after.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Sample { get; init; }

    /// <summary>The decision that it is no personal-data breach, while it stands; null where the duties run.</summary>
    [JsonIgnore]
    public Decision? End => Decisions.LastOrDefault(decision => decision.Effect is not null) is { Effect: DecisionEffect.Ends } end ? end : null;
}

public sealed record Controller(string Name, string Country, string? Address = null, string? Registration = null);

/// <summary>The data protection officer or another contact point.</summary>
public sealed record Contact(string Name, string Email, string? Phone = null);

public sealed record Wording(string? Nature = null, IReadOnlyList<string>? DataTypes = null, string? Consequences = null, string? Measures = null, string? Advice = null);

/// <summary>Something that was done about the breach, and who put it on record.</summary>
public sealed record RecordedAct(
    string Id,
    ActKind Kind,
    Instant At,
    string? Recipient,
    string? Channel,
    string? OwnReference,
    string? AuthorityReference,
    string? Note,
    Instant RecordedAt,
    Actor RecordedBy,
    string? Obligation = null);

/// <summary>A decision with what was known: the record's version then and the rule book then.</summary>
/// <param name="Effect">What it changes; null where it is kept on record alone.</param>
/// <param name="Severity">The question to ENISA's methodology of which it is the answer; null for any other decision.</param>
public sealed record Decision(string Id, string Question, string Answer, Texts Reasons, Instant DecidedAt, Actor DecidedBy, string RuleBook, long FactsVersion, DecisionEffect? Effect = null, SeverityQuestion? Severity = null);

/// <summary>What a decision changes beyond being on record.</summary>
public enum DecisionEffect
{
    /// <summary>
    /// It is no personal-data breach (GDPR Art. 4(12)): what laws about personal data ask is owed no longer, and nothing of it is
    /// alarmed. Duties that follow from an incident as such (NIS2, DORA) run on. The record stays.
    /// </summary>
    Ends,

    /// <summary>It is one after all: the duties run again, from the awareness on record.</summary>
    Reopens,
}

/// <summary>Kinds of incident by which insurers classify claims.</summary>
public enum IncidentKind
{
    RansomwareExtortion,
    DataBreachByHackers,
    OtherSecurityFailure,
    ImpersonationFraud,
    OtherMalware,
    EmployeeNegligence,
    LossOrTheftOfAssets,
    LegalAction,
    SystemFailure,
    OtherExtortion,
    DenialOfService,
    Other,
}

/// <summary>Looks up one record for another part of the service; null if there is none.</summary>
public delegate Task<Breach?> FindBreach(string id, Instant? knownAt = null);

/// <summary>Every breach, oldest registration first, read a page at a time.</summary>
public delegate IAsyncEnumerable<Breach> EveryBreach();

/// <summary>Every state of a breach's record, oldest first; empty if it is not registered.</summary>
public delegate Task<IReadOnlyList<Breach>> BreachHistory(string id);

/// <summary>Every breach, newest registration first, read a page at a time.</summary>
public delegate IAsyncEnumerable<Breach> NewestBreaches();

/// <summary>The next breaches in the order of their last changes.</summary>
/// <param name="after">The place of the last one seen; 0 at first.</param>
public delegate Task<IReadOnlyList<(long Place, Breach Breach)>> ChangedBreaches(long after);

/// <summary>Puts an act on record within the caller's transaction; returns the record with it.</summary>
public delegate Breach RecordAct(DbTransaction transaction, string id, NewAct act, Actor by);
