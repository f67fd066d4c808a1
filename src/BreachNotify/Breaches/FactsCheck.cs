using System.Globalization;
using System.Text.RegularExpressions;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Breaches;

/// <summary>Holds what is stated of a breach against what can be stored, printed on a letter and true.</summary>
public static partial class FactsCheck
{
    private const int LongestLine = 300;
    private const int LongestProse = 20_000;
    private const int MostDataTypes = 100;
    private const int MostCountries = 260;
    private const int MostLanguages = 50;
    private const int MostSeats = 300;

    /// <summary>Clocks of two machines differ a little; more than this is a slip of the pen.</summary>
    public static readonly Duration Ahead = Duration.FromMinutes(5);

    /// <summary>The facts with their local times resolved.</summary>
    /// <exception cref="Refusal">400 or 422, naming every field that is wrong.</exception>
    public static T Checked<T>(T facts, Instant now)
        where T : BreachFacts
    {
        var zone = facts.Zone is { } name ? Moment.ZoneOf(name, "zone") : null;
        var authority = facts.Authority is { } code ? SupervisoryAuthorities.Find(code, facts.Sector) ?? AuthoritiesAbroad.Find(code) : null;
        zone ??= authority?.Zone;
        facts = facts with
        {
            AwareAt = facts.AwareAt.In(zone, "awareAt"),
            OccurredFrom = facts.OccurredFrom?.In(zone, "occurredFrom"),
            OccurredUntil = facts.OccurredUntil?.In(zone, "occurredUntil"),
        };
        var complaints = new Complaints();
        complaints.Line("title", facts.Title, LongestLine);
        if (facts.Authority is not null && authority is null)
        {
            complaints.Add("authority", facts.Authority, $"Must be the ISO 3166-1 code of an EEA state, GB or CH, a German Land such as DE-BY, EU for the EDPS, US or a state such as US-CA, or AU, BR, CA, CN, IN, JP, KR, SG.{Countries.Hint(facts.Authority)}");
        }
        Times(complaints, facts, now);
        if (authority is not null)
        {
            LawInForce(complaints, facts);
        }
        if (facts.Controller is { } controller)
        {
            complaints.Line("controller.name", controller.Name, LongestLine);
            Country(complaints, "controller.country", controller.Country);
            complaints.Prose("controller.address", controller.Address, LongestLine);
            complaints.Line("controller.registration", controller.Registration, LongestLine);
        }
        if (facts.Contact is { } contact)
        {
            complaints.Line("contact.name", contact.Name, LongestLine);
            complaints.Email("contact.email", contact.Email);
            complaints.Line("contact.phone", contact.Phone, LongestLine);
        }
        Wordings(complaints, facts);
        Affected(complaints, facts);
        Seats(complaints, facts);
        Regimes(complaints, facts);
        complaints.ThrowIfAny();
        return facts;
    }

    /// <summary>Whether an instant at which something was done can be true.</summary>
    public static void NotAhead(Complaints complaints, string field, Instant at, Instant now)
    {
        if (at > now + Ahead)
        {
            complaints.Refuse(field, Moment.Format(at), $"Must not lie in the future; it is {Moment.Format(now)} now.");
        }
    }

    private static void Times(Complaints complaints, BreachFacts facts, Instant now)
    {
        NotAhead(complaints, "awareAt", facts.AwareAt.Instant!.Value, now);
        if (facts.OccurredFrom?.Instant is { } from)
        {
            if (from > facts.AwareAt.Instant)
            {
                complaints.Refuse("occurredFrom", Moment.Format(from), $"Must not lie after awareAt, {Moment.Format(facts.AwareAt.Instant!.Value)}: nobody is aware of a breach before it occurs.");
            }
            if (facts.OccurredUntil?.Instant is { } until && until < from)
            {
                complaints.Refuse("occurredUntil", Moment.Format(until), $"Must not lie before occurredFrom, {Moment.Format(from)}.");
            }
        }
    }

    /// <summary>A register of breaches under a law begins with that law; an earlier date is a slip of the pen.</summary>
    private static void LawInForce(Complaints complaints, BreachFacts facts)
    {
        try
        {
            DeadlineRules.Answer(new DeadlineQuestion { AwareAt = facts.AwareAt.ToString(), Authority = facts.Authority, Sector = facts.Sector, Regimes = facts.Regimes });
        }
        catch (NotInForceException e)
        {
            complaints.Refuse("awareAt", facts.AwareAt.ToString(), e.Remedy);
        }
        catch (QuestionException)
        {
            // Regimes that do not fit the authority are the deadlines' to refuse: the record may be completed in any order.
        }
    }

    private static void Wordings(Complaints complaints, BreachFacts facts)
    {
        complaints.Prose("nature", facts.Nature, LongestProse);
        complaints.Prose("consequences", facts.Consequences, LongestProse);
        complaints.Prose("measures", facts.Measures, LongestProse);
        complaints.Prose("advice", facts.Advice, LongestProse);
        DataTypes(complaints, "dataTypes", facts.DataTypes?.Items);
        if (facts.Translations.Count > MostLanguages)
        {
            complaints.Add("translations", null, $"Must have at most {MostLanguages} languages.");
        }
        foreach (var (language, wording) in facts.Translations)
        {
            var path = $"translations.{language}";
            if (!LanguageTag().IsMatch(language))
            {
                complaints.Add(path, language, "Must be named by a language tag such as de or pt-BR.");
            }
            complaints.Prose($"{path}.nature", wording.Nature, LongestProse);
            complaints.Prose($"{path}.consequences", wording.Consequences, LongestProse);
            complaints.Prose($"{path}.measures", wording.Measures, LongestProse);
            complaints.Prose($"{path}.advice", wording.Advice, LongestProse);
            DataTypes(complaints, $"{path}.dataTypes", wording.DataTypes);
        }
    }

    private static void DataTypes(Complaints complaints, string field, IReadOnlyList<string>? types)
    {
        if (types?.Count > MostDataTypes)
        {
            complaints.Add(field, null, $"Must have at most {MostDataTypes} entries.");
        }
        for (var i = 0; i < types?.Count; i++)
        {
            complaints.Prose(types.Count == 1 ? field : string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]"), types[i], LongestProse / 10);
        }
    }

    private static void Affected(Complaints complaints, BreachFacts facts)
    {
        if (facts.Affected.Count > MostCountries)
        {
            complaints.Add("affected", null, $"Must have at most {MostCountries} entries.");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < facts.Affected.Count; i++)
        {
            var (country, people) = facts.Affected[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"affected[{i}]");
            Place(complaints, $"{path}.country", country);
            if (!seen.Add(country))
            {
                complaints.Add($"{path}.country", country, "Is there twice; give each country once.");
            }
            People(complaints, $"{path}.people", people);
        }
    }

    private static void Seats(Complaints complaints, BreachFacts facts)
    {
        if (facts.Seats?.Count > MostSeats)
        {
            complaints.Add("seats", null, $"Must have at most {MostSeats} entries.");
            return;
        }
        for (var i = 0; i < facts.Seats?.Count; i++)
        {
            Place(complaints, string.Create(CultureInfo.InvariantCulture, $"seats[{i}]"), facts.Seats[i]);
        }
        if (facts.EstablishedInEea is true && facts is { Authority: null, Seats: { } seats } && !seats.Any(seat => SupervisoryAuthorities.Find(seat, facts.Sector) is { IsEea: true }))
        {
            complaints.Add("seats", string.Join(", ", seats), "Must name the establishment in the EEA (the main one first), since establishedInEea is true.");
        }
    }

    private static void Regimes(Complaints complaints, BreachFacts facts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < facts.Regimes?.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"regimes[{i}]");
            if (!DeadlineRules.Regimes.Contains(facts.Regimes[i]))
            {
                complaints.Add(path, facts.Regimes[i], $"Must be one of {string.Join(", ", DeadlineRules.Regimes)}.");
            }
            else if (!seen.Add(facts.Regimes[i]))
            {
                complaints.Add(path, facts.Regimes[i], "Is there twice; give each regime once.");
            }
        }
        if (facts.RegimeFacts?.People is { } people)
        {
            People(complaints, "regimeFacts.people", people);
        }
    }

    private static void People(Complaints complaints, string field, long people)
    {
        if (people is < 0 or > Recipients.PopulationOfTheEarth)
        {
            complaints.Add(field, people.ToString(CultureInfo.InvariantCulture), $"Must be 0 or more and at most {Recipients.PopulationOfTheEarth}, the people alive.");
        }
    }

    private static void Country(Complaints complaints, string field, string country)
    {
        if (country.Length != 2 || !Countries.IsKnown(country))
        {
            complaints.Add(field, country, $"Must be an ISO 3166-1 code of two capital letters, such as GR.{Countries.Hint(country)}");
        }
    }

    /// <summary>A country, a German Land or a state of the United States.</summary>
    private static void Place(Complaints complaints, string field, string place)
    {
        if (SupervisoryAuthorities.Find(place, Sector.Private) is null && !Countries.IsKnown(place))
        {
            complaints.Add(field, place, $"Must be an ISO 3166-1 code such as GR, a German Land such as DE-BY or a state such as US-CA.{Countries.Hint(place)}");
        }
    }

    [GeneratedRegex("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$")]
    private static partial Regex LanguageTag();
}
