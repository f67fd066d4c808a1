using BreachNotify.Mailings;

namespace BreachNotify.Portfolios;

/// <summary>Files of results that can be fetched.</summary>
public static class Results
{
    public const string Rejected = "rejected.csv";
    public const string Workbook = "results.xlsx";

    /// <summary>Read by the service alone.</summary>
    public const string Summary = "summary.json";

    private const string Parquet = "application/vnd.apache.parquet";

    private static readonly string[] Tables = ["ept", "alt", "ept-net", "alt-net", "policies", "concentration", "scenarios", "plt", "rejected"];

    /// <summary>Each with its media type.</summary>
    public static readonly IReadOnlyList<(string Name, string MediaType)> All =
    [
        .. Tables.Select(table => ($"{table}.csv", CsvUpload.MediaType)), (Workbook, PortfolioUpload.Sheet), .. Tables.Select(table => ($"{table}.parquet", Parquet)),
    ];
}
