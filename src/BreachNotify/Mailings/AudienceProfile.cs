using System.Runtime.InteropServices;
using BreachNotify.Mailings.Pacing;
using BreachNotify.Mailings.Planning;

namespace BreachNotify.Mailings;

/// <summary>
/// What a plan has to know of an audience: sums only, but small ones could still point at somebody, so that they are
/// sealed with the audience's key and never journalled.
/// </summary>
/// <param name="Domains">People by the domain of their address: all domains of the built-in providers, and the thousand largest others.</param>
/// <param name="OtherDomains">People at any further domain.</param>
/// <param name="Countries">People with an address by country; the empty text for no known one.</param>
/// <param name="CountriesWithoutEmail">The same of people without one.</param>
public sealed record AudienceProfile(
    long People, long WithoutEmail, long WithSecondAddress,
    IReadOnlyDictionary<string, long> Domains, long OtherDomains, IReadOnlyDictionary<string, long> Countries, IReadOnlyDictionary<string, long> CountriesWithoutEmail);

/// <summary>Counts an audience in bounded memory, as its people come by.</summary>
public sealed class AudienceCount
{
    private const int MostDomains = 50_000;
    private const int KeptDomains = 1_000;
    private const int Letters = 26;
    private const int NoCountry = Letters * Letters;

    private readonly Dictionary<string, long> _domains = KnownProviders.ByDomain.Keys.ToDictionary(domain => domain, _ => 0L);
    private readonly long[] _countries = new long[NoCountry + 1];
    private readonly long[] _withoutEmail = new long[NoCountry + 1];
    private long _otherDomains;
    private long _second;

    /// <param name="email">The address in use, normalised; empty for none.</param>
    /// <param name="country">As the file says it.</param>
    /// <param name="people">-1 takes somebody out again who was counted before.</param>
    public void Add(ReadOnlySpan<char> email, bool hasSecond, ReadOnlySpan<char> country, int people = 1)
    {
        _second += hasSecond ? people : 0;
        (email.IsEmpty ? _withoutEmail : _countries)[CountryOf(country)] += people;
        if (!email.IsEmpty)
        {
            DomainOf(email[(email.LastIndexOf('@') + 1)..]) += people;
        }
    }

    public void Add(Audience audience, Recipient person, int people = 1) =>
        Add(person.Email, SecondAddress.Of(audience, person).Length > 0, audience.IndexOf("country") is var country and >= 0 ? person.Further[country] : "", people);

    public AudienceProfile Result()
    {
        var kept = _domains.Where(entry => KnownProviders.ByDomain.ContainsKey(entry.Key))
            .Concat(_domains.Where(entry => !KnownProviders.ByDomain.ContainsKey(entry.Key)).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Take(KeptDomains))
            .Where(entry => entry.Value > 0)
            .ToDictionary();
        var (with, without) = (_countries.Sum(), _withoutEmail.Sum());
        return new AudienceProfile(with + without, without, _second, kept, with - kept.Values.Sum(), Named(_countries), Named(_withoutEmail));
    }

    /// <summary>
    /// A domain is counted by its name for ever, or never: once there are too many, further ones share one number, and
    /// those that have a name keep it.
    /// </summary>
    private ref long DomainOf(ReadOnlySpan<char> domain)
    {
        var bySpan = _domains.GetAlternateLookup<ReadOnlySpan<char>>();
        if (_domains.Count < MostDomains)
        {
            return ref CollectionsMarshal.GetValueRefOrAddDefault(bySpan, domain, out _);
        }
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(bySpan, domain);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
        {
            return ref known;
        }
        return ref _otherDomains;
    }

    private static int CountryOf(ReadOnlySpan<char> text) =>
        text.Length == 2 && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]) ? (((text[0] | 0x20) - 'a') * Letters) + ((text[1] | 0x20) - 'a') : NoCountry;

    /// <summary>Two letters that are no country of ISO 3166-1 count as none.</summary>
    private static Dictionary<string, long> Named(long[] countries)
    {
        var named = new Dictionary<string, long>();
        for (var i = 0; i < countries.Length; i++)
        {
            if (countries[i] > 0)
            {
                var code = i == NoCountry ? "" : string.Create(2, i, (text, place) => (text[0], text[1]) = ((char)('A' + (place / Letters)), (char)('A' + (place % Letters))));
                code = LetterRates.IsCountry(code) ? code : "";
                named[code] = named.GetValueOrDefault(code) + countries[i];
            }
        }
        return named;
    }
}
