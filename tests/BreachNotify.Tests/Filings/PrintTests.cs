using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Printing;
using BreachNotify.Storage;
using NodaTime;
using PdfSharp.Pdf.IO;

namespace BreachNotify.Tests.Filings;

/// <summary>Notices as pages and files to be printed.</summary>
public sealed class PrintTests
{
    private const string Hostile = "<script>alert('x')</script> & \"<b>\"\nsecond line é 漢 😀 \u202e";

    [Fact]
    public async Task The_page_escapes_everything_fetches_nothing_and_runs_nothing()
    {
        await using var service = await ServiceUnderTest.Run();
        var (officer, id) = await Registered(service, Hostile);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/breaches/{id}/notices/DE");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        var response = await officer.SendAsync(request);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;&lt;b&gt;&quot;\nsecond line é 漢", page, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Contains("new notice, incomplete", page, StringComparison.Ordinal);
        Assert.Contains("To be determined", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync(new Uri($"/api/v1/breaches/{id}/notices/DE?format=json", UriKind.Relative))).StatusCode);
        Assert.Equal("format", Assert.Single((await Problem.Of(await officer.GetAsync(new Uri($"/api/v1/breaches/{id}/notices/DE?format=csv", UriKind.Relative)))).Fields));
    }

    [Fact]
    public async Task The_hash_in_the_policy_is_that_of_the_style_sheet_on_the_page()
    {
        await using var service = await ServiceUnderTest.Run();
        var (officer, id) = await Registered(service, "x");
        var response = await officer.GetAsync(new Uri($"/api/v1/breaches/{id}/notices/DE?format=html", UriKind.Relative));
        var page = await response.Content.ReadAsStringAsync();
        var style = page.Split("<style>")[1].Split("</style>")[0];
        Assert.Contains($"'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_notice_is_a_PDF_of_as_many_pages_as_it_takes()
    {
        if (Typeface.Find(new PrintOptions()) is null)
        {
            Assert.Skip("This machine has no font that is known here.");
        }
        await using var service = await ServiceUnderTest.Run();
        var (officer, id) = await Registered(service, Hostile);
        var brief = await Pdf(officer, $"/api/v1/breaches/{id}/notices/DE?format=pdf");
        using (var document = PdfReader.Open(new MemoryStream(brief), PdfDocumentOpenMode.Import))
        {
            Assert.Equal("Personal data breach: new notice, incomplete", document.Info.Title);
        }
        var words = string.Join('\n', Enumerable.Range(0, 400).Select(i => $"Line {i} {new string('w', i)}"))[..19_000];
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/breaches/{id}") { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { nature = words, reason = "r" })) { Headers = { ContentType = new MediaTypeHeaderValue("application/merge-patch+json") } } };
        patch.Headers.Add("If-Match", "*");
        Assert.Equal(HttpStatusCode.OK, (await officer.SendAsync(patch)).StatusCode);
        Assert.True(Pages(await Pdf(officer, $"/api/v1/breaches/{id}/notices/DE?format=pdf")) > Pages(brief) + 3);
    }

    [Fact]
    public async Task A_machine_without_fonts_says_so_and_still_prints_pages()
    {
        var empty = Directory.CreateTempSubdirectory("breachnotify-fonts-").FullName;
        await using var service = await ServiceUnderTest.Run($"Print:Font={empty}");
        var (officer, id) = await Registered(service, "x");
        var problem = await Problem.Of(await officer.GetAsync(new Uri($"/api/v1/breaches/{id}/notices/DE?format=pdf", UriKind.Relative)));
        Assert.Equal(406, problem.Status);
        Assert.Contains("BreachNotify:Print:Font", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync(new Uri($"/api/v1/breaches/{id}/notices/DE?format=html", UriKind.Relative))).StatusCode);
        Directory.Delete(empty);
    }

    [Fact]
    public void A_font_that_is_none_stops_the_start()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, new string('x', 5000));
        Assert.Contains("not a TrueType font", Assert.Throws<StartupException>(() => Typeface.Find(new PrintOptions { Font = file })).Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("neither", Assert.Throws<StartupException>(() => Typeface.Find(new PrintOptions { Font = file })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_stays_within_its_column_and_nothing_of_it_is_lost()
    {
        if (Typeface.Find(new PrintOptions()) is not { } typeface)
        {
            Assert.Skip("This machine has no font that is known here.");
            return;
        }
        var sheet = new Sheet("T", [], [new SheetPart("P", [new SheetRow(new string('L', 300), string.Concat(Enumerable.Repeat("wort", 3000)), new string('r', 500))])], "foot");
        // Twelve thousand letters in a column of about sixty take more than three pages.
        Assert.True(Pages(SheetPdf.Render([sheet, sheet with { Title = "" }], typeface, Instant.FromUtc(2026, 11, 22, 12, 0))) >= 6);
    }

    private static int Pages(byte[] pdf)
    {
        using var document = PdfReader.Open(new MemoryStream(pdf), PdfDocumentOpenMode.Import);
        return document.PageCount;
    }

    private static async Task<byte[]> Pdf(HttpClient client, string path)
    {
        var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/pdf", response.Content.Headers.ContentType!.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(bytes.AsSpan().StartsWith("%PDF-"u8));
        return bytes;
    }

    private static async Task<(HttpClient Officer, string Id)> Registered(ServiceUnderTest service, string nature)
    {
        var officer = await service.As(Role.Officer);
        var response = await officer.PostJson("/api/v1/breaches", new
        {
            title = "Mailboxes",
            awareAt = "2026-11-22T10:00:00Z",
            authority = "DE",
            nature,
            controller = new { name = "Müller", country = "DE" },
            contact = new { name = "Ok", email = "dpo@mueller.example" },
        });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (officer, (await response.Json()).GetProperty("id").GetString()!);
    }
}
