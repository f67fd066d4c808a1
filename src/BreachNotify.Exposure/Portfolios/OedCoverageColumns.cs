namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Limits and deductibles of single coverages: PolLimit or PolDed, the coverage's number or none (examples of the standard have
/// both), and its code, such as PolLimitINRE and PolDed7NPBI. CYB stands for all coverages together.
/// </summary>
internal sealed class OedCoverageColumns(OedColumns columns)
{
    private const string All = "CYB";

    private static readonly string[] Codes = [.. LossSplit.Usual.Parts.Select(part => part.Coverage), All];

    private readonly Terms[] _coverages = [.. Codes.Select(code => new Terms(code, Find(columns, "PolLimit", code), Find(columns, "PolDed", code), Find(columns, "PolLimitType", code), Find(columns, "PolDedType", code))).Where(terms => terms.Limit is not null || terms.Deductible is not null)];

    /// <summary>Coverages of a row that have terms of their own.</summary>
    public IReadOnlyList<OedCoverage> Of(OedRow row, double deductibles, double limits)
    {
        List<OedCoverage>? found = null;
        foreach (var terms in _coverages)
        {
            if (terms.Code != All && (deductibles * Deductible(row, terms), limits * Limit(row, terms)) is var (deductible, limit) && (deductible > 0 || double.IsFinite(limit)))
            {
                (found ??= []).Add(new OedCoverage(terms.Code, deductible, limit));
            }
        }
        return found is null ? [] : found;
    }

    /// <summary>The most of all coverages together; infinite for none.</summary>
    public double LimitOfAll(OedRow row) => Array.Find(_coverages, terms => terms.Code == All) is { } all ? Limit(row, all) : double.PositiveInfinity;

    /// <summary>The deductible of all coverages together.</summary>
    public double DeductibleOfAll(OedRow row) => Array.Find(_coverages, terms => terms.Code == All) is { } all ? Deductible(row, all) : 0;

    private static double Limit(OedRow row, Terms terms) => Amount(row, terms.Limit, terms.LimitType) is var limit && limit > 0 ? limit : double.PositiveInfinity;

    private static double Deductible(OedRow row, Terms terms) => Amount(row, terms.Deductible, terms.DeductibleType);

    /// <summary>Types other than 0 (an amount) are shares of a loss or of a value insured.</summary>
    private static double Amount(OedRow row, string? column, string? type) =>
        column is null ? 0
        : type is not null && row.Number(type, 0) != 0 ? throw row.Wrong(type, "must be 0 (an amount): terms as shares are not applied.")
        : row.Number(column, 0);

    private static string? Find(OedColumns columns, string start, string code) => columns.Names.FirstOrDefault(name =>
        name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && name.EndsWith(code, StringComparison.OrdinalIgnoreCase)
        && name[start.Length..^code.Length].All(char.IsAsciiDigit));

    private sealed record Terms(string Code, string? Limit, string? Deductible, string? LimitType, string? DeductibleType);
}
