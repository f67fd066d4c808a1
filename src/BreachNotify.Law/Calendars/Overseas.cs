using NodaTime;
using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;
using static NodaTime.IsoDayOfWeek;

namespace BreachNotify.Law.Calendars;

/// <summary>
/// Public holidays outside Europe, for the laws that count working days there: federal holidays of the United States,
/// national holidays of Brazil, and national holidays of Japan with the days on which its administration is closed. Closures
/// by executive order and local feasts are left out.
/// </summary>
internal static class Overseas
{
    private static readonly HolidaySource Title5 = Seen("5 U.S.C. 6103(a) and (b), list as published by a federal court");

    private static readonly HolidayRule[] UnitedStates =
    [
        new(On(1, 1), "New Year's Day", Title5) { KeptOnNearestWeekday = true },
        new(NewYearOnSaturday, "New Year's Day (observed)", Title5),
        new(Third(Monday, 1), "Birthday of Martin Luther King, Jr.", Title5),
        new(Third(Monday, 2), "Washington's Birthday", Title5),
        new(Last(Monday, 5), "Memorial Day", Title5),
        new(On(6, 19), "Juneteenth National Independence Day", Title5) { From = 2021, KeptOnNearestWeekday = true },
        new(On(7, 4), "Independence Day", Title5) { KeptOnNearestWeekday = true },
        new(First(Monday, 9), "Labor Day", Title5),
        new(Second(Monday, 10), "Columbus Day", Title5),
        new(On(11, 11), "Veterans Day", Title5) { KeptOnNearestWeekday = true },
        new(Fourth(Thursday, 11), "Thanksgiving Day", Title5),
        new(On(12, 25), "Christmas Day", Title5) { KeptOnNearestWeekday = true },
    ];

    private static readonly HolidaySource Federal = Unverified("Lei 662/1949 art. 1 with Lei 10.607/2002, Lei 6.802/1980 (12 October) and Lei 14.759/2023 (20 November)");
    private static readonly HolidaySource GoodFriday = Unverified("Lei 9.093/1995 art. 2; kept nationwide");

    private static readonly HolidayRule[] Brazil =
    [
        new(On(1, 1), "New Year's Day", Federal),
        new(Easter(-2), "Good Friday", GoodFriday),
        new(On(4, 21), "Tiradentes", Federal),
        new(On(5, 1), "Labour Day", Federal),
        new(On(9, 7), "Independence Day", Federal),
        new(On(10, 12), "Our Lady of Aparecida", Federal),
        new(On(11, 2), "All Souls' Day", Federal),
        new(On(11, 15), "Republic Day", Federal),
        new(On(11, 20), "Black Consciousness Day", Federal) { From = 2024 },
        new(On(12, 25), "Christmas Day", Federal),
    ];

    private static readonly HolidaySource Holidays = Unverified("Act on National Holidays (Act No. 178 of 1948)");
    private static readonly HolidaySource Olympics = Unverified("Act on Special Measures for the Tokyo Games, days of 2020 and 2021");
    private static readonly HolidaySource Closed = Unverified("Act on Holidays of Administrative Organs (Act No. 91 of 1988) Art. 1");

    private static readonly HolidayRule[] Japan =
    [
        new(On(1, 1), "New Year's Day", Holidays),
        new(On(1, 2), "Administration closed", Closed),
        new(On(1, 3), "Administration closed", Closed),
        new(Second(Monday, 1), "Coming of Age Day", Holidays),
        new(On(2, 11), "National Foundation Day", Holidays) { SubstitutedOnSunday = true },
        new(On(2, 23), "Emperor's Birthday", Holidays) { From = 2020, SubstitutedOnSunday = true },
        new(Equinox("vernal", 3, 20.8431m), "Vernal Equinox Day", Holidays) { SubstitutedOnSunday = true },
        new(On(4, 29), "Showa Day", Holidays) { SubstitutedOnSunday = true },
        new(Once(2019, 4, 30), "Enthronement holiday", Holidays),
        new(Once(2019, 5, 1), "Enthronement", Holidays),
        new(Once(2019, 5, 2), "Enthronement holiday", Holidays),
        new(On(5, 3), "Constitution Memorial Day", Holidays) { SubstitutedOnSunday = true },
        new(On(5, 4), "Greenery Day", Holidays) { SubstitutedOnSunday = true },
        new(On(5, 5), "Children's Day", Holidays) { SubstitutedOnSunday = true },
        new(Third(Monday, 7), "Marine Day", Holidays) { NotIn = [2020, 2021] },
        new(Once(2020, 7, 23), "Marine Day", Olympics),
        new(Once(2020, 7, 24), "Sports Day", Olympics),
        new(Once(2021, 7, 22), "Marine Day", Olympics),
        new(Once(2021, 7, 23), "Sports Day", Olympics),
        new(On(8, 11), "Mountain Day", Holidays) { NotIn = [2020, 2021], SubstitutedOnSunday = true },
        new(Once(2020, 8, 10), "Mountain Day", Olympics),
        new(Once(2021, 8, 8), "Mountain Day", Olympics) { SubstitutedOnSunday = true },
        new(Third(Monday, 9), "Respect for the Aged Day", Holidays),
        new(BetweenAgedAndEquinox, "Citizens' holiday", Holidays),
        new(Equinox("autumnal", 9, 23.2488m), "Autumnal Equinox Day", Holidays) { SubstitutedOnSunday = true },
        new(Second(Monday, 10), "Sports Day", Holidays) { NotIn = [2020, 2021] },
        new(Once(2019, 10, 22), "Enthronement ceremony", Holidays),
        new(On(11, 3), "Culture Day", Holidays) { SubstitutedOnSunday = true },
        new(On(11, 23), "Labour Thanksgiving Day", Holidays) { SubstitutedOnSunday = true },
        new(On(12, 23), "Emperor's Birthday", Holidays) { Until = 2018, SubstitutedOnSunday = true },
        new(On(12, 29), "Administration closed", Closed),
        new(On(12, 30), "Administration closed", Closed),
        new(On(12, 31), "Administration closed", Closed),
    ];

    private static DayRule NewYearOnSaturday => new(
        "31 December before a 1 January on a Saturday",
        year => new LocalDate(year + 1, 1, 1).DayOfWeek == Saturday ? new LocalDate(year, 12, 31) : null);

    /// <summary>The day of an equinox in Japan by the usual approximation, good for 1980 to 2099; the cabinet fixes it each February.</summary>
    private static DayRule Equinox(string name, int month, decimal offset) => new(
        $"{name} equinox",
        year => new LocalDate(year, month, (int)decimal.Floor(offset + (0.242194m * (year - 1980)) - ((year - 1980) / 4))));

    private static DayRule BetweenAgedAndEquinox => new(
        "the weekday between Respect for the Aged Day and the autumnal equinox",
        year => Equinox("autumnal", 9, 23.2488m).In(year) is { } equinox && Third(Monday, 9).In(year) is { } aged && equinox == aged.PlusDays(2) ? aged.PlusDays(1) : null);

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables = [("US", UnitedStates), ("BR", Brazil), ("JP", Japan)];
}
