namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// What the coverages of a policy leave of a loss, before the policy's own terms: the sum over the coverages of
/// min(max(part x loss - deductible, 0), limit). It never falls as the loss grows.
/// </summary>
public sealed class CoverageTerms(IReadOnlyList<CoverageTerm> terms)
{
    private readonly CoverageTerm[] _terms = [.. terms];

    /// <summary>Each coverage.</summary>
    public IReadOnlyList<CoverageTerm> Terms => _terms;

    /// <summary>The most that is ever left; infinite where one coverage has no limit.</summary>
    public double Most => _terms.Sum(term => term.Part > 0 ? term.Limit : 0);

    /// <summary>What is left of a loss.</summary>
    public double Of(double loss)
    {
        var sum = 0.0;
        foreach (ref readonly var term in _terms.AsSpan())
        {
            sum += term.Of(loss);
        }
        return sum;
    }
}

/// <summary>One coverage.</summary>
/// <param name="Part">Its part of every loss, 0 or more.</param>
/// <param name="Deductible">Borne by the insured, 0 or more.</param>
/// <param name="Limit">The most above it; infinite for none.</param>
public readonly record struct CoverageTerm(double Part, double Deductible = 0, double Limit = double.PositiveInfinity)
{
    /// <summary>What is covered of a loss.</summary>
    public double Of(double loss) => double.MinNative(double.MaxNative((Part * loss) - Deductible, 0), Limit);
}
