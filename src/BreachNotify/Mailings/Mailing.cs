using BreachNotify.Mailings.Evidence;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Notices;
using NodaTime;

namespace BreachNotify.Mailings;

/// <summary>What happens to a recipient whose message may or may not have arrived.</summary>
public enum DoubtPolicy
{
    /// <summary>Sent again: a duplicate is cheaper than a person who was not told.</summary>
    Resend,

    /// <summary>Kept until a person decides.</summary>
    Hold,
}

/// <summary>A mailing as it is kept.</summary>
/// <param name="Sender">The From value; null for the configured one.</param>
/// <param name="Subject">Replaces the templates' subject in every language.</param>
/// <param name="Reason">Why it is paused or what it waits for.</param>
/// <param name="PerSecond">Its own limit in messages a second, over all processes; null for none.</param>
/// <param name="RehearsalOf">The mailing of which this one is a rehearsal: it never meets the real transport.</param>
public sealed record Mailing(
    string Id,
    string Breach,
    string Template,
    string FallbackLanguage,
    string? Sender,
    string? Subject,
    DoubtPolicy DoubtPolicy,
    MailingState State,
    string? Reason,
    long? Audience,
    string? Hash,
    string? FrozenBy,
    Instant? StartAt,
    Instant CreatedAt,
    Instant? StartedAt,
    Instant? EndedAt,
    Retention Retention,
    QuietHours? QuietHours = null,
    double? PerSecond = null,
    string? RehearsalOf = null)
{
    /// <summary>The subject of the mailing's journal entries.</summary>
    public string JournalSubject => $"mailing:{Id}";
}

/// <summary>What was frozen: sender, letter facts and the text of every template, so that later edits change nothing.</summary>
/// <param name="Reference">What a recipient quotes to have the letter checked.</param>
/// <param name="Rule">Which rows of the file get a letter of their own.</param>
public sealed record FrozenLetter(string Sender, string? Subject, string FallbackLanguage, string Reference, LetterFacts Facts, IReadOnlyDictionary<string, string> Templates, ImportRule Rule)
{
    public IReadOnlyDictionary<string, Letter> Bind()
    {
        var set = new LetterSet(Templates);
        return set.Languages.ToDictionary(language => language, language => set.Letter(language, Facts, Reference, Subject));
    }
}

/// <summary>A mailing in short, for the register.</summary>
/// <param name="Hash">Of letter and people as frozen.</param>
public sealed record MailingSummary(string Id, MailingState State, Counts Counts, Instant CreatedAt, Instant? StartedAt, Instant? EndedAt, string? Hash);

/// <summary>The mailings of a breach, rehearsals left out, for another part of the service.</summary>
public delegate Task<IReadOnlyList<MailingSummary>> MailingsOf(string breach);
