using System.Security.Cryptography;
using System.Text.Json;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Filings;

public enum FieldState
{
    Answered,

    /// <summary>A complete notice needs it; an incomplete one says that it is to be determined, if it may.</summary>
    Missing,

    /// <summary>Nothing is missing without it.</summary>
    Empty,

    NotAsked,
}

public enum AnswerSource
{
    Register,

    /// <summary>A person, for every recipient.</summary>
    Person,

    /// <summary>A person, for this recipient.</summary>
    PersonForRecipient,

    /// <summary>The service itself.</summary>
    Service,
}

/// <summary>A field of the form with its answer.</summary>
/// <param name="Text">The answer as a person reads it, times in the recipient's zone.</param>
public sealed record NoticeField(FormField Field, FieldState State, AnswerSource? Source, JsonElement? Value, string? Text);

public sealed record NoticeSection(int Number, string Title, IReadOnlyList<NoticeField> Fields);

/// <summary>The notice to one authority as it stands.</summary>
public sealed class Notice
{
    private Notice(Dossier dossier, Track track, string? withdrawal)
    {
        (Dossier, Track) = (dossier, track);
        Last = dossier.StandingTo(track.Recipient);
        Kind = Last is null ? NoticeKind.New : NoticeKind.FollowUp;
        var sources = Sources(withdrawal);
        Answers = sources.ToDictionary(answer => answer.Key, answer => answer.Value.Value, StringComparer.Ordinal);
        var circumstances = new Circumstances(Answers, track.Timing.ReasonsRequired, withdrawal is not null, EstablishedInEea(dossier.Breach));
        Sections = [.. NoticeForm.Sections.Select(section => new NoticeSection(section.Number, section.Title, [.. section.Fields.Where(field => field.Key is not (NoticeForm.NoticeKind or NoticeForm.Completeness)).Select(Fill)]))];
        Answers = Fields.Where(field => field.State == FieldState.Answered).ToDictionary(field => field.Field.Key, field => field.Value!.Value, StringComparer.Ordinal);
        Content = HashOf(Answers);

        NoticeField Fill(FormField field)
        {
            field = FormLaw.Under(track.Duty.Regime, field);
            if (!field.IsAsked(circumstances))
            {
                return new NoticeField(field, FieldState.NotAsked, null, null, null);
            }
            return sources.TryGetValue(field.Key, out var answer)
                ? new NoticeField(field, FieldState.Answered, answer.Source, answer.Value, AnswerText.Of(field, answer.Value, track.Zone))
                : new NoticeField(field, field.BlocksComplete ? FieldState.Missing : FieldState.Empty, null, null, null);
        }
    }

    public Dossier Dossier { get; }

    public Track Track { get; }

    public NoticeKind Kind { get; }

    /// <summary>The filing it follows; null for a new notice.</summary>
    public FiledNotice? Last { get; }

    /// <summary>All fields but whether it is new and complete, which the filing itself says.</summary>
    public IReadOnlyList<NoticeSection> Sections { get; }

    public IEnumerable<NoticeField> Fields => Sections.SelectMany(section => section.Fields);

    /// <summary>Every answer to what is asked, by key.</summary>
    public IReadOnlyDictionary<string, JsonElement> Answers { get; }

    /// <summary>SHA-256 over the RFC 8785 form of <see cref="Answers"/>, in hexadecimal.</summary>
    public string Content { get; }

    /// <summary>What a complete notice still needs.</summary>
    public IEnumerable<FormField> Missing => Fields.Where(answer => answer.State == FieldState.Missing).Select(answer => answer.Field);

    /// <summary>What even an incomplete notice needs.</summary>
    public IEnumerable<FormField> MissingAlways => Missing.Where(missing => !missing.MayBeToBeDetermined);

    /// <param name="withdrawal">Where it takes back what stands: why, empty while nobody said it.</param>
    public static Notice Of(Dossier dossier, Track track, string? withdrawal = null) => new(dossier, track, withdrawal);

    /// <summary>The answers that differ from those of a filing.</summary>
    public IReadOnlyList<Change> ChangesSince(FiledAnswers before) =>
    [
        .. from field in Fields.Select(field => field.Field)
           let was = Text(before.Answers, field)
           let now = Text(Answers, field)
           where was != now
           select new Change(field.Number, field.Key, field.Label, was, now),
    ];

    public static string HashOf(IReadOnlyDictionary<string, JsonElement> answers) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(answers, JsonContract.Options))));

    private string? Text(IReadOnlyDictionary<string, JsonElement> answers, FormField field) => answers.TryGetValue(field.Key, out var value) ? AnswerText.Of(field, value, Track.Zone) : null;

    private Dictionary<string, (JsonElement Value, AnswerSource Source)> Sources(string? withdrawal)
    {
        var sources = new Dictionary<string, (JsonElement, AnswerSource)>(StringComparer.Ordinal);
        Add(RegisterAnswers.Of(Dossier.Breach, Track.Zone), AnswerSource.Register);
        var own = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        Put(NoticeForm.LegalBasis, Track.LegalBasis);
        Put(NoticeForm.EarlierReference, Last?.AuthorityReference);
        Put(NoticeForm.ReasonForWithdrawal, string.IsNullOrWhiteSpace(withdrawal) ? null : withdrawal);
        Put(NoticeForm.AuthoritiesTold, Lines(Tracks.Of(Dossier.Breach, Dossier.At).Where(track => track.Recipient != Track.Recipient).Select(track => $"{track.Duty.Addressee?.Name ?? track.Recipient} ({track.Recipient})")));
        Put(NoticeForm.Attachments, Lines(Dossier.Files.Where(file => file.Kind != FileKind.Receipt && file.RemovedAt is null).Select(file => $"{FormWords.Print(Words<FileKind>.Of(file.Kind))}: {file.Name} (SHA-256 {file.Sha256})")));
        Add(own, AnswerSource.Service);
        Add(Dossier.Added.Answers.Fields, AnswerSource.Person);
        Add(Dossier.Added.Answers.Recipients.GetValueOrDefault(Track.Recipient) ?? new Dictionary<string, JsonElement>(), AnswerSource.PersonForRecipient);
        return sources;

        void Add(IReadOnlyDictionary<string, JsonElement> answers, AnswerSource source)
        {
            foreach (var (key, value) in answers)
            {
                sources[key] = (value, source);
            }
        }

        void Put<T>(string key, T? value)
        {
            if (value is not null)
            {
                own[key] = JsonSerializer.SerializeToElement(value, JsonContract.Options);
            }
        }

        static string[]? Lines(IEnumerable<string> lines) => lines.ToArray() is { Length: > 0 } some ? some : null;
    }

    /// <summary>As the deadlines have it; while nothing is known of any establishment, nobody is asked for a representative.</summary>
    private static bool EstablishedInEea(Breach breach)
    {
        var places = (breach.Seats ?? (breach.Controller is { } controller ? [controller.Country] : [])).Concat(breach.Authority is { } authority ? [authority] : []).ToList();
        return breach.EstablishedInEea ?? (places.Count == 0 || places.Exists(place => SupervisoryAuthorities.Find(place, breach.Sector) is { IsEea: true }));
    }
}
