using BreachNotify.Law.Calendars;
using NodaTime;

namespace BreachNotify.Law.Authorities;

/// <summary>Which part of an authority's remit the controller falls into; only Bavaria divides it between two authorities.</summary>
public enum Sector
{
    /// <summary>Companies, associations and other non-public bodies.</summary>
    Private,

    /// <summary>Public bodies.</summary>
    Public,
}

/// <summary>A supervisory authority to which personal data breaches are notified; its seat fixes zone and holidays.</summary>
/// <param name="Code">ISO 3166-1 code, with a Land ISO 3166-2 (<c>DE-BY</c>), or <c>EU</c> for the EDPS.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Zone">The time zone of its seat, from the zone data bundled with NodaTime.</param>
/// <param name="Territory">The calendar of its seat, a code <see cref="PublicHolidays"/> knows.</param>
/// <param name="IsEea">True for the authority of an EEA state or of a Land; false for EDPS, ICO and FDPIC.</param>
/// <param name="SubjectFrom">First day on which the breach rules it enforces applied there.</param>
/// <param name="Source">Where the name was found.</param>
/// <param name="Verified">False where nobody has read the source.</param>
public sealed record Authority(
    string Code, string Name, DateTimeZone Zone, string Territory, bool IsEea, LocalDate SubjectFrom, string Source, bool Verified)
{
    /// <summary>The public holidays at its seat.</summary>
    public HolidayCalendar Holidays => PublicHolidays.Of(Territory);
}
