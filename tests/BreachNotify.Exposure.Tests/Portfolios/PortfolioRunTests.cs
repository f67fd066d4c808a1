using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Severities;
using BreachNotify.Exposure.Tables;
using BreachNotify.Law.Currencies;
using NodaTime;

namespace BreachNotify.Exposure.Tests.Portfolios;

public class PortfolioRunTests
{
    private static readonly ExchangeRate Dollar = new("USD", "EUR", 0.8m, new LocalDate(2026, 11, 20), "ECB");

    private static OedBook Book(params ExchangeRate[] rates) => OedAccounts.Read(
        new StringReader("AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue,CloudVendor,EmailVendor\n" +
            string.Concat(Enumerable.Range(0, 30).Select(i => $"A{i},EUR,P{i},2026-01-01,2027-01-01,CC1,1,2000000,0,{(i + 1) * 40_000_000},{i % 4},18\n"))),
        new AccountFormat { Rates = rates });

    private static PortfolioRun Run(OedBook book, Treaty? treaty = null, bool? listed = null)
    {
        var run = new PortfolioRun(book, new BookModel(0.3, 0.6, new Lognormal(12, 2), 0.1, 0.5, Treaty: treaty) { Dollar = book.UnitOf("USD") }, 2000, 3, listsEvents: listed);
        run.Start(2);
        return run;
    }

    [Fact]
    public void The_check_and_the_tail_shares_of_a_run_agree_with_what_they_are_checked_by()
    {
        var run = Run(Book(Dollar));
        var result = run.Result;

        Assert.InRange(result.Check.Errors, -4, 4);
        Assert.Equal(100, result.TailPeriod);
        Assert.Equal(result.ReturnPeriods.Single(row => row.Years == 100).AggregateTail, run.TailShares.Sum(), 0.01);
        Assert.InRange(result.MostAtOnce, 2, 8);
        Assert.NotEmpty(result.Scenarios);
        Assert.Null(result.NetYear);
        Assert.DoesNotContain(run.Tables(), table => table.Name.EndsWith("-net", StringComparison.Ordinal));
    }

    [Fact]
    public void After_a_treaty_the_curves_of_years_and_events_are_those_of_what_is_left()
    {
        var treaty = new Treaty(0.25, 500_000, 800_000, 1_000_000);
        var (gross, net) = (Run(Book(Dollar)), Run(Book(Dollar), treaty));
        Dictionary<(int, double), double> Ept(PortfolioRun run, string name) => run.Tables().Single(table => table.Name == name).Rows.ToDictionary(row => ((int)row[2]!, (double)row[3]!), row => (double)row[4]!);
        var (before, after) = (Ept(gross, "ept"), Ept(net, "ept-net"));

        Assert.Equal(before, Ept(net, "ept"));
        Assert.All(before.Where(point => point.Key.Item1 == 1), point => Assert.Equal((0.75 * point.Value) - Math.Min(800_000, Math.Max(0, (0.75 * point.Value) - 500_000)), after[point.Key], 1e-6));
        Assert.All(before, point => Assert.InRange(after[point.Key], 0, 0.75 * point.Value));
        Assert.Equal(net.Result.NetYear!.Mean, (double)net.Tables().Single(table => table.Name == "alt-net").Rows.Single()[2]!, 0.01);
    }

    [Fact]
    public void Without_a_rate_no_scenario_in_dollars_is_converted_and_the_remarks_say_so()
    {
        var run = Run(Book());

        Assert.Empty(run.Scenarios);
        Assert.Contains(run.Remarks, remark => remark.StartsWith("Scenarios in USD are left out: give a rate to EUR", StringComparison.Ordinal));
        Assert.Contains(run.Remarks, remark => remark.Contains("taken for EUR as they stand", StringComparison.Ordinal));
        Assert.DoesNotContain(Run(Book(Dollar)).Remarks, remark => remark.Contains("left out", StringComparison.Ordinal) || remark.Contains("as they stand", StringComparison.Ordinal));
        Assert.Contains("The published parameters, which are in US dollars, were converted at 1 USD = 0.8 EUR.", Run(Book(Dollar)).Remarks);
    }

    [Fact]
    public void Events_are_listed_up_to_a_million_or_for_those_who_ask_and_never_left_out_in_silence()
    {
        var book = Book(Dollar);
        PortfolioRun Asked(int years, bool? listed) => new(book, new BookModel(0.3, 0.6, new Lognormal(12, 2)), years, 3, listsEvents: listed);
        var most = (int)(PortfolioRun.MostListed / Asked(1, null).Events);

        Assert.True(Asked(most, null).ListsEvents);
        Assert.False(Asked(most + 1, null).ListsEvents);
        Assert.True(Asked(most + 1, true).ListsEvents);
        Assert.Null(Asked(most + 1, null).EventTable(TestContext.Current.CancellationToken));
        Assert.Contains(Asked(most + 1, null).Remarks, remark => remark.StartsWith("The table of every event (plt)", StringComparison.Ordinal));
        Assert.DoesNotContain(Asked(most, null).Remarks, remark => remark.Contains("plt", StringComparison.Ordinal));
        // A block of years stands in memory while they are listed.
        Assert.True(RunMemory.Bytes(Asked(1, null).Book, most, 1, listed: true) > RunMemory.Bytes(Asked(1, null).Book, most, 1) + (16.0 * PortfolioRun.MostListed / 32));
    }

    [Fact]
    public async Task The_events_of_a_run_are_the_same_in_text_and_in_Parquet_which_is_written_to_a_stream_that_cannot_go_back()
    {
        var run = Run(Book(Dollar));
        using var text = new StringWriter();
        CsvFile.Write(text, run.EventTable(TestContext.Current.CancellationToken)!);
        using var file = new MemoryStream();
        await using (var forward = new System.Security.Cryptography.CryptoStream(file, new System.Security.Cryptography.ToBase64Transform(), System.Security.Cryptography.CryptoStreamMode.Write, leaveOpen: true))
        {
            await ParquetFile.Write(forward, run.EventTable(TestContext.Current.CancellationToken)!, TestContext.Current.CancellationToken);
        }

        using var parquet = new MemoryStream(Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(file.ToArray())));
        await using var reader = await Parquet.ParquetReader.CreateAsync(parquet, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1, Enumerable.Range(0, reader.RowGroupCount).Sum(i => reader.OpenRowGroupReader(i).RowCount));
    }
}
