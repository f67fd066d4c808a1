using System.Collections.Frozen;

namespace BreachNotify.Law.Calendars;

/// <summary>
/// The built-in public holidays: nationwide statutory days as rules, complete for 2018 to 2040 as the law stood when the
/// rules were last checked. Half days, bridge days of the civil service, bank holidays outside statute and local feasts are
/// left out: a missing holiday can only make a deadline earlier, never later (Regulation 1182/71 Art. 3(4) and (5)).
/// </summary>
public static class PublicHolidays
{
    private static readonly FrozenDictionary<string, (HolidayRule[] Rules, HolidayCalendar Calendar)> Tables = new[]
    {
        Alpine.Tables, Balkans.Tables, Baltic.Tables, Benelux.Tables, BritishIsles.Tables, CentralEurope.Tables, Germany.Tables,
        Mediterranean.Tables, Nordic.Tables, Overseas.Tables,
    }
        .SelectMany(tables => tables)
        .ToFrozenDictionary(
            table => table.Territory,
            table => (table.Rules, new HolidayCalendar(table.Territory, year => HolidayRule.Apply(table.Rules, year))),
            StringComparer.Ordinal);

    /// <summary>The codes that have a calendar, in order.</summary>
    public static IReadOnlyList<string> Territories { get; } = [.. Tables.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The calendar of a territory.</summary>
    /// <param name="territory">
    /// An EEA state by ISO 3166-1 code, a Land as <c>DE-BY</c> (Bavaria without 15 August; <c>DE-BY-MUNICH</c> with it),
    /// <c>DE</c> for the days common to all Länder, <c>GB</c> (England and Wales), <c>GB-SCT</c>, <c>GB-NIR</c>, <c>CH</c>
    /// (canton of Bern), <c>EU</c> (institutions in Brussels), <c>US</c> (federal), <c>JP</c> (with the closing days of
    /// the administration), <c>BR</c> (national).
    /// </param>
    /// <exception cref="ArgumentException">There is no such territory; the message lists those there are.</exception>
    public static HolidayCalendar Of(string territory) => Table(territory).Calendar;

    /// <summary>The rules behind the calendar of a territory.</summary>
    /// <inheritdoc cref="Of" path="//param|//exception"/>
    public static IReadOnlyList<HolidayRule> RulesOf(string territory) => Table(territory).Rules;

    private static (HolidayRule[] Rules, HolidayCalendar Calendar) Table(string territory) =>
        Tables.TryGetValue(territory, out var table)
            ? table
            : throw new ArgumentException(
                $"No public holidays are known for '{territory}'; known are {string.Join(", ", Territories)}.", nameof(territory));
}
