using BreachNotify.Exposure.Costs;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using NodaTime;

namespace BreachNotify.Exposure.Tests.Costs;

public class BreachCostsTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    private static readonly BreachCostQuestion Question = new()
    {
        Currency = "EUR",
        Country = "DE",
        People = 25_000,
        Revenue = new Turnover(300_000_000, "EUR"),
        Notification = [new NotificationChannel(NoticeChannel.Email, 20_000), new NotificationChannel(NoticeChannel.Letter, 5_000), new NotificationChannel(NoticeChannel.Call, 400, 6)],
        ExchangeRates = [new ExchangeRateGiven("EUR", "USD", 1.25m, "2026-11-20", "ECB")],
    };

    private static Estimate Of(BreachCostAnswer answer, Component component) => answer.Components.Single(cost => cost.Component == component).Cost;

    private static BreachCostAnswer Answer(BreachCostQuestion question) => BreachCosts.Answer(question, Today);

    [Fact]
    public void Each_component_is_its_count_times_its_default_in_the_currency_of_the_question()
    {
        var answer = Answer(Question);

        // 5,000 letters at 0.95 and 400 calls at 6.
        Assert.Equal(new Estimate(7_150, 7_150, 7_150), Of(answer, Component.Notification));
        // 0.1 %, 1 %, 5 % of 25,000 people at 0, 100, 500.
        Assert.Equal(new Estimate(0, 25_000, 625_000), Of(answer, Component.Damages));
        // Nobody, nobody, 10 % take up monitoring at USD 15, 30, 50.
        Assert.Equal(new Estimate(0, 0, 100_000), Of(answer, Component.Monitoring));
        Assert.Equal(new Estimate(89_600, 89_600, 89_600), Of(answer, Component.IncidentResponse));
        Assert.Equal(new Estimate(144_800, 144_800, 144_800), Of(answer, Component.RegulatoryDefence));
        Assert.Equal(new Estimate(241_550, 266_550, 966_550), answer.Total);
        Assert.Contains(answer.Components.SelectMany(cost => cost.Derivation), step => step.Text.StartsWith("Converted at 1 EUR = 1.25 USD", StringComparison.Ordinal));
        Assert.All(answer.Paid, paid => Assert.Equal(answer.Total, paid.Paid));
        Assert.False(answer.Verified);
    }

    [Fact]
    public void A_large_firm_takes_the_averages_of_large_firms() =>
        Assert.Equal(3_040_000, Of(Answer(Question with { Revenue = new Turnover(1_600_000_000, "EUR") }), Component.IncidentResponse).Base);

    [Fact]
    public void Own_values_take_the_place_of_defaults()
    {
        var answer = Answer(Question with { Costs = [new CostGiven("claim-rate", 0.01m, 0.02m, 0.03m, "own claims"), new CostGiven("damages", 50, 100, 100)] });

        Assert.Equal(new Estimate(12_500, 50_000, 75_000), Of(answer, Component.Damages));
        Assert.True(answer.Components.Single(cost => cost.Component == Component.Damages).Verified);
    }

    [Fact]
    public void An_interruption_is_paid_under_both_readings_and_both_orders()
    {
        var answer = Answer(Question with
        {
            Interruption = new Outage { DailyGrossProfit = 240_000, OutageHours = 72, WaitingHours = 8 },
            Policy = new BreachPolicy { Retention = 100_000, Limit = 5_000_000, Sublimits = [new Sublimit(Component.BusinessInterruption, 500_000)] },
        });

        Assert.Equal(720_000, Of(answer, Component.BusinessInterruption).Base);
        Assert.Equal(
            [
                // 266,550 of the other components and min(640,000 or 720,000, 500,000), less the retention.
                (TermsOrder.SublimitFirst, WaitingPeriodReading.TimeDeductible, 666_550m),
                (TermsOrder.SublimitFirst, WaitingPeriodReading.QualifyingPeriod, 666_550m),
                // All components x (1 - 100,000 / sum), then the sublimit.
                (TermsOrder.RetentionFirst, WaitingPeriodReading.TimeDeductible, 737147.32m),
                (TermsOrder.RetentionFirst, WaitingPeriodReading.QualifyingPeriod, 739531.60m),
            ],
            answer.Paid.Select(paid => (paid.Order, paid.WaitingPeriod!.Value, paid.Paid.Base)));
    }

    [Fact]
    public void A_fine_has_three_columns_and_both_ends_where_the_law_is_open()
    {
        var fine = new FineFacts { Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(300_000_000, "EUR") }, Expected = 10_000 };
        var answer = Answer(Question with { Fine = fine });

        Assert.Equal(new Money(10_000_000, "EUR"), answer.Fine!.Ceiling);
        Assert.Equal(new MoneyRange(1_000_000, 2_000_000, "EUR") with { Low = 400_000 }, answer.Fine.Range);
        Assert.Equal((InsurabilityStatus.Unclear, 0m, 2_000_000m), (answer.Fine.Insurability.Status, answer.Fine.Insured.Low, answer.Fine.Insured.High));
        Assert.Equal(new Estimate(0, 0, 2_000_000), Of(answer, Component.Fine));

        var insurable = Answer(Question with { Country = "FI", Fine = fine });
        Assert.Equal(10_000, Of(insurable, Component.Fine).Base);
        var not = Answer(Question with { Country = "FR", Fine = fine });
        Assert.Equal(Estimate.Nothing, Of(not, Component.Fine));
    }

    [Fact]
    public void Outside_the_range_of_a_published_figure_stands_a_warning()
    {
        var inside = Answer(Question);
        Assert.DoesNotContain(inside.Warnings, warning => warning.StartsWith("jacobs", StringComparison.Ordinal));
        // exp(7.6799625 + 0.7583576 ln 25,000).
        Assert.InRange(inside.Benchmarks.Single(row => row.Id == "jacobs").Base!.Value, 4_683_565, 4_683_566);

        var outside = Answer(Question with { Records = 2_000_000 });
        Assert.Contains(outside.Warnings, warning => warning.StartsWith("jacobs: this breach lies outside the range of 5,000 to 100,000 records", StringComparison.Ordinal));
        Assert.Contains(Answer(Question with { Revenue = null }).Warnings, warning => warning.StartsWith("No revenue was given", StringComparison.Ordinal));
        Assert.Contains(Answer(Question with { Country = "PL" }).Warnings, warning => warning.StartsWith("No cost of a letter in PL", StringComparison.Ordinal));
    }

    public static TheoryData<string, bool, BreachCostQuestion> Wrong() => new()
    {
        { "people", false, Question with { People = -1 } },
        { "notification[0].people", false, Question with { Notification = [new NotificationChannel(NoticeChannel.Letter, -1)] } },
        { "notification[0].unitCost", false, Question with { Notification = [new NotificationChannel(NoticeChannel.Call, 1)] } },
        { "interruption.outageHours", false, Question with { Interruption = new Outage { DailyGrossProfit = 1, OutageHours = -1 } } },
        { "interruption.dailyGrossProfit", false, Question with { Interruption = new Outage { DailyGrossProfit = -1, OutageHours = 1 } } },
        { "extortion", false, Question with { Extortion = new Estimate(5, 4, 6) } },
        { "fine.scenario", false, Question with { Fine = new FineFacts { Entity = new FineEntity { Kind = EntityKind.NaturalPerson }, Scenario = "other" } } },
        { "costs[0]", false, Question with { Costs = [new CostGiven("claim-rate", 0.5m, 0.4m)] } },
        { "exchangeRates", true, Question with { ExchangeRates = null } },
        { "exchangeRates[0].date", true, Question with { ExchangeRates = [new ExchangeRateGiven("EUR", "USD", 1, "2025-11-20", "ECB")] } },
        { "exchangeRates[0].rate", false, Question with { ExchangeRates = [new ExchangeRateGiven("EUR", "USD", 0, "2026-11-20", "ECB")] } },
        { "policy.share", false, Question with { Policy = new BreachPolicy { Share = 0 } } },
        { "policy.limit", false, Question with { Policy = new BreachPolicy { Limit = -1 } } },
        { "policy.sublimits[1].component", false, Question with { Policy = new BreachPolicy { Sublimits = [new Sublimit(Component.Fine, 1), new Sublimit(Component.Fine, 2)] } } },
        { "asOf", false, Question with { AsOf = "yesterday" } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_question_is_refused_by_name(string field, bool refused, BreachCostQuestion question)
    {
        var refusal = Assert.Throws<QuestionException>(() => Answer(question));

        Assert.Equal((field, refused), (refusal.Field, refusal.Refused));
    }
}
