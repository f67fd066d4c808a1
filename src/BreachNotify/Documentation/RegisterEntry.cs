using System.Collections.Frozen;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Filings;
using BreachNotify.Law.Authorities;
using BreachNotify.Mailings;
using NodaTime;

namespace BreachNotify.Documentation;

/// <summary>
/// What the controller documents of one breach (GDPR Art. 33(5)): the facts, its effects, the remedial action; and who decided
/// what and why, what was done, who was told. Facts, effects and action are answers of the form by key.
/// </summary>
public sealed record RegisterEntry(
    string Id, string Title, Instant AwareAt, Instant RegisteredAt, Actor RegisteredBy, long Version, Instant ChangedAt,
    IReadOnlyDictionary<string, JsonElement> Facts, IReadOnlyDictionary<string, JsonElement> Effects, IReadOnlyDictionary<string, JsonElement> RemedialAction, string? Advice,
    IReadOnlyList<Decision> Decisions, IReadOnlyList<RecordedAct> Acts, IReadOnlyList<FiledNotice> Notices, IReadOnlyList<NoticeFile> Files, IReadOnlyList<MailingSummary> Mailings)
{
    private static readonly FrozenSet<string> OfOneNotice = new[]
    {
        NoticeForm.ReasonForWithdrawal, NoticeForm.EarlierReference, NoticeForm.LegalBasis, NoticeForm.AuthoritiesTold, NoticeForm.Attachments, NoticeForm.NoticeKind, NoticeForm.Completeness,
    }.ToFrozenSet();

    private static readonly FrozenSet<string> OfEffects = new[] { "consequences", "impacts", "impactsText", "severity", "outcome", "outcomeMethod" }.ToFrozenSet();

    private static readonly FrozenSet<string> OfAction = new[] { "measuresTaken", "solvedExtent", "measuresAfter", "measuresAfterText", "solvedOn" }.ToFrozenSet();

    public static IReadOnlyList<FormField> FactFields { get; } = [.. NoticeForm.Fields.Where(field => !OfOneNotice.Contains(field.Key) && !OfEffects.Contains(field.Key) && !OfAction.Contains(field.Key))];

    public static IReadOnlyList<FormField> EffectFields { get; } = [.. NoticeForm.Fields.Where(field => OfEffects.Contains(field.Key))];

    public static IReadOnlyList<FormField> ActionFields { get; } = [.. NoticeForm.Fields.Where(field => OfAction.Contains(field.Key))];

    /// <summary>In which times are printed: that of the authority, UTC while none is named.</summary>
    public DateTimeZone Zone() => ZoneOf(Authority());

    /// <summary>The provision that asks for it, where that is known.</summary>
    public string? Provision() => FormLaw.CitedAt(Authority(), AwareAt, "GDPR Art. 33(5)");

    public static RegisterEntry Of(Dossier dossier, IReadOnlyList<MailingSummary> mailings)
    {
        var breach = dossier.Breach;
        var answers = RegisterAnswers.Of(breach, ZoneOf(breach.Authority));
        foreach (var (key, value) in dossier.Added.Answers.Fields)
        {
            answers[key] = value;
        }
        return new RegisterEntry(
            breach.Id, breach.Title, breach.AwareAt.Instant!.Value, breach.RegisteredAt, breach.RegisteredBy, breach.Version, breach.ChangedAt,
            Among(FactFields), Among(EffectFields), Among(ActionFields), breach.Advice,
            breach.Decisions, breach.Acts, dossier.Filed, dossier.Files, mailings);

        Dictionary<string, JsonElement> Among(IReadOnlyList<FormField> fields) => fields.Where(field => answers.ContainsKey(field.Key)).ToDictionary(field => field.Key, field => answers[field.Key]);
    }

    private string? Authority() => Facts.TryGetValue("leadAuthority", out var code) ? code.GetString() : null;

    private static DateTimeZone ZoneOf(string? authority) => authority is not null && SupervisoryAuthorities.Find(authority, Sector.Private) is { } known ? known.Zone : DateTimeZone.Utc;
}
