using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Austria, Liechtenstein and Switzerland.</summary>
internal static class Alpine
{
    private static readonly HolidaySource Austrian = Seen("Feiertagsruhegesetz 1957 (BGBl. Nr. 153/1957) Art. I § 1(1); same days in Arbeitsruhegesetz § 7(2)");

    private static readonly HolidayRule[] Austria =
    [
        new(On(1, 1), "New Year's Day", Austrian),
        new(On(1, 6), "Epiphany", Austrian),
        new(Easter(+1), "Easter Monday", Austrian),
        new(On(5, 1), "National Holiday", Austrian),
        new(Easter(+39), "Ascension Day", Austrian),
        new(Easter(+50), "Whit Monday", Austrian),
        new(Easter(+60), "Corpus Christi", Austrian),
        new(On(8, 15), "Assumption Day", Austrian),
        new(On(10, 26), "National Day", Austrian),
        new(On(11, 1), "All Saints' Day", Austrian),
        new(On(12, 8), "Immaculate Conception", Austrian),
        new(On(12, 25), "Christmas Day", Austrian),
        new(On(12, 26), "St Stephen's Day", Austrian),
    ];

    private static readonly HolidaySource Liechtensteiner = Seen("Arbeitsgesetz Art. 18(2) as amended by LGBl. 1986 Nr. 85");

    // Reading: the days "equal to Sundays". 2 January, 2 February, Shrove Tuesday, 19 March, Good Friday, 24 and 31 December
    // are days of the administration and the banks (notified under the European Convention on the Calculation of
    // Time-Limits, BGBl. III 58/2021); with them a rolled deadline could end later.
    private static readonly HolidayRule[] Liechtenstein =
    [
        new(On(1, 1), "New Year's Day", Liechtensteiner),
        new(On(1, 6), "Epiphany", Liechtensteiner),
        new(Easter(+1), "Easter Monday", Liechtensteiner),
        new(On(5, 1), "Labour Day", Liechtensteiner),
        new(Easter(+39), "Ascension Day", Liechtensteiner),
        new(Easter(+50), "Whit Monday", Liechtensteiner),
        new(Easter(+60), "Corpus Christi", Liechtensteiner),
        new(On(8, 15), "Assumption Day and National Holiday", Liechtensteiner),
        new(On(9, 8), "Nativity of Mary", Liechtensteiner),
        new(On(11, 1), "All Saints' Day", Liechtensteiner),
        new(On(12, 8), "Immaculate Conception", Liechtensteiner),
        new(On(12, 25), "Christmas Day", Liechtensteiner),
        new(On(12, 26), "St Stephen's Day", Liechtensteiner),
    ];

    private static readonly HolidaySource Bernese = Seen("Kanton Bern, Gesetz über die Ruhe an öffentlichen Feiertagen (BSG 555.1) Art. 2");

    // The FDPIC sits in Bern; only 1 August is federal law (Bundesverfassung Art. 110(3)).
    private static readonly HolidayRule[] Switzerland =
    [
        new(On(1, 1), "New Year's Day", Bernese),
        new(On(1, 2), "Berchtold's Day", Bernese),
        new(Easter(-2), "Good Friday", Bernese),
        new(Easter(0), "Easter Sunday", Bernese),
        new(Easter(+1), "Easter Monday", Bernese),
        new(Easter(+39), "Ascension Day", Bernese),
        new(Easter(+49), "Whit Sunday", Bernese),
        new(Easter(+50), "Whit Monday", Bernese),
        new(On(8, 1), "National Day", Bernese),
        new(On(12, 25), "Christmas Day", Bernese),
        new(On(12, 26), "St Stephen's Day", Bernese),
    ];

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("AT", Austria), ("LI", Liechtenstein), ("CH", Switzerland)];
}
