namespace BreachNotify.Exposure.Portfolios;

/// <summary>Draws a position with a probability proportional to its weight, in one step whatever their number (Walker 1977, Vose 1991).</summary>
public sealed class AliasTable
{
    private readonly (uint Threshold, int Other)[] _rows;

    /// <param name="weights">0 or more, at least one above 0.</param>
    public AliasTable(IReadOnlyList<double> weights)
    {
        var sum = new CompensatedSum();
        foreach (var weight in weights)
        {
            sum.Add(weight);
        }
        double[] scaled = [.. weights.Select(weight => weight * weights.Count / sum.Value)];
        _rows = [.. scaled.Select((_, i) => (uint.MaxValue, i))];
        var small = new Stack<int>(Enumerable.Range(0, scaled.Length).Where(i => scaled[i] < 1));
        var large = new Stack<int>(Enumerable.Range(0, scaled.Length).Where(i => scaled[i] >= 1));
        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Peek());
            _rows[less] = ((uint)(scaled[less] * uint.MaxValue), more);
            scaled[more] -= 1 - scaled[less];
            if (scaled[more] < 1)
            {
                small.Push(large.Pop());
            }
        }
    }

    /// <summary>A position.</summary>
    public int Draw(ref Draws draws)
    {
        var bits = draws.Bits();
        var at = (int)(((bits >> 32) * (ulong)_rows.Length) >> 32);
        var (threshold, other) = _rows[at];
        return (uint)bits <= threshold ? at : other;
    }
}
