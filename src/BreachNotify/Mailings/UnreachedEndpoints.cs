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

    private static Task<Results<Ok<Page<Unreached>>, PushStreamHttpResult>> List(string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences, UnreachedList people) =>
        AudiencePage.Answer(
            id, cursor, format, context, mailings, audiences, (audience, key, after) => people.Page(audience, key, after, AudiencePage.Size), person => person.Line,
            "line,reason,name,language,country,reference",
            person => [AudiencePage.Number(person.Line), Words<UnreachedReason>.Of(person.Reason), person.Name, person.Language, person.Country, person.Reference, .. person.Fields.Values],
            audience => UnreachedList.Columns(audience).Select(column => column.Name));

    private static async Task<Ok<UnreachedSummary>> Summary(string id, [FromQuery] string[] letter, NextChannels channels) => TypedResults.Ok(await channels.Summary(id, RatesIn(letter)));

    private static async Task<Ok<Considered>> Consider(string id, [FromQuery] string[] letter, Body<Consideration> body, Actor actor, NextChannels channels) =>
        TypedResults.Ok(await channels.Consider(id, RatesIn(letter), body.Value, actor));

    /// <summary>Rates such as <c>DE:0.95:EUR</c>, or <c>*:1.20:EUR</c> for every country not named.</summary>
    /// <exception cref="Refusal">400: one of them is none.</exception>
    public static LetterRates RatesIn(params IEnumerable<string> given)
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
