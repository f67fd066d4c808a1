using System.Globalization;
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
    private static readonly Citation Territorial = new("GDPR Art. 3(2)", Article33.Eli);

    /// <summary>People alive, the bound of every number of people affected.</summary>
    public const long PopulationOfTheEarth = 8_300_000_000;

    /// <summary>The recipients of a question, in the order in which they are to be told; empty where neither authority nor facts are given.</summary>
    /// <exception cref="QuestionException">A code is unknown, or the facts contradict each other.</exception>
    public static List<Recipient> Of(DeadlineQuestion question, Sector sector)
    {
        var recipients = new List<Recipient>();
        if (question.Authority is { } named)
        {
            Add(recipients, Find("authority", named, sector), TheOneNamed);
        }
        if (question.RegimeFacts?.People is { } people)
        {
            CheckPeople("regimeFacts.people", people);
        }
        if (question.Facts is { } facts)
        {
            CheckAffected(facts.Affected ?? []);
            AddFrom(facts, sector, question.Authority is not null, recipients);
        }
        return recipients;
    }

    /// <summary>What is asked for where nothing names a recipient.</summary>
    internal static QuestionException Missing(DeadlineQuestion question) => QuestionException.Malformed(question.Facts is null ? "authority" : "facts", null,
        "give authority (an ISO 3166-1 code such as DE, a Land such as DE-BY, a state such as US-CA, or EU), or facts with a seat or with affected people in a country of the EEA, the United Kingdom or Switzerland.");

    /// <summary>Authorities abroad whose people or seats the facts name, with the reason.</summary>
    internal static IEnumerable<(Authority Authority, string Why)> Abroad(EstablishmentFacts? facts)
    {
        foreach (var affected in facts?.Affected ?? [])
        {
            if (affected.People > 0 && AuthoritiesAbroad.Find(affected.Country) is { } authority)
            {
                yield return (authority, $"{affected.People} people affected live in {affected.Country}.");
            }
        }
        foreach (var seat in facts?.Seats ?? [])
        {
            if (AuthoritiesAbroad.Find(seat) is { } authority)
            {
                yield return (authority, $"The controller has a seat in {seat}.");
            }
        }
    }

    private static readonly Reason TheOneNamed = new("The authority was named as the one competent for the controller.", Own);

    private static void Add(List<Recipient> recipients, Authority authority, Reason why)
    {
        foreach (var recipient in recipients)
        {
            if (recipient.Authority.Code == authority.Code)
            {
                return;
            }
        }
        recipients.Add(new Recipient(authority, why));
    }

    private static void AddFrom(EstablishmentFacts facts, Sector sector, bool leadNamed, List<Recipient> recipients)
    {
        var seats = (facts.Seats ?? []).Select((code, i) => Seat($"facts.seats[{i}]", code, sector)).OfType<Authority>().ToList();
        var established = facts.EstablishedInEea ?? seats.Exists(seat => seat.IsEea);
        if (established && !leadNamed)
        {
            var main = seats.Find(seat => seat.IsEea)
                ?? throw QuestionException.Malformed("facts.seats", null, "name the establishment in the EEA (the main one first), since establishedInEea is true.");
            Add(recipients, main, new Reason($"The main establishment in the EEA is in {main.Code}: its authority leads and is the one notified.", Lead));
        }
        foreach (var seat in seats)
        {
            if (!seat.IsEea)
            {
                Add(recipients, seat, new Reason($"There is an establishment in {seat.Code}, outside the EEA's one-stop shop.", Own));
            }
        }
        foreach (var affected in facts.Affected ?? [])
        {
            if (affected.People == 0 || SupervisoryAuthorities.Find(affected.Country, sector) is not { } authority)
            {
                continue;
            }
            if (!authority.IsEea)
            {
                // Reading: people in the United Kingdom or Switzerland are covered by its law where goods or services are
                // offered to them or their behaviour is monitored there; that is assumed, since a notice too many is
                // the smaller fault.
                Add(recipients, authority, new Reason($"People in {authority.Code} are affected; its law applies if they were offered goods or services or monitored there.", Territorial));
            }
            else if (!established)
            {
                Add(recipients, authority, new Reason($"Without an establishment in the EEA every authority where affected people live is notified; {affected.People} live in {authority.Code}.", NoOneStopShop));
            }
        }
    }

    private static void CheckAffected(IReadOnlyList<AffectedPeople> affected)
    {
        long sum = 0;
        for (var i = 0; i < affected.Count; i++)
        {
            var (country, people) = affected[i];
            CheckPeople($"facts.affected[{i}].people", people);
            sum += people;
            if (SupervisoryAuthorities.Find(country, Sector.Private) is null && !Countries.IsKnown(country))
            {
                throw QuestionException.Malformed($"facts.affected[{i}].country", country, $"is not an ISO 3166-1 country code such as GR, nor a Land or a state such as US-CA.{Countries.Hint(country)}");
            }
            for (var j = 0; j < i; j++)
            {
                if (affected[j].Country == country)
                {
                    throw QuestionException.Malformed($"facts.affected[{i}].country", country, $"stands already in facts.affected[{j}].country; give each country once.");
                }
            }
        }
        if (sum > PopulationOfTheEarth)
        {
            throw QuestionException.Malformed("facts.affected", sum.ToString(CultureInfo.InvariantCulture), $"is more than the {PopulationOfTheEarth} people alive; the numbers add up to it.");
        }
    }

    private static void CheckPeople(string field, long people)
    {
        if (people is < 0 or > PopulationOfTheEarth)
        {
            throw QuestionException.Malformed(field, people.ToString(CultureInfo.InvariantCulture), $"must be 0 or more and at most {PopulationOfTheEarth}, the people alive.");
        }
    }

    /// <summary>The authority of a seat; null for a country without one here.</summary>
    private static Authority? Seat(string field, string code, Sector sector) => SupervisoryAuthorities.Find(code, sector)
        ?? (Countries.IsKnown(code) ? null : throw Unknown(field, code));

    private static Authority Find(string field, string code, Sector sector) =>
        SupervisoryAuthorities.Find(code, sector) ?? AuthoritiesAbroad.Find(code) ?? throw Unknown(field, code);

    private static QuestionException Unknown(string field, string code) => QuestionException.Malformed(field, code,
        $"is not an authority this product knows; use the ISO 3166-1 code of an EEA state, GB or CH, a German Land such as DE-BY, EU for the EDPS, US or a state such as US-CA, or AU, BR, CA, CN, IN, JP, KR, SG.{Countries.Hint(code)}");
}
