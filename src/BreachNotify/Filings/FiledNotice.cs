using System.Text.Json;
using BreachNotify.Access;
using NodaTime;

namespace BreachNotify.Filings;

public enum NoticeKind
{
    New,
    FollowUp,
}

public enum Completeness
{
    Complete,

    /// <summary>Information follows in phases (GDPR Art. 33(4)).</summary>
    Incomplete,

    /// <summary>What was notified is taken back.</summary>
    Withdrawn,
}

/// <summary>An answer that differs from the one last filed; null where there was or is none.</summary>
public sealed record Change(string Number, string Key, string Label, string? Before, string? After);

/// <summary>A notice as it was filed with one authority.</summary>
/// <param name="Number">1 for the first of the breach, over all its recipients.</param>
/// <param name="Authority">Its name.</param>
/// <param name="Obligation">The obligation it meets, as in <c>/deadlines</c>.</param>
/// <param name="Channel">How it was handed over.</param>
/// <param name="AuthorityReference">The authority's own, once it is known.</param>
/// <param name="ReasonsForDelay">As notified; null where none were needed or given.</param>
/// <param name="ReasonForWithdrawal">As notified; null where nothing was withdrawn.</param>
/// <param name="Content">SHA-256 of what was notified, in hexadecimal: RFC 8785 form of the answers by key.</param>
/// <param name="Act">Id of the act in the register.</param>
/// <param name="BreachVersion">The record it was made from.</param>
/// <param name="AnswersVersion">The answers it was made from.</param>
/// <param name="RuleBook">The state of the law it was measured by.</param>
/// <param name="ToBeDetermined">Keys of what it left open.</param>
/// <param name="Changes">What it changed against the filing before.</param>
public sealed record FiledNotice(
    long Number, string Recipient, string Authority, string Obligation, NoticeKind Kind, Completeness Completeness, Instant FiledAt, string Channel, string? OwnReference,
    string? AuthorityReference, Instant? ReferenceAt, string? Note, string? ReasonsForDelay, string? ReasonForWithdrawal, Instant RecordedAt, Actor RecordedBy, string Content, string Act, long BreachVersion,
    long AnswersVersion, string RuleBook, Timing Timing, IReadOnlyList<string> ToBeDetermined, IReadOnlyList<Change> Changes)
{
    /// <summary>As it was known at an instant: a reference that came later was not.</summary>
    public FiledNotice KnownAt(Instant at) => ReferenceAt > at ? this with { AuthorityReference = null, ReferenceAt = null } : this;
}

/// <summary>What a filing said: the answers by key.</summary>
public sealed record FiledAnswers(IReadOnlyDictionary<string, JsonElement> Answers);

public enum FileKind
{
    /// <summary>What the authority gave as proof of a filing.</summary>
    Receipt,
    TextToPeople,
    RiskAssessment,
    ForensicReport,
    RansomNote,
    PhishingMail,
    Procedure,
    Other,
}

/// <summary>A file that belongs to the notices of a breach.</summary>
/// <param name="Filing">Number of the filing it belongs to; a receipt has one, or an act.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the bytes as they came, in hexadecimal.</param>
/// <param name="RemovedAt">Since then its bytes are gone.</param>
/// <param name="Act">Id of the act of the register it belongs to; that of a filing is the filing's own.</param>
public sealed record NoticeFile(string Id, FileKind Kind, long? Filing, string Name, string MediaType, long Length, string Sha256, Instant AddedAt, Actor AddedBy, Instant? RemovedAt = null, string? Act = null)
{
    /// <summary>As it was known at an instant: a removal that came later was not.</summary>
    public NoticeFile KnownAt(Instant at) => RemovedAt > at ? this with { RemovedAt = null } : this;
}
