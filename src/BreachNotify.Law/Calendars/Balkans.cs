using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Bulgaria, Croatia, Greece, Romania and Slovenia.</summary>
internal static class Balkans
{
    private static readonly HolidaySource Labour154 = Seen("Labour Code Art. 154(1)-(2)");
    private static readonly HolidaySource Euro = Seen("Decision of the Council of Ministers of 19 November 2025 (introduction of the euro)");

    // Art. 154(2), since 2017: on a weekend the first one or two working days after it are free; Easter excepted.
    private static readonly HolidayRule[] Bulgaria =
    [
        new(On(1, 1), "New Year's Day", Labour154) { Substituted = true },
        new(Once(2026, 1, 2), "Introduction of the euro", Euro),
        new(On(3, 3), "Liberation Day", Labour154) { Substituted = true },
        new(OrthodoxEaster(-2), "Good Friday", Labour154),
        new(OrthodoxEaster(-1), "Holy Saturday", Labour154),
        new(OrthodoxEaster(0), "Easter Sunday", Labour154),
        new(OrthodoxEaster(+1), "Easter Monday", Labour154),
        new(On(5, 1), "Labour Day", Labour154) { Substituted = true },
        new(On(5, 6), "St George's Day", Labour154) { Substituted = true },
        new(On(5, 24), "Day of Cyril and Methodius", Labour154) { Substituted = true },
        new(On(9, 6), "Unification Day", Labour154) { Substituted = true },
        new(On(9, 22), "Independence Day", Labour154) { Substituted = true },
        new(On(12, 24), "Christmas Eve", Labour154) { Substituted = true },
        new(On(12, 25), "Christmas Day", Labour154) { Substituted = true },
        new(On(12, 26), "Second Christmas Day", Labour154) { Substituted = true },
        new(Once(2025, 12, 31), "Introduction of the euro", Euro),
    ];

    private static readonly HolidaySource Act2019 = Seen("Zakon o blagdanima, spomendanima i neradnim danima, NN 110/2019, Art. 1, as reported in November 2019");
    private static readonly HolidaySource Act1996 = Seen("Zakon o blagdanima, spomendanima i neradnim danima, NN 33/1996 to 130/2011, Art. 1");

    private static readonly HolidayRule[] Croatia =
    [
        new(On(1, 1), "New Year's Day", Act2019),
        new(On(1, 6), "Epiphany", Act2019),
        new(Easter(0), "Easter Sunday", Act2019),
        new(Easter(+1), "Easter Monday", Act2019),
        new(On(5, 1), "Labour Day", Act2019),
        new(On(5, 30), "Statehood Day", Act2019) { From = 2020 },
        new(Easter(+60), "Corpus Christi", Act2019),
        new(On(6, 22), "Anti-Fascist Struggle Day", Act2019),
        new(On(6, 25), "Statehood Day", Act1996) { Until = 2019 },
        new(On(8, 5), "Victory and Homeland Thanksgiving Day", Act2019),
        new(On(8, 15), "Assumption Day", Act2019),
        new(On(10, 8), "Independence Day", Act1996) { Until = 2019 },
        new(On(11, 1), "All Saints' Day", Act2019),
        new(On(11, 18), "Remembrance Day", Act2019) { From = 2020 },
        new(On(12, 25), "Christmas Day", Act2019),
        new(On(12, 26), "St Stephen's Day", Act2019),
    ];

    private static readonly HolidaySource Civil = Seen("Law 1157/1981 Art. 1(11), public-service holidays");
    private static readonly HolidaySource MayDay = Seen("Ministerial decision under A.N. 380/1968 Art. 1 as replaced by Law 4468/2017 Art. 14 (2021: ΦΕΚ Β' 1661)");

    private static readonly HolidayRule[] Greece =
    [
        new(On(1, 1), "New Year's Day", Civil),
        new(On(1, 6), "Epiphany", Civil),
        new(OrthodoxEaster(-48), "Clean Monday", Civil),
        new(On(3, 25), "Independence Day", Civil),
        new(OrthodoxEaster(-2), "Good Friday", Civil),
        new(OrthodoxEaster(0), "Easter Sunday", Civil),
        new(OrthodoxEaster(+1), "Easter Monday", Civil),
        new(On(5, 1), "Labour Day", Civil) { NotIn = [2021, 2022, 2024] },
        new(Once(2021, 5, 4), "Labour Day", MayDay),
        new(Once(2022, 5, 2), "Labour Day", MayDay),
        new(Once(2024, 5, 7), "Labour Day", MayDay),
        new(OrthodoxEaster(+49), "Whit Sunday", Civil),
        new(OrthodoxEaster(+50), "Monday of the Holy Spirit", Civil),
        new(On(8, 15), "Assumption Day", Civil),
        new(On(10, 28), "Ochi Day", Civil),
        new(On(12, 25), "Christmas Day", Civil),
        new(On(12, 26), "Synaxis of the Mother of God", Civil),
    ];

    private static readonly HolidaySource Labour139 = Seen("Labour Code (Law 53/2003) Art. 139(1)");
    private static readonly HolidaySource Law52 = Seen("Law 52/2023 (Monitorul Oficial 186 of 6 March 2023)");

    private static readonly HolidayRule[] Romania =
    [
        new(On(1, 1), "New Year's Day", Labour139),
        new(On(1, 2), "Day after New Year", Labour139),
        new(On(1, 6), "Epiphany", Law52) { From = 2024 },
        new(On(1, 7), "Synaxis of John the Baptist", Law52) { From = 2024 },
        new(On(1, 24), "Unification Day", Labour139),
        new(OrthodoxEaster(-2), "Good Friday", Labour139) { From = 2018 },
        new(OrthodoxEaster(0), "Easter Sunday", Labour139),
        new(OrthodoxEaster(+1), "Easter Monday", Labour139),
        new(On(5, 1), "Labour Day", Labour139),
        new(On(6, 1), "Children's Day", Labour139) { From = 2017 },
        new(OrthodoxEaster(+49), "Whit Sunday", Labour139),
        new(OrthodoxEaster(+50), "Whit Monday", Labour139),
        new(On(8, 15), "Dormition of the Mother of God", Labour139),
        new(On(11, 30), "St Andrew's Day", Labour139),
        new(On(12, 1), "National Day", Labour139),
        new(On(12, 25), "Christmas Day", Labour139),
        new(On(12, 26), "Second Christmas Day", Labour139),
    ];

    private static readonly HolidaySource Holidays = Seen("Zakon o praznikih in dela prostih dnevih (ZPDPD), days of 2018 as listed by RTV Slovenija");
    private static readonly HolidaySource Floods = Seen("decision of the government of 8 August 2023 (day of solidarity after the floods), as reported");

    private static readonly HolidayRule[] Slovenia =
    [
        new(On(1, 1), "New Year's Day", Holidays),
        new(On(1, 2), "New Year holiday", Holidays) { From = 2017 },
        new(On(2, 8), "Prešeren Day", Holidays),
        new(Easter(0), "Easter Sunday", Holidays),
        new(Easter(+1), "Easter Monday", Holidays),
        new(On(4, 27), "Day of Uprising against Occupation", Holidays),
        new(On(5, 1), "Labour Day", Holidays),
        new(On(5, 2), "Labour Day holiday", Holidays),
        new(Easter(+49), "Whit Sunday", Holidays),
        new(On(6, 25), "Statehood Day", Holidays),
        new(Once(2023, 8, 14), "Day of solidarity", Floods),
        new(On(8, 15), "Assumption Day", Holidays),
        new(On(10, 31), "Reformation Day", Holidays),
        new(On(11, 1), "Remembrance Day", Holidays),
        new(On(12, 25), "Christmas Day", Holidays),
        new(On(12, 26), "Independence and Unity Day", Holidays),
    ];

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("BG", Bulgaria), ("HR", Croatia), ("GR", Greece), ("RO", Romania), ("SI", Slovenia)];
}
