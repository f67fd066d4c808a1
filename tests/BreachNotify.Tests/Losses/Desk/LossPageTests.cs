using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Tests.Mailings;
using BreachNotify.Tests.Pages;
using PdfSharp.Pdf.IO;

namespace BreachNotify.Tests.Losses.Desk;

public sealed partial class LossPageTests
{
    private const string Question = "currency=EUR&country=DE&revenue=300%20000%20000&usdRate=0.8&rateDate=2026-11-20&rateSource=ECB&retention=50000&limit=5000000&people=25000&records=400000&emails=20000&dailyGrossProfit=240000&outageHours=72&waitingHours=8&seriousness=medium";

    [Fact]
    public async Task A_year_a_breach_its_scenarios_and_sensitivities_stand_there_as_the_interface_gives_them()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);

        var page = await insurer.Open($"/losses?{Question}&frequency=2&mu=11&sigma=2");

        Assert.True(page.Status == 200, page.Text);
        var year = await (await service.Administrator.PostText("/api/v1/losses", """{ "frequency": { "model": "poisson", "mean": 2 }, "severity": { "model": "lognormal", "mu": 11, "sigma": 2 }, "terms": { "retention": 50000, "limit": 5000000 } }""")).Json();
        Assert.All(year.GetProperty("exceedance").EnumerateArray(), row => Has(row.GetProperty("aggregate")));
        Has(year.GetProperty("mean"));
        var breach = await (await service.Administrator.PostText("/api/v1/losses/breach",
            """
            { "currency": "EUR", "country": "DE", "people": 25000, "records": 400000, "revenue": { "amount": 300000000, "currency": "EUR" }, "asOf": "2026-11-22",
              "notification": [ { "channel": "email", "people": 20000 }, { "channel": "letter", "people": 5000 } ], "interruption": { "dailyGrossProfit": 240000, "outageHours": 72, "waitingHours": 8 },
              "fine": { "entity": { "kind": "undertaking", "turnover": { "amount": 300000000, "currency": "EUR" } } }, "policy": { "retention": 50000, "limit": 5000000 },
              "exchangeRates": [ { "from": "USD", "to": "EUR", "rate": 0.8, "date": "2026-11-20", "source": "ECB" } ] }
            """)).Json();
        Assert.All(breach.GetProperty("components").EnumerateArray().Append(breach.GetProperty("total")), row => Has((row.TryGetProperty("cost", out var cost) ? cost : row).GetProperty("high")));
        Assert.All(breach.GetProperty("paid").EnumerateArray(), row => Has(row.GetProperty("paid").GetProperty("base")));
        Assert.All(breach.GetProperty("warnings").EnumerateArray(), row => Assert.Contains(row.GetString()!, page.Text, StringComparison.Ordinal));
        foreach (var text in new[] { "10,000 records", "100,000 records", "All 400,000 records", "Ransomware, 24 hours", "Ransomware, 72 hours", "Ransomware, 240 hours", "Twice as many events", "Retention 50,000", "Limit 5,000,000", "Rate on line" })
        {
            Assert.Contains(text, page.Text, StringComparison.Ordinal);
        }

        void Has(System.Text.Json.JsonElement amount) => Assert.Contains(amount.GetDecimal().ToString("N0", CultureInfo.GetCultureInfo("en-IE")), page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_gives_the_same_answer_on_a_later_day_to_somebody_else()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var page = await insurer.Open($"/losses?{Question}");
        var link = WebUtility.HtmlDecode(Link().Match(page.Html).Groups[1].Value);
        // What sources gave stands in it: events by revenue, losses converted from dollars.
        Assert.Contains("frequency=0.1174", link, StringComparison.Ordinal);
        Assert.Contains("mu=12.3369", link, StringComparison.Ordinal);
        service.Clock.Advance(TimeSpan.FromDays(40));
        using var later = await Visitor.SignedIn(service, Role.Operator);

        Assert.Equal(Answer(page), Answer(await later.Open(link)));

        static string Answer(Page page) => page.Text[page.Text.IndexOf("costs the insurer", StringComparison.Ordinal)..];
    }

    [Fact]
    public async Task The_report_is_one_page_as_PDF_and_the_same_figures_as_HTML()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var html = await insurer.Open($"/losses/report?{Question}");
        Assert.Equal(200, html.Status);
        Assert.Contains("Ransomware, 240 hours", html.Text, StringComparison.Ordinal);
        Assert.Contains("IRIS 2022", html.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sha256:0000", html.Text, StringComparison.Ordinal);

        var pdf = await insurer.Client.GetAsync(new Uri($"/losses/report?{Question}&format=pdf", UriKind.Relative));

        if (pdf.StatusCode == HttpStatusCode.NotAcceptable)
        {
            Assert.Skip("This machine has no font that is known here.");
        }
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
        if (Environment.GetEnvironmentVariable("BREACHNOTIFY_SCREENSHOTS") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "report.pdf"), await pdf.Content.ReadAsByteArrayAsync());
        }
        using var document = PdfReader.Open(new MemoryStream(await pdf.Content.ReadAsByteArrayAsync()), PdfDocumentOpenMode.Import);
        Assert.Equal(1, document.PageCount);
    }

    [Fact]
    public async Task A_registered_breach_fills_the_form_with_its_counts_for_whoever_may_read_it()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service, MailingUnderTest.CompleteBreach);
        await mailing.Import(MailingUnderTest.People(40) + ",Nobody's address,en,R99\n");
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);

        var page = await officer.Open($"/losses?breach={mailing.Breach}");

        Assert.Contains("value=\"FR\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(("41", "40", "1"), (Value("people"), Value("emails"), Value("letters")));
        Assert.Equal(403, (await insurer.Open($"/losses?breach={mailing.Breach}")).Status);
        Assert.Equal(404, (await officer.Open("/losses?breach=none")).Status);

        string Value(string field) => Regex.Match(page.Html, $"id=\"{field}\"[^>]*value=\"([^\"]*)\"").Groups[1].Value;
    }

    [Theory]
    [InlineData("retention=-5", "retention")]
    [InlineData("limit=0", "limit")]
    [InlineData("share=2", "share")]
    [InlineData("people=some", "people")]
    [InlineData("people=1.5", "people")]
    [InlineData("sigma=90", "sigma")]
    [InlineData("country=Germany", "country")]
    [InlineData("currency=Euro", "currency")]
    [InlineData("usdRate=", "usdRate")]
    [InlineData("rateDate=2020-01-01", "rateDate")]
    [InlineData("revenue=&frequency=", "frequency")]
    [InlineData("asOf=%00%3Cscript%3E", "asOf")]
    [InlineData("ruleBook=none", "ruleBook")]
    public async Task What_is_wrong_stands_beside_its_field(string change, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var changed = change.Split('&').Select(pair => pair.Split('=')[0]).ToHashSet();
        var kept = $"{Question}&frequency=2&mu=11&sigma=2".Split('&').Where(pair => !changed.Contains(pair.Split('=')[0]));

        var page = await insurer.Open($"/losses?{string.Join('&', kept)}&{change}");

        Assert.Equal(422, page.Status);
        Assert.Contains(field is "asOf" or "ruleBook" ? "class=\"flaws\"" : $"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<a href=\"(/losses\\?[^\"]*)\">")]
    private static partial Regex Link();
}
