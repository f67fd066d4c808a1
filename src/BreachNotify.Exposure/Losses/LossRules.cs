using System.Globalization;
using BreachNotify.Exposure.Aggregation;
using BreachNotify.Exposure.Severities;
using BreachNotify.Law;
using BreachNotify.Law.Fines;

namespace BreachNotify.Exposure.Losses;

/// <summary>One insured, exactly: events and their losses through the terms of a policy to what a year costs the insurer.</summary>
public static class LossRules
{
    private const int MostRows = 50;
    private const decimal HighestLevel = 0.99999m;
    private const decimal LongestPeriod = 100_000;

    /// <summary>A small probability is the difference of two large ones: beyond these, decimals are noise.</summary>
    private const int ProbabilityDecimals = 10;

    private static readonly decimal[] UsualLevels = [0.9m, 0.95m, 0.99m, 0.995m];
    private static readonly decimal[] UsualPeriods = [2, 5, 10, 20, 50, 100, 200, 250, 500, 1000];

    /// <summary>Answers a question.</summary>
    /// <exception cref="QuestionException">The question is malformed, or its figures lie outside what can be computed.</exception>
    public static LossAnswer Answer(LossQuestion question)
    {
        RuleBook.RefuseUnheld(question.RuleBook);
        var asked = Filled(question);
        var frequency = Parameters.Frequency(asked.Frequency);
        var policy = Policy.Of(asked.Terms!);
        var payment = new EventPayment(Parameters.Severity(asked.Severity), policy.Retention, policy.Limit, policy.Share);
        var sumMean = frequency.Mean * payment.Mean;
        var sumVariance = (frequency.Mean * (payment.SecondMoment - (payment.Mean * payment.Mean))) + (frequency.Variance * payment.Mean * payment.Mean);
        if (!(payment.SecondMoment < Figure.Largest && sumVariance < Figure.Largest))
        {
            throw new QuestionException(true, "severity", null, "has moments beyond what can be shown; give terms.limit, or a lighter tail.");
        }
        var highest = (double)asked.Levels!.Concat(asked.ReturnPeriods!.Select(period => 1 - (1 / period))).DefaultIfEmpty(0.9m).Max();
        var summed = payment.UpTo(policy.AggregateRetention + policy.AggregateLimit);
        var reach = LossGrid.Reach(frequency, summed, highest, policy.AggregateRetention, policy.AggregateLimit);
        var grid = asked.GridStep is { } step
            ? LossGrid.OfStep(reach, (double)step) ?? throw new QuestionException(true, "gridStep", Parameters.Text(step), string.Create(CultureInfo.InvariantCulture, $"is too fine: the grid must reach {reach:0} and has at most {LossGrid.MostPoints} points, so that {reach / (LossGrid.MostPoints - 2):G4} or more is possible."))
            : LossGrid.Over(reach, summed);

        AnnualLoss Year(Rounding rounding)
        {
            var discrete = Discretisation.Of(summed, grid.Step, grid.Points, rounding);
            var mean = rounding == Rounding.Spread ? summed.Mean : grid.MeanOf(discrete, summed, rounding);
            return new AnnualLoss(CompoundSum.ByFourier(frequency, discrete), grid.Step, frequency.Mean * mean, policy.AggregateRetention, policy.AggregateLimit);
        }

        var (year, low, high) = (Year(Rounding.Spread), Year(Rounding.Down), Year(Rounding.Up));
        var plain = policy is { AggregateRetention: 0, AggregateLimit: double.PositiveInfinity };
        RiskMeasure Measure(decimal level, Func<AnnualLoss, double> of) => new(level, Figure.Of(of(year)), Between(of));
        Bounds Between(Func<AnnualLoss, double> of) => new(Figure.OrNone(of(low)), Figure.OrNone(of(high)));
        Exceedance At(decimal period)
        {
            var level = 1 - (1 / (double)period);
            return new Exceedance(period, Figure.Of(year.ValueAtRisk(level)), Between(loss => loss.ValueAtRisk(level)), Figure.Of(year.TailValueAtRisk(level)),
                Figure.Of(LossGrid.Largest(frequency, payment, 1 - level)));
        }

        var mostPaid = double.IsFinite(policy.AggregateLimit) ? policy.AggregateLimit : policy.Share * policy.Limit;
        var derivation = LossDerivation.Of(frequency, payment, summed, policy, grid);
        return new LossAnswer
        {
            Currency = asked.Currency,
            Derivation = derivation,
            EventMean = Figure.Of(payment.Mean),
            Events = Figure.Of(frequency.Mean),
            Exceedance = [.. asked.ReturnPeriods!.Select(At)],
            GridPoints = grid.Points,
            GridStep = Figure.Of(grid.Step),
            Mean = Figure.Of(year.Mean),
            MeanBounds = Between(loss => loss.Mean),
            ProbabilityOfLimit = double.IsFinite(mostPaid) ? Figure.Of(Math.Round(double.IsFinite(policy.AggregateLimit) ? year.ProbabilityOfLimit : 1 - frequency.Generate(1 - payment.ProbabilityOfLimit).Real, ProbabilityDecimals)) : null,
            // Exact: the spread payment would add to the zeros what lies below the first step.
            ProbabilityOfZero = Figure.Of(policy.AggregateRetention > 0 ? year.ProbabilityOfZero : frequency.Generate(1 - payment.ProbabilityOfPayment).Real),
            RateOnLine = double.IsFinite(mostPaid) ? Figure.Of(year.Mean / mostPaid) : null,
            StandardDeviation = Figure.Of(plain ? Math.Sqrt(sumVariance) : year.StandardDeviation(sumVariance + (sumMean * sumMean))),
            TailValueAtRisk = [.. asked.Levels!.Select(level => Measure(level, loss => loss.TailValueAtRisk((double)level)))],
            ValueAtRisk = [.. asked.Levels!.Select(level => Measure(level, loss => loss.ValueAtRisk((double)level)))],
            Verified = derivation.All(step => step.Verified),
            Warnings = [.. Warnings(asked, payment, year, low, high, highest)],
            Request = asked,
            RuleBook = RuleBook.Current.Id,
        };
    }

    /// <summary>The question with its defaults, its lists checked.</summary>
    private static LossQuestion Filled(LossQuestion question)
    {
        var terms = question.Terms ?? new PolicyTerms();
        return question with
        {
            Terms = terms with { Retention = terms.Retention ?? 0, Share = terms.Share ?? 1, AggregateRetention = terms.AggregateRetention ?? 0 },
            Levels = Rows("levels", question.Levels ?? UsualLevels, level => level is >= 0 and <= HighestLevel, "must be 0 or more and at most 0.99999."),
            ReturnPeriods = Rows("returnPeriods", question.ReturnPeriods ?? UsualPeriods, period => period is > 1 and <= LongestPeriod, "must be above 1 and at most 100000 years."),
            GridStep = question.GridStep is null or > 0 ? question.GridStep : throw new QuestionException(false, "gridStep", Parameters.Text(question.GridStep.Value), "must be above 0."),
            Currency = question.Currency is { } currency ? Amounts.Currency("currency", currency) : null,
        };
    }

    private static IReadOnlyList<decimal> Rows(string field, IReadOnlyList<decimal> rows, Func<decimal, bool> fits, string remedy)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (!fits(rows[i]))
            {
                throw new QuestionException(false, $"{field}[{i}]", Parameters.Text(rows[i]), remedy);
            }
        }
        return rows.Count <= MostRows ? rows : throw new QuestionException(false, field, $"{rows.Count}", $"are too many; give at most {MostRows}.");
    }

    private static IEnumerable<string> Warnings(LossQuestion asked, EventPayment payment, AnnualLoss year, AnnualLoss low, AnnualLoss high, double highest)
    {
        var (middle, below, above) = (year.ValueAtRisk(highest), low.ValueAtRisk(highest), high.ValueAtRisk(highest));
        if (middle > 0 && !(above - below <= 0.01 * middle))
        {
            yield return $"At the highest level the bounds lie more than 1 % apart: the grid is coarse for these figures. A smaller gridStep narrows them.";
        }
        if (asked.Terms is { Limit: null, AggregateLimit: null } && payment.SecondMoment > 10_000 * payment.Mean * payment.Mean)
        {
            yield return "Without a limit the mean is driven by losses hardly anybody has seen: the standard deviation of an event is more than a hundred times its mean. Use the figures with a limit.";
        }
        if (asked.Severity is { Model: SeverityKind.Empirical, Values.Count: < 30 })
        {
            yield return $"The severity rests on {asked.Severity.Values.Count} losses that were seen; what was not seen has no probability.";
        }
    }
}

/// <summary>The terms in numbers, infinite where there is no limit.</summary>
internal sealed record Policy(double Retention, double Limit, double Share, double AggregateRetention, double AggregateLimit)
{
    /// <exception cref="QuestionException">A term is negative, a share above 1, or a limit of 0.</exception>
    public static Policy Of(PolicyTerms terms)
    {
        double Amount(string field, decimal? value, double otherwise) => (double?)Parameters.Amount($"terms.{field}", value) ?? otherwise;
        var policy = new Policy(
            Amount("retention", terms.Retention, 0),
            Amount("limit", terms.Limit, double.PositiveInfinity),
            (double)Parameters.Share("terms.share", terms.Share ?? 1),
            Amount("aggregateRetention", terms.AggregateRetention, 0),
            Amount("aggregateLimit", terms.AggregateLimit, double.PositiveInfinity));
        return policy.Limit == 0 ? throw new QuestionException(false, "terms.limit", "0", "must be above 0; leave it out for none.")
            : policy.AggregateLimit == 0 ? throw new QuestionException(false, "terms.aggregateLimit", "0", "must be above 0; leave it out for none.")
            : policy;
    }
}
