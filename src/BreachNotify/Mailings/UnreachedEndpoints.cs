using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings.Planning;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BreachNotify.Mailings;

/// <summary>The next channel: who cannot be reached by e-mail, what letters would cost, and what was decided about it.</summary>
public static class UnreachedEndpoints
{
    public static void MapUnreached(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/unreached", List).RequireAuthorization(Policies.Officer).WithSummary("Everybody who cannot be reached by e-mail; as text/csv for the letter shop");
        mailing.MapGet("/unreached/summary", Summary).RequireAuthorization(Policies.Officer).WithSummary("How many, why, where, and what letters to them would cost");
        mailing.MapPost("/consideration", Consider).RequireAuthorization(Policies.Officer).WithSummary("Puts the decision between letters and a public communication (GDPR Art. 34(3)(c)) on record with the figures");
    }

    /// <param name="Country">Null for people whose country the file does not say.</param>
    /// <param name="Reasons">People by reason.</param>
    public sealed record UnreachedCountry(string? Country, long People, IReadOnlyDictionary<string, long> Reasons);

    /// <param name="People">Everybody in the mailing, also those told by the letter of another row.</param>
    /// <param name="Share">Of these, 0 to 1.</param>
    /// <param name="InDoubt">People of whom nobody knows yet whether they were reached; not among the unreached.</param>
    /// <param name="RejectedRows">Rows of the file that could not be used and are nobody in the mailing; see its rejections.</param>
    public sealed record UnreachedSummary(long People, long Unreached, decimal Share, long InDoubt, long RejectedRows, IReadOnlyDictionary<string, long> Reasons, IReadOnlyList<UnreachedCountry> Countries, LetterCosts Letters);

    public enum NextChannel
    {
        /// <summary>Those unreached are told one by one.</summary>
        Letters,

        /// <summary>That would be a disproportionate effort; there is a public communication instead (GDPR Art. 34(3)(c)).</summary>
        PublicCommunication,
    }

    public sealed record Consideration(NextChannel Decision, string Reasons);

    /// <param name="Sequence">The journal entry.</param>
    public sealed record Considered(long Sequence, NextChannel Decision, UnreachedSummary Figures);

    private static Task<Results<Ok<Page<Unreached>>, PushStreamHttpResult>> List(string id, string? cursor, HttpContext context, MailingStore mailings, AudienceStore audiences, UnreachedList people) =>
        AudiencePage.Answer(
            id, cursor, context, mailings, audiences, (audience, key, after) => people.Page(audience, key, after, AudiencePage.Size), person => person.Line,
            "line,reason,name,language,country,reference",
            person => [AudiencePage.Number(person.Line), Words<UnreachedReason>.Of(person.Reason), person.Name, person.Language, person.Country, person.Reference, .. person.Fields.Values],
            audience => UnreachedList.Columns(audience).Select(column => column.Name));

    private static async Task<Ok<UnreachedSummary>> Summary(string id, [FromQuery] string[] letter, MailingStore mailings, AudienceStore audiences, UnreachedList people)
    {
        var rates = RatesIn(letter);
        var mailing = await mailings.Get(id);
        return TypedResults.Ok(await SummaryOf(mailing, rates, mailings, audiences, people));
    }

    private static async Task<Ok<Considered>> Consider(string id, [FromQuery] string[] letter, Body<Consideration> body, Actor actor, MailingStore mailings, AudienceStore audiences, UnreachedList people)
    {
        var rates = RatesIn(letter);
        var (decision, reasons) = (body.Value.Decision, body.Value.Reasons);
        var complaints = new Complaints();
        if (string.IsNullOrWhiteSpace(reasons))
        {
            complaints.Add("reasons", reasons, "Must say why: the decision is accounted for by its reasons (GDPR Art. 5(2)).");
        }
        complaints.Prose("reasons", reasons, 4000);
        complaints.ThrowIfAny();
        var mailing = await mailings.Get(id);
        var figures = await SummaryOf(mailing, rates, mailings, audiences, people);
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
        return TypedResults.Ok(new Considered(sequence, decision, figures));
    }

    private static async Task<UnreachedSummary> SummaryOf(Mailing mailing, LetterRates rates, MailingStore mailings, AudienceStore audiences, UnreachedList people)
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

    /// <summary>Rates such as <c>DE:0.95:EUR</c>, or <c>*:1.20:EUR</c> for every country not named.</summary>
    /// <exception cref="Refusal">400: one of them is none.</exception>
    private static LetterRates RatesIn(string[] given)
    {
        var complaints = new Complaints();
        var rates = new List<LetterRate>();
        foreach (var text in given)
        {
            var parts = text.Split(':');
            if (parts.Length != 3 || !decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                complaints.Add("letter", text, "Must be country, amount and currency such as DE:0.95:EUR.");
            }
            else if (LetterRates.FaultOf(parts[0], amount, parts[2]) is { } fault)
            {
                complaints.Add("letter", text, fault);
            }
            else if (rates.Any(rate => rate.Country == parts[0]))
            {
                complaints.Add("letter", text, "Must not name a country twice.");
            }
            else
            {
                rates.Add(new LetterRate(parts[0], amount, parts[2], "the asker", true));
            }
        }
        complaints.ThrowIfAny();
        return new LetterRates(rates);
    }
}
