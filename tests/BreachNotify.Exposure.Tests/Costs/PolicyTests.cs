using BreachNotify.Exposure.Costs;
using CsCheck;

namespace BreachNotify.Exposure.Tests.Costs;

public class PolicyTests
{
    [Theory]
    [InlineData(72, 8, 365, 64, 72)]
    [InlineData(8, 8, 365, 0, 0)]
    [InlineData(9, 8, 365, 1, 9)]
    [InlineData(7, 8, 365, 0, 0)]
    [InlineData(240, 12, 5, 108, 120)]
    [InlineData(24, 0, 365, 24, 24)]
    public void An_outage_is_paid_for_so_many_hours_under_each_reading(int outage, int waiting, int indemnityDays, int deductible, int qualifying)
    {
        decimal Hours(WaitingPeriodReading reading) => Interruption.Loss(24_000, outage, waiting, indemnityDays, reading) / 1000;

        Assert.Equal((deductible, qualifying), (Hours(WaitingPeriodReading.TimeDeductible), Hours(WaitingPeriodReading.QualifyingPeriod)));
    }

    [Fact]
    public void The_order_of_sublimit_and_retention_makes_a_difference()
    {
        // 300 of notification with a sublimit of 100, 100 of response without one, retention 80, limit 1,000.
        decimal[] Pay(TermsOrder order) => PolicyOrder.Pay([300, 100], [100, null], 80, 1000, 1, order);

        // 100 + 100 - 80, shared alike.
        Assert.Equal([60, 60], Pay(TermsOrder.SublimitFirst));
        // 400 - 80 leaves 240 + 80, of which 240 is cut at 100.
        Assert.Equal([100, 80], Pay(TermsOrder.RetentionFirst));
    }

    [Fact]
    public void A_component_with_a_sublimit_of_nothing_is_not_covered() =>
        Assert.All(Enum.GetValues<TermsOrder>(), order => Assert.Equal([0, 50], PolicyOrder.Pay([300, 100], [0, null], 0, 50, 1, order)));

    [Fact]
    public void Payments_keep_to_cost_sublimit_limit_and_share_and_retention_first_never_pays_less() =>
        Gen.Select(Gen.Decimal[0, 1000].Array[1, 8], Gen.Decimal[0, 800].Array[8], Gen.Decimal[0, 900], Gen.Decimal[1, 2000], Gen.Decimal[0.1m, 1]).Sample((costs, caps, retention, limit, share) =>
        {
            decimal?[] sublimits = [.. costs.Select((_, i) => i % 2 == 0 ? caps[i] : (decimal?)null)];
            decimal[] Pay(TermsOrder order) => PolicyOrder.Pay(costs, sublimits, retention, limit, share, order);

            foreach (var paid in new[] { Pay(TermsOrder.SublimitFirst), Pay(TermsOrder.RetentionFirst) })
            {
                Assert.InRange(paid.Sum(), 0, (share * Math.Min(limit, Math.Max(0, costs.Sum() - retention))) + 1e-9m);
                Assert.All(paid.Select((amount, i) => (amount, i)), row => Assert.InRange(row.amount, 0, (share * Math.Min(costs[row.i], sublimits[row.i] ?? costs[row.i])) + 1e-9m));
            }
            Assert.True(Pay(TermsOrder.SublimitFirst).Sum() <= Pay(TermsOrder.RetentionFirst).Sum() + 1e-9m);
        });
}
