using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using NodaTime;

namespace BreachNotify.Losses.Desk;

/// <summary>One insured from every side: a year, one breach, other breaches, and what moves the figures.</summary>
/// <param name="Before">A year before the policy, for the curve; null where its moments are beyond what can be shown.</param>
public sealed record LossCase(LossAnswer Year, LossAnswer? Before, BreachCostAnswer Breach, IReadOnlyList<LossCase.Scenario> Scenarios, IReadOnlyList<LossCase.Sensitivity> Sensitivities)
{
    private static readonly long[] Breaches = [10_000, 100_000];
    private static readonly int[] Outages = [24, 72, 240];

    /// <param name="Name">Key of its text.</param>
    /// <param name="Size">Records or hours.</param>
    public sealed record Scenario(string Name, long Size, BreachCostAnswer Answer);

    public sealed record Sensitivity(string Name, LossAnswer Answer);

    /// <exception cref="QuestionException">The question is malformed, or the law or data refuse it.</exception>
    public static LossCase Of(LossQuestion year, BreachCostQuestion breach, LocalDate today, ExchangeRates rates) => new(
        LossRules.Answer(year),
        AnswerIfAny(year with { Terms = null }),
        BreachCosts.Answer(breach, today, rates),
        [.. ScenariosOf(breach).Select(scenario => new Scenario(scenario.Name, scenario.Size, BreachCosts.Answer(scenario.Question, today, rates)))],
        [.. Changes(year).Select(change => (change.Name, Answer: AnswerIfAny(change.Question))).Where(change => change.Answer is not null).Select(change => new Sensitivity(change.Name, change.Answer!))]);

    /// <summary>Without the policy's limit, or twice of something, may lie beyond what can be computed though the question itself does not.</summary>
    private static LossAnswer? AnswerIfAny(LossQuestion question)
    {
        try
        {
            return LossRules.Answer(question);
        }
        catch (QuestionException)
        {
            return null;
        }
    }

    /// <summary>Breaches of records without an outage, each never of more than there are; outages without records.</summary>
    private static IEnumerable<(string Name, long Size, BreachCostQuestion Question)> ScenariosOf(BreachCostQuestion breach)
    {
        var all = breach.Records ?? breach.People;
        foreach (var size in Breaches.Where(size => size < all))
        {
            yield return ("records", size, Of(size));
        }
        yield return ("allRecords", all, Of(all));
        if (breach.Interruption is { } outage)
        {
            foreach (var hours in Outages)
            {
                yield return ("ransomware", hours, breach with { People = 0, Records = 0, Notification = [], Fine = null, Interruption = outage with { OutageHours = hours } });
            }
        }

        BreachCostQuestion Of(long size) => breach with
        {
            People = size,
            Records = size,
            Notification = breach.Notification is { } channels && breach.People > 0 ? [.. channels.Select(channel => channel with { People = (long)((decimal)channel.People * size / breach.People) })] : null,
            Interruption = null,
            Extortion = null,
        };
    }

    /// <summary>Each changes one thing.</summary>
    private static IEnumerable<(string Name, LossQuestion Question)> Changes(LossQuestion year)
    {
        var (frequency, severity, terms) = (year.Frequency, year.Severity, year.Terms!);
        yield return ("frequencyHalf", year with { Frequency = frequency with { Mean = frequency.Mean / 2 } });
        yield return ("frequencyDouble", year with { Frequency = frequency with { Mean = frequency.Mean * 2 } });
        yield return ("lossesHalf", year with { Severity = severity with { Mu = severity.Mu - (decimal)Math.Log(2) } });
        yield return ("lossesDouble", year with { Severity = severity with { Mu = severity.Mu + (decimal)Math.Log(2) } });
        yield return ("spread", year with { Severity = severity with { Sigma = severity.Sigma * 1.1m } });
        if (terms.Retention is > 0 and var retention)
        {
            yield return ("retentionDouble", year with { Terms = terms with { Retention = 2 * retention } });
        }
        if (terms.Limit is > 0 and var limit)
        {
            yield return ("limitDouble", year with { Terms = terms with { Limit = 2 * limit } });
        }
    }
}
