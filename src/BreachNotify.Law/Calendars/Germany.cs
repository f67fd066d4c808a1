using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;
using static NodaTime.IsoDayOfWeek;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of the sixteen Länder; all but 3 October is Land law.</summary>
internal static class Germany
{
    private static readonly HolidaySource Unity = Seen("Einigungsvertrag Art. 2(2), as cited by the interior ministry of Baden-Württemberg");
    private static readonly HolidaySource EveryLand = Seen("the holiday acts of all sixteen Länder; read: BY Art. 1(1), BE § 1(1), BB § 2(1), HE § 1(1), NW § 2(1), RP § 2(1), SL § 2(1), SN § 1(1), ST § 2, TH § 2(1)");
    private static readonly HolidaySource Luther = Seen("one-off acts of the Länder for the 500th anniversary of the Reformation; read: BE § 1(1) no. 10 of 2015");

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
        Epiphany(Seen("BW, Feiertagsgesetz § 1")),
        CorpusChristi(Seen("BW, Feiertagsgesetz § 1")),
        AllSaints(Seen("BW, Feiertagsgesetz § 1")),
    ];

    private static readonly HolidayRule[] Bavaria =
    [
        .. Nationwide,
        Epiphany(Seen("BY, Feiertagsgesetz Art. 1(1)")),
        CorpusChristi(Seen("BY, Feiertagsgesetz Art. 1(1)")),
        AllSaints(Seen("BY, Feiertagsgesetz Art. 1(1)")),
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
        new(Easter(0), "Easter Sunday", Seen("BB, Feiertagsgesetz § 2(1)")),
        new(Easter(+49), "Whit Sunday", Seen("BB, Feiertagsgesetz § 2(1)")),
        Reformation(Seen("BB, Feiertagsgesetz § 2(1)")),
    ];

    private static readonly HolidayRule[] Bremen = [.. Nationwide, Reformation(Seen("HB, Feiertagsgesetz § 2(1), amendment of 2018 as reported"), from: 2018)];

    private static readonly HolidayRule[] Hamburg = [.. Nationwide, Reformation(Seen("HH, Feiertagsgesetz § 1, amendment of 2018 as reported"), from: 2018)];

    private static readonly HolidayRule[] Hesse = [.. Nationwide, new(Easter(+60), "Corpus Christi", Seen("HE, Feiertagsgesetz § 1(1)"))];

    private static readonly HolidayRule[] MecklenburgWesternPomerania =
    [
        .. Nationwide,
        new(On(3, 8), "International Women's Day", Seen("MV, Feiertagsgesetz, amendment of June 2022 as reported")) { From = 2023 },
        Reformation(Unverified("MV, Feiertagsgesetz § 2(1)")),
    ];

    private static readonly HolidayRule[] LowerSaxony = [.. Nationwide, Reformation(Seen("NI, Feiertagsgesetz § 2(1), amendment of 2018 as reported"), from: 2018)];

    private static readonly HolidayRule[] NorthRhineWestphalia =
    [
        .. Nationwide,
        CorpusChristi(Seen("NW, Feiertagsgesetz § 2(1)")),
        AllSaints(Seen("NW, Feiertagsgesetz § 2(1)")),
    ];

    private static readonly HolidayRule[] RhinelandPalatinate =
    [
        .. Nationwide,
        CorpusChristi(Seen("RP, Feiertagsgesetz § 2(1)")),
        AllSaints(Seen("RP, Feiertagsgesetz § 2(1)")),
    ];

    private static readonly HolidayRule[] Saarland =
    [
        .. Nationwide,
        CorpusChristi(Seen("SL, Feiertagsgesetz § 2(1)")),
        Assumption(Seen("SL, Feiertagsgesetz § 2(1)")),
        AllSaints(Seen("SL, Feiertagsgesetz § 2(1)")),
    ];

    // Corpus Christi is a holiday in some municipalities of Bautzen district only; the authority sits in Dresden.
    private static readonly HolidayRule[] Saxony =
    [
        .. Nationwide,
        Reformation(Seen("SN, Feiertagsgesetz § 1(1)")),
        new(OnOrAfter(Wednesday, 11, 16), "Day of Repentance and Prayer", Seen("SN, Feiertagsgesetz § 1(1)")),
    ];

    private static readonly HolidayRule[] SaxonyAnhalt =
    [
        .. Nationwide,
        Epiphany(Seen("ST, Feiertagsgesetz § 2")),
        Reformation(Seen("ST, Feiertagsgesetz § 2")),
    ];

    private static readonly HolidayRule[] SchleswigHolstein = [.. Nationwide, Reformation(Seen("SH, Feiertagsgesetz § 2(1), amendment of 2018 as reported"), from: 2018)];

    // Corpus Christi is a holiday in parts of Thuringia (§ 2(2), § 10(1)); the authority sits in Erfurt, which is none of them.
    private static readonly HolidayRule[] Thuringia =
    [
        .. Nationwide,
        new(On(9, 20), "World Children's Day", Seen("TH, Feier- und Gedenktagsgesetz § 2(1)")) { From = 2019 },
        Reformation(Seen("TH, Feier- und Gedenktagsgesetz § 2(1)")),
    ];

    private static HolidayRule Epiphany(HolidaySource act) => new(On(1, 6), "Epiphany", act);

    private static HolidayRule CorpusChristi(HolidaySource act) => new(Easter(+60), "Corpus Christi", act);

    private static HolidayRule Assumption(HolidaySource act) => new(On(8, 15), "Assumption Day", act);

    // 2017 is in the nationwide table already.
    private static HolidayRule Reformation(HolidaySource act, int? from = null) =>
        new(On(10, 31), "Reformation Day", act) { From = from, NotIn = [2017] };

    private static HolidayRule AllSaints(HolidaySource act) => new(On(11, 1), "All Saints' Day", act);

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
