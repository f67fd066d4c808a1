using System.Globalization;
using System.Text;
using BreachNotify.Breaches;
using BreachNotify.Deadlines;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using NodaTime.Text;
using Calendar = Ical.Net.Calendar;

namespace BreachNotify.Calendars;

/// <summary>
/// Deadlines as iCalendar (RFC 5545): an event for each, at the end relied on. An event that was there once never
/// vanishes: what is met, no longer required or told to somebody else is cancelled. All follows from the states the record
/// had, so that the same states under the same rule book give the same bytes. Nothing of the record but its id and its
/// deadlines goes in.
/// </summary>
public static class DeadlineCalendar
{
    public const string MediaType = "text/calendar; charset=utf-8";
    private const string Refresh = "PT15M";

    /// <param name="histories">Of each breach every state of its record, oldest first.</param>
    public static byte[] Of(IEnumerable<IReadOnlyList<Breach>> histories)
    {
        var calendar = new Calendar { ProductId = "-//BreachNotify//Deadlines//EN", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", "Breach deadlines");
        calendar.AddProperty(new CalendarProperty("REFRESH-INTERVAL", Refresh) { Parameters = { new CalendarParameter("VALUE", "DURATION") } });
        calendar.AddProperty("X-PUBLISHED-TTL", Refresh);
        foreach (var states in histories)
        {
            calendar.Events.AddRange(Entries(states).Select(Event));
        }
        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar)!);
    }

    /// <summary>The events in the order in which they came up, each as its last change left it.</summary>
    private static List<Entry> Entries(IReadOnlyList<Breach> states)
    {
        var entries = new List<Entry>();
        foreach (var state in states)
        {
            var obligations = Dated(state);
            for (var i = 0; i < entries.Count; i++)
            {
                var (entry, now) = (entries[i], obligations.Find(obligation => obligation.Id == entries[i].Obligation && obligation.Recipient == entries[i].Recipient));
                var next = now is null
                    ? entry with { IsOpen = false, Description = $"Breach {state.Id}\nFell away: the record no longer gives rise to it." }
                    : entry with { Due = now.Due!.Value, IsOpen = IsOpen(now), Description = Description(state, now) };
                if (next != entry)
                {
                    entries[i] = next with { Sequence = entry.Sequence + 1, ChangedAt = state.ChangedAt };
                }
            }
            foreach (var obligation in obligations)
            {
                if (IsOpen(obligation) && !entries.Exists(entry => entry.Obligation == obligation.Id && entry.Recipient == obligation.Recipient))
                {
                    entries.Add(new Entry(state.Id, obligation.Id, obligation.Recipient, obligation.Due!.Value, true, Description(state, obligation), 0, state.ChangedAt));
                }
            }
        }
        return entries;
    }

    private static List<Obligation> Dated(Breach breach)
    {
        try
        {
            return [.. DeadlineRules.Answer(BreachQuestion.Of(breach)).Obligations.Where(obligation => obligation.Due is not null)];
        }
        catch (Exception e) when (e is QuestionException or NotInForceException)
        {
            // Nothing can be counted: no authority, or a day before the law.
            return [];
        }
    }

    private static bool IsOpen(Obligation obligation) => obligation is { Required: true, Filing: null };

    private static CalendarEvent Event(Entry entry) => new()
    {
        Uid = $"{entry.Breach}-{entry.Obligation}-{entry.Recipient}@breachnotify",
        Sequence = entry.Sequence,
        DtStamp = Utc(entry.ChangedAt),
        LastModified = Utc(entry.ChangedAt),
        Start = Utc(entry.Due),
        Summary = $"Breach deadline: {entry.Obligation} to {entry.Recipient}",
        Description = entry.Description,
        Status = entry.IsOpen ? EventStatus.Confirmed : EventStatus.Cancelled,
        Transparency = TransparencyType.Transparent,
    };

    private static string Description(Breach breach, Obligation obligation)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Breach {breach.Id}");
        foreach (var reading in obligation.Readings ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{reading.Id}{(reading.Id == obligation.ReliedOn ? " (relied on)" : "")}: {OffsetDateTimePattern.Rfc3339.Format(reading.Local)} {obligation.Zone}, {InstantPattern.ExtendedIso.Format(reading.Due)}");
        }
        if (obligation.Filing is { } filing)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nMet at {InstantPattern.ExtendedIso.Format(filing.At)}.");
        }
        else if (!obligation.Required)
        {
            text.Append(breach.End is null ? "\nNot required as the risk is judged now." : "\nFell away: it was decided that this is no personal-data breach.");
        }
        if (!obligation.Verified)
        {
            text.Append("\nRests on a source that nobody has verified.");
        }
        return text.ToString();
    }

    private static CalDateTime Utc(Instant instant) => new(instant.ToDateTimeUtc(), hasTime: true);

    /// <summary>An event as a calendar program sees it.</summary>
    private sealed record Entry(string Breach, string Obligation, string Recipient, Instant Due, bool IsOpen, string Description, int Sequence, Instant ChangedAt);
}
