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
/// Deadlines as iCalendar (RFC 5545): an event for each, at the end relied on. The same record under the same rule book
/// gives the same bytes. Nothing of the record but its id and its deadlines goes in.
/// </summary>
public static class DeadlineCalendar
{
    public const string MediaType = "text/calendar; charset=utf-8";
    private const string Refresh = "PT15M";

    public static byte[] Of(IEnumerable<Breach> breaches)
    {
        var calendar = new Calendar { ProductId = "-//BreachNotify//Deadlines//EN", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", "Breach deadlines");
        calendar.AddProperty(new CalendarProperty("REFRESH-INTERVAL", Refresh) { Parameters = { new CalendarParameter("VALUE", "DURATION") } });
        calendar.AddProperty("X-PUBLISHED-TTL", Refresh);
        foreach (var breach in breaches)
        {
            calendar.Events.AddRange(Events(breach));
        }
        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar)!);
    }

    private static IEnumerable<CalendarEvent> Events(Breach breach)
    {
        IReadOnlyList<Obligation> obligations;
        try
        {
            obligations = DeadlineRules.Answer(BreachQuestion.Of(breach)).Obligations;
        }
        catch (Exception e) when (e is QuestionException or NotInForceException)
        {
            // Nothing can be counted yet: no authority, or a day before the law.
            yield break;
        }
        foreach (var obligation in obligations)
        {
            if (obligation.Due is { } due)
            {
                yield return Event(breach, obligation, due);
            }
        }
    }

    private static CalendarEvent Event(Breach breach, Obligation obligation, Instant due) => new()
    {
        Uid = $"{breach.Id}-{obligation.Id}-{obligation.Recipient}@breachnotify",
        // The version of the record rises with whatever changes a deadline.
        Sequence = (int)Math.Min(breach.Version - 1, int.MaxValue),
        DtStamp = Utc(breach.ChangedAt),
        LastModified = Utc(breach.ChangedAt),
        Start = Utc(due),
        Summary = $"Breach deadline: {obligation.Id} to {obligation.Recipient}",
        Description = Description(breach, obligation),
        Status = obligation.Required && obligation.Filing is null ? EventStatus.Confirmed : EventStatus.Cancelled,
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
            text.Append("\nNot required as the risk is judged now.");
        }
        if (!obligation.Verified)
        {
            text.Append("\nRests on a source that nobody has verified.");
        }
        return text.ToString();
    }

    private static CalDateTime Utc(Instant instant) => new(instant.ToDateTimeUtc(), hasTime: true);
}
