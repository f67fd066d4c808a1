using BreachNotify.Law.Authorities;
using BreachNotify.Law.Gdpr;

namespace BreachNotify.Law.Deadlines;

/// <summary>One authority to notify, and why it.</summary>
public sealed record Recipient(Authority Authority, Reason Why);

/// <summary>
/// Which authorities are competent: GDPR Art. 55 and 56. Without an establishment in the EEA there is no lead authority,
/// and every authority where affected people live is notified (EDPB Guidelines 9/2022 v2.0 para. 73).
/// </summary>
public static class Recipients
{
    private static readonly Citation Own = new("GDPR Art. 55(1)", Article33.Eli);
    private static readonly Citation Lead = new("GDPR Art. 56(1)", Article33.Eli);
    private static readonly Citation NoOneStopShop = new("EDPB Guidelines 9/2022 v2.0 para. 73");
    private static readonly Citation Abroad = new("GDPR Art. 3(2)", Article33.Eli);

    /// <summary>The recipients of a question, in the order in which they are to be told.</summary>
    /// <exception cref="QuestionException">Neither authority nor facts name one, or a code is unknown.</exception>
    public static IReadOnlyList<Recipient> Of(DeadlineQuestion question, Sector sector)
    {
        var recipients = new List<Recipient>();
        void Add(Authority authority, Reason why)
        {
            if (recipients.TrueForAll(r => r.Authority.Code != authority.Code))
            {
                recipients.Add(new Recipient(authority, why));
            }
        }
        if (question.Authority is { } named)
        {
            Add(Find("authority", named, sector), new Reason("The authority was named as the one competent for the controller.", Own));
        }
        if (question.Facts is { } facts)
        {
            AddFrom(facts, sector, question.Authority is not null, Add);
        }
        return recipients.Count > 0
            ? recipients
            : throw QuestionException.Malformed(question.Facts is null ? "authority" : "facts", null,
                "give authority (an ISO 3166-1 code such as DE, a Land such as DE-BY, or EU), or facts with a seat or with affected people in a country of the EEA, the United Kingdom or Switzerland.");
    }

    private static void AddFrom(EstablishmentFacts facts, Sector sector, bool leadNamed, Action<Authority, Reason> add)
    {
        var seats = (facts.Seats ?? []).Select((code, i) => Find($"facts.seats[{i}]", code, sector)).ToList();
        var established = facts.EstablishedInEea ?? seats.Exists(seat => seat.IsEea);
        if (established && !leadNamed)
        {
            var main = seats.Find(seat => seat.IsEea)
                ?? throw QuestionException.Malformed("facts.seats", null, "name the establishment in the EEA (the main one first), since establishedInEea is true.");
            add(main, new Reason($"The main establishment in the EEA is in {main.Code}: its authority leads and is the one notified.", Lead));
        }
        foreach (var seat in seats.Where(seat => !seat.IsEea))
        {
            add(seat, new Reason($"There is an establishment in {seat.Code}, outside the EEA's one-stop shop.", Own));
        }
        foreach (var (affected, i) in (facts.Affected ?? []).Select((a, i) => (a, i)))
        {
            if (affected.People < 0)
            {
                throw QuestionException.Malformed($"facts.affected[{i}].people", affected.People.ToString(System.Globalization.CultureInfo.InvariantCulture), "must be 0 or more.");
            }
            var authority = SupervisoryAuthorities.Find(affected.Country, sector);
            if (authority is null && !IsCountryCode(affected.Country))
            {
                throw QuestionException.Malformed($"facts.affected[{i}].country", affected.Country, "is not an ISO 3166-1 country code such as GR.");
            }
            if (authority is null || affected.People == 0)
            {
                continue;
            }
            if (!authority.IsEea)
            {
                // Reading: people in the United Kingdom or Switzerland are covered by its law where goods or services are
                // offered to them or their behaviour is monitored there; that is assumed, since a notice too many is
                // the smaller fault.
                add(authority, new Reason($"People in {authority.Code} are affected; its law applies if they were offered goods or services or monitored there.", Abroad));
            }
            else if (!established)
            {
                add(authority, new Reason($"Without an establishment in the EEA every authority where affected people live is notified; {affected.People} live in {authority.Code}.", NoOneStopShop));
            }
        }
    }

    private static bool IsCountryCode(string code) => code.Length == 2 && code.All(char.IsAsciiLetterUpper);

    private static Authority Find(string field, string code, Sector sector) => SupervisoryAuthorities.Find(code, sector)
        ?? throw QuestionException.Malformed(field, code,
            "is not an authority this product knows; use the ISO 3166-1 code of an EEA state, GB or CH, a German Land such as DE-BY, or EU for the EDPS.");
}
