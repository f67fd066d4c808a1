namespace BreachNotify.Exposure.Tables;

/// <summary>Comma-separated text, a line feed after each row.</summary>
public static class CsvFile
{
    /// <summary>Writes a table, row by row.</summary>
    public static void Write(TextWriter output, ResultTable table)
    {
        output.Write(string.Join(',', table.Columns.Select(column => column.Name)));
        output.Write('\n');
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                var text = table.Columns[i].Text(row[i]);
                output.Write(i == 0 ? "" : ",");
                output.Write(table.Columns[i].Kind == CellKind.Text ? Cell(text) : text);
            }
            output.Write('\n');
        }
    }

    /// <summary>A cell that a spreadsheet does not take for a formula.</summary>
    private static string Cell(string text)
    {
        var harmless = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? $"'{text}" : text;
        return harmless.AsSpan().IndexOfAny("\",\r\n") < 0 ? harmless : $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
