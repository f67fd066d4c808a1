using System.Text.Json;
using NodaTime;

namespace BreachNotify.Filings;

/// <summary>A field as it is answered in one notice.</summary>
/// <param name="Value">As in answers; null where there is none.</param>
/// <param name="Text">The same as a person reads it, times in the recipient's zone.</param>
public sealed record FieldView(
    string Number, string Key, string Label, FieldKind Kind, IReadOnlyList<string>? Words, string Citation, bool Verified, string? When, bool Answerable,
    bool BlocksComplete, bool MayBeToBeDetermined, FieldState State, AnswerSource? Source, JsonElement? Value, string? Text)
{
    internal static FieldView Of(NoticeField field) => new(
        field.Field.Number, field.Field.Key, field.Field.Label, field.Field.Kind, field.Field.Words, field.Field.Citation, field.Field.Verified, field.Field.When,
        field.Field.Answerable, field.Field.BlocksComplete, field.Field.MayBeToBeDetermined, field.State, field.Source, field.Value, field.Text);
}

public sealed record SectionView(int Number, string Title, IReadOnlyList<FieldView> Fields);

/// <summary>The notice to one authority as it stands.</summary>
/// <param name="Authority">Its name.</param>
/// <param name="Channel">Where it takes notices, as far as that is known.</param>
/// <param name="Required">Whether the law asks for it as the risk is judged now.</param>
/// <param name="Possible">What it can be filed as now.</param>
/// <param name="BlocksComplete">Keys of what a complete notice still needs.</param>
/// <param name="BlocksIncomplete">Of these, keys of what even an incomplete one needs.</param>
/// <param name="ToBeDetermined">Keys of what an incomplete notice would leave open.</param>
/// <param name="Content">SHA-256 of what would be notified; the ETag.</param>
/// <param name="Follows">The filing it follows; null for a new notice.</param>
/// <param name="Changes">The difference to that filing.</param>
public sealed record NoticeView(
    string Breach, string Recipient, string? Authority, string? Channel, string Obligation, string LegalBasis, bool Required, NoticeKind Kind, Timing Timing,
    IReadOnlyList<Completeness> Possible, IReadOnlyList<string> BlocksComplete, IReadOnlyList<string> BlocksIncomplete, IReadOnlyList<string> ToBeDetermined,
    string Content, long BreachVersion, long AnswersVersion, FiledNotice? Follows, IReadOnlyList<Change> Changes, IReadOnlyList<SectionView> Sections, string RuleBook)
{
    public static NoticeView Of(Notice notice, IReadOnlyList<Change> changes)
    {
        var duty = notice.Track.Duty;
        var (missing, always) = (notice.Missing.Select(field => field.Key).ToList(), notice.MissingAlways.Select(field => field.Key).ToList());
        return new NoticeView(
            notice.Dossier.Breach.Id, notice.Track.Recipient, duty.Addressee?.Name, duty.Addressee?.Address, duty.Id, notice.Track.LegalBasis, duty.Required, notice.Kind, notice.Track.Timing,
            [.. Enum.GetValues<Completeness>().Where(completeness => Notifying.IsPossible(notice, changes, completeness))], missing, always, [.. missing.Except(always)],
            notice.Content, notice.Dossier.Breach.Version, notice.Dossier.Added.Version, notice.Last, changes,
            [.. notice.Sections.Select(section => new SectionView(section.Number, section.Title, [.. section.Fields.Select(FieldView.Of)]))], Law.RuleBook.Current.Id);
    }
}

/// <summary>The notice to one authority in short.</summary>
public sealed record NoticeSummary(
    string Recipient, string? Authority, string Obligation, bool Required, NoticeKind Kind, Timing Timing, IReadOnlyList<string> BlocksComplete, IReadOnlyList<string> BlocksIncomplete,
    FiledNotice? Last)
{
    public static NoticeSummary Of(Notice notice) => new(
        notice.Track.Recipient, notice.Track.Duty.Addressee?.Name, notice.Track.Duty.Id, notice.Track.Duty.Required, notice.Kind, notice.Track.Timing,
        [.. notice.Missing.Select(field => field.Key)], [.. notice.MissingAlways.Select(field => field.Key)], notice.Dossier.LastTo(notice.Track.Recipient));
}

/// <summary>A filing with what it said.</summary>
public sealed record FiledView(string Breach, FiledNotice Filing, IReadOnlyDictionary<string, JsonElement> Answers, IReadOnlyList<NoticeFile> Files);
