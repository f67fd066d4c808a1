using System.Collections.Frozen;
using static BreachNotify.Filings.FieldKind;
using static BreachNotify.Filings.FormWords;
using static BreachNotify.Filings.Need;

namespace BreachNotify.Filings;

/// <summary>
/// The notice to the supervisory authority (GDPR Art. 33) as one form: the EDPB's template, draft of 2026, and what the forms
/// of single authorities ask beyond it. What Art. 33(3) names blocks a complete notice, and so does what the template lets be
/// open in an incomplete one alone; an incomplete one needs who notifies, whom to ask, since when it is known, and what happened.
/// </summary>
/// <remarks>Which fields the template itself makes mandatory has not been read; those it has no interim answer for do not block.</remarks>
public static partial class NoticeForm
{
    internal const string NoticeKind = "noticeKind";
    internal const string Completeness = "completeness";
    internal const string ReasonForWithdrawal = "reasonForWithdrawal";
    internal const string EarlierReference = "earlierReference";
    internal const string OwnReference = "ownReference";
    internal const string LegalBasis = "legalBasis";
    internal const string AwareAt = "awareAt";
    internal const string ReasonsForDelay = "reasonsForDelay";
    internal const string AuthoritiesTold = "authoritiesTold";
    internal const string Attachments = "attachments";

    private const string Law = "GDPR Art. 33";
    private const string Template = "EDPB template (draft of 2026), section ";

    private static readonly FormSection Notification = new(1, "Notification",
    [
        Ask("1.1", NoticeKind, "New notice or follow-up", Word, Need.Always, Template + 1) with { Words = ["new", "followUp"], Answerable = false },
        Ask("1.2", Completeness, "Complete, incomplete or withdrawn", Word, Need.Always, "GDPR Art. 33(4); " + Template + 1) with { Words = ["complete", "incomplete", "withdrawn"], Answerable = false },
        Ask("1.3", ReasonForWithdrawal, "Reason for the withdrawal", Text, Need.Always, Template + 1) with { When = "the notice is withdrawn", IsAsked = c => c.Withdraws, Answerable = false },
        Ask("1.4", EarlierReference, "The authority's reference of the earlier notice", Line, Asked, Template + 1),
        Ask("1.5", OwnReference, "Own reference", Line, Asked, Template + 1),
        Ask("1.6", LegalBasis, "Legal basis of the notice", Line, Asked, "forms of the BayLDA and the Dutch authority") with { Answerable = false },
    ]);

    private static readonly FormSection Controller = new(2, "Controller and people",
    [
        Ask("2.1", "controllerName", "Name of the controller", Line, Need.Always, Law + "(1)"),
        Ask("2.1", "controllerAddress", "Address", Text, Asked, Template + 2),
        Ask("2.1", "controllerCountry", "Country of the controller", Line, Asked, Template + 2),
        Ask("2.1", "controllerRegistration", "Identification number", Line, Asked, Template + 2),
        Ask("2.1", "controllerRegistrationType", "Kind of that number", Line, Asked, Template + 2),
        Ask("2.2", "controllerSector", "Private or public", Word, Asked, Template + 2) with { Words = ["private", "public"] },
        Ask("2.2", "controllerSize", "Size", Word, Asked, Template + 2) with { Words = Sizes },
        Ask("2.3", "economicSector", "Sector (NACE section)", Line, Asked, Template + 2),
        Ask("2.4", "representative", "Representative in the EEA", Text, Asked, "GDPR Art. 27; " + Template + 2) with { When = "the controller is not established in the EEA", IsAsked = c => !c.EstablishedInEea },
        Ask("2.5", "reportingPerson", "Who reports", Line, Asked, Template + 2),
        Ask("2.5", "reportingFunction", "In which function", Line, Asked, Template + 2),
        Ask("2.5", "reportingContact", "How to reach them", Line, Asked, Template + 2),
        Ask("2.6", "officerDesignated", "Is there a data protection officer?", YesNo, Asked, Template + 2),
        Ask("2.6", "contactName", "Data protection officer or other contact point", Line, Need.Always, Law + "(3)(b)"),
        Ask("2.6", "contactEmail", "E-mail of the contact point", Line, Need.Always, Law + "(3)(b)"),
        Ask("2.6", "contactPhone", "Telephone of the contact point", Line, Asked, Law + "(3)(b)"),
        Ask("2.7", "otherParties", "Others who take part", Parties, Asked, Template + 2),
        Ask("2.8", "filedByProcessor", "Does a processor file for the controller?", YesNo, Asked, "form of the BayLDA"),
        Ask("2.8", "processorAuthorised", "Is the processor authorised to?", YesNo, Asked, "form of the BayLDA") with { When = "a processor files", IsAsked = c => c.IsYes("filedByProcessor") },
        Ask("2.9", "earlierBreaches", "Earlier contact with the authority, earlier breaches", Text, Asked, "forms of several authorities") with { Verified = false },
    ]);

    private static readonly FormSection Time = new(3, "Time",
    [
        Ask("3.1", "occurrence", "When it occurred", Word, Complete, Template + 3) with { Words = Occurrence },
        Ask("3.2", "occurredFrom", "Day or start", FieldKind.Time, Complete, Template + 3) with { When = "it can be determined", IsAsked = c => !c.Holds("occurrence", CannotBeDetermined) },
        Ask("3.2", "occurredUntil", "End", FieldKind.Time, Complete, Template + 3) with { When = "it is a range", IsAsked = c => c.Holds("occurrence", "range") },
        Ask("3.2", "occurrenceEstimated", "Are these times estimated?", YesNo, Asked, Template + 3),
        Ask("3.2", "occurrenceMethod", "How they were estimated", Text, Asked, Template + 3) with { When = "they are", IsAsked = c => c.IsYes("occurrenceEstimated") },
        Ask("3.3", AwareAt, "When the controller became aware", FieldKind.Time, Need.Always, Law + "(1)") with { Answerable = false },
        Ask("3.4", ReasonsForDelay, "Reasons for the delay", Text, Need.Always, Law + "(1), second sentence") with
        {
            When = "the notice comes after the earliest reading of the period",
            IsAsked = c => c.ReasonsRequired || c.Has(ReasonsForDelay),
        },
        Ask("3.5", "detection", "How it was discovered", Word, Asked, Template + 3) with { Words = Detection },
        Ask("3.5", "detectionText", "More about the discovery", Text, Asked, Template + 3),
        Ask("3.6", "toldByOtherAt", "When another party told the controller", FieldKind.Time, Asked, Template + 3),
        Ask("3.6", "processorAwareAt", "When the processor became aware", FieldKind.Time, Asked, Template + 3),
        Ask("3.7", "ongoing", "Is it still going on?", YesNo, Asked, Template + 3),
    ]);

    private static readonly FormSection Nature = new(4, "Nature of the breach",
    [
        Ask("4.1", "aspects", "What was breached", FieldKind.Words, Complete, Law + "(3)(a)") with { Words = Aspects },
        Ask("4.2", "confidentialityLoss", "Kind of loss of confidentiality", Word, Complete, Template + 4) with { Words = ConfidentialityLoss, When = "confidentiality was breached", IsAsked = c => c.Holds("aspects", Confidentiality) },
        Ask("4.3", "unintelligible", "Are the data unintelligible to whoever has them?", Word, Complete, Template + 4) with { Words = Unintelligible, When = "confidentiality was breached", IsAsked = c => c.Holds("aspects", Confidentiality) },
        Ask("4.4", "integrityLoss", "Kind of loss of integrity", Word, Asked, Template + 4) with { Words = IntegrityLoss, When = "integrity was breached", IsAsked = c => c.Holds("aspects", Integrity) },
        Ask("4.5", "availabilityLoss", "Kind of loss of availability", Word, Asked, Template + 4) with { Words = AvailabilityLoss, When = "availability was breached", IsAsked = c => c.Holds("aspects", Availability) },
        Ask("4.6", "incidentKinds", "Kind of incident", FieldKind.Words, Complete, Template + 4) with { Words = IncidentKinds },
        Ask("4.7", "cause", "Cause", Word, Complete, Template + 4) with { Words = Causes },
        Ask("4.8", "description", "What happened", Text, Need.Always, Law + "(3)(a)"),
        Ask("4.8", "rootCause", "Root cause", Text, Asked, Template + 4),
        Ask("4.8", "evidence", "Evidence for these conclusions", Text, Asked, Template + 4),
        Ask("4.9", "systems", "Systems, software, services and where they are", Text, Asked, Template + 4),
        Ask("4.10", "cyber", "Is it a cyber incident?", YesNo, Asked, "form of the ICO, read through a mirror of it"),
        Ask("4.10", "ownSystems", "Effect on the controller's own systems", FieldKind.Words, Asked, "form of the ICO, read through a mirror of it") with { Words = Aspects, When = "it is", IsAsked = c => c.IsYes("cyber") },
        Ask("4.10", "organisationImpact", "Impact on the organisation", Word, Asked, "form of the ICO, read through a mirror of it") with { Words = Impact, When = "it is a cyber incident", IsAsked = c => c.IsYes("cyber") },
        Ask("4.10", "recovery", "Recovery", Word, Asked, "form of the ICO, read through a mirror of it") with { Words = Recovery, When = "it is a cyber incident", IsAsked = c => c.IsYes("cyber") },
        Ask("4.11", "staffInvolved", "Was a member of staff involved?", YesNo, Asked, "form of the ICO, read through a mirror of it"),
        Ask("4.11", "staffTrained", "Had they had data-protection training in the last two years?", YesNo, Asked, "form of the ICO") with { Verified = false, When = "one was", IsAsked = c => c.IsYes("staffInvolved") },
    ]);

    // After the sections: static members of one file are set in the order in which they stand.
    public static IReadOnlyList<FormSection> Sections { get; } = [Notification, Controller, Time, Nature, .. Further()];

    public static IEnumerable<FormField> Fields => Sections.SelectMany(section => section.Fields);

    private static readonly FrozenDictionary<string, FormField> ByKey = Fields.ToFrozenDictionary(field => field.Key, StringComparer.Ordinal);

    /// <summary>Null if there is none of that key.</summary>
    public static FormField? Find(string key) => ByKey.GetValueOrDefault(key);

    private static FormField Ask(string number, string key, string label, FieldKind kind, Need need, string citation) => new(number, key, label, kind, need, citation);
}
