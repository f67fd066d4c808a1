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
    public void A_workbook_names_no_time_and_nothing_by_chance_so_that_the_same_tables_are_the_same_bytes()
    {
        using var file = new MemoryStream();
        Workbook.Write(file, [Table]);
        using var again = new MemoryStream();
        Workbook.Write(again, [Table]);

        Assert.Equal(file.ToArray(), again.ToArray());
        using var archive = new System.IO.Compression.ZipArchive(file);
        Assert.All(archive.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
    }

    [Fact]
    public void What_XML_does_not_hold_is_replaced_in_a_workbook_and_stops_nothing()
    {
        using var file = new MemoryStream();
        Workbook.Write(file, [Table with { Rows = [[1, 1.5, double.NaN, " a\u0001b\uD800<é😀> "], [2, 1e300, -0.0, new string('x', 40_000)]] }]);
        file.Position = 0;

        var rows = file.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.Equal((1.0, 1.5, " a\uFFFDb\uFFFD<é😀> "), (rows[0]["Period"], rows[0]["Loss"], rows[0]["Who"]));
        Assert.Equal((1e300, 32_767), (rows[1]["Loss"], ((string)rows[1]["Who"]).Length));
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
        Assert.Equal(["Period", "Loss", "Weight", "Who"], file.Query(sheetName: "none").Cast<IDictionary<string, object>>().Single().Values);
    }
}
