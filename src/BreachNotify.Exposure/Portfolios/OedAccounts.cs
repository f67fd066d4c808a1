using System.Globalization;
using Sylvan.Data.Csv;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>One policy of an account file.</summary>
/// <param name="Tower">Account and StackedPolNumber, or the policy alone: policies of one tower share each loss.</param>
/// <param name="Layer">The policy.</param>
/// <param name="Revenue">Of a year, in the currency of the book, above 0.</param>
/// <param name="CloudVendor">OED code, 0 for unknown.</param>
/// <param name="Country">CountryCode; empty where there is none.</param>
/// <param name="WaitingHours">BIWaitingPeriod, which the file has in days; null where there is none.</param>
public sealed record OedPolicy(string Tower, Layer Layer, double Revenue, int CloudVendor, string Country, double? WaitingHours);

/// <summary>A row that is left out, and why.</summary>
/// <param name="Line">Line of the file, the header being 1.</param>
/// <param name="Column">The column that is wrong; empty where it is the row.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Reason">What would be right.</param>
public sealed record RejectedRow(long Line, string Column, string Value, string Reason);

/// <summary>What an account file holds.</summary>
/// <param name="Currency">The currency of the book: that of the first good row.</param>
/// <param name="Policies">In the order of the file.</param>
/// <param name="Rejected">Every row that is not among them.</param>
/// <param name="Ignored">Columns with terms that are not applied.</param>
public sealed record OedBook(string Currency, IReadOnlyList<OedPolicy> Policies, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<string> Ignored);

/// <summary>
/// Reads the account file of Open Exposure Data v4 and v5 for cyber: one row a policy, columns by name in any order. A loss goes
/// through the larger of PolDed and PolSIR, then LayerAttachment, LayerLimit (0 for none), LayerParticipation, and of a year
/// LayerAggAttachment and LayerAggLimit.
/// </summary>
public static class OedAccounts
{
    private static readonly string[] Required = ["AccNumber", "AccCurrency", "PolNumber", "PolInceptionDate", "PolExpiryDate", "PolPerilsCovered", "LayerParticipation", "LayerLimit", "LayerAttachment", "AnnualRevenue"];
    private static readonly string[] Perils = ["CSB", "CPD", "CC1"];
    private static readonly string[] TermsNotApplied = ["PolLimit", "PolDed", "PolMinDed", "PolMaxDed", "AccLimit", "AccDed"];

    /// <summary>Reads a file, row by row.</summary>
    /// <exception cref="InvalidDataException">A required column is missing, or there is no header.</exception>
    public static OedBook Read(TextReader text)
    {
        using var csv = Open(text);
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < csv.FieldCount; i++)
        {
            columns.TryAdd(csv.GetName(i).Trim(), i);
        }
        if (Required.Where(name => !columns.ContainsKey(name)).ToList() is { Count: > 0 } missing)
        {
            throw new InvalidDataException($"The account file has no column {string.Join(", ", missing)}.");
        }
        var (policies, rejected) = (new List<OedPolicy>(), new List<RejectedRow>());
        var seen = new HashSet<(string, string, string)>();
        string? currency = null;
        try
        {
            while (csv.Read())
            {
                var row = new OedRow(csv, columns, csv.RowNumber + 1);
                try
                {
                    var policy = Policy(row, ref currency);
                    if (!seen.Add((policy.Tower, policy.Layer.Id, row.Text("LayerNumber"))))
                    {
                        throw row.Wrong("PolNumber", "occurs twice with the same layer; give LayerNumber where a policy has several.");
                    }
                    policies.Add(policy);
                }
                catch (RejectedRowException e)
                {
                    rejected.Add(e.Row);
                }
            }
        }
        catch (CsvFormatException e)
        {
            rejected.Add(new RejectedRow(e.RowNumber + 1, "", "", "Cannot be read as CSV; this row and all that follow are left out."));
        }
        return new OedBook(currency ?? "", policies, rejected, [.. columns.Keys.Where(IsIgnoredTerm).Order(StringComparer.Ordinal)]);
    }

    private static CsvDataReader Open(TextReader text)
    {
        try
        {
            // Rows of thousands of columns are read, and refused where they do not fit the header.
            return CsvDataReader.Create(text, new CsvDataReaderOptions { HasHeaders = true, BufferSize = 1 << 16, MaxBufferSize = 1 << 24 });
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"The account file cannot be read as CSV: {e.Message}");
        }
    }

    /// <summary>PolLimit1BI and the like: limits and deductibles of a coverage, which this model does not tell apart.</summary>
    private static bool IsIgnoredTerm(string column) =>
        Array.Exists(TermsNotApplied, start => column.StartsWith(start, StringComparison.OrdinalIgnoreCase) && column.Length > start.Length && char.IsDigit(column[start.Length]));

    private static OedPolicy Policy(OedRow row, ref string? currency)
    {
        if (row.HasMoreThanHeader)
        {
            throw row.Wrong("", "has more cells than the header.");
        }
        var (account, policy) = (row.Needed("AccNumber"), row.Needed("PolNumber"));
        var perils = row.Needed("PolPerilsCovered").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (perils.FirstOrDefault(peril => !Perils.Contains(peril)) is { } unknown)
        {
            throw row.Wrong("PolPerilsCovered", $"names '{unknown}'; known are {string.Join(", ", Perils)}.");
        }
        if (!perils.Any(peril => peril is "CSB" or "CC1"))
        {
            throw row.Wrong("PolPerilsCovered", "does not cover a breach (CSB or CC1).");
        }
        if (row.Date("PolExpiryDate") <= row.Date("PolInceptionDate"))
        {
            throw row.Wrong("PolExpiryDate", "must lie after PolInceptionDate.");
        }
        var share = row.Number("LayerParticipation", 1);
        if (share is <= 0 or > 1)
        {
            throw row.Wrong("LayerParticipation", "must be above 0 and at most 1.");
        }
        var revenue = row.Number("AnnualRevenue", null);
        if (revenue == 0)
        {
            throw row.Wrong("AnnualRevenue", "must be above 0.");
        }
        var layer = new Layer(policy,
            Math.Max(row.Number("PolDed", 0), row.Number("PolSIR", 0)) + row.Number("LayerAttachment", 0), row.Limit("LayerLimit"), share,
            row.Number("LayerAggAttachment", 0), row.Limit("LayerAggLimit"));
        var ofRow = row.Needed("AccCurrency");
        foreach (var column in (string[])["AccCurrency", "LimitCurrency", "DedCurrency", "AnnualRevenueCurrency"])
        {
            if (row.Text(column) is { Length: > 0 } other && other != (currency ?? ofRow))
            {
                throw row.Wrong(column, $"is another currency than {currency ?? ofRow}, that of the book; convert it, no rate is assumed.");
            }
        }
        var vendor = (int)row.Number("CloudVendor", 0);
        var waiting = row.Text("BIWaitingPeriod").Length > 0 ? 24 * row.Number("BIWaitingPeriod", 0) : (double?)null;
        currency ??= ofRow;
        var stack = row.Text("StackedPolNumber");
        return new OedPolicy(stack.Length > 0 ? $"{account}/{stack}" : $"{account}/{policy}", layer, revenue, vendor, row.Text("CountryCode"), waiting);
    }

    /// <summary>The cells of one row by column.</summary>
    private sealed class OedRow(CsvDataReader csv, Dictionary<string, int> columns, long line)
    {
        private const double Most = 1e15;

        public bool HasMoreThanHeader => csv.RowFieldCount > csv.FieldCount;

        public string Text(string column) => columns.TryGetValue(column, out var at) && at < csv.RowFieldCount ? csv.GetString(at).Trim() : "";

        public string Needed(string column) => Text(column) is { Length: > 0 } text ? text : throw Wrong(column, "is empty.");

        /// <summary>0 or more; the default where the cell is empty, or a refusal where there is none.</summary>
        public double Number(string column, double? otherwise)
        {
            var text = Text(column);
            if (text.Length == 0)
            {
                return otherwise ?? throw Wrong(column, "is empty.");
            }
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < Most
                ? number
                : throw Wrong(column, "must be a number of 0 or more with at most 15 digits.");
        }

        /// <summary>Infinite where 0 or nothing stands.</summary>
        public double Limit(string column) => Number(column, 0) is var limit && limit > 0 ? limit : double.PositiveInfinity;

        public DateOnly Date(string column) => DateOnly.TryParseExact(Needed(column), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Wrong(column, "must be a date such as 2026-01-31.");

        public RejectedRowException Wrong(string column, string reason) => new(new RejectedRow(line, column, Text(column) is var text && text.Length > 100 ? text[..100] : text, reason));
    }

    private sealed class RejectedRowException(RejectedRow row) : Exception(row.Reason)
    {
        public RejectedRow Row => row;
    }
}
