using System.Globalization;
using BreachNotify.Exposure.Losses;
using BreachNotify.Law;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Exposure.Costs;

/// <summary>One breach: its components, and what the policy pays of them under each reading of its terms.</summary>
public static class BreachCosts
{
    private static readonly Citation Terms = new("Terms of cyber policies: orders and waiting periods differ by wording (docs/exposure.md)");

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="today">The day of the question.</param>
    /// <param name="rates">The exchange rates held; default those the product ships.</param>
    /// <exception cref="QuestionException">The question is malformed, or the law or data refuse it.</exception>
    /// <exception cref="NotInForceException">Fines of the regime were not in force on the day.</exception>
    public static BreachCostAnswer Answer(BreachCostQuestion question, LocalDate today, ExchangeRates? rates = null)
    {
        RuleBook.RefuseUnheld(question.RuleBook);
        var asked = BreachCostFacts.Filled(question, today);
        var day = Awareness.Date("asOf", asked.AsOf!);
        var conversion = Conversion.With(asked.ExchangeRates!, asked.Currency, day, rates ?? ExchangeRates.Shipped);
        var warnings = new List<string>();
        var costs = new ComponentCosts(ComponentDefaults.With(asked.Costs!), asked, conversion, warnings);
        var fine = asked.Fine is { } facts ? FineOf(facts, asked, day, rates) : null;
        var components = costs.All().Append(FineCost(fine, asked, conversion, warnings)).OfType<ComponentCost>().OrderBy(cost => cost.Component).ToList();
        return new BreachCostAnswer
        {
            Benchmarks = [.. Benchmarks.For(asked.People, asked.Records!.Value, costs.Revenue, asked.Interruption is not null).Select(row => Warned(row, warnings))],
            Components = components,
            Currency = asked.Currency,
            Derivation = Steps(asked),
            Fine = fine,
            Paid = [.. Payments(asked, components)],
            Total = components.Aggregate(Estimate.Nothing, (sum, cost) => sum.Each(cost.Cost, (one, other) => one + other)),
            Verified = components.All(cost => cost.Verified) && fine?.Insurability.Verified != false,
            Warnings = warnings,
            Request = asked,
            RuleBook = RuleBook.Current.Id,
        };
    }

    private static IEnumerable<Payment> Payments(BreachCostQuestion asked, List<ComponentCost> components)
    {
        var policy = asked.Policy!;
        WaitingPeriodReading?[] readings = asked.Interruption is null ? [null] : [WaitingPeriodReading.TimeDeductible, WaitingPeriodReading.QualifyingPeriod];
        foreach (var order in Enum.GetValues<TermsOrder>())
        {
            foreach (var reading in readings)
            {
                decimal[] Pay(Func<Estimate, decimal> at) => PolicyOrder.Pay(
                    [.. components.Select(cost => reading is { } how && cost.Component == Component.BusinessInterruption ? Loss(asked.Interruption!, how) : at(cost.Cost))],
                    [.. components.Select(cost => cost.Sublimit)], policy.Retention!.Value, policy.Limit, policy.Share!.Value, order);

                var (low, middle, high) = (Pay(cost => cost.Low), Pay(cost => cost.Base), Pay(cost => cost.High));
                yield return new Payment(order, reading, new Estimate(low.Sum(), middle.Sum(), high.Sum()).Shown(),
                    [.. components.Select((cost, i) => new ComponentPayment(cost.Component, new Estimate(low[i], middle[i], high[i]).Shown()))]);
            }
        }
    }

    private static decimal Loss(Outage outage, WaitingPeriodReading reading) =>
        Interruption.Loss(outage.DailyGrossProfit, outage.OutageHours, outage.WaitingHours!.Value, outage.IndemnityDays!.Value, reading);

    private static FineColumns FineOf(FineFacts facts, BreachCostQuestion asked, LocalDate day, ExchangeRates? rates)
    {
        var entity = facts.Entity;
        var tiers = facts.Regime == "uk-gdpr" ? "GBP" : "EUR";
        var answer = BreachScenarios.Answer(
            new ScenarioQuestion
            {
                Regime = facts.Regime!,
                DecidedOn = asked.AsOf,
                Authority = asked.Country,
                Entity = entity,
                ExchangeRate = entity.Turnover is { } turnover ? asked.ExchangeRates!.FirstOrDefault(rate => (rate.From, rate.To) == (turnover.Currency, tiers) || (rate.To, rate.From) == (turnover.Currency, tiers)) : null,
            },
            day,
            rates);
        var scenario = answer.Scenarios.FirstOrDefault(found => found.Id == facts.Scenario)
            ?? throw new QuestionException(false, "fine.scenario", facts.Scenario, $"is not one of {string.Join(", ", answer.Scenarios.Select(found => found.Id))}.");
        var range = scenario.Starts.FirstOrDefault(start => start.Seriousness == facts.Seriousness)?.Range;
        var insurability = answer.Insurability!;
        return new FineColumns(scenario.Ceiling, range, Insurability.Insured(insurability.Status, range ?? new MoneyRange(0, scenario.Ceiling?.Amount ?? 0, scenario.Ceiling?.Currency ?? tiers)), insurability);
    }

    private static ComponentCost? FineCost(FineColumns? fine, BreachCostQuestion asked, Conversion conversion, List<string> warnings)
    {
        if (fine is null)
        {
            return null;
        }
        var steps = new List<Reason>
        {
            new($"Of a fine of {fine.Range?.Words ?? "up to the ceiling"} an insurer may have to pay {fine.Insured.Words}: fines are {Words.Of(fine.Insurability.Status)} in {asked.Country} as of {fine.Insurability.AsOf}.", new Citation(fine.Insurability.Source ?? "No source was read for this state"), fine.Insurability.Verified),
        };
        var high = conversion.Of(new Money(fine.Insured.High, fine.Insured.Currency), steps);
        var low = conversion.Of(new Money(fine.Insured.Low, fine.Insured.Currency));
        var expected = asked.Fine!.Expected;
        var middle = fine.Insurability.Status == InsurabilityStatus.Insurable ? Math.Clamp(expected ?? 0, 0, high) : 0;
        steps.Add(new Reason(expected is null ? "No expected fine was given, and no source gives one: at the base it counts as nothing." : $"The expected fine of {new Money(expected.Value, asked.Currency)} is the asker's; at the base {new Money(middle, asked.Currency)} of it counts, since only what is insurable beyond doubt does.", Terms));
        if (expected is null)
        {
            warnings.Add("The base leaves the fine out: no source gives an expected fine. Give fine.expected, or use the low and high ends.");
        }
        // Where the start of the range is more than what is expected, the range was conditional on a fine being imposed at all.
        return new ComponentCost(Component.Fine, new Estimate(Math.Min(low, middle), middle, high), BreachCostFacts.SublimitOf(asked, Component.Fine), steps.TrueForAll(step => step.Verified), steps);
    }

    private static Benchmark Warned(Benchmark row, List<string> warnings)
    {
        if (row.Inside == false)
        {
            warnings.Add($"{row.Id}: this breach lies outside the range of {row.Valid!.From.ToString("#,0", CultureInfo.InvariantCulture)} to {row.Valid.To?.ToString("#,0", CultureInfo.InvariantCulture)} {row.Valid.Of} that the figure holds for.");
        }
        return row;
    }

    private static IReadOnlyList<Reason> Steps(BreachCostQuestion asked)
    {
        var policy = asked.Policy!;
        var limit = policy.Limit is { } most ? $", at most {new Money(most, asked.Currency)}" : "";
        return
        [
            new Reason($"Sublimit first: each component is cut at its sublimit, the retention of {new Money(policy.Retention!.Value, asked.Currency)} is taken from the sum{limit}, and the insurer pays {policy.Share!.Value.WithoutTrailingZeros()} of it.", Terms),
            new Reason("Retention first: the retention is taken from the components in proportion to their cost, and only then is each cut at its sublimit. It never pays less.", Terms),
            new Reason("Within an order the components share what is paid in proportion. Low, base and high are each taken through the terms by themselves.", Terms),
            .. asked.Interruption is { } outage
                ? new[] { new Reason($"Waiting period of {outage.WaitingHours!.Value.WithoutTrailingZeros()} hours: as a deductible in time the loss of these hours is not paid; as a qualifying period all of it is once they have passed. The indemnity period of {outage.IndemnityDays!.Value.WithoutTrailingZeros()} days runs from the beginning of the outage.", Terms) }
                : [],
        ];
    }
}
