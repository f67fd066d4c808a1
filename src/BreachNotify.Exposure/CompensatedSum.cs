namespace BreachNotify.Exposure;

/// <summary>A sum that keeps what each addition rounds away (Neumaier 1974), so that long sums stay exact to the last digits.</summary>
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
        _lost += Math.Abs(_sum) >= Math.Abs(value) ? _sum - next + value : value - next + _sum;
        _sum = next;
    }
}
