namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Limits and deductibles of single coverages: PolLimit or PolDed, the coverage's number or none (examples of the standard have
/// both), and its code, such as PolLimitINRE and PolDed7NPBI. CYB stands for all coverages together, and so does a PolLimit
/// without a code. PolCoverage says which coverages there are.
/// </summary>
internal sealed class OedCoverageColumns(OedColumns columns)
{
    private const string All = "CYB";

    /// <summary>The numbers of the standard, from 7.</summary>
    private static readonly string[] Codes = ["NPBI", "CBI", "DIAS", "EXT", "FIN", "INRE", "LIA", "REG", "ENO", All];

    /// <summary>What earlier and later editions call them.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase) { ["BI"] = "NPBI", ["LIAB"] = "LIA", ["FRD"] = "FIN" };

    private readonly Terms[] _coverages = [.. Codes.Select(code => new Terms(code, Find(columns, "PolLimit", code), Find(columns, "PolDed", code), Find(columns, "PolLimitType", code), Find(columns, "PolDedType", code), Find(columns, "PolLimitCode", code), Find(columns, "PolDedCode", code)))];

    /// <summary>Whether a column holds terms of a coverage.</summary>
    public static bool Reads(string column) => Array.Exists(Codes, code => Array.Exists((string[])["PolLimit", "PolDed", "PolLimitType", "PolDedType", "PolLimitCode", "PolDedCode"], start => Is(column, start, code)));

    /// <summary>Coverages of a row that have terms of their own; one that the policy does not have has a limit of 0.</summary>
    public IReadOnlyList<OedCoverage> Of(OedRow row, double deductibles, double limits)
    {
        List<OedCoverage>? found = null;
        var covered = Covered(row);
        foreach (var terms in _coverages.AsSpan(0, Codes.Length - 1))
        {
            var (deductible, limit) = (deductibles * Deductible(row, terms), limits * Limit(row, terms));
            if (covered?.Contains(terms.Code) == false)
            {
                (found ??= []).Add(new OedCoverage(terms.Code, 0, 0));
            }
            else if (deductible > 0 || double.IsFinite(limit))
            {
                (found ??= []).Add(new OedCoverage(terms.Code, deductible, limit));
            }
        }
        return found is null ? [] : found;
    }

    /// <summary>The most of all coverages together; infinite for none.</summary>
    public double LimitOfAll(OedRow row) => Limit(row, _coverages[^1]);

    /// <summary>The deductible of all coverages together.</summary>
    public double DeductibleOfAll(OedRow row) => Deductible(row, _coverages[^1]);

    /// <summary>The coverages that PolCoverage names, by code or number; null for all.</summary>
    private static HashSet<string>? Covered(OedRow row)
    {
        var named = row.Text("PolCoverage");
        if (named.Length == 0)
        {
            return null;
        }
        var covered = new HashSet<string>();
        foreach (var name in named.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            covered.Add(Array.Find(Codes, code => code.Equals(OtherNames.GetValueOrDefault(name, name), StringComparison.OrdinalIgnoreCase) || name == $"{Array.IndexOf(Codes, code) + 7}")
                ?? throw row.Wrong("PolCoverage", $"names '{name}'; known are {string.Join(", ", Codes)}."));
        }
        return covered.Contains(All) ? null : covered;
    }

    private static double Limit(OedRow row, Terms terms) => Amount(row, terms.Limit, terms.LimitType, terms.LimitCode) is var limit && limit > 0 ? limit : double.PositiveInfinity;

    private static double Deductible(OedRow row, Terms terms) => Amount(row, terms.Deductible, terms.DeductibleType, terms.DeductibleCode);

    /// <summary>Types other than 0 (an amount) are shares of a loss or of a value insured, codes other than 0 (each loss) terms of a year or a franchise.</summary>
    private static double Amount(OedRow row, string? column, string? type, string? code) =>
        column is null ? 0
        : type is not null && row.Number(type, 0) != 0 ? throw row.Wrong(type, "must be 0 (an amount): terms as shares are not applied.")
        : code is not null && row.Number(code, 0) != 0 ? throw row.Wrong(code, "must be 0 (each loss): terms of a year and franchises of one coverage are not applied.")
        : row.Number(column, 0);

    private static string? Find(OedColumns columns, string start, string code) => columns.Names.FirstOrDefault(name => Is(name, start, code));

    private static bool Is(string column, string start, string code)
    {
        if (!column.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var rest = column[start.Length..];
        return code.Equals(OtherNames.GetValueOrDefault(rest, rest).TrimStart("0123456789".ToCharArray()), StringComparison.OrdinalIgnoreCase)
            || (code == All && start == "PolLimit" && rest.Length == 0);
    }

    private sealed record Terms(string Code, string? Limit, string? Deductible, string? LimitType, string? DeductibleType, string? LimitCode, string? DeductibleCode);
}
