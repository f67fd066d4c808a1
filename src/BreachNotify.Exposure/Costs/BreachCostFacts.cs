using System.Globalization;
using BreachNotify.Exposure.Losses;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Exposure.Costs;

/// <summary>Checks the facts of a question on one breach and fills in what was left out.</summary>
internal static class BreachCostFacts
{
    private const long MostPeople = 10_000_000_000;
    private const decimal LongestOutage = 24 * 3660;

    /// <exception cref="QuestionException">A fact is out of range.</exception>
    public static BreachCostQuestion Filled(BreachCostQuestion question, LocalDate today)
    {
        Count("people", question.People);
        var notification = question.Notification ?? [new NotificationChannel(NoticeChannel.Letter, question.People)];
        for (var i = 0; i < notification.Count; i++)
        {
            Count($"notification[{i}].people", notification[i].People);
            Parameters.Amount($"notification[{i}].unitCost", notification[i].UnitCost);
            if (notification[i] is { Channel: NoticeChannel.Call, UnitCost: null })
            {
                throw new QuestionException(false, $"notification[{i}].unitCost", null, "is required for calls: no cost of a call was found in a source.");
            }
        }
        if (question.Extortion is { } extortion && !(extortion.Low >= 0 && extortion.Low <= extortion.Base && extortion.Base <= extortion.High))
        {
            throw new QuestionException(false, "extortion", null, "must have 0 <= low <= base <= high.");
        }
        Parameters.Amount("extortion.high", question.Extortion?.High);
        Parameters.Amount("fine.expected", question.Fine?.Expected);
        if (question.Revenue is { } revenue)
        {
            Amounts.Money("revenue", revenue);
        }
        return question with
        {
            Currency = Amounts.Currency("currency", question.Currency),
            Country = Amounts.State("country", question.Country),
            Records = Count("records", question.Records ?? question.People),
            AsOf = question.AsOf ?? LocalDatePattern.Iso.Format(today),
            Notification = notification,
            Interruption = question.Interruption is { } outage ? Outage(outage) : null,
            Fine = question.Fine is { } fine ? fine with { Regime = fine.Regime ?? "gdpr", Scenario = fine.Scenario ?? "security", Seriousness = fine.Seriousness ?? Seriousness.Medium } : null,
            Costs = question.Costs ?? [],
            ExchangeRates = question.ExchangeRates ?? [],
            Policy = Policy(question.Policy ?? new BreachPolicy()),
        };
    }

    /// <summary>The sublimit of a component; null for none.</summary>
    public static decimal? SublimitOf(BreachCostQuestion asked, Component component) =>
        asked.Policy!.Sublimits!.FirstOrDefault(sublimit => sublimit.Component == component)?.Limit;

    private static Outage Outage(Outage outage)
    {
        Parameters.Amount("interruption.dailyGrossProfit", outage.DailyGrossProfit);
        return outage with
        {
            OutageHours = Within("interruption.outageHours", outage.OutageHours, 0, LongestOutage),
            WaitingHours = Within("interruption.waitingHours", outage.WaitingHours ?? 12, 0, LongestOutage),
            IndemnityDays = Within("interruption.indemnityDays", outage.IndemnityDays ?? 365, 0, LongestOutage / 24),
        };
    }

    private static BreachPolicy Policy(BreachPolicy policy)
    {
        var sublimits = policy.Sublimits ?? [];
        for (var i = 0; i < sublimits.Count; i++)
        {
            Parameters.Amount($"policy.sublimits[{i}].limit", sublimits[i].Limit);
            if (sublimits.Take(i).Any(before => before.Component == sublimits[i].Component))
            {
                throw new QuestionException(false, $"policy.sublimits[{i}].component", Words.Of(sublimits[i].Component), "has a sublimit already; give one for each component.");
            }
        }
        return policy with
        {
            Retention = Parameters.Amount("policy.retention", policy.Retention) ?? 0,
            Limit = Parameters.Amount("policy.limit", policy.Limit),
            Share = Parameters.Share("policy.share", policy.Share ?? 1),
            Sublimits = sublimits,
        };
    }

    private static long Count(string field, long value) => value is >= 0 and <= MostPeople
        ? value
        : throw new QuestionException(false, field, value.ToString(CultureInfo.InvariantCulture), $"must be 0 to {MostPeople}.");

    private static decimal Within(string field, decimal value, decimal least, decimal most) => value >= least && value <= most
        ? value
        : throw new QuestionException(false, field, Parameters.Text(value), string.Create(CultureInfo.InvariantCulture, $"must be {least} to {most}."));
}
