using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;
using static NodaTime.IsoDayOfWeek;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Estonia, Latvia and Lithuania.</summary>
internal static class Baltic
{
    private static readonly HolidaySource Estonian = Seen("Pühade ja tähtpäevade seadus §§ 1-2");

    private static readonly HolidayRule[] Estonia =
    [
        new(On(1, 1), "New Year's Day", Estonian),
        new(On(2, 24), "Independence Day", Estonian),
        new(Easter(-2), "Good Friday", Estonian),
        new(Easter(0), "Easter Sunday", Estonian),
        new(On(5, 1), "Spring Day", Estonian),
        new(Easter(+49), "Whit Sunday", Estonian),
        new(On(6, 23), "Victory Day", Estonian),
        new(On(6, 24), "Midsummer Day", Estonian),
        new(On(8, 20), "Day of Restoration of Independence", Estonian),
        new(On(12, 24), "Christmas Eve", Estonian),
        new(On(12, 25), "Christmas Day", Estonian),
        new(On(12, 26), "Second Christmas Day", Estonian),
    ];

    private static readonly HolidaySource Latvian = Seen("Law \"Par svētku, atceres un atzīmējamām dienām\" Art. 1");
    private static readonly HolidaySource Papal = Seen("act of 21 June 2018 (visit of Pope Francis), as reported");
    private static readonly HolidaySource Hockey = Seen("amendment of 28 May 2023 to the law \"Par svētku, atceres un atzīmējamām dienām\", as reported");

    // Art. 1: 4 May and 18 November on a weekend free the next working day; so does the closing Sunday of the song festival.
    private static readonly HolidayRule[] Latvia =
    [
        new(On(1, 1), "New Year's Day", Latvian),
        new(Easter(-2), "Good Friday", Latvian),
        new(Easter(0), "Easter Sunday", Latvian),
        new(Easter(+1), "Easter Monday", Latvian),
        new(On(5, 1), "Labour Day", Latvian),
        new(On(5, 4), "Restoration of Independence", Latvian) { Substituted = true },
        new(Second(Sunday, 5), "Mother's Day", Latvian),
        new(Once(2023, 5, 29), "Day after the ice hockey bronze", Hockey),
        new(Easter(+49), "Whit Sunday", Latvian),
        new(On(6, 23), "Midsummer Eve", Latvian),
        new(On(6, 24), "Midsummer Day", Latvian),
        new(Once(2018, 7, 8), "Close of the Song and Dance Festival", Latvian) { Substituted = true },
        new(Once(2023, 7, 9), "Close of the Song and Dance Festival", Latvian) { Substituted = true },
        new(Once(2018, 9, 24), "Visit of Pope Francis", Papal),
        new(On(11, 18), "Proclamation Day", Latvian) { Substituted = true },
        new(On(12, 24), "Christmas Eve", Latvian),
        new(On(12, 25), "Christmas Day", Latvian),
        new(On(12, 26), "Second Christmas Day", Latvian),
        new(On(12, 31), "New Year's Eve", Latvian),
    ];

    private static readonly HolidaySource Lithuanian = Seen("Darbo kodeksas (Labour Code) Art. 123(1)");
    private static readonly HolidaySource AllSouls = Seen("Darbo kodeksas Art. 123(1), amendment of 20 August 2019 in force from 2020, as reported");

    private static readonly HolidayRule[] Lithuania =
    [
        new(On(1, 1), "New Year's Day", Lithuanian),
        new(On(2, 16), "Restoration of the State", Lithuanian),
        new(On(3, 11), "Restoration of Independence", Lithuanian),
        new(Easter(0), "Easter Sunday", Lithuanian),
        new(Easter(+1), "Easter Monday", Lithuanian),
        new(On(5, 1), "Labour Day", Lithuanian),
        new(First(Sunday, 5), "Mother's Day", Lithuanian),
        new(First(Sunday, 6), "Father's Day", Lithuanian),
        new(On(6, 24), "St John's Day", Lithuanian),
        new(On(7, 6), "Statehood Day", Lithuanian),
        new(On(8, 15), "Assumption Day", Lithuanian),
        new(On(11, 1), "All Saints' Day", Lithuanian),
        new(On(11, 2), "All Souls' Day", AllSouls) { From = 2020 },
        new(On(12, 24), "Christmas Eve", Lithuanian),
        new(On(12, 25), "Christmas Day", Lithuanian),
        new(On(12, 26), "Second Christmas Day", Lithuanian),
    ];

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("EE", Estonia), ("LV", Latvia), ("LT", Lithuania)];
}
