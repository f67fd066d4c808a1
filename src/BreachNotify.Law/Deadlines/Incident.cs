using BreachNotify.Law.Calendars;
using NodaTime;

namespace BreachNotify.Law.Deadlines;

/// <summary>What is known of an incident, as far as the duties towards one recipient depend on it.</summary>
public sealed record Incident
{
    /// <summary>The law applied.</summary>
    public required RuleBook Book { get; init; }

    /// <summary>Who is to be told, and why.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>The public holidays counted with.</summary>
    public required HolidayCalendar Holidays { get; init; }

    /// <summary>Whose duty is asked about.</summary>
    public required Role Role { get; init; }

    /// <summary>The risk to people.</summary>
    public required RiskLevel Risk { get; init; }

    /// <summary>Awareness.</summary>
    public required Instant AwareAt { get; init; }

    /// <summary>Date of the law applied.</summary>
    public required LocalDate AsOf { get; init; }

    /// <summary>What already happened, oldest first.</summary>
    public required IReadOnlyList<DatedAct> Acts { get; init; }

    /// <summary>Facts that single regimes ask for.</summary>
    public required RegimeFacts Facts { get; init; }

    /// <summary>Affected people by country.</summary>
    public required IReadOnlyList<AffectedPeople> Affected { get; init; }

    /// <summary>The zone of the recipient.</summary>
    public DateTimeZone Zone => Recipient.Authority.Zone;

    /// <summary>The one filing made, where it names no obligation; null where there is none or another.</summary>
    public Instant? SoleUnnamedFiling
    {
        get
        {
            DatedAct? sole = null;
            foreach (var act in Acts)
            {
                if (act.IsFiling && act.Kind != ActKind.Notified && Concerns(act))
                {
                    if (sole is not null || act.Obligation is not null)
                    {
                        return null;
                    }
                    sole = act;
                }
            }
            return sole?.At;
        }
    }

    /// <summary>People affected in a territory and its parts; else the total where only that is known; null where neither is.</summary>
    public long? PeopleIn(string territory)
    {
        long? found = null;
        foreach (var (country, people) in Affected)
        {
            if (country == territory || (country.Length > territory.Length && country[territory.Length] == '-' && country.StartsWith(territory, StringComparison.Ordinal)))
            {
                found = (found ?? 0) + people;
            }
        }
        return found ?? Facts.People;
    }

    /// <summary>The first act of one of the kinds.</summary>
    public Instant? FirstOf(params ReadOnlySpan<ActKind> kinds)
    {
        foreach (var act in Acts)
        {
            if (kinds.Contains(act.Kind) && Concerns(act))
            {
                return act.At;
            }
        }
        return null;
    }

    /// <summary>When a stage was first filed.</summary>
    public Instant? FilingOf(Stages stages, string id) => Named(stages, id, last: false) ?? Unnamed(stages, id);

    /// <summary>When a stage was last filed, updates included.</summary>
    public Instant? LastFilingOf(Stages stages, string id) => Named(stages, id, last: true) ?? Unnamed(stages, id);

    /// <summary>When people, the media or others were first told.</summary>
    public Instant? FirstTold(string recipient, string id)
    {
        foreach (var act in Acts)
        {
            if (act.Kind == ActKind.Told && (act.Obligation ?? id) == id && (act.Recipient ?? recipient) == recipient)
            {
                return act.At;
            }
        }
        return null;
    }

    private bool Concerns(DatedAct act) => act.Recipient is null || act.Recipient == Recipient.Authority.Code;

    private Instant? Named(Stages stages, string id, bool last)
    {
        Instant? found = null;
        foreach (var act in Acts)
        {
            if (act.IsFiling && stages.Named(act) == id && Concerns(act) && (last || found is null))
            {
                found = act.At;
            }
        }
        return found;
    }

    /// <summary>Filings that name no stage fill, in order of time, the stages that no filing names.</summary>
    private Instant? Unnamed(Stages stages, string id)
    {
        var before = 0;
        foreach (var stage in stages.Ids)
        {
            if (stage == id)
            {
                break;
            }
            before += Named(stages, stage, last: false) is null ? 1 : 0;
        }
        foreach (var act in Acts)
        {
            if (act.IsFiling && stages.Named(act) is null && Concerns(act) && before-- == 0)
            {
                return act.At;
            }
        }
        return null;
    }
}

/// <summary>The reports to an authority that follow each other, as obligation ids in order.</summary>
/// <param name="Ids">The obligations.</param>
/// <param name="Notification">The one among them that an act <c>notified</c> meets; null where there is no such stage.</param>
public sealed record Stages(IReadOnlyList<string> Ids, string? Notification = null)
{
    internal string? Named(DatedAct act) => act.Obligation ?? (act.Kind == ActKind.Notified ? Notification : null);
}

/// <summary>An act at its instant.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="At">When.</param>
/// <param name="Recipient">Whom it concerns; null for all.</param>
/// <param name="Obligation">The obligation it meets; null where it names none.</param>
public sealed record DatedAct(ActKind Kind, Instant At, string? Recipient, string? Obligation)
{
    /// <summary>Whether an authority was given something.</summary>
    public bool IsFiling => Kind is ActKind.Filed or ActKind.Submitted or ActKind.Notified;
}
