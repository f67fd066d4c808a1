namespace BreachNotify.Exposure.Aggregation;

/// <summary>
/// What the insurer pays in a year, Z = min(max(S - aggregate retention, 0), aggregate limit), where S is the sum of the event
/// payments. What the grid does not reach is not estimated: expectations beyond it follow from the exact mean of S.
/// </summary>
public sealed class AnnualLoss
{
    /// <summary>Probabilities are found to about this; a level met up to it is met.</summary>
    private const double Noise = 1e-10;

    private readonly double[] _probabilities;
    private readonly double[] _cumulative;
    private readonly double _step;
    private readonly double _sumMean;
    private readonly double _retention;
    private readonly double _limit;

    /// <param name="probabilities">Of S at 0, h, 2h, ...</param>
    /// <param name="step">h.</param>
    /// <param name="sumMean">E[S].</param>
    /// <param name="retention">What the insured bears of the sum of a year.</param>
    /// <param name="limit">The most above it in a year; infinite for none.</param>
    public AnnualLoss(double[] probabilities, double step, double sumMean, double retention = 0, double limit = double.PositiveInfinity)
    {
        (_step, _sumMean, _retention) = (step, sumMean, retention);
        // A limit that the grid does not reach has no weight: it was chosen so that next to nothing lies beyond.
        _limit = retention + limit > step * (probabilities.Length - 1) ? double.PositiveInfinity : limit;
        (_probabilities, _cumulative) = (new double[probabilities.Length], new double[probabilities.Length]);
        var (sum, before) = (new CompensatedSum(), 0.0);
        for (var j = 0; j < probabilities.Length; j++)
        {
            // Rounding errors of either sign cancel in the sum; what is left of them must not let it fall or pass 1.
            sum.Add(probabilities[j]);
            _cumulative[j] = Math.Clamp(sum.Value, before, 1);
            _probabilities[j] = _cumulative[j] - before;
            before = _cumulative[j];
        }
        Mean = double.IsPositiveInfinity(_limit) ? Math.Clamp(_sumMean - Limited(_retention), 0, limit) : LimitedMean();
    }

    /// <summary>E[Z], also called average annual loss.</summary>
    public double Mean { get; }

    /// <summary>P(Z = 0).</summary>
    public double ProbabilityOfZero => _cumulative[(int)Math.Min(_cumulative.Length - 1, Math.Floor(_retention / _step * (1 + 1e-12)))];

    /// <summary>P(Z = limit), that a year exhausts it; 0 where there is none.</summary>
    public double ProbabilityOfLimit => double.IsPositiveInfinity(_limit) ? 0
        : (int)Math.Ceiling((_retention + _limit) / _step * (1 - 1e-12)) is var at and > 0 ? 1 - _cumulative[at - 1]
        : 1;

    /// <summary>The standard deviation of Z.</summary>
    /// <param name="sumSecondMoment">E[S^2].</param>
    public double StandardDeviation(double sumSecondMoment)
    {
        var inside = new CompensatedSum();
        for (var j = 0; j < _probabilities.Length; j++)
        {
            var over = (j * _step) - _retention;
            inside.Add(double.IsPositiveInfinity(_limit)
                ? over < 0 ? -over * over * _probabilities[j] : 0
                : Math.Pow(Math.Clamp(over, 0, _limit), 2) * _probabilities[j]);
        }
        var second = double.IsPositiveInfinity(_limit)
            ? sumSecondMoment - (2 * _retention * _sumMean) + (_retention * _retention) + inside.Value
            : inside.Value + (_limit * _limit * (1 - _cumulative[^1]));
        return Math.Sqrt(Math.Max(0, second - (Mean * Mean)));
    }

    /// <summary>VaR: the smallest z with P(Z &lt;= z) &gt;= level; infinite where the grid ends before.</summary>
    public double ValueAtRisk(double level) => IndexOf(level) is { } at ? Payment(at) : _limit;

    /// <summary>TVaR: (E[Z; Z &gt; q] + q (P(Z &lt;= q) - level)) / (1 - level) with q = VaR(level), right at atoms too.</summary>
    public double TailValueAtRisk(double level)
    {
        var q = ValueAtRisk(level);
        if (!double.IsFinite(q) || q >= _limit)
        {
            return q;
        }
        var (mass, upTo) = (0.0, new CompensatedSum());
        for (var j = 0; j < _probabilities.Length && Payment(j) <= q; j++)
        {
            upTo.Add(Payment(j) * _probabilities[j]);
            mass = _cumulative[j];
        }
        return Math.Max(q, (Mean - upTo.Value + (q * (mass - level))) / (1 - level));
    }

    /// <summary>E[min(S, c)], for c that the grid reaches, or infinite.</summary>
    internal double Limited(double c)
    {
        if (double.IsPositiveInfinity(c))
        {
            return _sumMean;
        }
        var below = new CompensatedSum();
        var mass = 0.0;
        for (var j = 0; j < _probabilities.Length && j * _step < c; j++)
        {
            below.Add(j * _step * _probabilities[j]);
            mass = _cumulative[j];
        }
        return below.Value + (c * (1 - mass));
    }

    /// <summary>E[Z] point by point: a thin layer far out would be a difference of two large numbers.</summary>
    private double LimitedMean()
    {
        var sum = new CompensatedSum();
        for (var j = 0; j < _probabilities.Length; j++)
        {
            sum.Add(Payment(j) * _probabilities[j]);
        }
        return Math.Min(_limit, sum.Value + (_limit * (1 - _cumulative[^1])));
    }

    private double Payment(int index) => Math.Clamp((index * _step) - _retention, 0, _limit);

    private int? IndexOf(double level)
    {
        var at = Array.BinarySearch(_cumulative, level - Noise);
        at = at < 0 ? ~at : at;
        while (at > 0 && at <= _cumulative.Length && _cumulative[at - 1] >= level - Noise)
        {
            at--;
        }
        return at < _cumulative.Length ? at : null;
    }
}
