using System.Text;
using BreachNotify.Exposure.Tables;

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
    private static readonly string[] Optional =
    [
        "PolDed", "PolSIR", "PolCoverage", "LayerAggAttachment", "LayerAggLimit", "StackedPolNumber", "LayerNumber", "LimitCurrency", "DedCurrency", "AnnualRevenueCurrency", "CloudVendor", "EmailVendor", "CRMVendor",
        "CountryCode", "IndustryScheme1", "IndustryCode1", "InsuredName", "GrossProfitMargin", "NumberOfRecords", "BIWaitingPeriod", "BIPOI",
    ];

    private static readonly string[] Perils = ["CSB", "CPD", "CC1"];

    /// <summary>How terms begin that this model may not have: of other coverages, of whole accounts, of single locations, least and greatest ones.</summary>
    private static readonly string[] Terms = ["PolLimit", "PolDed", "PolMinDed", "PolMaxDed", "AccLimit", "AccDed", "AccMinDed", "AccMaxDed", "AccParticipation", "Cond"];

    /// <summary>Reads a file of either kind: an xlsx workbook is known by its first bytes, anything else is CSV.</summary>
    /// <param name="file">A stream that can seek, at its beginning.</param>
    /// <param name="format">How to read it; default as it stands.</param>
    /// <exception cref="InvalidDataException">It cannot be read, a required column is missing, or there is no header.</exception>
    public static OedBook Read(Stream file, AccountFormat? format = null)
    {
        Span<byte> start = stackalloc byte[4];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (length == 4 && start.SequenceEqual("PK\u0003\u0004"u8))
        {
            return ReadSheet(file, format ?? AccountFormat.Plain);
        }
        // What Office 97 wrote, and writes today where a password is set.
        if (length == 4 && start.SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new InvalidDataException("The account file is an old or a protected workbook; save it as xlsx without a password, or as CSV.");
        }
        using var text = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        return Read(text, format);
    }

    /// <summary>Reads a CSV file, row by row.</summary>
    /// <inheritdoc cref="Read(Stream, AccountFormat)"/>
    public static OedBook Read(TextReader text, AccountFormat? format = null)
    {
        using var csv = new CsvAccounts(text);
        return Read(csv, format ?? AccountFormat.Plain);
    }

    /// <summary>Whether a column of the standard is read.</summary>
    internal static bool Reads(string column) => Required.Concat(Optional).Contains(column, StringComparer.OrdinalIgnoreCase) || OedCoverageColumns.Reads(column);

    private static OedBook ReadSheet(Stream file, AccountFormat format)
    {
        try
        {
            using var sheet = Open(file);
            return Read(sheet, format);
        }
        catch (System.Xml.XmlException e)
        {
            throw new InvalidDataException($"The account file cannot be read as an xlsx workbook: {e.Message}", e);
        }

        static SheetAccounts Open(Stream file)
        {
            try
            {
                return new SheetAccounts(new Sheet(file));
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"The account file cannot be read as an xlsx workbook: {e.Message}", e);
            }
        }
    }

    private static OedBook Read(IAccountFile file, AccountFormat format)
    {
        var columns = new OedColumns(file.Headings, format.Columns);
        if (Required.Where(name => !columns.Has(name)).ToList() is { Count: > 0 } missing)
        {
            throw new InvalidDataException($"The account file has no column {string.Join(", ", missing)}.");
        }
        var (policies, rejected) = (new List<OedPolicy>(), new List<RejectedRow>());
        var seen = new HashSet<(string, string, string)>();
        var (rates, coverages, currency) = (new BookRates(format.Rates), new OedCoverageColumns(columns), format.Currency);
        try
        {
            while (file.Read())
            {
                var row = new OedRow(file, columns);
                try
                {
                    if (file.Cells > file.Headings.Count)
                    {
                        throw row.Wrong("", $"has {file.Cells} cells under {file.Headings.Count} headings.");
                    }
                    var policy = Policy(row, coverages, rates, format.Attachment, ref currency);
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
        catch (FormatException)
        {
            rejected.Add(new RejectedRow(file.Line, "", "", "Cannot be read as CSV; this row and all that follow are left out."));
        }
        var ignored = columns.Names.Where(name => Array.Exists(Terms, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)) && !Reads(name));
        return new OedBook(currency ?? "", policies, rejected, [.. ignored.Concat(columns.Twice.Select(name => $"{name} (a second time)")).Order(StringComparer.Ordinal)]) { Given = format.Rates, Rates = rates.Used };
    }

    private static OedPolicy Policy(OedRow row, OedCoverageColumns coverages, BookRates rates, AttachmentReading reading, ref string? currency)
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
        var own = row.Currency("AccCurrency") ?? throw row.Wrong("AccCurrency", "is empty.");
        var book = currency ?? own;
        double Factor(string column) => row.Currency(column) is { } other ? rates.Factor(row, column, other, book) : rates.Factor(row, "AccCurrency", own, book);
        var revenue = row.Number("AnnualRevenue", null) * Factor("AnnualRevenueCurrency");
        if (revenue == 0)
        {
            throw row.Wrong("AnnualRevenue", "must be above 0.");
        }
        var (limits, deductibles) = (Factor("LimitCurrency"), Factor("DedCurrency"));
        double Limit(string column) => row.Number(column, 0) is var limit && limit > 0 ? limit * limits : double.PositiveInfinity;
        var deductible = deductibles * Math.Max(Math.Max(row.Number("PolDed", 0), row.Number("PolSIR", 0)), coverages.DeductibleOfAll(row));
        var attachment = limits * row.Number("LayerAttachment", 0);
        attachment = reading == AttachmentReading.IncludesDeductible ? Math.Max(0, attachment - deductible) : attachment;
        var ofAll = limits * coverages.LimitOfAll(row);
        if (ofAll <= attachment)
        {
            throw row.Wrong("LayerAttachment", "lies at or above the limit of all coverages (CYB): nothing is left to pay.");
        }
        var layer = new Layer(number, deductible + attachment, Math.Min(Limit("LayerLimit"), ofAll - attachment), share, limits * row.Number("LayerAggAttachment", 0), Limit("LayerAggLimit"));
        var (vendor, waiting, stack) = (row.Code("CloudVendor"), row.NumberOrNone("BIWaitingPeriod"), row.Text("StackedPolNumber"));
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
