using BreachNotify.Breaches;
using BreachNotify.Deadlines;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Alarms;

/// <summary>An obligation that nobody has met yet.</summary>
/// <param name="Id">Its id, such as <c>gdpr-33-1</c>.</param>
/// <param name="Regime">Its regime.</param>
/// <param name="Recipient">Who is to be told; null where no authority has been stated yet.</param>
/// <param name="Zone">The recipient's zone.</param>
/// <param name="DueLocal">The end relied on, with the offset of that zone.</param>
/// <param name="ReliedOn">The reading relied on.</param>
/// <param name="LatestReading">The latest end under any reading, in UTC.</param>
public sealed record OpenObligation(string Id, string Regime, string? Recipient, string? Zone, string? DueLocal, string? ReliedOn, Instant LatestReading);

/// <summary>A moment at which obligations of a breach end.</summary>
public sealed record Ending(Instant Due, IReadOnlyList<OpenObligation> Obligations);

/// <summary>Which alarms a breach needs.</summary>
public static class AlarmPlan
{
    /// <summary>Whole hours before the end at which an alarm is raised; 0 is the miss.</summary>
    public static readonly IReadOnlyList<int> Hours = [48, 24, 6, 1, 0];

    /// <summary>
    /// The ends of what is required, has a date and is not met, the earliest first. While neither an authority nor a seat
    /// nor a country is stated, the 72 hours of the GDPR are taken, which end at the same instant in every state.
    /// </summary>
    public static IReadOnlyList<Ending> Of(Breach breach)
    {
        try
        {
            return Of(DeadlineRules.Answer(BreachQuestion.Of(breach)));
        }
        catch (QuestionException) when (breach is { Authority: null, Regimes: null })
        {
            var stated = Of(DeadlineRules.Answer(BreachQuestion.Of(breach with { Authority = "IE" })));
            return [.. stated.Select(ending => ending with { Obligations = [.. ending.Obligations.Select(open => open with { Recipient = null, Zone = null, DueLocal = null })] })];
        }
        catch (Exception e) when (e is QuestionException or NotInForceException)
        {
            return [];
        }
    }

    /// <summary>The first of them.</summary>
    public static NextEnd? Next(Breach breach) => Of(breach) is [var first, ..] ? new NextEnd(first.Due, first.Obligations[0].Recipient, first.Obligations[0].Zone) : null;

    private static IReadOnlyList<Ending> Of(DeadlineAnswer answer) =>
    [
        .. answer.Obligations
            .Where(obligation => obligation is { Required: true, Due: not null, Filing: null })
            .GroupBy(obligation => obligation.Due!.Value, (due, obligations) => new Ending(due, [.. obligations.Select(Open)]))
            .OrderBy(ending => ending.Due),
    ];

    private static OpenObligation Open(Obligation obligation) => new(
        obligation.Id,
        obligation.Regime,
        obligation.Recipient,
        obligation.Zone,
        obligation.Readings?.FirstOrDefault(reading => reading.Id == obligation.ReliedOn) is { } reliedOn ? OffsetDateTimePattern.Rfc3339.Format(reliedOn.Local) : null,
        obligation.ReliedOn,
        obligation.Readings?.Max(reading => reading.Due) ?? obligation.Due!.Value);
}
