using BreachNotify.Exposure.Aggregation;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>The exact mean of one policy, beside which the simulated one can be set.</summary>
public static class ExactPolicy
{
    private const double Level = 0.999;

    /// <summary>Mean of what the policy pays in a year for events of the insured's own; shared events are not in it.</summary>
    public static double Mean(Insured insured, Layer policy)
    {
        var payment = new EventPayment(insured.Severity, policy.Attachment / insured.Scale, policy.Limit / insured.Scale, policy.Share * insured.Scale);
        var frequency = new Poisson(insured.Rate);
        if (policy is { AggregateAttachment: 0, AggregateLimit: double.PositiveInfinity })
        {
            return frequency.Mean * payment.Mean;
        }
        var summed = payment.UpTo(policy.AggregateAttachment + policy.AggregateLimit);
        var grid = LossGrid.Over(LossGrid.Reach(frequency, summed, Level, policy.AggregateAttachment, policy.AggregateLimit), summed);
        var sum = CompoundSum.ByFourier(frequency, Discretisation.Of(summed, grid.Step, grid.Points, Rounding.Spread));
        return new AnnualLoss(sum, grid.Step, frequency.Mean * summed.Mean, policy.AggregateAttachment, policy.AggregateLimit).Mean;
    }
}
