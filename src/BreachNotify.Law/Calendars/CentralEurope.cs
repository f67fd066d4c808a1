using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Czechia, Hungary, Poland and Slovakia.</summary>
internal static class CentralEurope
{
    private static readonly HolidaySource Czech = Seen("zákon č. 245/2000 Sb. §§ 1-2");

    private static readonly HolidayRule[] Czechia =
    [
        new(On(1, 1), "New Year's Day", Czech),
        new(Easter(-2), "Good Friday", Czech) { From = 2016 },
        new(Easter(+1), "Easter Monday", Czech),
        new(On(5, 1), "Labour Day", Czech),
        new(On(5, 8), "Liberation Day", Czech),
        new(On(7, 5), "Saints Cyril and Methodius Day", Czech),
        new(On(7, 6), "Jan Hus Day", Czech),
        new(On(9, 28), "Statehood Day", Czech),
        new(On(10, 28), "Independent Czechoslovak State Day", Czech),
        new(On(11, 17), "Struggle for Freedom and Democracy Day", Czech),
        new(On(12, 24), "Christmas Eve", Czech),
        new(On(12, 25), "Christmas Day", Czech),
        new(On(12, 26), "St Stephen's Day", Czech),
    ];

    private static readonly HolidaySource Hungarian = Seen("Labour Code (2012. évi I. törvény) § 102(1), as listed by the news agency MTI on 7 March 2017");

    private static readonly HolidaySource Decree2018 = Seen("ministerial decree on the work schedule of 2018 under § 102(5), as reported");
    private static readonly HolidaySource Decree2019 = Seen("ministerial decree on the work schedule of 2019 under § 102(5), as reported");
    private static readonly HolidaySource Decree2020 = Unverified("ministerial decree on the work schedule of 2020 under § 102(5)");
    private static readonly HolidaySource Decree2021 = Unverified("ministerial decree on the work schedule of 2021 under § 102(5)");
    private static readonly HolidaySource Decree2022 = Seen("ministerial decree on the work schedule of 2022 under § 102(5), as reported");
    private static readonly HolidaySource Decree2024 = Seen("15/2023. (VII. 13.) GFM rendelet § 2");
    private static readonly HolidaySource Decree2025 = Seen("11/2024. (IV. 8.) NGM rendelet § 2");
    private static readonly HolidaySource Decree2026 = Seen("10/2025. (IV. 30.) NGM rendelet § 2");
    private static readonly HolidaySource Announced = Unverified("announced in December 2025 as a statutory holiday; the act was not found");

    // A decree binding every employer moves single days off next to a holiday each year (none in 2023); 24 December was
    // such a rest day, not a statutory holiday, up to 2026. The Saturdays worked instead stay Saturdays for Art. 2(2).
    private static readonly HolidayRule[] Hungary =
    [
        new(On(1, 1), "New Year's Day", Hungarian),
        new(On(3, 15), "1848 Revolution Day", Hungarian),
        new(Easter(-2), "Good Friday", Hungarian) { From = 2017 },
        new(Easter(+1), "Easter Monday", Hungarian),
        new(On(5, 1), "Labour Day", Hungarian),
        new(Easter(+50), "Whit Monday", Hungarian),
        new(On(8, 20), "State Foundation Day", Hungarian),
        new(On(10, 23), "1956 Revolution Day", Hungarian),
        new(On(11, 1), "All Saints' Day", Hungarian),
        new(On(12, 24), "Christmas Eve", Announced) { From = 2027 },
        new(On(12, 25), "Christmas Day", Hungarian),
        new(On(12, 26), "Second Christmas Day", Hungarian),
        new(Once(2018, 3, 16), "Rest day", Decree2018),
        new(Once(2018, 4, 30), "Rest day", Decree2018),
        new(Once(2018, 10, 22), "Rest day", Decree2018),
        new(Once(2018, 11, 2), "Rest day", Decree2018),
        new(Once(2018, 12, 24), "Rest day", Decree2018),
        new(Once(2018, 12, 31), "Rest day", Decree2018),
        new(Once(2019, 8, 19), "Rest day", Decree2019),
        new(Once(2019, 12, 24), "Rest day", Decree2019),
        new(Once(2019, 12, 27), "Rest day", Decree2019),
        new(Once(2020, 8, 21), "Rest day", Decree2020),
        new(Once(2020, 12, 24), "Rest day", Decree2020),
        new(Once(2021, 12, 24), "Rest day", Decree2021),
        new(Once(2022, 3, 14), "Rest day", Decree2022),
        new(Once(2022, 10, 31), "Rest day", Decree2022),
        new(Once(2024, 8, 19), "Rest day", Decree2024),
        new(Once(2024, 12, 24), "Rest day", Decree2024),
        new(Once(2024, 12, 27), "Rest day", Decree2024),
        new(Once(2025, 5, 2), "Rest day", Decree2025),
        new(Once(2025, 10, 24), "Rest day", Decree2025),
        new(Once(2025, 12, 24), "Rest day", Decree2025),
        new(Once(2026, 1, 2), "Rest day", Decree2026),
        new(Once(2026, 8, 21), "Rest day", Decree2026),
        new(Once(2026, 12, 24), "Rest day", Decree2026),
    ];

    private static readonly HolidaySource Polish = Seen("ustawa of 18 January 1951 o dniach wolnych od pracy Art. 1 (Dz.U. 2020 poz. 1920)");
    private static readonly HolidaySource Wigilia = Seen("ustawa of 18 January 1951 Art. 1(1)(ka) (Dz.U. 2025 poz. 296)");
    private static readonly HolidaySource Centenary = Unverified("ustawa of 7 November 2018 (Dz.U. 2018 poz. 2117)");

    private static readonly HolidayRule[] Poland =
    [
        new(On(1, 1), "New Year's Day", Polish),
        new(On(1, 6), "Epiphany", Polish),
        new(Easter(0), "Easter Sunday", Polish),
        new(Easter(+1), "Easter Monday", Polish),
        new(On(5, 1), "State Holiday", Polish),
        new(On(5, 3), "Constitution Day", Polish),
        new(Easter(+49), "Whit Sunday", Polish),
        new(Easter(+60), "Corpus Christi", Polish),
        new(On(8, 15), "Assumption Day", Polish),
        new(On(11, 1), "All Saints' Day", Polish),
        new(On(11, 11), "Independence Day", Polish),
        new(Once(2018, 11, 12), "Centenary of Independence", Centenary),
        new(On(12, 24), "Christmas Eve", Wigilia) { From = 2025 },
        new(On(12, 25), "Christmas Day", Polish),
        new(On(12, 26), "Second Christmas Day", Polish),
    ];

    private static readonly HolidaySource Slovak = Seen("zákon č. 241/1993 Z. z. §§ 1-2");
    private static readonly HolidaySource Consolidated = Seen("zákon č. 241/1993 Z. z. § 2 as amended for 2024, 2025 and 2026, as reported in September 2024 and January 2026");

    private static readonly HolidayRule[] Slovakia =
    [
        new(On(1, 1), "Republic Day", Slovak),
        new(On(1, 6), "Epiphany", Slovak),
        new(Easter(-2), "Good Friday", Slovak),
        new(Easter(+1), "Easter Monday", Slovak),
        new(On(5, 1), "Labour Day", Slovak),
        new(On(5, 8), "Victory over Fascism Day", Consolidated) { NotIn = [2026] },
        new(On(7, 5), "Saints Cyril and Methodius Day", Slovak),
        new(On(8, 29), "National Uprising Day", Slovak),
        new(On(9, 1), "Constitution Day", Consolidated) { Until = 2023 },
        new(On(9, 15), "Our Lady of Sorrows", Consolidated) { NotIn = [2026] },
        new(Once(2018, 10, 30), "Centenary of the Declaration of the Slovak Nation", Unverified("zákon č. 241/1993 Z. z. as amended in 2017")),
        new(On(11, 1), "All Saints' Day", Slovak),
        new(On(11, 17), "Struggle for Freedom and Democracy Day", Consolidated) { Until = 2024 },
        new(On(12, 24), "Christmas Eve", Slovak),
        new(On(12, 25), "Christmas Day", Slovak),
        new(On(12, 26), "Second Christmas Day", Slovak),
    ];

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("CZ", Czechia), ("HU", Hungary), ("PL", Poland), ("SK", Slovakia)];
}
