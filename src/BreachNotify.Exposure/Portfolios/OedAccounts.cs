using System.Data;
using BreachNotify.Law.Currencies;
using MiniExcelLibs;
using Sylvan.Data.Csv;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Reads the account file of Open Exposure Data v4 and v5 for cyber: one row a policy, columns by name in any order. A loss goes
/// through sublimits and deductibles of coverages, the larger of PolDed and PolSIR, then LayerAttachment, LayerLimit (0 for none),
/// LayerParticipation, and of a year LayerAggAttachment and LayerAggLimit.
/// </summary>
public static class OedAccounts
{
    private const double MostDays = 3660;

    private static readonly string[] Required = ["AccNumber", "AccCurrency", "PolNumber", "PolInceptionDate", "PolExpiryDate", "PolPerilsCovered", "LayerParticipation", "LayerLimit", "LayerAttachment", "AnnualRevenue"];
    private static readonly string[] Perils = ["CSB", "CPD", "CC1"];
    private static readonly string[] TermsNotApplied = ["PolMinDed", "PolMaxDed", "AccLimit", "AccDed", "AccMinDed", "AccMaxDed"];
    private static readonly Dictionary<string, string> NoMap = [];

    /// <summary>Reads a CSV file, row by row.</summary>
    /// <param name="text">The file.</param>
    /// <param name="rates">Rates for rows in other currencies than that of the book.</param>
    /// <param name="currency">The currency of the book; default that of the first good row.</param>
    /// <param name="columns">OED column to the heading in the file, or after an equals sign to a value for every row.</param>
    /// <exception cref="InvalidDataException">A required column is missing, or there is no header.</exception>
    public static OedBook Read(TextReader text, IReadOnlyList<ExchangeRate>? rates = null, string? currency = null, IReadOnlyDictionary<string, string>? columns = null)
    {
        using var csv = Open(text);
        return Read(csv, () => csv.RowFieldCount, rates ?? [], currency, columns ?? NoMap);
    }

    /// <summary>Reads the first sheet of an xlsx file, row by row; its first row is the header.</summary>
    /// <inheritdoc cref="Read(TextReader, IReadOnlyList{ExchangeRate}, string, IReadOnlyDictionary{string, string})"/>
    public static OedBook ReadSheet(Stream file, IReadOnlyList<ExchangeRate>? rates = null, string? currency = null, IReadOnlyDictionary<string, string>? columns = null)
    {
        try
        {
            using var sheet = file.GetReader(useHeaderRow: true, excelType: ExcelType.XLSX);
            return Read(sheet, () => sheet.FieldCount, rates ?? [], currency, columns ?? NoMap);
        }
        catch (Exception e) when (e is System.Xml.XmlException or InvalidOperationException or NotSupportedException or NullReferenceException or ArgumentException or KeyNotFoundException)
        {
            // What the library throws at a damaged file is its own affair.
            throw new InvalidDataException("The account file cannot be read as an xlsx workbook.", e);
        }
    }

    private static OedBook Read(IDataReader file, Func<int> fields, IReadOnlyList<ExchangeRate> given, string? currency, IReadOnlyDictionary<string, string> map)
    {
        var columns = new OedColumns(file, map);
        if (Required.Where(name => !columns.Has(name)).ToList() is { Count: > 0 } missing)
        {
            throw new InvalidDataException($"The account file has no column {string.Join(", ", missing)}.");
        }
        var (policies, rejected) = (new List<OedPolicy>(), new List<RejectedRow>());
        var seen = new HashSet<(string, string, string)>();
        var (rates, coverages) = (new BookRates(given), new OedCoverageColumns(columns));
        var line = 1L;
        try
        {
            while (file.Read())
            {
                line++;
                var row = new OedRow(file, fields(), columns, line);
                try
                {
                    if (fields() > file.FieldCount)
                    {
                        throw row.Wrong("", $"has {fields()} cells under {file.FieldCount} headings.");
                    }
                    var policy = Policy(row, coverages, rates, ref currency);
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
        return new OedBook(currency ?? "", policies, rejected, [.. columns.Names.Where(IsIgnoredTerm).Order(StringComparer.Ordinal)]) { Rates = rates.Used };
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

    /// <summary>Least and greatest deductibles and the terms of whole accounts, which this model does not have.</summary>
    private static bool IsIgnoredTerm(string column) => Array.Exists(TermsNotApplied, start => column.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static OedPolicy Policy(OedRow row, OedCoverageColumns coverages, BookRates rates, ref string? currency)
    {
        var (account, number) = (row.Needed("AccNumber"), row.Needed("PolNumber"));
        RefusePerils(row);
        if (row.Date("PolExpiryDate") <= row.Date("PolInceptionDate"))
        {
            throw row.Wrong("PolExpiryDate", "must lie after PolInceptionDate.");
        }
        var share = row.Number("LayerParticipation", 1);
        if (share is <= 0 or > 1)
        {
            throw row.Wrong("LayerParticipation", "must be above 0 and at most 1.");
        }
        var own = row.Needed("AccCurrency");
        var book = currency ?? own;
        double Factor(string column) => row.Text(column) is { Length: > 0 } other ? rates.Factor(row, column, other, book) : rates.Factor(row, "AccCurrency", own, book);
        var revenue = row.Number("AnnualRevenue", null) * Factor("AnnualRevenueCurrency");
        if (revenue == 0)
        {
            throw row.Wrong("AnnualRevenue", "must be above 0.");
        }
        var (limits, deductibles) = (Factor("LimitCurrency"), Factor("DedCurrency"));
        double Limit(string column) => row.Number(column, 0) is var limit && limit > 0 ? limit * limits : double.PositiveInfinity;
        var deductible = deductibles * Math.Max(Math.Max(row.Number("PolDed", 0), row.Number("PolSIR", 0)), coverages.DeductibleOfAll(row));
        var attachment = limits * row.Number("LayerAttachment", 0);
        var ofAll = limits * coverages.LimitOfAll(row);
        if (ofAll <= attachment)
        {
            throw row.Wrong("LayerAttachment", "lies at or above the limit of all coverages (CYB): nothing is left to pay.");
        }
        var layer = new Layer(number, deductible + attachment, Math.Min(Limit("LayerLimit"), ofAll - attachment), share, limits * row.Number("LayerAggAttachment", 0), Limit("LayerAggLimit"));
        var (vendor, waiting, stack) = ((int)row.Number("CloudVendor", 0), row.NumberOrNone("BIWaitingPeriod"), row.Text("StackedPolNumber"));
        if (waiting > MostDays || row.Number("BIPOI", 0) > MostDays)
        {
            throw row.Wrong(waiting > MostDays ? "BIWaitingPeriod" : "BIPOI", $"is in days and must be at most {MostDays}; 8 hours are 0.3333.");
        }
        var margin = row.NumberOrNone("GrossProfitMargin");
        if (margin > 1)
        {
            throw row.Wrong("GrossProfitMargin", "must be 0 to 1; 0.1 is 10 %.");
        }
        var policy = new OedPolicy($"{account}/{(stack.Length > 0 ? stack : number)}", layer, revenue, vendor, string.Intern(row.Text("CountryCode")), 24 * waiting)
        {
            Name = row.Text("InsuredName"),
            Industry = Industry(row),
            EmailVendor = string.Intern(row.Text("EmailVendor")),
            CrmVendor = string.Intern(row.Text("CRMVendor")),
            GrossProfitMargin = margin,
            Records = row.NumberOrNone("NumberOfRecords"),
            IndemnityDays = row.NumberOrNone("BIPOI") ?? 365,
            Coverages = coverages.Of(row, deductibles, limits),
        };
        currency = book;
        return policy;
    }

    private static void RefusePerils(OedRow row)
    {
        var perils = row.Needed("PolPerilsCovered").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (perils.FirstOrDefault(peril => !Perils.Contains(peril)) is { } unknown)
        {
            throw row.Wrong("PolPerilsCovered", $"names '{unknown}'; known are {string.Join(", ", Perils)}.");
        }
        if (!perils.Any(peril => peril is "CSB" or "CC1"))
        {
            throw row.Wrong("PolPerilsCovered", "does not cover a breach (CSB or CC1).");
        }
    }

    private static string Industry(OedRow row) => row.Text("IndustryCode1") is { Length: > 0 } code
        ? string.Intern($"{row.Text("IndustryScheme1")} {code[..Math.Min(2, code.Length)]}".TrimStart())
        : "";
}
