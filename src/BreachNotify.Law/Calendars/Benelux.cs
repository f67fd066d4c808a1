using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Belgium, the Netherlands and Luxembourg, and of the Union's institutions in Brussels.</summary>
internal static class Benelux
{
    private static readonly HolidaySource Belgian = Unverified("Arrêté royal of 18 April 1974 Art. 1, under the law of 4 January 1974");

    private static readonly HolidayRule[] Belgium =
    [
        new(On(1, 1), "New Year's Day", Belgian),
        new(Easter(+1), "Easter Monday", Belgian),
        new(On(5, 1), "Labour Day", Belgian),
        new(Easter(+39), "Ascension Day", Belgian),
        new(Easter(+50), "Whit Monday", Belgian),
        new(On(7, 21), "National Day", Belgian),
        new(On(8, 15), "Assumption Day", Belgian),
        new(On(11, 1), "All Saints' Day", Belgian),
        new(On(11, 11), "Armistice Day", Belgian),
        new(On(12, 25), "Christmas Day", Belgian),
    ];

    private static readonly HolidaySource Dutch = Seen("Algemene termijnenwet Art. 3(1); Easter and Whit Sunday by custom");

    // Reading: Good Friday and 5 May are equated by Algemene termijnenwet Art. 3 for periods of Dutch law, but are ordinary
    // working days; with them a rolled deadline could end later.
    private static readonly HolidayRule[] Netherlands =
    [
        new(On(1, 1), "New Year's Day", Dutch),
        new(Easter(0), "Easter Sunday", Dutch),
        new(Easter(+1), "Easter Monday", Dutch),
        new(On(4, 27).OnSundayMovedBy(-1), "King's Day", Dutch),
        new(Easter(+39), "Ascension Day", Dutch),
        new(Easter(+49), "Whit Sunday", Dutch),
        new(Easter(+50), "Whit Monday", Dutch),
        new(On(12, 25), "Christmas Day", Dutch),
        new(On(12, 26), "Second Christmas Day", Dutch),
    ];

    private static readonly HolidaySource Code = Seen("Code du travail Art. L. 232-2");
    private static readonly HolidaySource EuropeDay = Seen("Law of 25 April 2019 (Mém. A 271) Art. 1, in force from 1 January 2019");

    private static readonly HolidayRule[] Luxembourg =
    [
        new(On(1, 1), "New Year's Day", Code),
        new(Easter(+1), "Easter Monday", Code),
        new(On(5, 1), "Labour Day", Code),
        new(On(5, 9), "Europe Day", EuropeDay) { From = 2019 },
        new(Easter(+39), "Ascension Day", Code),
        new(Easter(+50), "Whit Monday", Code),
        new(On(6, 23), "National Day", Code),
        new(On(8, 15), "Assumption Day", Code),
        new(On(11, 1), "All Saints' Day", Code),
        new(On(12, 25), "Christmas Day", Code),
        new(On(12, 26), "St Stephen's Day", Code),
    ];

    private static readonly HolidaySource Institutions = Seen("Commission decisions under Staff Regulations Art. 61; read for 2014 (OJ C 39, 12.2.2013, p. 26) and 2023 (OJ C 201 I, 28.5.2021, p. 2)");

    private static readonly HolidayRule[] Union =
    [
        new(On(1, 1), "New Year's Day", Institutions),
        new(On(1, 2), "Day after New Year", Institutions),
        new(Easter(-3), "Maundy Thursday", Institutions),
        new(Easter(-2), "Good Friday", Institutions),
        new(Easter(+1), "Easter Monday", Institutions),
        new(On(5, 1), "Labour Day", Institutions),
        new(On(5, 9), "Europe Day", Institutions),
        new(Easter(+39), "Ascension Day", Institutions),
        new(Easter(+40), "Day after Ascension", Institutions),
        new(Easter(+50), "Whit Monday", Institutions),
        new(On(7, 21), "Belgian National Day", Institutions),
        new(On(8, 15), "Assumption Day", Institutions),
        new(On(11, 1), "All Saints' Day", Institutions),
        new(On(11, 2), "All Souls' Day", Institutions),
        new(On(12, 24), "End of year", Institutions),
        new(On(12, 25), "Christmas Day", Institutions),
        new(On(12, 26), "End of year", Institutions),
        new(On(12, 27), "End of year", Institutions),
        new(On(12, 28), "End of year", Institutions),
        new(On(12, 29), "End of year", Institutions),
        new(On(12, 30), "End of year", Institutions),
        new(On(12, 31), "End of year", Institutions),
    ];

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("BE", Belgium), ("NL", Netherlands), ("LU", Luxembourg), ("EU", Union)];
}
