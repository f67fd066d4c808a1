using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>A regime whose duties are a table of clocks.</summary>
/// <param name="Id">Regime id.</param>
/// <param name="Name">Its short name.</param>
/// <param name="Link">Public address of the instrument.</param>
/// <param name="Manner">How it counts.</param>
/// <param name="Clocks">The duties of the entity concerned, the principal one first.</param>
public sealed record ClockRegime(string Id, string Name, string Link, Manner Manner, IReadOnlyList<Clock> Clocks) : Regime(Id, Name, Link)
{
    /// <summary>Facts that must hold for the regime as a whole.</summary>
    public IReadOnlyList<Condition> AppliesIf { get; init; } = [];

    /// <summary>The duties of a processor; empty where the roles of data protection law have no meaning.</summary>
    public IReadOnlyList<Clock> OfProcessor { get; init; } = [];

    /// <summary>Where the law asks a late filing for reasons; null where it does not.</summary>
    public Citation? ReasonsForDelay { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<TriggerQuestion> Questions => [.. AppliesIf
        .Concat(Clocks.SelectMany(Conditions))
        .Select(condition => condition.AsQuestion)
        .Distinct()];

    /// <inheritdoc/>
    public override IEnumerable<Provisions> Provisions => Clocks.Concat(OfProcessor).Select(clock => new Provisions(
        clock.Id, clock.Periods.Provision, [.. clock.Periods.Entries.Select(e => new InForce<string>(e.From, e.Until, e.Value.Text, e.Citation, e.CheckedOn))], clock.Read));

    /// <inheritdoc/>
    public override IEnumerable<Obligation> Obligations(Incident incident)
    {
        var clocks = incident.Role == Role.Processor && OfProcessor.Count > 0 ? OfProcessor : Clocks;
        // A regime is in force with its first clock.
        _ = clocks[0].Periods.On(incident.AsOf);
        var found = new List<Obligation>(clocks.Count);
        foreach (var clock in clocks)
        {
            if (clock.Periods.Find(incident.AsOf) is { } term)
            {
                found.Add(ObligationOf(clock, term, incident));
            }
        }
        return found;
    }

    private static IEnumerable<Condition> Conditions(Clock clock) =>
        [.. clock.When, .. clock.Variant is { } variant ? [variant.When] : Array.Empty<Condition>(), .. clock.Relief?.ExcludedIf is { } excluded ? [excluded] : Array.Empty<Condition>()];

    private Obligation ObligationOf(Clock clock, InForce<Period> term, Incident incident)
    {
        var derivation = new List<Reason>(8);
        if (Home == Eea)
        {
            derivation.Add(new Reason($"Where the entity reports in {incident.Recipient.Authority.Code}, the zone and holidays there count.", term.Citation));
        }
        var required = Required(clock, term.Citation, incident, derivation);
        var beginning = clock.Start.Of(incident);
        if (beginning.Why is { } why)
        {
            derivation.Add(new Reason(why, beginning.Citation ?? term.Citation, clock.Read));
        }
        var readings = beginning.At is { } start && (beginning.Period ?? term.Value).Unit != PeriodUnit.None
            ? ReadingsOf(clock, term, beginning, start, incident, derivation)
            : null;
        var conditional = readings is null && term.Value.Unit != PeriodUnit.None;
        if (conditional)
        {
            derivation.Add(new Reason($"{Capital(term.Value.Text)} run from '{clock.Start.Event}'; the end is known once that act is given.", term.Citation, clock.Read));
        }
        else if (readings is null)
        {
            derivation.Add(new Reason($"The law sets no number: {term.Value.Text}{(clock.Read ? "." : "; not verified.")}", term.Citation, clock.Read));
        }
        derivation.AddRange(clock.Notes);
        var recipient = clock.Recipient ?? incident.Recipient.Authority.Code;
        var margin = readings is not null ? clock.Margin : null;
        if (margin is not null)
        {
            derivation.Add(margin.Why);
        }
        return new Obligation
        {
            Id = clock.Id,
            Regime = Id,
            Recipient = recipient,
            Addressee = clock.To is { } to ? new Addressee(to) : clock.Recipient is null ? incident.Recipient.Authority.Addressee : null,
            Required = required,
            Zone = incident.Zone.Id,
            Due = readings?[0].Due,
            ReliedOn = readings?[0].Id,
            SafeUnderEveryView = margin?.Of(readings![0].Due, incident.Zone),
            Conditional = conditional ? true : null,
            StartsWith = conditional ? clock.Start.Event : beginning.StartsWith,
            Standard = term.Value.Unit == PeriodUnit.None ? term.Value.Text : null,
            Verified = clock.Read && derivation.TrueForAll(step => step.Verified) && (readings is null || readings[0].Verified),
            Readings = readings,
            Derivation = derivation,
            Filing = readings is not null ? Filing.Of(FilingOf(clock, incident), readings, ReasonsForDelay) : conditional ? null : Filing.Unmeasured(FilingOf(clock, incident), term.Citation, clock.Read),
        };
    }

    private bool Required(Clock clock, Citation citation, Incident incident, List<Reason> derivation)
    {
        var required = true;
        foreach (var condition in AppliesIf.Concat(clock.When))
        {
            var holds = condition.Holds(incident);
            derivation.Add(condition.Step(holds, citation, clock.Read));
            required &= holds ?? condition.IfUnknown ?? true;
        }
        if (!required)
        {
            derivation.Add(new Reason("The duty does not arise on these facts; the times hold if that is judged differently.", citation, clock.Read));
        }
        return required;
    }

    private List<Reading> ReadingsOf(Clock clock, InForce<Period> term, Beginning beginning, Instant start, Incident incident, List<Reason> derivation)
    {
        List<Reading> Count(Period period) => Counted.Of(period, start, Manner, term.Citation, clock.Read, incident);
        if (clock.Variant is not { } variant || beginning.Period is not null)
        {
            return Relieved(clock, Count(beginning.Period ?? term.Value), incident, derivation);
        }
        var holds = variant.When.Holds(incident);
        derivation.Add(variant.When.Step(holds, term.Citation, clock.Read));
        if ((holds ?? variant.When.IfUnknown) is { } known)
        {
            return Relieved(clock, Count(known ? variant.Period : term.Value), incident, derivation);
        }
        var without = Count(term.Value);
        var with = Count(variant.Period);
        var (relied, other, otherId) = without[0].Due <= with[0].Due ? (without, with, variant.Id) : (with, without, variant.IdWithout);
        return [.. relied, new Reading(otherId, other[0].Due, incident.Zone, Standing.DependsOnFacts, other[0].Derivation) { EndIsInTime = other[0].EndIsInTime }];
    }

    private static List<Reading> Relieved(Clock clock, List<Reading> readings, Incident incident, List<Reason> derivation)
    {
        if (clock.Relief is not { } relief || relief.Moved(readings[0].Due, incident.Zone, incident.Holidays) is var moved && moved == readings[0].Due)
        {
            return readings;
        }
        var excluded = relief.ExcludedIf?.Holds(incident) ?? (relief.ExcludedIf is null ? false : null);
        if (relief.ExcludedIf is { } condition)
        {
            derivation.Add(condition.Step(excluded, relief.Citation, true));
        }
        if (excluded is true)
        {
            return readings;
        }
        var relieved = new Reading(relief.Id, moved, incident.Zone, excluded is null ? Standing.DependsOnFacts : Standing.ReliedOn,
        [
            .. readings[0].Derivation,
            new Reason($"{relief.Text}: {ClockTime.Print(moved, incident.Zone)}.", relief.Citation),
        ])
        {
            EndIsInTime = true,
        };
        return excluded is null
            ? [readings[0], relieved, .. readings.Skip(1)]
            : [relieved, .. readings.Skip(1).Where(reading => reading.Due >= moved)];
    }

    private static Instant? FilingOf(Clock clock, Incident incident) => clock.Recipient is null
        ? incident.FilingOf(clock.Stages, clock.Id)
        : incident.FirstTold(clock.Recipient, clock.Id);

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text.AsSpan(1)}";
}
