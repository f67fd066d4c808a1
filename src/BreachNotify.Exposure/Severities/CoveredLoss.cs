using BreachNotify.Exposure.Portfolios;

namespace BreachNotify.Exposure.Severities;

/// <summary>
/// What coverages leave of a loss, as a severity of its own: between the points where a coverage begins or ends the covered loss
/// is a straight line of the loss, so that its moments follow from those of the loss.
/// </summary>
/// <param name="ground">The ground-up loss.</param>
/// <param name="coverages">What is left of it.</param>
public sealed class CoveredLoss(ISeverity ground, CoverageTerms coverages) : ISeverity
{
    private readonly double[] _knots =
    [
        0,
        .. coverages.Terms.Where(term => term.Part > 0).SelectMany(term => new[] { term.Deductible / term.Part, (term.Deductible + term.Limit) / term.Part }).Where(double.IsFinite).Distinct().Where(knot => knot > 0).Order(),
    ];

    /// <inheritdoc/>
    public double Largest => double.IsFinite(ground.Largest) ? coverages.Of(ground.Largest) : coverages.Most;

    /// <inheritdoc/>
    public double Above(double x) => x < 0 ? 1 : x >= Largest ? 0 : ground.Above(LossAt(x));

    /// <inheritdoc/>
    public double AtLeast(double x) => x <= 0 ? 1 : x > Largest ? 0 : ground.AtLeast(FirstLossAt(x));

    /// <inheritdoc/>
    public double Moment(int power, double x)
    {
        var sum = 0.0;
        for (var i = 0; i < _knots.Length; i++)
        {
            var from = _knots[i];
            var (line, start) = (Line(i), coverages.Of(from));
            if (start > x)
            {
                break;
            }
            var end = i + 1 < _knots.Length ? _knots[i + 1] : double.PositiveInfinity;
            // Up to where the line passes x.
            var to = line > 0 && x < start + (line * (end - from)) ? from + ((x - start) / line) : end;
            sum += Piece(power, line, start - (line * from), from, to);
        }
        return sum;
    }

    /// <summary>E[(offset + line X)^power; from &lt; X &lt;= to], with what lies at 0 in the first piece counting nothing.</summary>
    private double Piece(int power, double line, double offset, double from, double to)
    {
        var (first, inside) = (ground.Moment(1, to) - ground.Moment(1, from), ground.Above(from) - (double.IsPositiveInfinity(to) ? 0 : ground.Above(to)));
        return power == 1
            ? (offset * inside) + (line * first)
            : (offset * offset * inside) + (2 * offset * line * first) + (line == 0 ? 0 : line * line * (ground.Moment(2, to) - ground.Moment(2, from)));
    }

    /// <summary>By how much the covered loss grows with the loss after a knot.</summary>
    private double Line(int knot)
    {
        var at = _knots[knot];
        return coverages.Terms.Where(term => term.Part > 0 && at >= term.Deductible / term.Part && at < (term.Deductible + term.Limit) / term.Part).Sum(term => term.Part);
    }

    /// <summary>The largest loss of which at most x is covered.</summary>
    private double LossAt(double x)
    {
        var i = Array.FindLastIndex(_knots, knot => coverages.Of(knot) <= x);
        return On(i, x);
    }

    /// <summary>The smallest loss of which x or more is covered, x above 0.</summary>
    private double FirstLossAt(double x)
    {
        var i = Array.FindLastIndex(_knots, knot => coverages.Of(knot) < x);
        return On(i, x);
    }

    private double On(int knot, double x) => Line(knot) is var line && line > 0
        ? _knots[knot] + ((x - coverages.Of(_knots[knot])) / line)
        : knot + 1 < _knots.Length ? _knots[knot + 1] : double.PositiveInfinity;
}
