using System.Net.Http.Headers;
using System.Text;
using BreachNotify.Access;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Portfolios.Desk;

public sealed class PortfolioPageTests
{
    [Fact]
    public async Task A_book_is_sent_read_destroyed_and_asked_again_without_scripts()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var client = await service.As(Role.Insurer);
        Assert.Equal("/losses", (await insurer.Open("/")).Location);

        var sent = await Send(insurer, Books.Of(30) + Books.Row(31, ("LayerParticipation", "2")), ("name", "Renewal <2027>"), ("years", "1 000"), ("seed", "5"),
            ("exchangeRate", "GBP,USD,1.3,2026-11-20,European Central Bank\nEUR,USD,1.1,2026-11-20,European Central Bank"), ("excessRetention", "9 000 000"));

        Assert.Equal(303, sent.Status);
        var id = sent.Location!.Split('/')[^1];
        var result = (await Books.Ended(client, id)).GetProperty("result");
        var page = await insurer.Open(sent.Location);
        Assert.Contains("Renewal &lt;2027&gt;", page.Html, StringComparison.Ordinal);
        Assert.Contains(result.GetProperty("returnPeriods")[0].GetProperty("aggregate").GetDouble().ToString("N0", System.Globalization.CultureInfo.InvariantCulture), page.Text, StringComparison.Ordinal);
        Assert.Contains("must be above 0 and at most 1", page.Text, StringComparison.Ordinal);
        Assert.Contains("A worm encrypts unpatched machines everywhere within a day", page.Text, StringComparison.Ordinal);
        Assert.Contains("Microsoft Azure", page.Text, StringComparison.Ordinal);
        Assert.Contains($"/api/v1/portfolios/{id}/policies.csv", page.Html, StringComparison.Ordinal);
        Assert.Contains("/portfolios?years=1000&amp;seed=5&amp;rate=0.0531", page.Html, StringComparison.Ordinal);
        Assert.Contains("EUR,USD,1.1,2026-11-20,European Central Bank", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live", page.Html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/portfolios/{id}\"", (await insurer.Open("/portfolios")).Html, StringComparison.Ordinal);
        Assert.Equal(200, (int)(await insurer.Client.GetAsync(new Uri($"/api/v1/portfolios/{id}/ept.csv", UriKind.Relative))).StatusCode);

        Assert.Equal(303, (await insurer.Send(page, $"/portfolios/{id}/destroy")).Status);
        var left = await insurer.Open(sent.Location);
        Assert.Contains("were destroyed on", left.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Renewal", left.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_question_or_file_stands_beside_its_field()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);

        await Wrong("years", Books.Of(1), ("years", "0"));
        await Wrong("years", Books.Of(1), ("years", "10.000"));
        await Wrong("years", Books.Of(1), ("years", "99999999999999999999"));
        await Wrong("seed", Books.Of(1), ("seed", "1e3"));
        await Wrong("excessLimit", Books.Of(1), ("excessLimit", "500.000"));
        await Wrong("rate", Books.Of(1), ("rate", "0,05"));
        await Wrong("sigma", Books.Of(1), ("sigma", "NaN"));
        await Wrong("name", Books.Of(1), ("name", new string('x', 201)));
        await Wrong("file", Books.Header + "\n" + Books.Row(1, ("LayerLimit", "-1")), ("years", "10"));
        await Wrong("file", "nothing of the kind\n1", ("years", "10"));
        var without = await Send(insurer, null, ("years", "10"));
        Assert.Equal(422, without.Status);
        Assert.Contains("Choose a file.", without.Text, StringComparison.Ordinal);

        async Task Wrong(string field, string file, params (string, string)[] values)
        {
            var page = await Send(insurer, file, values);
            Assert.Equal(422, page.Status);
            Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
            Assert.Matches($"id=\"{field}\"[^>]*autofocus", page.Html);
            Assert.All(values, value => Assert.Contains($"value=\"{value.Item2}\"", page.Html, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_on_its_page_with_its_size_the_limit_and_everything_typed()
    {
        await using var service = await ServiceUnderTest.Run($"Portfolios:LargestUpload={1 << 20}");
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        insurer.Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");

        var page = await Send(insurer, new string('x', 5 << 19), ("name", "Renewal 2027"), ("years", "1000"), ("seed", "-7"));

        Assert.Equal(413, page.Status);
        Assert.Contains("Die Datei hat 2,5 MB; höchstens 1 MB werden angenommen.", page.Text, StringComparison.Ordinal);
        Assert.Matches("<input id=\"file\"[^>]*autofocus[^>]*aria-invalid=\"true\" aria-describedby=\"file-error file-hint\"", System.Text.RegularExpressions.Regex.Replace(page.Html, @"\s+", " "));
        Assert.Contains("value=\"Renewal 2027\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"-7\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("Noch keine", page.Text, StringComparison.Ordinal);
    }

    private static async Task<Page> Send(Visitor visitor, string? file, params (string Name, string Value)[] values)
    {
        var token = System.Text.RegularExpressions.Regex.Match((await visitor.Open("/portfolios")).Html, "enctype=\"multipart/form-data\".*?name=\"__RequestVerificationToken\" value=\"([^\"]*)\"", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (name, value) in values)
        {
            form.Add(new StringContent(value), name);
        }
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file ?? "")) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileName = file is null ? "\"\"" : "book.csv" };
        form.Add(content);
        return await Page.Of(await visitor.Client.PostAsync(new Uri("/portfolios", UriKind.Relative), form));
    }
}
