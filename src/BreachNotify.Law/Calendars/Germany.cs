using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;
using static NodaTime.IsoDayOfWeek;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of the sixteen Länder; all but 3 October is Land law.</summary>
internal static class Germany
{
    private static readonly HolidaySource Unity = Unverified("Einigungsvertrag Art. 2(2)");
    private static readonly HolidaySource EveryLand = Unverified("the holiday acts of all sixteen Länder");
    private static readonly HolidaySource Luther = Unverified("one-off acts of the Länder for the 500th anniversary of the Reformation");

    private static readonly HolidayRule[] Nationwide =
    [
        new(On(1, 1), "New Year's Day", EveryLand),
        new(Easter(-2), "Good Friday", EveryLand),
        new(Easter(+1), "Easter Monday", EveryLand),
        new(On(5, 1), "Labour Day", EveryLand),
        new(Easter(+39), "Ascension Day", EveryLand),
        new(Easter(+50), "Whit Monday", EveryLand),
        new(On(10, 3), "German Unity Day", Unity),
        new(On(12, 25), "Christmas Day", EveryLand),
        new(On(12, 26), "Second Christmas Day", EveryLand),
        new(Once(2017, 10, 31), "Reformation Day", Luther),
    ];

    private static readonly HolidayRule[] BadenWuerttemberg =
    [
        .. Nationwide,
        Epiphany("BW, Feiertagsgesetz § 1"),
        CorpusChristi("BW, Feiertagsgesetz § 1"),
        AllSaints("BW, Feiertagsgesetz § 1"),
    ];

    private static readonly HolidayRule[] Bavaria =
    [
        .. Nationwide,
        Epiphany("BY, Feiertagsgesetz Art. 1(1)"),
        CorpusChristi("BY, Feiertagsgesetz Art. 1(1)"),
        AllSaints("BY, Feiertagsgesetz Art. 1(1)"),
    ];

    // Art. 1(1) no. 2: 15 August only in municipalities with more Catholic than Protestant inhabitants; Munich is one, Ansbach none.
    private static readonly HolidayRule[] Munich =
    [
        .. Bavaria,
        new(On(8, 15), "Assumption Day", Seen("BY, Feiertagsgesetz Art. 1(1) no. 2 and (3)")),
    ];

    private static readonly HolidayRule[] Berlin =
    [
        .. Nationwide,
        new(On(3, 8), "International Women's Day", Seen("BE, Gesetz über die Sonn- und Feiertage § 1(1)")) { From = 2019 },
        new(Once(2020, 5, 8), "75 years since liberation", Seen("BE, Gesetz über die Sonn- und Feiertage, 2019 amendment")),
        new(Once(2025, 5, 8), "80 years since liberation", Unverified("BE, Gesetz über die Sonn- und Feiertage, amendment for 2025")),
    ];

    private static readonly HolidayRule[] Brandenburg =
    [
        .. Nationwide,
        new(Easter(0), "Easter Sunday", Unverified("BB, Feiertagsgesetz § 2(1)")),
        new(Easter(+49), "Whit Sunday", Unverified("BB, Feiertagsgesetz § 2(1)")),
        Reformation("BB, Feiertagsgesetz § 2(1)"),
    ];

    private static readonly HolidayRule[] Bremen = [.. Nationwide, Reformation("HB, Feiertagsgesetz § 2(1)", from: 2018)];

    private static readonly HolidayRule[] Hamburg = [.. Nationwide, Reformation("HH, Feiertagsgesetz § 1", from: 2018)];

    private static readonly HolidayRule[] Hesse = [.. Nationwide, new(Easter(+60), "Corpus Christi", Seen("HE, Feiertagsgesetz § 1(1)"))];

    private static readonly HolidayRule[] MecklenburgWesternPomerania =
    [
        .. Nationwide,
        new(On(3, 8), "International Women's Day", Unverified("MV, Feiertagsgesetz § 2(1)")) { From = 2023 },
        Reformation("MV, Feiertagsgesetz § 2(1)"),
    ];

    private static readonly HolidayRule[] LowerSaxony = [.. Nationwide, Reformation("NI, Feiertagsgesetz § 2(1)", from: 2018)];

    private static readonly HolidayRule[] NorthRhineWestphalia =
    [
        .. Nationwide,
        CorpusChristi("NW, Feiertagsgesetz § 2(1)"),
        AllSaints("NW, Feiertagsgesetz § 2(1)"),
    ];

    private static readonly HolidayRule[] RhinelandPalatinate =
    [
        .. Nationwide,
        CorpusChristi("RP, Feiertagsgesetz § 2(1)"),
        AllSaints("RP, Feiertagsgesetz § 2(1)"),
    ];

    private static readonly HolidayRule[] Saarland =
    [
        .. Nationwide,
        CorpusChristi("SL, Feiertagsgesetz § 2(1)"),
        Assumption("SL, Feiertagsgesetz § 2(1)"),
        AllSaints("SL, Feiertagsgesetz § 2(1)"),
    ];

    private static readonly HolidayRule[] Saxony =
    [
        .. Nationwide,
        Reformation("SN, Feiertagsgesetz § 1(1)"),
        new(OnOrAfter(Wednesday, 11, 16), "Day of Repentance and Prayer", Unverified("SN, Feiertagsgesetz § 1(1)")),
    ];

    private static readonly HolidayRule[] SaxonyAnhalt =
    [
        .. Nationwide,
        Epiphany("ST, Feiertagsgesetz § 2"),
        Reformation("ST, Feiertagsgesetz § 2"),
    ];

    private static readonly HolidayRule[] SchleswigHolstein = [.. Nationwide, Reformation("SH, Feiertagsgesetz § 2(1)", from: 2018)];

    private static readonly HolidayRule[] Thuringia =
    [
        .. Nationwide,
        new(On(9, 20), "World Children's Day", Unverified("TH, Feiertagsgesetz § 2(1)")) { From = 2019 },
        Reformation("TH, Feiertagsgesetz § 2(1)"),
    ];

    private static HolidayRule Epiphany(string act) => new(On(1, 6), "Epiphany", Unverified(act));

    private static HolidayRule CorpusChristi(string act) => new(Easter(+60), "Corpus Christi", Unverified(act));

    private static HolidayRule Assumption(string act) => new(On(8, 15), "Assumption Day", Unverified(act));

    // 2017 is in the nationwide table already.
    private static HolidayRule Reformation(string act, int? from = null) =>
        new(On(10, 31), "Reformation Day", Unverified(act)) { From = from, NotIn = [2017] };

    private static HolidayRule AllSaints(string act) => new(On(11, 1), "All Saints' Day", Unverified(act));

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
    [
        ("DE", Nationwide),
        ("DE-BW", BadenWuerttemberg),
        ("DE-BY", Bavaria),
        ("DE-BY-MUNICH", Munich),
        ("DE-BE", Berlin),
        ("DE-BB", Brandenburg),
        ("DE-HB", Bremen),
        ("DE-HH", Hamburg),
        ("DE-HE", Hesse),
        ("DE-MV", MecklenburgWesternPomerania),
        ("DE-NI", LowerSaxony),
        ("DE-NW", NorthRhineWestphalia),
        ("DE-RP", RhinelandPalatinate),
        ("DE-SL", Saarland),
        ("DE-SN", Saxony),
        ("DE-ST", SaxonyAnhalt),
        ("DE-SH", SchleswigHolstein),
        ("DE-TH", Thuringia),
    ];
}
