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
    Counting Counting)
{
    /// <summary>The obligation id of a paragraph: regime, article and paragraph in lower case.</summary>
    public string ObligationId(string paragraph) =>
        $"{Id}-{paragraph.Replace("(", "-", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).ToLowerInvariant()}";

    /// <summary>The citation of a paragraph.</summary>
    public Citation Cite(string paragraph) => new($"{Name} Art. {paragraph}", Link);
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
}
