using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace BreachNotify.Mailings.Pacing;

/// <summary>Hours of the night, by the recipient's clock, in which nothing is sent.</summary>
/// <param name="From">First minute of the quiet.</param>
/// <param name="Until">First minute after it; before <paramref name="From"/> where midnight lies in between.</param>
public sealed record QuietHours(LocalTime From, LocalTime Until)
{
    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>Reads <c>21:00</c>; null if it is no such time.</summary>
    public static LocalTime? Read(string? text) => text is not null && Pattern.Parse(text) is { Success: true } parsed ? parsed.Value : null;

    public bool Covers(LocalTime time) => From <= Until ? time >= From && time < Until : time >= From || time < Until;

    public static string Print(LocalTime time) => Pattern.Format(time);

    /// <summary>When the quiet ends for somebody in <paramref name="zone"/>; null if it is not quiet there now.</summary>
    public Instant? EndsAt(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone);
        var time = local.TimeOfDay;
        return Covers(time) ? zone.AtLeniently((time < Until ? local.Date : local.Date.PlusDays(1)) + Until).ToInstant() : null;
    }
}

/// <summary>
/// What the pace has to know of a recipient: the address, and where quiet hours are kept the zone, by the column
/// <c>zone</c> (IANA), else by the column <c>country</c> (ISO 3166-1; the zone of its capital), else the controller's.
/// </summary>
public sealed class AddressBook : IDisposable
{
    private readonly AudienceKey _key;
    private readonly Audience _audience;
    private readonly QuietHours? _quiet;
    private readonly int _zone;
    private readonly int _country;
    private readonly DateTimeZone _ofController;

    public AddressBook(Audience audience, FrozenLetter letter, QuietHours? quiet)
    {
        (_key, _audience, _quiet) = (new AudienceKey(audience.DataKey), audience, quiet);
        _zone = audience.IndexOf("zone");
        _country = audience.IndexOf("country");
        _ofController = ZoneOfCountry(letter.Facts.Controller?.Country) ?? DateTimeZone.Utc;
    }

    /// <returns>The address, and when the quiet hours end that the person has now.</returns>
    public (string Email, Instant? QuietUntil) Look(Leased row, Instant now)
    {
        var person = SecondAddress.InUse(_audience, Recipient.Read(_key.Open(row.Row, row.Sealed)), row.Address);
        return (person.Email, _quiet?.EndsAt(now, ZoneOf(person)));
    }

    public void Dispose() => _key.Dispose();

    private DateTimeZone ZoneOf(Recipient person) =>
        (_zone >= 0 ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(person.Further[_zone]) : null)
        ?? (_country >= 0 ? ZoneOfCountry(person.Further[_country]) : null)
        ?? _ofController;

    /// <summary>The zone of a country's capital; null for no country of ISO 3166-1.</summary>
    public static DateTimeZone? ZoneOfCountry(string? country) =>
        country is not null && Capitals.TryGetValue(country, out var zone) ? zone : null;

    private static readonly Dictionary<string, DateTimeZone> Capitals = TzdbDateTimeZoneSource.Default.ZoneLocations!
        .GroupBy(location => location.CountryCode)
        .ToDictionary(group => group.Key, group => DateTimeZoneProviders.Tzdb[group.First().ZoneId], StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: true));
}
