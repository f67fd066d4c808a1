using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Deadlines;

/// <summary>Reads the instants of questions.</summary>
public static class Awareness
{
    private const string WantsInstant = "must be an RFC 3339 date and time with offset, such as 2026-04-02T17:40:00+02:00.";
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>An RFC 3339 date and time with offset.</summary>
    /// <exception cref="QuestionException">It is not one.</exception>
    public static Instant Instant(string field, string text)
    {
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text.ToUpperInvariant());
        return parsed.Success && TryInstant(parsed.Value, out var instant) ? instant : throw QuestionException.Malformed(field, text, WantsInstant);
    }

    /// <summary>The instant of a local time; false on the first and the last day that can be written, from which an offset may lead beyond them.</summary>
    public static bool TryInstant(OffsetDateTime time, out Instant instant)
    {
        var fits = time.Offset == Offset.Zero || IsInside(time.Date);
        instant = fits ? time.ToInstant() : default;
        return fits;
    }

    private static bool IsInside(LocalDate date) => date > LocalDate.MinIsoValue && date < LocalDate.MaxIsoValue;

    /// <summary>A date and time with offset, or a local one read in <paramref name="zone"/>.</summary>
    /// <exception cref="QuestionException">
    /// It is neither, or the local time does not exist in the zone (summer time begins) or occurs twice (it ends).
    /// </exception>
    public static Instant InstantOrLocal(string field, string text, DateTimeZone? zone)
    {
        if (Digits.TryRead(text, out Instant usual))
        {
            return usual;
        }
        var upper = text.ToUpperInvariant();
        var withOffset = OffsetDateTimePattern.Rfc3339.Parse(upper);
        if (withOffset.Success && TryInstant(withOffset.Value, out var instant))
        {
            return instant;
        }
        var local = LocalDateTimePattern.ExtendedIso.Parse(upper);
        if (!local.Success)
        {
            local = Minute.Parse(upper);
        }
        if (!local.Success || !IsInside(local.Value.Date))
        {
            throw QuestionException.Malformed(field, text, WantsInstant[..^1] + ", or a local date and time without offset together with zone.");
        }
        if (zone is null)
        {
            throw QuestionException.Malformed(field, text, "has no offset; add the offset, or name the zone.");
        }
        var mapping = zone.MapLocal(local.Value);
        return mapping.Count switch
        {
            1 => mapping.Single().ToInstant(),
            0 => throw QuestionException.Malformed(field, text,
                $"does not exist in {zone.Id}: clocks are put forward from offset {mapping.EarlyInterval.WallOffset} to {mapping.LateInterval.WallOffset}. Give the time with one of these offsets."),
            _ => throw QuestionException.Malformed(field, text,
                $"occurs twice in {zone.Id}, with offset {mapping.First().Offset} and again with {mapping.Last().Offset}. Give the time with one of these offsets."),
        };
    }

    /// <summary>An ISO date.</summary>
    /// <exception cref="QuestionException">It is not one.</exception>
    public static LocalDate Date(string field, string text)
    {
        if (Digits.TryRead(text, out LocalDate usual))
        {
            return usual;
        }
        var parsed = LocalDatePattern.Iso.Parse(text);
        return parsed.Success ? parsed.Value : throw QuestionException.Malformed(field, text, "must be an ISO date such as 2026-04-02.");
    }
}
