namespace BreachNotify.Exposure.Costs;

/// <summary>An amount at three values, in the currency of the question.</summary>
/// <param name="Low">Low value.</param>
/// <param name="Base">Middle value.</param>
/// <param name="High">High value.</param>
public sealed record Estimate(decimal Low, decimal Base, decimal High)
{
    /// <summary>No cost at all.</summary>
    public static readonly Estimate Nothing = new(0, 0, 0);

    internal Estimate Each(Func<decimal, decimal> of) => new(of(Low), of(Base), of(High));

    internal Estimate Each(Estimate other, Func<decimal, decimal, decimal> of) => new(of(Low, other.Low), of(Base, other.Base), of(High, other.High));

    /// <summary>To the cent.</summary>
    internal Estimate Shown() => Each(amount => decimal.Round(amount, 2, MidpointRounding.AwayFromZero));
}
