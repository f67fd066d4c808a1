using NodaTime.TimeZones;

namespace BreachNotify.Law;

/// <summary>One state of the law, of the data files and of the time-zone data.</summary>
public sealed record RuleBook
{
    private RuleBook(string id) => Id = id;

    /// <summary>The newest state this build holds.</summary>
    public static RuleBook Current { get; } = new("2026-11-22+tzdb-" + TzdbDateTimeZoneSource.Default.TzdbVersion);

    /// <summary>The identifier under which answers name it.</summary>
    public string Id { get; }
}
