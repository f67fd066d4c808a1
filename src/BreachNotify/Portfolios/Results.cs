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

    /// <summary>Each with its media type.</summary>
    public static readonly IReadOnlyList<(string Name, string MediaType)> All =
    [
        ("ept.csv", CsvUpload.MediaType), ("alt.csv", CsvUpload.MediaType), ("policies.csv", CsvUpload.MediaType), ("concentration.csv", CsvUpload.MediaType), ("scenarios.csv", CsvUpload.MediaType), ("plt.csv", CsvUpload.MediaType),
        (Rejected, CsvUpload.MediaType), (Workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("ept.parquet", Parquet), ("policies.parquet", Parquet), ("plt.parquet", Parquet),
    ];
}
