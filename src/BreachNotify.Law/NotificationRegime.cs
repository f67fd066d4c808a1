using System.Runtime.CompilerServices;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Gdpr;
using BreachNotify.Law.Regimes;
using BreachNotify.Law.Regulation1182;
using NodaTime;

namespace BreachNotify.Law;

/// <summary>How likely a breach is to affect the rights and freedoms of people (GDPR Art. 33(1), 34(1)), ascending.</summary>
public enum RiskLevel
{
    /// <summary>Unlikely to result in a risk.</summary>
    Unlikely,

    /// <summary>A risk, not a high one.</summary>
    Risk,

    /// <summary>Likely to result in a high risk.</summary>
    High,
}

/// <summary>The duty to notify the authority: a period in hours and the risk from which it exists.</summary>
/// <param name="Hours">Period in hours; null where the law gives no number.</param>
/// <param name="From">The lowest risk at which the authority must be notified.</param>
public sealed record AuthorityDuty(int? Hours, RiskLevel From);

/// <summary>
/// The breach-notification duties of one law of the GDPR's family: to the authority, to the people, and of the
/// processor to the controller.
/// </summary>
/// <param name="Id">Regime id, such as <c>uk-gdpr</c>.</param>
/// <param name="Name">Its short name in citations, such as "UK GDPR".</param>
/// <param name="Duty">The duty towards the authority over time.</param>
/// <param name="AuthorityParagraph">Paragraph of that duty, such as "33(1)".</param>
/// <param name="PeopleParagraph">Paragraph of the duty to tell the people.</param>
/// <param name="ProcessorParagraph">Paragraph of the processor's duty.</param>
/// <param name="Standard">The words the law uses where it gives no number.</param>
/// <param name="Verified">False where nobody read the text of the duties.</param>
/// <param name="Link">Public address of the instrument.</param>
/// <param name="Counting">How its hours are counted.</param>
/// <param name="Section">What its paragraphs are cited by where that is not the name and "Art.".</param>
public sealed record NotificationRegime(
    string Id,
    string Name,
    Timeline<AuthorityDuty> Duty,
    string AuthorityParagraph,
    string PeopleParagraph,
    string ProcessorParagraph,
    string Standard,
    bool Verified,
    string Link,
    Counting Counting,
    string? Section = null) : Regime(Id, Name, Link)
{
    // Told once and for all: every answer names them.
    private readonly (string Id, Citation Citation) _authority = Told(Id, AuthorityParagraph, Section ?? $"{Name} Art.", Link);
    private readonly (string Id, Citation Citation) _people = Told(Id, PeopleParagraph, Section ?? $"{Name} Art.", Link);
    private readonly (Obligation Required, Obligation NotRequired) _tellingPeople = TellingPeople(Id, Told(Id, PeopleParagraph, Section ?? $"{Name} Art.", Link), Verified);
    private readonly Citation _reasonsForDelay = new($"{Section ?? $"{Name} Art."} {AuthorityParagraph}, second sentence", Link);
    private readonly (string Id, Citation Citation) _processor = Told(Id, ProcessorParagraph, Section ?? $"{Name} Art.", Link);

    // Of one place and one risk, the hours of twelve weeks.
    private static readonly Recent<Hour> Recent = new(2048);

    /// <summary>The duty towards an authority in one hour, and for whom it holds.</summary>
    private sealed record Hour(NotificationRegime Regime, InForce<AuthorityDuty> Duty, Incident Incident, Instant Start, Obligation Obligation);

    private static readonly Reason JointControllers = new("Joint controllers settle between them who notifies; each remains answerable.",
        new Citation("GDPR Art. 26(1); EDPB Guidelines 9/2022 v2.0", Article33.Eli));

    /// <inheritdoc/>
    public override IReadOnlyList<TriggerQuestion> Questions { get; } = [new("risk", "How likely is the breach to affect the rights and freedoms of people: unlikely, risk, or high?", true)];

    /// <inheritdoc/>
    public override IEnumerable<Provisions> Provisions =>
    [
        new(_authority.Id, Duty.Provision,
            [.. Duty.Entries.Select(e => new InForce<string>(e.From, e.Until, e.Value.Hours is { } hours ? $"{hours} hours" : Standard, e.Citation, e.CheckedOn))], Verified),
        InWords(_people, "without undue delay"),
        InWords(_processor, Standard),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Obligation> Obligations(Incident incident) => incident.Role == Role.Processor
        ? [ToController(incident)]
        : [ToAuthority(incident), ToPeople(incident)];

    /// <summary>The paragraph of the duty towards the authority.</summary>
    public Citation Cite => _authority.Citation;

    /// <summary>Id (regime, article and paragraph in lower case) and citation of a paragraph.</summary>
    private static (string Id, Citation Citation) Told(string regime, string paragraph, string section, string link) =>
        ($"{regime}-{paragraph.Replace("(", "-", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).ToLowerInvariant()}",
            new Citation($"{section} {paragraph}", link));

    private Provisions InWords((string Id, Citation Citation) paragraph, string words) => new(paragraph.Id, paragraph.Citation.Text,
        [.. Duty.Entries.Select(e => new InForce<string>(e.From, e.Until, words, paragraph.Citation, e.CheckedOn))], Verified);

    private Obligation ToAuthority(Incident incident)
    {
        var duty = Duty.On(incident.AsOf);
        if (duty.Value.Hours is not { } hours)
        {
            return Owed(incident, duty, null) with { Filing = Filed(incident, null) };
        }
        var first = Readings.FromAwareness(this, hours, incident.AwareAt, incident.Zone);
        var ofHour = OfHour(incident, duty, hours, first);
        var readings = ofHour.Readings!.ToArray();
        readings[0] = first;
        return ofHour with
        {
            Due = first.Due,
            SafeUnderEveryView = Readings.SafeUnderEveryView(incident.AwareAt, hours, incident.Zone),
            Readings = readings,
            Filing = Filed(incident, readings),
        };
    }

    /// <summary>The duty towards the authority as it is for everybody who becomes aware in the same hour, with the first reading of one of them.</summary>
    private Obligation OfHour(Incident incident, InForce<AuthorityDuty> duty, int hours, Reading first)
    {
        var start = Article3.StartOfFirstHour(incident.AwareAt);
        var hash = (int)(start.ToUnixTimeSeconds() / NodaConstants.SecondsPerHour) + RuntimeHelpers.GetHashCode(this) + RuntimeHelpers.GetHashCode(incident.Holidays) + (int)incident.Risk + ((int)incident.Role * 3);
        if (Recent.At(hash) is { } known && known.Start == start && ReferenceEquals(known.Regime, this) && ReferenceEquals(known.Duty, duty) && IsAlike(known.Incident, incident))
        {
            return known.Obligation;
        }
        var found = Owed(incident, duty, [first, .. Readings.FromFullHour(this, hours, start, incident.Zone, incident.Holidays)]);
        if (Recent.IsAskedAgain(hash))
        {
            found = Framed(found);
            Recent.Keep(hash, new Hour(this, duty, incident, start, found));
        }
        return found;
    }

    /// <summary>Whether two incidents differ in nothing the duty towards the authority goes by but the minute.</summary>
    private static bool IsAlike(Incident one, Incident other) =>
        ReferenceEquals(one.Recipient.Authority, other.Recipient.Authority) && one.Recipient.Why.Json.SequenceEqual(other.Recipient.Why.Json)
        && ReferenceEquals(one.Holidays, other.Holidays) && ReferenceEquals(one.Book, other.Book) && one.Role == other.Role && one.Risk == other.Risk;

    /// <summary>The duty towards the authority but for what was done about it.</summary>
    private Obligation Owed(Incident incident, InForce<AuthorityDuty> duty, IReadOnlyList<Reading>? readings)
    {
        var authority = incident.Recipient.Authority;
        var derivation = new List<Reason>(6) { incident.Recipient.Why };
        if (incident.Book.Proposal is { } proposal && Duty.Provision.EndsWith("proposed", StringComparison.Ordinal))
        {
            derivation.Add(proposal);
        }
        if (incident.Role == Role.JointController)
        {
            derivation.Add(JointControllers);
        }
        derivation.Add(Reason.Fixed(WhyRequired(duty.Value.From, incident.Risk), duty.Citation, Verified));
        if (readings is null)
        {
            derivation.Add(new Reason($"The law sets no number of hours: {Standard}.", duty.Citation, Verified));
        }
        return new Obligation
        {
            Id = _authority.Id,
            Regime = Id,
            Recipient = authority.Code,
            Addressee = authority.Addressee,
            Required = incident.Risk >= duty.Value.From,
            Zone = authority.Zone.Id,
            ReliedOn = readings?[0].Id,
            Standard = readings is null ? Standard : null,
            Verified = Reason.AreVerified(derivation) && readings?[0].Verified != false,
            Readings = readings,
            Derivation = derivation,
        };
    }

    private Filing? Filed(Incident incident, IReadOnlyList<Reading>? readings)
    {
        if (incident.Acts.Count == 0)
        {
            return null;
        }
        var filed = incident.FilingOf(new Stages([_authority.Id]), _authority.Id);
        return readings is null ? Filing.Unmeasured(filed, _authority.Citation, Verified) : Filing.Of(filed, readings, _reasonsForDelay, Verified);
    }

    private Obligation ToPeople(Incident incident)
    {
        _ = Duty.On(incident.AsOf);
        var duty = incident.Risk == RiskLevel.High ? _tellingPeople.Required : _tellingPeople.NotRequired;
        return incident.Acts.Count == 0 ? duty : duty with { Filing = Filing.Unmeasured(incident.FirstTold("people", _people.Id), _people.Citation, Verified) };
    }

    private static (Obligation Required, Obligation NotRequired) TellingPeople(string regime, (string Id, Citation Citation) paragraph, bool verified) =>
        (Framed(TellingPeople(regime, paragraph, verified, true)), Framed(TellingPeople(regime, paragraph, verified, false)));

    private static Obligation Framed(Obligation obligation) => obligation with { Frame = new ObligationFrame(obligation) };

    private static Obligation TellingPeople(string regime, (string Id, Citation Citation) paragraph, bool verified, bool required) => new()
    {
        Id = paragraph.Id,
        Regime = regime,
        Recipient = "people",
        Required = required,
        Standard = "without undue delay",
        Verified = verified,
        Derivation =
        [
            new Reason(required
                ? "The breach is likely to result in a high risk: the people are told."
                : "The people are told only of a breach likely to result in a high risk.", paragraph.Citation, verified),
            new Reason("There is no number of hours for telling the people; a target of one's own is advisable.", paragraph.Citation, verified),
        ],
    };

    private Obligation ToController(Incident incident)
    {
        _ = Duty.On(incident.AsOf);
        return new Obligation
        {
            Id = _processor.Id,
            Regime = Id,
            Recipient = "controller",
            Required = true,
            Standard = Standard,
            Verified = Verified,
            Filing = Filing.Unmeasured(incident.FirstTold("controller", _processor.Id), _processor.Citation, Verified),
            Derivation =
            [
                Reason.Fixed("The processor tells the controller of every breach, without judging the risk; there is no number of hours.", _processor.Citation, Verified),
                Reason.Fixed("The controller is aware once the processor has told it; its own period starts then.", new Citation("EDPB Guidelines 9/2022 v2.0 para. 44"), verified: false),
            ],
        };
    }

    private static string WhyRequired(RiskLevel from, RiskLevel risk) => (from, risk >= from) switch
    {
        (RiskLevel.High, true) => "The breach is likely to result in a high risk: the authority is notified.",
        (RiskLevel.High, false) => "The authority is notified only of a breach likely to result in a high risk.",
        (_, true) => "The breach is not unlikely to result in a risk: the authority is notified.",
        (_, false) => "The breach is unlikely to result in a risk: the authority need not be notified; the times hold if that is judged differently.",
    };
}

/// <summary>On what the reading "the hour of the event is not counted" rests under a regime.</summary>
/// <param name="Standing">The standing of that reading.</param>
/// <param name="Reason">Why Regulation 1182/71 is applied.</param>
public sealed record Counting(Standing Standing, Reason Reason);

/// <summary>How far a reading is accepted.</summary>
public enum Standing
{
    /// <summary>The reading relied on: never later than any other.</summary>
    ReliedOn,

    /// <summary>Stated by supervisory authorities.</summary>
    Authorities,

    /// <summary>Argued in writing, not accepted by those authorities that have spoken.</summary>
    Disputed,

    /// <summary>Used by calculators although the text excludes it.</summary>
    ContraryToText,

    /// <summary>What the text says, later than the reading relied on.</summary>
    Text,

    /// <summary>The end on facts that have not been given.</summary>
    DependsOnFacts,
}
