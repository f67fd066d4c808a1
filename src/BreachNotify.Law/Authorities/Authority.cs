using BreachNotify.Law.Calendars;
using BreachNotify.Law.Deadlines;
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
/// <param name="Territory">The calendar of its seat, a code <see cref="PublicHolidays"/> knows; empty for none.</param>
/// <param name="IsEea">True for the authority of an EEA state or of a Land; false for EDPS, ICO and FDPIC.</param>
/// <param name="SubjectFrom">First day on which the breach rules it enforces applied there.</param>
/// <param name="Source">Where the name was found.</param>
/// <param name="Verified">False where nobody has read the source.</param>
public sealed record Authority(
    string Code, string Name, DateTimeZone Zone, string Territory, bool IsEea, LocalDate SubjectFrom, string Source, bool Verified)
{
    private static readonly HolidayCalendar NoHolidays = HolidayCalendar.OfDates([]);
    private Addressee? _addressee;

    /// <summary>The public holidays at its seat; none where its law counts no working days.</summary>
    public HolidayCalendar Holidays { get; } = Territory.Length > 0 ? PublicHolidays.Of(Territory) : NoHolidays;

    /// <summary>Regimes asked by default; empty where the law of the GDPR's family follows from authority and day.</summary>
    public IReadOnlyList<string> Regimes { get; init; } = [];

    /// <summary>How it is reached.</summary>
    public Addressee Addressee => _addressee ??= FilingChannels.Of(this);
}
