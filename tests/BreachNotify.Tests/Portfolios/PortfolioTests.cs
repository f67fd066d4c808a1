using System.Text;
using BreachNotify.Access;
using BreachNotify.Exposure.Portfolios;
using BreachNotify.Exposure.Tables;
using BreachNotify.Portfolios;
using BreachNotify.Tests.Mailings;
using Dapper;

namespace BreachNotify.Tests.Portfolios;

public sealed class PortfolioTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_book_is_taken_in_simulated_and_answered_with_the_bytes_of_the_exposure_and_at_the_end_of_retention_nothing_is_left(string engine)
    {
        await using var service = await ServiceUnderTest.Run([.. await Settings(engine), "Portfolios:RetentionDays=10"]);
        var insurer = await service.As(Role.Insurer);
        var file = Books.Of(40) + Books.Row(41, ("LayerLimit", "-5")) + Books.Row(42);

        var accepted = await Books.Upload(insurer, file, "?years=2000&seed=7&name=Renewal 2027");

        Assert.Equal(202, (int)accepted.StatusCode);
        var id = (await accepted.Json()).GetProperty("id").GetString()!;
        Assert.Equal($"/api/v1/portfolios/{id}", accepted.Headers.Location!.OriginalString);
        var status = await Books.Ended(insurer, id);
        Assert.Equal("completed", status.GetProperty("state").GetString());
        Assert.Equal(2000, status.GetProperty("doneYears").GetInt64());
        Assert.Equal((41, 1), (status.GetProperty("book").GetProperty("policies").GetInt32(), status.GetProperty("book").GetProperty("rejected").GetInt32()));
        var rejected = status.GetProperty("book").GetProperty("rejections")[0];
        Assert.Equal((42, "LayerLimit", "-5"), (rejected.GetProperty("line").GetInt32(), rejected.GetProperty("column").GetString(), rejected.GetProperty("value").GetString()));
        Assert.Equal(Books.Ept(file, 2000, 7), await Books.Text(insurer, id, "ept.csv"));
        Assert.StartsWith("Line,Column,Value,Reason\n42,LayerLimit,'-5,", await Books.Text(insurer, id, "rejected.csv"), StringComparison.Ordinal);
        Assert.Equal(42, (await Books.Text(insurer, id, "policies.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2, (await Books.Text(insurer, id, "alt.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("PAR1", await Books.Text(insurer, id, "policies.parquet"), StringComparison.Ordinal);
        Assert.StartsWith("PK", await Books.Text(insurer, id, "results.xlsx"), StringComparison.Ordinal);
        Assert.StartsWith("Period,PeriodWeight,EventId", await Books.Text(insurer, id, "plt.csv"), StringComparison.Ordinal);
        var result = status.GetProperty("result");
        var tail = result.GetProperty("returnPeriods").EnumerateArray().Single(row => row.GetProperty("years").GetDouble() == 100).GetProperty("aggregateTail").GetDouble();
        Assert.All(result.GetProperty("concentrations").EnumerateArray().GroupBy(row => row.GetProperty("by").GetString()), group => Assert.Equal(tail, group.Sum(row => row.GetProperty("tailShare").GetDouble()), 1));
        Assert.Contains("wannacry-like", result.GetProperty("scenarios").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        var check = status.GetProperty("result").GetProperty("check");
        Assert.Equal(check.GetProperty("exact").GetDouble(), check.GetProperty("simulated").GetDouble(), 4 * check.GetProperty("standardError").GetDouble());
        Assert.Equal(id, Assert.Single((await insurer.GetJson("/api/v1/portfolios")).GetProperty("items").EnumerateArray()).GetProperty("id").GetString());

        service.Clock.Advance(TimeSpan.FromDays(11));
        await Until(async () => await service.Database.Read(connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM portfolio_files")) == 0);
        var gone = await Problem.Of(await insurer.GetAsync(new Uri($"/api/v1/portfolios/{id}/ept.csv", UriKind.Relative)));
        Assert.Equal(410, gone.Status);
        var left = await insurer.GetJson($"/api/v1/portfolios/{id}");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, left.GetProperty("name").ValueKind);
        var journal = await service.Administrator.GetStringAsync(new Uri("/api/v1/journal", UriKind.Relative));
        Assert.Contains("portfolio.completed", journal, StringComparison.Ordinal);
        Assert.Contains("portfolio.destroyed", journal, StringComparison.Ordinal);
        Assert.DoesNotContain("Renewal", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_wrong_row_is_listed_with_its_reason_and_none_stops_the_others()
    {
        await using var service = await ServiceUnderTest.Run();
        var insurer = await service.As(Role.Insurer);
        (string Column, string Value, string Reason)[] wrong =
        [
            ("LayerLimit", "-5", "0 or more"), ("AccCurrency", "EUR", "none is assumed"), ("AnnualRevenue", "", "is empty"), ("PolExpiryDate", "2025-01-01", "after PolInceptionDate"),
            ("LayerParticipation", "2", "at most 1"), ("PolPerilsCovered", "FLD", "known are CSB"), ("AnnualRevenue", "lots", "number"), ("PolInceptionDate", "01.01.2026", "date"),
        ];
        var file = Books.Header + "\n" + Books.Row(1) + string.Concat(wrong.Select((row, i) => Books.Row(i + 2, (row.Column, row.Value)))) + $"{string.Join(',', Enumerable.Repeat("x", 5000))}\n" + Books.Row(99);

        var id = (await (await Books.Upload(insurer, file)).Json()).GetProperty("id").GetString()!;

        var book = (await Books.Ended(insurer, id)).GetProperty("book");
        Assert.Equal(2, book.GetProperty("policies").GetInt32());
        var rows = book.GetProperty("rejections").EnumerateArray().ToList();
        Assert.Equal(wrong.Length + 1, rows.Count);
        Assert.All(wrong.Zip(rows), pair =>
        {
            Assert.Equal(pair.First.Column, pair.Second.GetProperty("column").GetString());
            Assert.Contains(pair.First.Reason, pair.Second.GetProperty("reason").GetString(), StringComparison.Ordinal);
        });
        Assert.Contains("5000 cells under 14 headings", rows[^1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(3, rows.Count), rows.Select(row => row.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task A_bordereau_as_a_workbook_with_columns_rates_and_a_treaty_in_a_form_is_what_the_exposure_makes_of_it()
    {
        await using var service = await ServiceUnderTest.Run();
        var insurer = await service.As(Role.Insurer);
        using var sheet = new MemoryStream();
        MiniExcelLibs.MiniExcel.SaveAs(sheet, Enumerable.Range(1, 30).Select(i => new { Contract = $"C{i}", Ccy = i % 3 == 0 ? "GBP" : i % 3 == 1 ? "EUR" : "CHF", From = new DateTime(2026, 1, 1), To = new DateTime(i == 30 ? 2025 : 2027, 1, 1), Limit = 2_000_000, Turnover = 40_000_000.0 * i }));
        (string, string)[] fields =
        [
            ("years", "1000"), ("name", "Bordereau"), ("currency", "EUR"), ("exchangeRate", "GBP,EUR,1.2,2026-11-20,ECB"), ("exchangeRate", "USD,EUR,0.8,2026-11-20,ECB"), ("column", "AccNumber=Contract"), ("column", "PolNumber=Contract"),
            ("column", "AccCurrency=Ccy"), ("column", "PolInceptionDate=From"), ("column", "PolExpiryDate=To"), ("column", "PolPerilsCovered==CC1"), ("column", "LayerParticipation==1"), ("column", "LayerLimit=Limit"), ("column", "LayerAttachment==0"),
            ("column", "AnnualRevenue=Turnover"), ("quotaShare", "0.2"), ("excessRetention", "500000"), ("excessLimit", "1000000"), ("plt", "false"),
        ];

        var id = (await (await Books.Send(insurer, sheet.ToArray(), fields, "?seed=5")).Json()).GetProperty("id").GetString()!;

        var status = await Books.Ended(insurer, id);
        // The tenth franc row, and the one that ends before it begins.
        Assert.Equal((19, 11), (status.GetProperty("book").GetProperty("policies").GetInt32(), status.GetProperty("book").GetProperty("rejected").GetInt32()));
        Assert.Equal(("AccCurrency", "CHF"), (status.GetProperty("book").GetProperty("rejections")[0].GetProperty("column").GetString(), status.GetProperty("book").GetProperty("rejections")[0].GetProperty("value").GetString()));
        var question = PortfolioQuestion.Read(name => string.Join('\n', fields.Append(("seed", "5")).Where(field => field.Item1 == name).Select(field => field.Item2)), new BreachNotify.Http.Complaints());
        sheet.Position = 0;
        var run = question.RunOf(OedAccounts.Read(sheet, question.Format()));
        run.Start(2);
        foreach (var table in run.Tables())
        {
            using var text = new StringWriter();
            CsvFile.Write(text, table);
            Assert.Equal(text.ToString(), await Books.Text(insurer, id, $"{table.Name}.csv"));
        }
        using var book = new MemoryStream();
        Workbook.Write(book, run.Tables());
        Assert.Equal(book.ToArray(), await insurer.GetByteArrayAsync(new Uri($"/api/v1/portfolios/{id}/results.xlsx", UriKind.Relative)));
        var result = status.GetProperty("result");
        Assert.InRange(result.GetProperty("netYear").GetProperty("mean").GetDouble(), 1, 0.8 * result.GetProperty("year").GetProperty("mean").GetDouble());
        Assert.NotEmpty(result.GetProperty("scenarios").EnumerateArray());
        Assert.DoesNotContain("plt.csv", result.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.Contains("plt=true", (await Problem.Of(await insurer.GetAsync(new Uri($"/api/v1/portfolios/{id}/plt.csv", UriKind.Relative)))).Detail, StringComparison.Ordinal);
        Assert.Equal(fields.Count(field => field.Item1 == "column"), status.GetProperty("question").GetProperty("columns").GetArrayLength());
    }

    [Theory]
    [InlineData("quotashare", "0.2", "There is no such field")]
    [InlineData("exchangeRate", "GBP,EUR,1.2", "from, to, rate, date and source")]
    [InlineData("column", "Revenue=Turnover", "names no column of OED")]
    [InlineData("quotaShare", "2", "from 0 to 1")]
    [InlineData("excessLimit", "1000000", "Is needed for an excess")]
    [InlineData("split", "NPBI=0.4", "add up to 1")]
    [InlineData("waiting", "never", "qualifyingPeriod")]
    [InlineData("plt", "yes", "true or false")]
    [InlineData("currency", "euro", "ISO 4217")]
    public async Task A_field_of_a_form_that_cannot_be_meant_is_refused_by_name(string field, string value, string remedy)
    {
        await using var service = await ServiceUnderTest.Run();

        var problem = await Problem.Of(await Books.Send(await service.As(Role.Insurer), Encoding.UTF8.GetBytes(Books.Of(1)), [(field, value)]));

        Assert.Equal(400, problem.Status);
        Assert.Contains(remedy, Assert.Single(problem.Errors).Remedy, StringComparison.Ordinal);
        Assert.Equal(field == "excessLimit" ? "excessRetention" : field, problem.Errors[0].Field);
    }

    [Fact]
    public async Task A_form_without_a_file_or_with_a_field_behind_it_is_refused_and_nothing_of_it_is_kept()
    {
        await using var service = await ServiceUnderTest.Run();
        var insurer = await service.As(Role.Insurer);

        var without = await Problem.Of(await Books.Send(insurer, null, [("years", "10")]));
        Assert.Equal((400, "file"), (without.Status, Assert.Single(without.Fields)));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Books.Of(1))), "file", "book.csv" }, { new StringContent("10"), "years" } };
        var behind = await Problem.Of(await insurer.PostAsync(new Uri("/api/v1/portfolios", UriKind.Relative), form));
        Assert.Equal((400, "years"), (behind.Status, Assert.Single(behind.Fields)));
        Assert.Equal((0, 0), await service.Database.Read(connection => (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM portfolios"), connection.ExecuteScalar<long>("SELECT COUNT(*) FROM portfolio_files"))));
    }

    [Theory]
    [InlineData("?years=0", 400, "years")]
    [InlineData("?years=many", 400, "years")]
    [InlineData("?years=1.5", 400, "years")]
    [InlineData("?years=1000000000", 400, "years")]
    [InlineData("?seed=99999999999999999999", 400, "seed")]
    [InlineData("?outageHit=2", 400, "outageHit")]
    [InlineData("?sigma=-1", 400, "sigma")]
    [InlineData("?name=%20", 400, "name")]
    public async Task A_question_out_of_range_is_refused_by_name(string query, int status, string field)
    {
        await using var service = await ServiceUnderTest.Run();

        var problem = await Problem.Of(await Books.Upload(await service.As(Role.Insurer), Books.Of(1), query));

        Assert.Equal((status, field), (problem.Status, Assert.Single(problem.Fields)));
    }

    [Fact]
    public async Task A_run_that_the_memory_does_not_hold_is_refused_before_it_starts()
    {
        await using var service = await ServiceUnderTest.Run("Portfolios:MostMemory=1000000");

        var problem = await Problem.Of(await Books.Upload(await service.As(Role.Insurer), Books.Of(50), "?years=100000"));

        Assert.Equal(422, problem.Status);
        Assert.Contains("years would fit", Assert.Single(problem.Errors).Remedy, StringComparison.Ordinal);
        Assert.Equal("years", problem.Errors[0].Field);
    }

    [Fact]
    public async Task A_file_that_has_nothing_to_simulate_is_refused_and_nothing_of_it_is_kept()
    {
        await using var service = await ServiceUnderTest.Run("Portfolios:LargestUpload=20000");
        var insurer = await service.As(Role.Insurer);

        Assert.Contains("cannot be read as CSV", (await Refused("", 422)).Errors[0].Remedy, StringComparison.Ordinal);
        Assert.Contains("no column AccNumber", (await Refused("\u0001\u0002PNG\n1", 422)).Errors[0].Remedy, StringComparison.Ordinal);
        Assert.Contains("no rows", (await Refused(Books.Header, 422)).Errors[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(["line 2, LayerParticipation", "line 3, LayerLimit"], (await Refused(Books.Header + "\n" + Books.Row(1, ("LayerParticipation", "2")) + Books.Row(2, ("LayerLimit", "-1")), 422)).Fields);
        Assert.Contains("at most 20000 bytes", Assert.Single((await Refused(Books.Of(2000), 413)).Errors).Remedy, StringComparison.Ordinal);
        Assert.Equal(415, (await Problem.Of(await insurer.PostText("/api/v1/portfolios", Books.Of(1)))).Status);
        Assert.Equal((0, 0), await service.Database.Read(connection => (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM portfolios"), connection.ExecuteScalar<long>("SELECT COUNT(*) FROM portfolio_files"))));

        async Task<Problem> Refused(string file, int status)
        {
            var problem = await Problem.Of(await Books.Upload(insurer, file));
            Assert.Equal(status, problem.Status);
            return problem;
        }
    }

    [Fact]
    public async Task A_run_can_be_cancelled_resumed_and_destroyed_and_each_move_only_where_it_makes_sense()
    {
        await using var service = await ServiceUnderTest.Run();
        var insurer = await service.As(Role.Insurer);
        var file = Books.Of(5000);
        var id = (await (await Books.Upload(insurer, file, "?years=1000000&seed=3")).Json()).GetProperty("id").GetString()!;
        Assert.Equal(409, await Move(HttpMethod.Get, "/ept.csv"));
        Assert.Equal(409, await Move(HttpMethod.Delete));
        Assert.Equal(409, await Move(HttpMethod.Post, "/resume"));

        Assert.Equal(200, await Move(HttpMethod.Post, "/cancel"));

        Assert.Equal("cancelled", (await Books.Ended(insurer, id)).GetProperty("state").GetString());
        Assert.Equal(409, await Move(HttpMethod.Post, "/cancel"));
        Assert.StartsWith("Line,", await Books.Text(insurer, id, "rejected.csv"), StringComparison.Ordinal);
        Assert.Equal(200, await Move(HttpMethod.Post, "/resume"));
        Assert.Equal(200, await Move(HttpMethod.Post, "/cancel"));
        Assert.Equal(204, await Move(HttpMethod.Delete));
        Assert.Equal(410, await Move(HttpMethod.Get, "/rejected.csv"));
        Assert.Equal(410, await Move(HttpMethod.Post, "/resume"));
        Assert.Equal(404, (await Problem.Of(await insurer.GetAsync(new Uri("/api/v1/portfolios/none/ept.csv", UriKind.Relative)))).Status);

        async Task<int> Move(HttpMethod method, string path = "")
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/portfolios/{id}{path}");
            return (int)(await insurer.SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task A_run_killed_in_the_middle_goes_on_in_the_next_process_behind_what_was_kept_and_ends_in_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("breachnotify-book-").FullName;
        string[] settings = ["Portfolios:KeptBlockSeconds=0"];
        var process = await RunningService.Start(folder, settings);
        try
        {
            var file = Books.Of(1000);
            var id = (await (await Books.Upload(process.Client, file, "?years=200000&seed=11")).Json()).GetProperty("id").GetString()!;
            await process.Until(async () => (await process.Get($"portfolios/{id}")).GetProperty("doneYears").GetInt64() > 0);
            var before = await process.Get($"portfolios/{id}");
            process.Kill();
            Assert.InRange(await Kept(), 1, 63);
            process = await RunningService.Start(folder, settings);

            var status = await Books.Ended(process.Client, id);

            Assert.Equal("running", before.GetProperty("state").GetString());
            Assert.Equal("completed", status.GetProperty("state").GetString());
            Assert.Equal(0, await Kept());
            var whole = PortfolioQuestion.Read(name => name is "years" ? "200000" : name is "seed" ? "11" : null, new BreachNotify.Http.Complaints()).RunOf(OedAccounts.Read(new StringReader(file)));
            whole.Start(2);
            foreach (var table in whole.Tables())
            {
                using var text = new StringWriter();
                CsvFile.Write(text, table);
                Assert.Equal(text.ToString(), await Books.Text(process.Client, id, $"{table.Name}.csv"));
            }
        }
        finally
        {
            process.Kill();
            Directory.Delete(folder, recursive: true);
        }

        // Blocks of years, of the 32 that are drawn twice.
        async Task<long> Kept()
        {
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "data", "breachnotify.db")};Mode=ReadOnly;Pooling=False");
            return await connection.ExecuteScalarAsync<long>("SELECT COUNT(DISTINCT name) FROM portfolio_files WHERE name LIKE 'block %'");
        }
    }

    [Fact]
    public async Task Where_there_are_several_processes_one_that_shows_no_life_loses_its_run_and_cannot_finish_it()
    {
        await using var service = await ServiceUnderTest.Run([.. await postgres.NewDatabase()]);
        var portfolios = (PortfolioStore)service.Services.GetService(typeof(PortfolioStore))!;
        var question = PortfolioQuestion.Read(_ => null, new BreachNotify.Http.Complaints());
        var (id, _) = await portfolios.Begin(null, question);
        await portfolios.Queue(id, question, new Intake("", 0, "EUR", 1, 1, 0, [], []), Actor.Service);
        var first = (await portfolios.Claim(id))!;
        Assert.Null(await portfolios.Claim(id));
        service.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.True(await portfolios.IsHeld(first, 10));
        service.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Null(await portfolios.Claim(id));

        service.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = (await portfolios.Claim(id))!;

        Assert.Equal(first.Run + 1, second.Run);
        Assert.False(await portfolios.IsHeld(first, 20));
        await portfolios.Complete(first, new Dictionary<string, string>());
        Assert.Equal(PortfolioState.Running, (await portfolios.Get(id)).State);
        await portfolios.Release(second);
        Assert.Equal(PortfolioState.Queued, (await portfolios.Get(id)).State);
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5));
            await Task.Delay(5);
        }
    }

    private async Task<string[]> Settings(string engine) => engine == "postgres" ? await postgres.NewDatabase() : [];
}
