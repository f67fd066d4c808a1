using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BreachNotify.Access;
using BreachNotify.Exposure.Costs;
using BreachNotify.Http;
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

        static string Answer(Page page) => page.Text[page.Text.IndexOf("A year costs the insurer", StringComparison.Ordinal)..];
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

        insurer.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");
        var everything = $"{Question.Replace("EUR", "CHF", StringComparison.Ordinal)}&eurRate=0.93&insured=Maschinenbau%20Beispiel%20AG&share=0.8&aggregateRetention=10000&aggregateLimit=9000000&extortion=250000&letterCost=1.2{string.Concat(Words<Component>.All.Select(word => $"&sublimit.{word}=1000000"))}";
        var pdf = await insurer.Client.GetAsync(new Uri($"/losses/report?{everything}&format=pdf", UriKind.Relative));

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
        using var patch = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/api/v1/breaches/{mailing.Breach}", UriKind.Relative)) { Content = new StringContent("""{"reason":"counted","affected":[{"country":"FR","people":1030},{"country":"BE","people":5}]}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/merge-patch+json")) };
        patch.Headers.Add("If-Match", "*");
        Assert.True((await service.Administrator.SendAsync(patch)).IsSuccessStatusCode);
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);

        var page = await officer.Open($"/losses?breach={mailing.Breach}");

        Assert.Contains("value=\"FR\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(("1035", "40", "1"), (Value("people"), Value("emails"), Value("letters")));
        Assert.Matches("From the register: Copied customer list .* FR 1,030 BE 5 Told by e-mail 40 Told by letter 1 ", Regex.Replace(page.Text, @"\s+", " "));
        Assert.Equal(403, (await insurer.Open($"/losses?breach={mailing.Breach}")).Status);
        Assert.Equal(404, (await officer.Open("/losses?breach=none")).Status);

        string Value(string field) => Regex.Match(page.Html, $"id=\"{field}\"[^>]*value=\"([^\"]*)\"").Groups[1].Value;
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_which_has_the_focus_and_nothing_typed_is_lost()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        foreach (var (change, field) in new[]
        {
            ("retention=-5", "retention"), ("limit=0", "limit"), ("limit=1.234,56", "limit"), ("retention=50.000", "retention"), ("revenue=1e300", "revenue"), ("revenue=9999999999999999", "revenue"),
            ("letterCost=1.999", "letterCost"), ("extortion=1,5", "extortion"), ("aggregateLimit=NaN", "aggregateLimit"), ("aggregateRetention=-1", "aggregateRetention"), ("sublimit.fine=-1", "sublimit.fine"),
            ("share=2", "share"), ("share=0,5", "share"), ("share=50 %", "share"), ("frequency=NaN", "frequency"), ("frequency=200000", "frequency"), ("mu=-31", "mu"), ("sigma=90", "sigma"), ("sigma=∞", "sigma"),
            ("people=some", "people"), ("people=1.5", "people"), ("people=25.000", "people"), ("people=99999999999999999999", "people"), ("people=99999999999", "people"), ("people=", "people"),
            ("records=-1", "records"), ("emails=30000", "emails"), ("letters=20000", "letters"), ("letters=9223372036854775807", "letters"),
            ("country=Germany", "country"), ("currency=Euro", "currency"), ("currency=<script>alert(1)</script>", "currency"), ("country=GB", "currency"),
            ("usdRate=", "usdRate"), ("usdRate=0", "usdRate"), ("usdRate=0.123456789", "usdRate"), ("currency=CHF", "eurRate"), ("currency=CHF&eurRate=0.123456789", "eurRate"),
            ("rateDate=2020-01-01", "rateDate"), ("rateDate=20.11.2026", "rateDate"), ("rateSource=", "rateSource"), ("revenue=&frequency=", "frequency"), ("revenue=", "revenue"),
            ("seriousness=grave", "seriousness"), ("dailyGrossProfit=", "dailyGrossProfit"), ("outageHours=-3", "outageHours"), ("outageHours=99999", "outageHours"), ("waitingHours=x", "waitingHours"), ("indemnityDays=1e9", "indemnityDays"),
            ($"insured={new string('x', 101)}", "insured"), ("asOf=\0<script>", "asOf"), ("ruleBook=none", "ruleBook"),
        })
        {
            var values = $"{Question}&frequency=2&mu=11&sigma=2&{change}".Split('&').Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(pair => pair.Key, pair => Uri.UnescapeDataString(pair.Last()[1]));

            var page = await insurer.Open("/losses" + Microsoft.AspNetCore.Http.QueryString.Create(values!));

            Assert.True(page.Status == 422, $"{change}: {page.Status}");
            Assert.True(page.Html.Contains($"id=\"{field}-error\"", StringComparison.Ordinal), $"{change}: nothing beside {field} but {string.Join(", ", Regex.Matches(page.Html, "id=\"([^\"]*)-error").Select(match => match.Groups[1].Value))}");
            Assert.True(Regex.IsMatch(page.Html, $"id=\"{Regex.Escape(field)}\"[^>]*autofocus"), $"{change}: the focus is elsewhere.");
            Assert.All(values.Where(value => value.Value.Length > 0 && value.Key is not ("seriousness" or "asOf" or "ruleBook" or "currency" or "country")), value => Assert.Contains($"value=\"{value.Value}\"", WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal));
            Assert.DoesNotContain("<script>", page.Html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("limit=999999999999999&retention=999999999999999")]
    [InlineData("frequency=60000&mu=5&limit=1000")]
    [InlineData("sigma=9.9&mu=29.9")]
    [InlineData("people=10000000000&records=10000000000&emails=9000000000&letters=1000000000")]
    [InlineData("people=0&records=&emails=&letters=")]
    [InlineData("retention=&limit=&share=&usdRate=0.00000001&mu=&frequency=")]
    [InlineData("outageHours=&currency=usd&usdRate=&eurRate=1.25")]
    public async Task What_is_extreme_but_in_range_is_answered_though_twice_of_it_is_not(string change)
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var changed = change.Split('&').Select(pair => pair.Split('=')[0]).ToHashSet();
        var kept = $"{Question}&frequency=2&mu=11&sigma=2".Split('&').Where(pair => !changed.Contains(pair.Split('=')[0]));

        var page = await insurer.Open($"/losses?{string.Join('&', kept)}&{change}");

        Assert.True(page.Status == 200, page.Text);
        Assert.Contains("As asked", page.Text, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page.Text, @"Ransomware, \d"));
    }

    [Fact]
    public async Task What_was_left_empty_stays_empty_and_follows_the_revenue_while_the_link_holds_it()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);

        var page = await insurer.Open($"/losses?{Question}");

        Assert.Contains("<input id=\"frequency\" name=\"frequency\" type=\"text\" value=\"\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("empty: 0.1174", page.Text, StringComparison.Ordinal);
        Assert.Contains("frequency=0.1174", WebUtility.HtmlDecode(Link().Match(page.Html).Groups[1].Value), StringComparison.Ordinal);
        Assert.Contains("empty: 0.002143", (await insurer.Open($"/losses?{Question.Replace("300%20000%20000", "380000", StringComparison.Ordinal)}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_over_loses_nothing_of_the_question()
    {
        await using var service = await ServiceUnderTest.Run();
        var (_, email) = await Visitor.Account(service, "underwriter@example.com", Role.Insurer);
        using var insurer = new Visitor(service);

        var asked = await insurer.Open($"/losses?{Question}");
        Assert.Equal(303, asked.Status);
        var back = await insurer.Send(await insurer.Open(asked.Location!), ("email", email), ("password", Visitor.Password), ("code", ""));

        Assert.Equal((303, Uri.UnescapeDataString($"/losses?{Question}")), (back.Status, Uri.UnescapeDataString(back.Location!)));
        Assert.Equal(200, (await insurer.Open(back.Location!)).Status);
    }

    [GeneratedRegex("<a href=\"(/losses\\?[^\"]*)\">")]
    private static partial Regex Link();
}
