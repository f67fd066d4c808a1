using BreachNotify.Exposure.Tables;
using MiniExcelLibs;
using Parquet;
using Parquet.Schema;

namespace BreachNotify.Exposure.Tests;

public class TableTests
{
    private static readonly ResultTable Table = new("losses",
        [new("Period", CellKind.Whole), new("Loss", CellKind.Number), new("Weight", CellKind.Number, "R"), new("Who", CellKind.Text)],
        [[1, 12.345, 0.0001, "=cmd"], [2, double.PositiveInfinity, 0.0001, "Smith, \"John\""], [null, -1.0, 1.0, null]]);

    [Fact]
    public void A_text_file_holds_no_formula_and_no_infinite_number()
    {
        using var output = new StringWriter();
        CsvFile.Write(output, Table);

        Assert.Equal("Period,Loss,Weight,Who\n1,12.35,0.0001,'=cmd\n2,,0.0001,\"Smith, \"\"John\"\"\"\n,-1,1,\n", output.ToString());
    }

    [Fact]
    public async Task Parquet_gives_back_what_was_written_in_its_types()
    {
        using var file = new MemoryStream();
        await ParquetFile.Write(file, Table, TestContext.Current.CancellationToken);
        file.Position = 0;

        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["Period", "Loss", "Weight", "Who"], reader.Schema.DataFields.Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        var periods = new int?[3];
        await group.ReadAsync<int>((DataField)reader.Schema[0], periods, cancellationToken: TestContext.Current.CancellationToken);
        var losses = new double?[3];
        await group.ReadAsync<double>((DataField)reader.Schema[1], losses, cancellationToken: TestContext.Current.CancellationToken);
        var who = new string[3];
        await group.ReadAsync((DataField)reader.Schema[3], who, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, null], periods);
        Assert.Equal([12.345, double.PositiveInfinity, -1], losses);
        Assert.Equal(["=cmd", "Smith, \"John\"", ""], who);
    }

    [Fact]
    public void A_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers()
    {
        using var file = new MemoryStream();
        Workbook.Write(file, [Table, Table with { Name = "none", Rows = [] }]);
        file.Position = 0;

        Assert.Equal(["losses", "none"], file.GetSheetNames());
        var rows = file.Query(useHeaderRow: true, sheetName: "losses").Cast<IDictionary<string, object>>().ToList();
        Assert.Equal((1.0, 12.345, "=cmd"), (rows[0]["Period"], rows[0]["Loss"], rows[0]["Who"]));
        Assert.Null(rows[1]["Loss"]);
        Assert.Equal(["Period", "Loss", "Weight", "Who"], file.Query(useHeaderRow: true, sheetName: "none").Cast<IDictionary<string, object>>().Single().Keys);
    }
}
