using MiniExcelLibs;

namespace BreachNotify.Exposure.Tables;

/// <summary>An xlsx workbook for people: one sheet a table, numbers as numbers.</summary>
public static class Workbook
{
    /// <summary>Writes the tables, row by row.</summary>
    public static void Write(Stream output, IEnumerable<ResultTable> tables) =>
        output.SaveAs(tables.ToDictionary(table => table.Name, object (table) => Rows(table)));

    /// <summary>A table without rows still shows its headings.</summary>
    private static IEnumerable<Dictionary<string, object?>> Rows(ResultTable table)
    {
        var any = false;
        foreach (var row in table.Rows)
        {
            any = true;
            yield return Named(table, row);
        }
        if (!any)
        {
            yield return Named(table, new object?[table.Columns.Count]);
        }
    }

    private static Dictionary<string, object?> Named(ResultTable table, object?[] row) =>
        table.Columns.Zip(row).ToDictionary(pair => pair.First.Name, pair => pair.Second is double number && !double.IsFinite(number) ? null : pair.Second);
}
