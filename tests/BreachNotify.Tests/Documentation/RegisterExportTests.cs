using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BreachNotify.Documentation;
using BreachNotify.Printing;
using PdfSharp.Pdf.IO;

namespace BreachNotify.Tests.Documentation;

public sealed class RegisterExportOnSqliteTests : RegisterExportTests;

public sealed class RegisterExportOnPostgresTests(PostgresServer server) : RegisterExportTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>The register of GDPR Art. 33(5) as it is handed out.</summary>
public abstract class RegisterExportTests : ServiceTests
{
    [Fact]
    public async Task An_entry_holds_facts_effects_action_decisions_acts_notices_and_mailings()
    {
        var id = await Registered("Mailboxes", "2026-11-22T10:00:00Z");
        await Answer(id, """{"fields":{"cause":"externalMalicious","severity":"severe","measuresAfter":["training"]},"recipients":{"DE":{"reasonsForDelay":"Nobody was in."}}}""");
        await Officer.PostJson($"/api/v1/breaches/{id}/decisions", new { question = "Notify?", answer = "yes", reasons = new[] { "Passwords were taken", "Orders can be read" } });
        await File(id, "DE");
        await Officer.PostJson($"/api/v1/breaches/{id}/mailings", new { template = "people", fallbackLanguage = "en" });

        var export = await Officer.GetJson($"/api/v1/breaches/{id}/register");
        var entry = Assert.Single(export.GetProperty("breaches").EnumerateArray());
        Assert.Equal("externalMalicious", entry.GetProperty("facts").GetProperty("cause").GetString());
        Assert.Equal(("Phishing", "severe"), (entry.GetProperty("effects").GetProperty("consequences").GetString(), entry.GetProperty("effects").GetProperty("severity").GetString()));
        Assert.Equal("training", entry.GetProperty("remedialAction").GetProperty("measuresAfter")[0].GetString());
        Assert.Equal("Notify?", entry.GetProperty("decisions")[0].GetProperty("question").GetString());
        Assert.Equal("filed", entry.GetProperty("acts")[0].GetProperty("kind").GetString());
        Assert.Equal(("DE", "Nobody was in."), (entry.GetProperty("notices")[0].GetProperty("recipient").GetString(), entry.GetProperty("notices")[0].GetProperty("reasonsForDelay").GetString()));
        Assert.Equal(("draft", 0), (entry.GetProperty("mailings")[0].GetProperty("state").GetString(), entry.GetProperty("mailings")[0].GetProperty("counts").GetProperty("total").GetInt32()));

        // Before the notice was filed nothing of it was known.
        Service.Clock.Advance(TimeSpan.FromHours(1));
        await Answer(id, """{"fields":{"cause":"unknown"}}""", "\"1\"");
        var then = (await Officer.GetJson($"/api/v1/breaches/{id}/register?at=2026-11-22T12:30:00Z")).GetProperty("breaches")[0];
        Assert.Equal("externalMalicious", then.GetProperty("facts").GetProperty("cause").GetString());
    }

    [Fact]
    public async Task A_period_is_counted_by_awareness_its_end_not_included()
    {
        for (var day = 1; day <= 5; day++)
        {
            await Registered($"Breach {day}", $"2026-11-{day:00}T00:00:00Z");
        }
        Assert.Equal(["Breach 1", "Breach 2", "Breach 3", "Breach 4", "Breach 5"], await Titles(""));
        Assert.Equal(["Breach 2", "Breach 3"], await Titles("?from=2026-11-02T00:00:00Z&until=2026-11-04T00:00:00Z"));
        Assert.Equal(["Breach 5"], await Titles("?from=2026-11-04T00:00:00.1Z"));
        Assert.Empty(await Titles("?until=2026-11-01T00:00:00Z"));
        Assert.Equal("until", Assert.Single((await Problem.Of(await Officer.GetAsync(Path("register?from=2026-11-04T00:00:00Z&until=2026-11-04T00:00:00Z")))).Fields));
        Assert.Equal("from", Assert.Single((await Problem.Of(await Officer.GetAsync(Path("register?from=2026")))).Fields));
    }

    [Fact]
    public async Task The_table_has_a_row_a_breach_and_no_cell_that_a_spreadsheet_would_run()
    {
        var id = await Registered("""=HYPERLINK("http://evil.example","click")""", "2026-11-22T10:00:00Z");
        await Officer.PostJson($"/api/v1/breaches/{id}/decisions", new { question = "+1+1", answer = "\"yes\", no", reasons = "because\nso" });
        await Registered("Second", "2026-11-22T10:00:00Z");
        using var request = new HttpRequestMessage(HttpMethod.Get, Path("register"));
        request.Headers.Accept.ParseAdd("text/csv");
        var response = await Officer.SendAsync(request);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        var rows = Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.Equal("'=HYPERLINK(\"http://evil.example\",\"click\")", rows[1][rows[0].IndexOf("title")]);
        Assert.Contains("+1+1 \"yes\", no. because\nso", rows[1][rows[0].IndexOf("decisions")], StringComparison.Ordinal);
        Assert.Equal("1241", rows[1][rows[0].IndexOf("peopleCount")]);
        Assert.All(rows.Skip(1).SelectMany(row => row), cell => Assert.False(cell.Length > 0 && "=+-@\t\r\n".Contains(cell[0], StringComparison.Ordinal), cell));
    }

    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void What_would_begin_a_formula_gets_an_apostrophe(string? cell, string? written) => Assert.Equal(written, RegisterCsv.Inert(cell));

    [Fact]
    public async Task As_PDF_each_breach_has_a_page_of_its_own()
    {
        if (Typeface.Find(new PrintOptions()) is null)
        {
            Assert.Skip("This machine has no font that is known here.");
        }
        Assert.Equal(422, (await Problem.Of(await Officer.GetAsync(Path("register?format=pdf")))).Status);
        var first = await Registered("First", "2026-11-22T10:00:00Z");
        await Registered("Second", "2026-11-22T10:00:00Z");
        using var document = PdfReader.Open(new MemoryStream(await Officer.GetByteArrayAsync(Path("register?format=pdf"))), PdfDocumentOpenMode.Import);
        Assert.True(document.PageCount >= 2);
        Assert.Equal("First", document.Info.Title);
        Assert.Contains("Register of personal data breaches", await Officer.GetStringAsync(Path($"breaches/{first}/register?format=html")), StringComparison.Ordinal);
        Assert.Equal("format", Assert.Single((await Problem.Of(await Officer.GetAsync(Path("register?format=html")))).Fields));
    }

    [Fact]
    public async Task A_breach_of_which_little_is_known_is_in_the_register_too()
    {
        var response = await Officer.PostJson("/api/v1/breaches", new { title = "Lost laptop", awareAt = "2026-11-22T10:00:00Z" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(["Lost laptop"], await Titles(""));
        Assert.Contains("Lost laptop", await Officer.GetStringAsync(Path("register?format=csv")), StringComparison.Ordinal);
    }

    private static Uri Path(string rest) => new($"/api/v1/{rest}", UriKind.Relative);

    private async Task<IEnumerable<string>> Titles(string query) =>
        (await Officer.GetJson($"/api/v1/register{query}")).GetProperty("breaches").EnumerateArray().Select(entry => entry.GetProperty("title").GetString()!);

    private async Task<string> Registered(string title, string awareAt)
    {
        var response = await Officer.PostJson("/api/v1/breaches", new
        {
            title,
            awareAt,
            authority = "DE",
            consequences = "Phishing",
            controller = new { name = "Müller", country = "DE" },
            contact = new { name = "Ok", email = "dpo@mueller.example" },
            affected = new[] { new { country = "DE", people = 1241 } },
        });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Json()).GetProperty("id").GetString()!;
    }

    private async Task Answer(string id, string patch, string ifMatch = "\"0\"")
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, Path($"breaches/{id}/notices/answers")) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(patch)) { Headers = { ContentType = new MediaTypeHeaderValue("application/merge-patch+json") } } };
        request.Headers.Add("If-Match", ifMatch);
        Assert.Equal(HttpStatusCode.OK, (await Officer.SendAsync(request)).StatusCode);
    }

    private async Task File(string id, string recipient)
    {
        var notice = await Officer.GetAsync(Path($"breaches/{id}/notices/{recipient}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Path($"breaches/{id}/notices/{recipient}/filings")) { Content = new ByteArrayContent("""{"completeness":"incomplete","channel":"form"}"""u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        request.Headers.TryAddWithoutValidation("If-Match", notice.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.Created, (await Officer.SendAsync(request)).StatusCode);
    }

    /// <summary>RFC 4180, as a spreadsheet reads it.</summary>
    private static List<List<string>> Parse(string csv)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            switch (csv[i])
            {
                case '"' when quoted && i + 1 < csv.Length && csv[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    rows[^1].Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !quoted:
                    rows[^1].Add(cell.ToString());
                    cell.Clear();
                    rows.Add([]);
                    i++;
                    break;
                default:
                    cell.Append(csv[i]);
                    break;
            }
        }
        rows.RemoveAt(rows.Count - 1);
        return rows;
    }
}
