using System.Globalization;
using NodaTime;

namespace BreachNotify.Law;

/// <summary>One value of the law and the days on which it is in force.</summary>
/// <typeparam name="T">What the provision fixes: an amount, a period, a threshold.</typeparam>
/// <param name="From">First day in force.</param>
/// <param name="Until">First day no longer in force (half-open); null while it is in force without a known end.</param>
/// <param name="Value">The value.</param>
/// <param name="Citation">Where it stands.</param>
/// <param name="CheckedOn">When somebody last compared it with the source.</param>
public sealed record InForce<T>(LocalDate From, LocalDate? Until, T Value, Citation Citation, LocalDate CheckedOn);

/// <summary>
/// The values of one provision over time. Entries are ordered and never overlap; repealed values stay, so that an old
/// case can be recomputed.
/// </summary>
/// <typeparam name="T">What the provision fixes.</typeparam>
public sealed class Timeline<T>
{
    /// <summary>Builds the timeline.</summary>
    /// <param name="provision">Its name in error messages, such as "GDPR Art. 33(1)".</param>
    /// <param name="entries">At least one entry, oldest first.</param>
    /// <exception cref="ArgumentException">The entries are empty, out of order or overlap, or one ends before it begins.</exception>
    public Timeline(string provision, params InForce<T>[] entries)
    {
        if (entries.Length == 0)
        {
            throw new ArgumentException($"{provision} has no entry.", nameof(entries));
        }
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].Until is { } until && until <= entries[i].From)
            {
                throw new ArgumentException($"{provision}: the entry from {Iso(entries[i].From)} ends before it begins.", nameof(entries));
            }
            if (i > 0 && (entries[i - 1].Until is not { } end || end > entries[i].From))
            {
                throw new ArgumentException($"{provision}: the entries from {Iso(entries[i - 1].From)} and {Iso(entries[i].From)} overlap or are out of order.", nameof(entries));
            }
        }
        Provision = provision;
        Entries = entries;
    }

    /// <summary>The provision's name.</summary>
    public string Provision { get; }

    /// <summary>All entries, oldest first.</summary>
    public IReadOnlyList<InForce<T>> Entries { get; }

    /// <summary>The entry in force on a day.</summary>
    /// <exception cref="NotInForceException">No entry covers the day; the message names the span that is covered.</exception>
    public InForce<T> On(LocalDate day) => Find(day) ?? throw Refused(day);

    /// <summary>The entry in force on a day; null where none covers it.</summary>
    public InForce<T>? Find(LocalDate day)
    {
        for (var i = Entries.Count - 1; i >= 0; i--)
        {
            var entry = Entries[i];
            if (day >= entry.From)
            {
                return entry.Until is { } until && day >= until ? null : entry;
            }
        }
        return null;
    }

    private NotInForceException Refused(LocalDate day)
    {
        var spans = Entries.Select(e => e.Until is { } until ? $"{Iso(e.From)} to {Iso(until.PlusDays(-1))}" : $"{Iso(e.From)} on");
        return new NotInForceException(Provision, day, $"{Provision} was not in force on {Iso(day)}; it is covered from {string.Join(", ", spans)}.");
    }

    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A provision was asked about a day on which it was not in force: the law refuses the question.</summary>
/// <param name="provision">The provision asked about.</param>
/// <param name="day">The day asked about.</param>
/// <param name="message">Both, with the span covered.</param>
/// <param name="field">The field of the question that gave the day; null where none did.</param>
public sealed class NotInForceException(string provision, LocalDate day, string message, string? field = null) : Exception(field is null ? message : $"{field}: {message}")
{
    private readonly string _message = message;

    /// <summary>The field of the question that gave the day, such as <c>decidedOn</c>; null where none did.</summary>
    public string? Field { get; } = field;

    /// <summary>The provision asked about.</summary>
    public string Provision { get; } = provision;

    /// <summary>The day asked about.</summary>
    public LocalDate Day { get; } = day;

    /// <summary>What would be right: the span covered.</summary>
    public string Remedy => _message;

    /// <summary>The same refusal, naming the field that gave the day.</summary>
    internal NotInForceException In(string field) => new(Provision, Day, _message, field);
}
