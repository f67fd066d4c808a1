using BreachNotify.Exposure.Severities;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// A severity to draw from quickly: cells of equal probability, the last of which is divided again, three times in all, so
/// that the tail is resolved to one in a thousand million. A draw is uniform around the exact mean of its cell and stays in it,
/// so that the mean of the severity is kept.
/// </summary>
public sealed class SeverityTable
{
    private const int Bits = 10;
    private const int Cells = 1 << Bits;
    private const int Levels = 3;

    // Mean and half width of each cell, side by side: one draw touches one line of the cache.
    private readonly double[] _cells = new double[2 * Cells * Levels];

    /// <summary>Divides a severity.</summary>
    public SeverityTable(ISeverity severity)
    {
        var above = 1.0;
        var from = severity.Quantile(1, 0, severity.Largest);
        for (var level = 0; level < Levels; level++)
        {
            var each = above / Cells;
            for (var cell = 0; cell < Cells; cell++)
            {
                var left = above - ((cell + 1) * each);
                var isTail = level == Levels - 1 && cell == Cells - 1;
                var to = isTail ? double.PositiveInfinity : severity.Quantile(left, 0, severity.Largest);
                // E[X; from < X <= to] with the parts of an atom that belong to this cell.
                var inside = severity.Moment(1, to) - severity.Moment(1, from) + (from * (severity.Above(from) - (left + each))) - (isTail ? 0 : to * (severity.Above(to) - left));
                var mean = Math.Clamp(inside / each, from, to);
                var at = 2 * ((level * Cells) + cell);
                (_cells[at], _cells[at + 1]) = (mean, Math.Min(mean - from, to - mean));
                if (cell < Cells - 1)
                {
                    from = to;
                }
            }
            above = each;
        }
    }

    /// <summary>A loss.</summary>
    public double Draw(ref Draws draws) => Draw((uint)draws.Bits(), ref draws);

    /// <summary>A loss from 32 random bits, the upper ten of which choose the cell, and where that is the last one from more.</summary>
    public double Draw(uint bits, ref Draws more)
    {
        var cell = (int)(bits >> (32 - Bits));
        // Half of what the lowest bit counts: the places in a cell lie evenly around its mean.
        return cell == Cells - 1 ? InTail(ref more) : At(cell, ((int)(bits << Bits) + (1 << (Bits - 1))) * (1.0 / (1L << 31)));
    }

    private double InTail(ref Draws draws)
    {
        for (var level = 1; ; level++)
        {
            var bits = draws.Bits();
            var cell = (int)(bits >> (64 - Bits));
            if (cell < Cells - 1 || level == Levels - 1)
            {
                return At((level * Cells) + cell, ((long)(bits << Bits) >> 11) * (1.0 / (1L << 52)));
            }
        }
    }

    /// <summary>At a place from -1 to 1 of a cell.</summary>
    private double At(int cell, double place) => _cells[2 * cell] + (_cells[(2 * cell) + 1] * place);
}
