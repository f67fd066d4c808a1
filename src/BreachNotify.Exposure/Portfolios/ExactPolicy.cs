using BreachNotify.Exposure.Aggregation;
using BreachNotify.Exposure.Severities;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>The exact mean of one policy, beside which the simulated one can be set.</summary>
public static class ExactPolicy
{
    private const double Level = 0.999;

    /// <summary>Mean of what the policy pays in a year for events of the insured's own; shared events are not in it.</summary>
    public static double Mean(Insured insured, Layer policy)
    {
        var frequency = new Poisson(insured.Rate);
        var payment = Payment(insured, policy);
        if (policy is { AggregateAttachment: 0, AggregateLimit: double.PositiveInfinity })
        {
            return frequency.Mean * payment.Mean;
        }
        var summed = payment.UpTo(policy.AggregateAttachment + policy.AggregateLimit);
        var grid = LossGrid.Over(LossGrid.Reach(frequency, summed, Level, policy.AggregateAttachment, policy.AggregateLimit), summed);
        var sum = CompoundSum.ByFourier(frequency, Discretisation.Of(summed, grid.Step, grid.Points, Rounding.Spread));
        return new AnnualLoss(sum, grid.Step, frequency.Mean * summed.Mean, policy.AggregateAttachment, policy.AggregateLimit).Mean;
    }

    /// <summary>In units of the insured's scale, so that a severity of a million losses is summed up once.</summary>
    private static EventPayment Payment(Insured insured, Layer policy)
    {
        var scale = insured.Scale;
        var covered = policy.Coverages is { } coverages
            ? new CoveredLoss(insured.Severity, new CoverageTerms([.. coverages.Terms.Select(term => new CoverageTerm(term.Part, term.Deductible / scale, term.Limit / scale))]))
            : insured.Severity;
        return new EventPayment(covered, policy.Attachment / scale, policy.Limit / scale, policy.Share * scale);
    }
}
