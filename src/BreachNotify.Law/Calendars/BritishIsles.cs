using NodaTime;
using static BreachNotify.Law.Calendars.DayRule;
using static BreachNotify.Law.Calendars.HolidaySource;
using static NodaTime.IsoDayOfWeek;

namespace BreachNotify.Law.Calendars;

/// <summary>Public holidays of Ireland and of the three jurisdictions of the United Kingdom.</summary>
internal static class BritishIsles
{
    private static readonly HolidaySource Second = Seen("Organisation of Working Time Act 1997, Second Schedule, days of 2022 as listed by an employment law firm");
    private static readonly HolidaySource Brigid = Seen("Regulations of 2022 under Organisation of Working Time Act 1997, as reported");
    private static readonly HolidaySource Covid = Seen("Regulations of 2022 under Organisation of Working Time Act 1997, as reported");

    private static readonly HolidayRule[] Ireland =
    [
        new(On(1, 1), "New Year's Day", Second),
        new(FirstMondayOfFebruaryUnlessTheFirstIsAFriday, "St Brigid's Day", Brigid) { From = 2023 },
        new(On(3, 17), "St Patrick's Day", Second),
        new(Once(2022, 3, 18), "Day of Remembrance and Recognition", Covid),
        new(Easter(+1), "Easter Monday", Second),
        new(First(Monday, 5), "May Day", Second),
        new(First(Monday, 6), "June Holiday", Second),
        new(First(Monday, 8), "August Holiday", Second),
        new(Last(Monday, 10), "October Holiday", Second),
        new(On(12, 25), "Christmas Day", Second),
        new(On(12, 26), "St Stephen's Day", Second),
    ];

    private static readonly HolidaySource Act = Seen("Banking and Financial Dealings Act 1971 Sch. 1");
    private static readonly HolidaySource CommonLaw = Seen("common law (in Scotland Sch. 1); substitute by proclamation under Banking and Financial Dealings Act 1971 s. 1(3)");
    private static readonly HolidaySource Proclaimed = Seen("Royal Proclamation each year under Banking and Financial Dealings Act 1971 s. 1(3); read for 1998-1999 (Gazette 55182) and 2023 (Gazette notice 4115743)");
    private static readonly HolidaySource ProclaimedOnce = Seen("Royal Proclamation for the day under Banking and Financial Dealings Act 1971 s. 1(2)-(3), as reported; Gazette notice 4158896 for 19 September 2022");

    private static readonly HolidayRule[] WholeKingdom =
    [
        new(On(1, 1), "New Year's Day", Proclaimed) { Substituted = true },
        new(Easter(-2), "Good Friday", CommonLaw),
        new(First(Monday, 5), "Early May bank holiday", Proclaimed) { NotIn = [2020] },
        new(Once(2020, 5, 8), "Early May bank holiday (VE Day)", Unverified("Royal Proclamation moving the early May bank holiday of 2020")),
        new(Once(2023, 5, 8), "Coronation of King Charles III", ProclaimedOnce),
        new(Last(Monday, 5), "Spring bank holiday", Act) { NotIn = [2022] },
        new(Once(2022, 6, 2), "Spring bank holiday", ProclaimedOnce),
        new(Once(2022, 6, 3), "Platinum Jubilee", ProclaimedOnce),
        new(Once(2022, 9, 19), "State Funeral of Queen Elizabeth II", ProclaimedOnce),
        new(On(12, 25), "Christmas Day", CommonLaw) { Substituted = true },
        new(On(12, 26), "Boxing Day", Act) { Substituted = true },
    ];

    private static readonly HolidayRule[] EnglandAndWales =
    [
        .. WholeKingdom,
        new(Easter(+1), "Easter Monday", Act),
        new(Last(Monday, 8), "Summer bank holiday", Act),
    ];

    private static readonly HolidayRule[] Scotland =
    [
        .. WholeKingdom,
        new(On(1, 2), "2 January", Act) { Substituted = true },
        new(First(Monday, 8), "Summer bank holiday", Act),
        new(Once(2026, 6, 15), "World Cup bank holiday", Seen("Royal Proclamation of 4 February 2026 under Banking and Financial Dealings Act 1971 s. 1(3)")),
        new(On(11, 30), "St Andrew's Day", Seen("St Andrew's Day Bank Holiday (Scotland) Act 2007 s. 1")) { Substituted = true },
    ];

    private static readonly HolidayRule[] NorthernIreland =
    [
        .. WholeKingdom,
        new(On(3, 17), "St Patrick's Day", Act) { Substituted = true },
        new(Easter(+1), "Easter Monday", Act),
        new(On(7, 12), "Battle of the Boyne", Proclaimed) { Substituted = true },
        new(Last(Monday, 8), "Summer bank holiday", Act),
    ];

    private static DayRule FirstMondayOfFebruaryUnlessTheFirstIsAFriday => new(
        "first Monday of February, 1 February where that is a Friday",
        year => new LocalDate(year, 2, 1) is { DayOfWeek: Friday } friday ? friday : First(Monday, 2).In(year));

    internal static readonly (string Territory, HolidayRule[] Rules)[] Tables =
        [("IE", Ireland), ("GB", EnglandAndWales), ("GB-SCT", Scotland), ("GB-NIR", NorthernIreland)];
}
