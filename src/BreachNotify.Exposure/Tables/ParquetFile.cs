using Parquet;
using Parquet.Schema;

namespace BreachNotify.Exposure.Tables;

/// <summary>Apache Parquet, in row groups that fit in memory.</summary>
public static class ParquetFile
{
    private const int RowsAtOnce = 100_000;

    /// <summary>Writes a table.</summary>
    /// <param name="output">A stream that can seek.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellation">Stops it between two row groups.</param>
    public static async Task Write(Stream output, ResultTable table, CancellationToken cancellation = default)
    {
        var fields = table.Columns.Select(Field).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), output, cancellationToken: cancellation);
        foreach (var rows in table.Rows.Chunk(RowsAtOnce))
        {
            using var group = writer.CreateRowGroup();
            for (var i = 0; i < fields.Length; i++)
            {
                await Write(group, fields[i], table.Columns[i].Kind, rows.Select(row => row[i]));
            }
        }
    }

    private static DataField Field(ResultColumn column) => column.Kind switch
    {
        CellKind.Whole => new DataField<int?>(column.Name),
        CellKind.Number => new DataField<double?>(column.Name),
        CellKind.Text => new DataField<string>(column.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Kind, "No such kind."),
    };

    private static Task Write(ParquetRowGroupWriter group, DataField field, CellKind kind, IEnumerable<object?> cells) => kind switch
    {
        CellKind.Whole => group.WriteAsync<int>(field, cells.Select(cell => (int?)cell).ToArray()),
        CellKind.Number => group.WriteAsync<double>(field, cells.Select(cell => (double?)cell).ToArray()),
        CellKind.Text => group.WriteAsync(field, cells.Select(cell => (string?)cell ?? "").ToArray()),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
