using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;
using static NodaTime.IsoDayOfWeek;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Denmark, Finland, Iceland, Norway and Sweden.</summary>
internal static class Nordic
{
    private static readonly HolidaySource Danish = Unverified("Lov om folkekirkens helligdage (lukkedage, LBK 1335/2012)");
    private static readonly HolidaySource Prayer = Seen("abolition of store bededag (bill L 13 of 2023), in force from 1 January 2024, as reported");

    private static readonly HolidayRule[] Denmark =
    [
        new(On(1, 1), "New Year's Day", Danish),
        new(Easter(-3), "Maundy Thursday", Danish),
        new(Easter(-2), "Good Friday", Danish),
        new(Easter(0), "Easter Sunday", Danish),
        new(Easter(+1), "Easter Monday", Danish),
        new(Easter(+26), "Great Prayer Day", Prayer) { Until = 2023 },
        new(Easter(+39), "Ascension Day", Danish),
        new(Easter(+49), "Whit Sunday", Danish),
        new(Easter(+50), "Whit Monday", Danish),
        new(On(12, 25), "Christmas Day", Danish),
        new(On(12, 26), "Second Christmas Day", Danish),
    ];

    private static readonly HolidaySource Church = Seen("Kirkkolaki (1054/1993) ch. 4 § 3, as quoted");
    private static readonly HolidaySource Almanac = Seen("University of Helsinki Almanac Office, general paid holidays");

    private static readonly HolidayRule[] Finland =
    [
        new(On(1, 1), "New Year's Day", Church),
        new(On(1, 6), "Epiphany", Church),
        new(Easter(-2), "Good Friday", Church),
        new(Easter(0), "Easter Sunday", Church),
        new(Easter(+1), "Easter Monday", Church),
        new(On(5, 1), "May Day", Almanac),
        new(Easter(+39), "Ascension Day", Church),
        new(Easter(+49), "Whit Sunday", Church),
        new(OnOrAfter(Saturday, 6, 20), "Midsummer Day", Church),
        new(OnOrAfter(Saturday, 10, 31), "All Saints' Day", Church),
        new(On(12, 6), "Independence Day", Almanac),
        new(On(12, 25), "Christmas Day", Church),
        new(On(12, 26), "St Stephen's Day", Church),
    ];

    private static readonly HolidaySource Icelandic = Seen("Lög nr. 88/1971 Art. 6 and lög nr. 32/1997 Art. 2");

    // 24 and 31 December are free from 13:00 only (Art. 6) and stay working days.
    private static readonly HolidayRule[] Iceland =
    [
        new(On(1, 1), "New Year's Day", Icelandic),
        new(Easter(-3), "Maundy Thursday", Icelandic),
        new(Easter(-2), "Good Friday", Icelandic),
        new(Easter(0), "Easter Sunday", Icelandic),
        new(Easter(+1), "Easter Monday", Icelandic),
        new(OnOrAfter(Thursday, 4, 19), "First Day of Summer", Icelandic),
        new(On(5, 1), "Labour Day", Icelandic),
        new(Easter(+39), "Ascension Day", Icelandic),
        new(Easter(+49), "Whit Sunday", Icelandic),
        new(Easter(+50), "Whit Monday", Icelandic),
        new(On(6, 17), "National Day", Icelandic),
        new(First(Monday, 8), "Commerce Day", Icelandic),
        new(On(12, 25), "Christmas Day", Icelandic),
        new(On(12, 26), "Second Christmas Day", Icelandic),
    ];

    private static readonly HolidaySource Norwegian = Seen("Lov om helligdager og helligdagsfred (LOV-1995-02-24-12) § 2");
    private static readonly HolidaySource NorwegianDays = Seen("Lov om 1 og 17 mai som høgtidsdager § 1");

    private static readonly HolidayRule[] Norway =
    [
        new(On(1, 1), "New Year's Day", Norwegian),
        new(Easter(-3), "Maundy Thursday", Norwegian),
        new(Easter(-2), "Good Friday", Norwegian),
        new(Easter(0), "Easter Sunday", Norwegian),
        new(Easter(+1), "Easter Monday", Norwegian),
        new(On(5, 1), "Labour Day", NorwegianDays),
        new(On(5, 17), "Constitution Day", NorwegianDays),
        new(Easter(+39), "Ascension Day", Norwegian),
        new(Easter(+49), "Whit Sunday", Norwegian),
        new(Easter(+50), "Whit Monday", Norwegian),
        new(On(12, 25), "Christmas Day", Norwegian),
        new(On(12, 26), "Second Christmas Day", Norwegian),
    ];

    private static readonly HolidaySource Swedish = Seen("Lag (1989:253) om allmänna helgdagar §§ 1-2");

    private static readonly HolidayRule[] Sweden =
    [
        new(On(1, 1), "New Year's Day", Swedish),
        new(On(1, 6), "Epiphany", Swedish),
        new(Easter(-2), "Good Friday", Swedish),
        new(Easter(0), "Easter Sunday", Swedish),
        new(Easter(+1), "Easter Monday", Swedish),
        new(On(5, 1), "May Day", Swedish),
        new(Easter(+39), "Ascension Day", Swedish),
        new(Easter(+49), "Whit Sunday", Swedish),
        new(On(6, 6), "National Day", Swedish),
        new(OnOrAfter(Saturday, 6, 20), "Midsummer Day", Swedish),
        new(OnOrAfter(Saturday, 10, 31), "All Saints' Day", Swedish),
        new(On(12, 25), "Christmas Day", Swedish),
        new(On(12, 26), "Second Christmas Day", Swedish),
    ];

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("DK", Denmark), ("FI", Finland), ("IS", Iceland), ("NO", Norway), ("SE", Sweden)];
}
