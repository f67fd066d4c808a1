using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Cyprus, France, Italy, Malta, Portugal and Spain.</summary>
internal static class Mediterranean
{
    private static readonly HolidaySource Cypriot = Seen("bank holiday list of the Bank of Cyprus for 2019, less Easter Tuesday, which only banks keep");

    private static readonly HolidayRule[] Cyprus =
    [
        new(On(1, 1), "New Year's Day", Cypriot),
        new(On(1, 6), "Epiphany", Cypriot),
        new(OrthodoxEaster(-48), "Green Monday", Cypriot),
        new(On(3, 25), "Greek Independence Day", Cypriot),
        new(On(4, 1), "Cyprus National Day", Cypriot),
        new(OrthodoxEaster(-2), "Good Friday", Cypriot),
        new(OrthodoxEaster(0), "Easter Sunday", Cypriot),
        new(OrthodoxEaster(+1), "Easter Monday", Cypriot),
        new(On(5, 1), "Labour Day", Cypriot),
        new(OrthodoxEaster(+50), "Kataklysmos", Cypriot),
        new(On(8, 15), "Assumption Day", Cypriot),
        new(On(10, 1), "Independence Day", Cypriot),
        new(On(10, 28), "Ochi Day", Cypriot),
        new(On(12, 25), "Christmas Day", Cypriot),
        new(On(12, 26), "Boxing Day", Cypriot),
    ];

    private static readonly HolidaySource French = Seen("Code du travail Art. L3133-1");

    // Good Friday and 26 December are holidays in Alsace and Moselle alone; the CNIL sits in Paris.
    private static readonly HolidayRule[] France =
    [
        new(On(1, 1), "New Year's Day", French),
        new(Easter(+1), "Easter Monday", French),
        new(On(5, 1), "Labour Day", French),
        new(On(5, 8), "Victory Day", French),
        new(Easter(+39), "Ascension Day", French),
        new(Easter(+50), "Whit Monday", French),
        new(On(7, 14), "Bastille Day", French),
        new(On(8, 15), "Assumption Day", French),
        new(On(11, 1), "All Saints' Day", French),
        new(On(11, 11), "Armistice Day", French),
        new(On(12, 25), "Christmas Day", French),
    ];

    private static readonly HolidaySource Italian = Seen("Legge 260/1949 Art. 2, less the feasts ended by legge 54/1977; d.P.R. 792/1985, legge 336/2000");
    private static readonly HolidaySource Francis = Seen("Legge 151/2025 Art. 1(2), in force from 1 January 2026");

    private static readonly HolidayRule[] Italy =
    [
        new(On(1, 1), "New Year's Day", Italian),
        new(On(1, 6), "Epiphany", Italian),
        new(Easter(0), "Easter Sunday", Italian),
        new(Easter(+1), "Easter Monday", Italian),
        new(On(4, 25), "Liberation Day", Italian),
        new(On(5, 1), "Labour Day", Italian),
        new(On(6, 2), "Republic Day", Italian),
        new(On(8, 15), "Assumption Day", Italian),
        new(On(10, 4), "St Francis of Assisi", Francis) { From = 2026 },
        new(On(11, 1), "All Saints' Day", Italian),
        new(On(12, 8), "Immaculate Conception", Italian),
        new(On(12, 25), "Christmas Day", Italian),
        new(On(12, 26), "St Stephen's Day", Italian),
    ];

    private static readonly HolidaySource Maltese = Seen("National Holidays and Other Public Holidays Act (Cap. 252) s. 2 and Schedule");

    private static readonly HolidayRule[] Malta =
    [
        new(On(1, 1), "New Year's Day", Maltese),
        new(On(2, 10), "St Paul's Shipwreck", Maltese),
        new(On(3, 19), "St Joseph's Day", Maltese),
        new(On(3, 31), "Freedom Day", Maltese),
        new(Easter(-2), "Good Friday", Maltese),
        new(On(5, 1), "Workers' Day", Maltese),
        new(On(6, 7), "Sette Giugno", Maltese),
        new(On(6, 29), "Saints Peter and Paul", Maltese),
        new(On(8, 15), "Assumption Day", Maltese),
        new(On(9, 8), "Victory Day", Maltese),
        new(On(9, 21), "Independence Day", Maltese),
        new(On(12, 8), "Immaculate Conception", Maltese),
        new(On(12, 13), "Republic Day", Maltese),
        new(On(12, 25), "Christmas Day", Maltese),
    ];

    private static readonly HolidaySource Portuguese = Seen("Código do Trabalho (Lei 7/2009) Art. 234(1) as amended by Lei 8/2016");

    private static readonly HolidayRule[] Portugal =
    [
        new(On(1, 1), "New Year's Day", Portuguese),
        new(Easter(-2), "Good Friday", Portuguese),
        new(Easter(0), "Easter Sunday", Portuguese),
        new(On(4, 25), "Freedom Day", Portuguese),
        new(On(5, 1), "Labour Day", Portuguese),
        new(Easter(+60), "Corpus Christi", Portuguese),
        new(On(6, 10), "Portugal Day", Portuguese),
        new(On(8, 15), "Assumption Day", Portuguese),
        new(On(10, 5), "Republic Day", Portuguese),
        new(On(11, 1), "All Saints' Day", Portuguese),
        new(On(12, 1), "Restoration of Independence", Portuguese),
        new(On(12, 8), "Immaculate Conception", Portuguese),
        new(On(12, 25), "Christmas Day", Portuguese),
    ];

    private static readonly HolidaySource Spanish = Seen("Real Decreto 2001/1983 Art. 45(1)");

    // The days no community may replace, and 6 January, which all keep. A day on a Sunday is taken on the Monday unless the
    // community puts a feast of its own in its place (Art. 45(2)-(3)): like Maundy Thursday, 19 March, 25 July and the two
    // local days no national holiday.
    private static readonly HolidayRule[] Spain =
    [
        new(On(1, 1), "New Year's Day", Spanish),
        new(On(1, 6), "Epiphany", Spanish),
        new(Easter(-2), "Good Friday", Spanish),
        new(On(5, 1), "Labour Day", Spanish),
        new(On(8, 15), "Assumption Day", Spanish),
        new(On(10, 12), "National Day", Spanish),
        new(On(11, 1), "All Saints' Day", Spanish),
        new(On(12, 6), "Constitution Day", Spanish),
        new(On(12, 8), "Immaculate Conception", Spanish),
        new(On(12, 25), "Christmas Day", Spanish),
    ];

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("CY", Cyprus), ("FR", France), ("IT", Italy), ("MT", Malta), ("PT", Portugal), ("ES", Spain)];
}
