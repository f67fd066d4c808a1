using System.Text;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Tables;
using BreachNotify.Law;

namespace BreachNotify.Cli;

/// <summary>The files of results of a book.</summary>
public static class PortfolioFiles
{
    public static readonly IReadOnlyList<string> Formats = ["csv", "parquet", "xlsx", "png", "svg"];

    /// <exception cref="QuestionException">A format is unknown.</exception>
    public static IReadOnlyList<string> Parse(string option, string text) => text.Split(',', StringSplitOptions.TrimEntries) is var formats && formats.FirstOrDefault(format => !Formats.Contains(format)) is { } unknown
        ? throw new QuestionException(false, option, unknown, $"is not one of {string.Join(", ", Formats)}.")
        : formats;

    public static void Save(DirectoryInfo folder, IReadOnlyList<string> formats, PortfolioRun run, bool events)
    {
        ResultTable[] tables =
        [
            OrdTables.Ept(run.Loss), OrdTables.Alt(run.Loss), OrdTables.Policies(run.Loss, run.TailShares), OrdTables.Concentrations(run.Concentrations), OrdTables.Scenarios(run.Scenarios), OrdTables.Rejected(run.Accounts.Rejected),
        ];
        var plt = events ? OrdTables.Plt(run.Events(), run.Years) : null;
        try
        {
            folder.Create();
            foreach (var format in formats)
            {
                switch (format)
                {
                    case "csv":
                        foreach (var table in tables.Append(plt).OfType<ResultTable>())
                        {
                            using var text = new StreamWriter(PathOf(folder, $"{table.Name}.csv"), false, new UTF8Encoding(false));
                            CsvFile.Write(text, table);
                        }
                        break;
                    case "parquet":
                        foreach (var table in tables.Append(plt).OfType<ResultTable>())
                        {
                            using var file = File.Create(PathOf(folder, $"{table.Name}.parquet"));
                            ParquetFile.Write(file, table).GetAwaiter().GetResult();
                        }
                        break;
                    case "xlsx":
                        using (var file = File.Create(PathOf(folder, "results.xlsx")))
                        {
                            Workbook.Write(file, tables);
                        }
                        break;
                    default:
                        CurvePicture.Save(PathOf(folder, $"curve.{format}"), run.Loss, run.Accounts.Currency);
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QuestionException(false, "--out", folder.FullName, $"cannot be written: {e.Message}");
        }
    }

    private static string PathOf(DirectoryInfo folder, string name) => Path.Combine(folder.FullName, name);
}
