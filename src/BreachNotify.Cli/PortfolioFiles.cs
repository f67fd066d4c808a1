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

    /// <returns>The names of the files.</returns>
    public static IReadOnlyList<string> Save(DirectoryInfo folder, IReadOnlyList<string> formats, PortfolioRun run, CancellationToken cancellation)
    {
        var tables = run.Tables();
        var names = new List<string>();
        try
        {
            folder.Create();
            foreach (var format in formats)
            {
                switch (format)
                {
                    case "csv":
                        foreach (var table in tables.Append(run.EventTable(cancellation)).OfType<ResultTable>())
                        {
                            using var text = new StreamWriter(Named($"{table.Name}.csv"), false, new UTF8Encoding(false));
                            CsvFile.Write(text, table);
                        }
                        break;
                    case "parquet":
                        foreach (var table in tables.Append(run.EventTable(cancellation)).OfType<ResultTable>())
                        {
                            using var file = File.Create(Named($"{table.Name}.parquet"));
                            ParquetFile.Write(file, table, cancellation).GetAwaiter().GetResult();
                        }
                        break;
                    case "xlsx":
                        using (var file = File.Create(Named("results.xlsx")))
                        {
                            Workbook.Write(file, tables);
                        }
                        break;
                    default:
                        CurvePicture.Save(Named($"curve.{format}"), run.Loss, run.Accounts.Currency);
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QuestionException(false, "--out", folder.FullName, $"cannot be written: {e.Message}");
        }
        return names;

        string Named(string name)
        {
            names.Add(name);
            return Path.Combine(folder.FullName, name);
        }
    }
}
