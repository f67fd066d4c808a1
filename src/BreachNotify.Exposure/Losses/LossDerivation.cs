using BreachNotify.Exposure.Aggregation;
using BreachNotify.Law;

namespace BreachNotify.Exposure.Losses;

/// <summary>How an answer on losses was found, step by step.</summary>
internal static class LossDerivation
{
    private static readonly Citation EventTerms = new("Oasis LMF ktools, financial profiles, calculation rules 1 and 2", "https://github.com/OasisLMF/ktools");
    private static readonly Citation Wald = new("Mean and variance of a compound sum (Wald)");
    private static readonly Citation Tilting = new("Grübel and Hermesmeier, Computation of compound distributions I, ASTIN Bulletin 29 (1999)");
    private static readonly Citation Recursion = new("Panjer, Recursive evaluation of a family of compound distributions, ASTIN Bulletin 12 (1981)");
    private static readonly Citation Curves = new("Open Results Data: OEP, AEP and their tails", "https://github.com/OasisLMF/ODS_OpenResultsData");

    private const int CheckPoints = 1 << 10;
    private const double CheckTolerance = 1e-9;

    /// <summary>exp(-700) is the smallest probability of no event a double still tells from 0 with all its digits.</summary>
    private const double MostEventsForRecursion = 700;

    public static IReadOnlyList<Reason> Of(IFrequency frequency, EventPayment payment, EventPayment summed, Policy policy, LossGrid grid) =>
    [
        new Reason($"Of an event the insurer pays {Share(policy)}min(max(loss - {Amount(policy.Retention)}, 0), {Amount(policy.Limit)}): the limit stands above the retention. On average that is {Amount(payment.Mean)}, and an event is paid at all with probability {Figure.Of(payment.ProbabilityOfPayment)}.", EventTerms),
        new Reason($"{Figure.Of(frequency.Mean)} events a year cost {Amount(frequency.Mean * payment.Mean)} on average before the terms of the year; mean and variance are exact and take nothing from the grid.", Wald),
        new Reason($"The distribution of the sum was found on {grid.Points} points, {Figure.Of(grid.Step)} apart, by Fourier transform with exponential tilting. Payments between two points are spread over both so that their mean is kept; once more all rounded down and once all rounded up, they give the bounds between which the true figures lie.", Tilting),
        Checked(frequency, summed, grid),
        new Reason($"Of a year's sum the insurer pays min(max(sum - {Amount(policy.AggregateRetention)}, 0), {Amount(policy.AggregateLimit)}).", EventTerms),
        new Reason("Value at risk is the smallest amount that is not exceeded with the probability of the level; tail value at risk the mean of the years beyond, counting an amount that many years share, such as a limit, only as far as it lies beyond.", Curves),
        new Reason("Return period = 1 / probability of exceedance. Aggregate: the payment of a year. Occurrence: the largest payment for one event, before the terms of the year.", Curves),
    ];

    private static Reason Checked(IFrequency frequency, EventPayment payment, LossGrid grid)
    {
        if (frequency.Mean > MostEventsForRecursion || frequency is Binomial { Probability: > 0.5 })
        {
            return new Reason("Panjer's recursion, the usual check, does not apply: it starts from the probability of a year without events, which is too small here, or magnifies rounding, as for chances above one half.", Recursion);
        }
        var coarse = Discretisation.Of(payment, grid.Step * grid.Points / CheckPoints, CheckPoints, Rounding.Spread);
        var apart = CompoundSum.ByFourier(frequency, coarse).Zip(CompoundSum.ByRecursion(frequency, coarse), (one, other) => Math.Abs(one - other)).Max();
        return apart <= CheckTolerance
            ? new Reason($"Check: on {CheckPoints} coarser points Panjer's recursion gives the same probabilities to within 0.000000001.", Recursion)
            : new Reason($"Check failed: on {CheckPoints} coarser points Panjer's recursion gives probabilities that differ by up to {Figure.Of(apart)}. Do not rely on these figures.", Recursion, verified: false);
    }

    private static string Share(Policy policy) => policy.Share == 1 ? "" : $"{Figure.Of(policy.Share)} x ";

    private static string Amount(double amount) => double.IsPositiveInfinity(amount)
        ? "no limit"
        : Figure.Of(amount).ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture);
}
