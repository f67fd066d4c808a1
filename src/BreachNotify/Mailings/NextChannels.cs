using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings.Planning;
using static BreachNotify.Mailings.UnreachedEndpoints;

namespace BreachNotify.Mailings;

/// <summary>What is known when somebody decides how to tell those whom e-mail did not reach.</summary>
public sealed class NextChannels(MailingStore mailings, AudienceStore audiences, UnreachedList people)
{
    /// <exception cref="Refusal">404. 410: the people are destroyed.</exception>
    public async Task<UnreachedSummary> Summary(string id, LetterRates rates) => await Summary(await mailings.Get(id), rates);

    /// <summary>Puts the decision on record with the figures of the moment.</summary>
    /// <exception cref="Refusal">400: there are no reasons. 404. 409: nobody is in the mailing. 410: the people are destroyed.</exception>
    public async Task<Considered> Consider(string id, LetterRates rates, Consideration wanted, Actor actor)
    {
        var (decision, reasons) = (wanted.Decision, wanted.Reasons);
        var complaints = new Complaints();
        if (string.IsNullOrWhiteSpace(reasons))
        {
            complaints.Add("reasons", reasons, "Must say why: the decision is accounted for by its reasons (GDPR Art. 5(2)).");
        }
        complaints.Prose("reasons", reasons, 4000);
        complaints.ThrowIfAny();
        var mailing = await mailings.Get(id);
        var figures = await Summary(mailing, rates);
        if (figures.People == 0)
        {
            throw Refusal.Conflict("The mailing has no recipients.");
        }
        // Not by country: the journal can never be erased, and a single person abroad could be recognised in it.
        var sequence = await mailings.Note(mailing, "mailing.nextChannelConsidered", new
        {
            Decision = decision,
            Reasons = reasons,
            Provision = "GDPR Art. 34(3)(c)",
            figures.People,
            figures.Unreached,
            figures.Share,
            figures.InDoubt,
            figures.RejectedRows,
            ByReason = figures.Reasons,
            Letters = figures.Letters.Totals,
            LettersWithoutRate = figures.Letters.WithoutRate,
        }, actor);
        return new Considered(sequence, decision, figures);
    }

    private async Task<UnreachedSummary> Summary(Mailing mailing, LetterRates rates)
    {
        if (await audiences.Of(mailing) is not { } audience)
        {
            return new UnreachedSummary(0, 0, 0, 0, 0, ByReason([]), [], rates.Cost([]));
        }
        using var key = new AudienceKey(audience.DataKey);
        var unreached = await people.Count(audience, key);
        var counts = await mailings.CountsOf(mailing.Id);
        var sum = unreached.Sum(group => group.People);
        var everybody = counts.Total + await people.CoveredIn(audience);
        var byCountry = unreached.GroupBy(group => group.Country).Select(group => (Country: group.Key, People: group.Sum(one => one.People), Reasons: ByReason(group))).OrderByDescending(group => group.People).ThenBy(group => group.Country, StringComparer.Ordinal).ToList();
        return new UnreachedSummary(
            everybody, sum, everybody == 0 ? 0 : decimal.Round((decimal)sum / everybody, 6), counts.InDoubt, (await mailings.ImportOf(mailing)).Import?.Rejected ?? 0, ByReason(unreached),
            [.. byCountry.Select(group => new UnreachedCountry(group.Country.Length > 0 ? group.Country : null, group.People, group.Reasons))],
            rates.Cost(byCountry.Select(group => KeyValuePair.Create(group.Country, group.People))));
    }

    private static Dictionary<string, long> ByReason(IEnumerable<UnreachedCount> counts)
    {
        var sums = counts.GroupBy(count => count.Reason).ToDictionary(group => group.Key, group => group.Sum(count => count.People));
        return Enum.GetValues<UnreachedReason>().ToDictionary(Words<UnreachedReason>.Of, reason => sums.GetValueOrDefault(reason));
    }
}
