namespace BreachNotify.Exposure;

/// <summary>A sum that keeps what each addition rounds away (Knuth's two-sum), so that long sums stay exact to the last digits.</summary>
public struct CompensatedSum
{
    private double _sum;
    private double _lost;

    /// <summary>The sum.</summary>
    public readonly double Value => _sum + _lost;

    /// <summary>Adds a finite number.</summary>
    public void Add(double value)
    {
        var next = _sum + value;
        var added = next - _sum;
        _lost += _sum - (next - added) + (value - added);
        _sum = next;
    }
}
