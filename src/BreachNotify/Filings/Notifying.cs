using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Extensions;

namespace BreachNotify.Filings;

/// <summary>Puts on record that a notice was filed, if it is what was read and says what it must.</summary>
public sealed class Notifying(Dossiers dossiers, NoticeStore notices, TimeProvider clock)
{
    private const int LongestLine = 300;
    private const int LongestProse = 20_000;

    /// <summary>The ETag of a notice is what it says.</summary>
    public static EntityTagHeaderValue ETagOf(Notice notice) => new($"\"{notice.Content}\"");

    /// <summary>Whether a notice could be filed so, as it stands; a withdrawal with its reason given.</summary>
    public static bool IsPossible(Notice notice, IReadOnlyList<Change> changes, Completeness completeness) =>
        !MissingFor(notice, completeness).Any() && IsNews(notice, changes, completeness) && (completeness != Completeness.Withdrawn || notice.Last is not null);

    /// <param name="wanted">The notice that was read, printed and handed over.</param>
    /// <exception cref="Refusal">
    /// 400, 404. 409: there is nothing to follow up or to withdraw, or it changed in this instant. 412: it is not the notice that
    /// was read. 422: answers are missing, among them the reasons for the delay; or it was filed when it cannot have been.
    /// </exception>
    public async Task<FiledNotice> File(string id, string recipient, FilingEndpoints.NewFiling filing, IfMatch wanted, Actor actor)
    {
        var now = clock.GetCurrentInstant();
        var filedAt = filing.FiledAt?.In(filing.Zone is { } zone ? Moment.ZoneOf(zone, "zone") : SupervisoryAuthorities.Find(recipient, Sector.Private)?.Zone, "filedAt") ?? now;
        var complaints = new Complaints();
        complaints.Line("channel", filing.Channel, LongestLine);
        complaints.Line("authorityReference", filing.AuthorityReference, LongestLine);
        complaints.Prose("note", filing.Note, LongestProse);
        complaints.Prose(NoticeForm.ReasonForWithdrawal, filing.ReasonForWithdrawal, LongestProse);
        if (filing is { ReasonForWithdrawal: { } reason, Completeness: not Completeness.Withdrawn })
        {
            complaints.Add(NoticeForm.ReasonForWithdrawal, reason, "Belongs to a filing that is withdrawn.");
        }
        FactsCheck.NotAhead(complaints, "filedAt", filedAt, now);
        complaints.ThrowIfAny();

        var dossier = await dossiers.Open(id);
        NotBefore("awareness", dossier.Breach.AwareAt.Instant!.Value);
        if (dossier.LastTo(recipient) is { } before)
        {
            NotBefore("the filing before", before.FiledAt);
        }
        var (notice, changes) = await dossiers.To(recipient, dossier, filedAt);
        wanted.Require(ETagOf(notice), "The notice was changed since it was read: what was filed is not what stands here.");
        if (filing.Completeness == Completeness.Withdrawn)
        {
            (notice, changes) = await dossiers.To(recipient, dossier, filedAt, filing.ReasonForWithdrawal ?? "");
        }
        RefuseUnready(notice, changes, filing.Completeness);

        var own = Answer(NoticeForm.OwnReference);
        var act = new NewAct(
            filing.Completeness == Completeness.Withdrawn ? ActKind.Withdrawn : ActKind.Filed, filedAt, recipient, filing.Channel, own, filing.AuthorityReference, filing.Note, notice.Track.Duty.Id);
        return await notices.File(
            id,
            new FiledNotice(
                0, recipient, notice.Track.Duty.Addressee?.Name ?? recipient, notice.Track.Duty.Id, notice.Kind, filing.Completeness, filedAt, filing.Channel, own,
                filing.AuthorityReference, filing.AuthorityReference is null ? null : now, filing.Note, Answer(NoticeForm.ReasonsForDelay), Answer(NoticeForm.ReasonForWithdrawal), now, actor, notice.Content, "", dossier.Breach.Version,
                dossier.Added.Version, RuleBook.Current.Id, notice.Track.Timing, filing.Completeness == Completeness.Incomplete ? [.. notice.Missing.Select(field => field.Key)] : [], changes),
            new FiledAnswers(notice.Answers), dossier.LastTo(recipient), act, actor);

        void NotBefore(string what, Instant earliest)
        {
            if (filedAt < earliest)
            {
                throw Refusal.Unprocessable(new FieldError("filedAt", Moment.Format(filedAt), $"Must not lie before {what}, {Moment.Format(earliest)}."));
            }
        }

        string? Answer(string key) => notice.Answers.TryGetValue(key, out var answer) ? answer.GetString() : null;
    }

    /// <summary>Adds the reference that the authority gave.</summary>
    /// <exception cref="Refusal">400, 404.</exception>
    public async Task<FiledNotice> Reference(string id, long number, string reference, Actor actor)
    {
        var complaints = new Complaints();
        complaints.Line("authorityReference", reference, LongestLine);
        complaints.ThrowIfAny();
        _ = await dossiers.Open(id);
        return await notices.Reference(id, number, reference, actor);
    }

    /// <exception cref="Refusal">422: answers are missing. 409: there is nothing to follow up or to withdraw.</exception>
    private static void RefuseUnready(Notice notice, IReadOnlyList<Change> changes, Completeness completeness)
    {
        if (completeness == Completeness.Withdrawn && notice.Last is null)
        {
            throw Refusal.Conflict("Nothing stands with this authority that could be withdrawn.");
        }
        var errors = MissingFor(notice, completeness).Select(field => new FieldError(field.Key, null, field.Key == NoticeForm.ReasonsForDelay
            ? $"A late notice must give the reasons for the delay ({field.Citation}). {notice.Track.Timing.InWords()}"
            : $"{field.Number} {field.Label}: a notice that is {Words<Completeness>.Of(completeness)} must answer it ({field.Citation}).")).ToList();
        if (errors.Count > 0)
        {
            throw Refusal.Unprocessable(errors);
        }
        if (!IsNews(notice, changes, completeness))
        {
            throw Refusal.Conflict($"Nothing has changed since filing {notice.Last!.Number}; there is nothing to follow up.");
        }
    }

    /// <summary>A notice says something that the one before did not: at least that it is complete now, or withdrawn.</summary>
    private static bool IsNews(Notice notice, IReadOnlyList<Change> changes, Completeness completeness) => changes.Count > 0 || notice.Last?.Completeness != completeness;

    private static IEnumerable<FormField> MissingFor(Notice notice, Completeness completeness) => completeness switch
    {
        Completeness.Complete => notice.Missing,
        Completeness.Incomplete => notice.MissingAlways,
        Completeness.Withdrawn => notice.Missing.Where(field => field.Key == NoticeForm.ReasonForWithdrawal),
        _ => throw new ArgumentOutOfRangeException(nameof(completeness), completeness, null),
    };
}
