using BreachNotify.Storage;
using Dapper;
using NodaTime;

namespace BreachNotify.Mailings.Pacing;

/// <summary>
/// The ramp of a cold sender: so many messages on its first day (<c>Mail:RampFirstDay</c>) and half as many again on each
/// further UTC day, over all mailings and processes. Receivers judge a sender by its growth; volume that comes from
/// nowhere is refused.
/// </summary>
public sealed class Ramp(Database database, MailOptions options)
{
    public const double Growth = 1.5;

    public bool IsOn => options.RampFirstDay > 0;

    /// <summary>How many more may be sent on the day of <paramref name="now"/>; null without a ramp.</summary>
    public async Task<long?> Left(Instant now) => await On(now) is { } day ? day.Quota - day.Accepted : null;

    /// <summary>How many may be sent on the day of <paramref name="now"/> and how many were accepted on it; null without a ramp.</summary>
    public async Task<(long Quota, long Accepted)?> On(Instant now) => IsOn
        ? await database.Read(connection =>
        {
            var (first, today) = connection.QuerySingle<(string? First, long Today)>(
                "SELECT MIN(day), COALESCE(SUM(CASE WHEN day = @Day THEN accepted ELSE 0 END), 0) FROM sending_days", new { Day = DayOf(now) });
            var age = first is null ? 0 : Period.DaysBetween(NodaTime.Text.LocalDatePattern.Iso.Parse(first).Value, now.InUtc().Date);
            return ((long)Math.Min(options.RampFirstDay * Math.Pow(Growth, age), long.MaxValue / 2), today);
        })
        : null;

    /// <summary>Counts messages that were accepted.</summary>
    public Task Add(Instant now, int accepted) => !IsOn || accepted == 0 ? Task.CompletedTask : database.Write(transaction => transaction.Connection!.Execute(
        "INSERT INTO sending_days (day, accepted) VALUES (@Day, @Accepted) ON CONFLICT (day) DO UPDATE SET accepted = sending_days.accepted + EXCLUDED.accepted",
        new { Day = DayOf(now), Accepted = (long)accepted },
        transaction));

    private static string DayOf(Instant now) => NodaTime.Text.LocalDatePattern.Iso.Format(now.InUtc().Date);
}
