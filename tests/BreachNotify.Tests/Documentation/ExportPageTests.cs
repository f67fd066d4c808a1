using BreachNotify.Access;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Documentation;

/// <summary>The register of Art. 33(5) fetched from its page, and the sample that must never stand in it.</summary>
public sealed class ExportPageTests
{
    [Fact]
    public async Task A_period_of_whole_days_of_the_viewer_comes_as_a_file_and_what_is_wrong_stands_beside_its_field()
    {
        await using var service = await ServiceUnderTest.Run();
        // Berlin is an hour ahead: the first of these is on the 20th there.
        foreach (var (title, at) in new[] { ("Late on the 19th", "2026-11-19T23:30:00Z"), ("On the 21st", "2026-11-21T22:30:00Z"), ("On the 22nd", "2026-11-21T23:30:00Z") })
        {
            await service.Administrator.PostJson("/api/v1/breaches", new { title, awareAt = at, authority = "DE" });
        }
        using var approver = await Visitor.SignedIn(service, Role.Approver);
        Assert.Contains("Aware from", (await approver.Open("/register/export")).Text, StringComparison.Ordinal);

        var csv = await approver.Open("/register/export?from=2026-11-20&until=2026-11-21&format=csv");

        Assert.Equal("text/csv", csv.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Late on the 19th", csv.Html, StringComparison.Ordinal);
        Assert.Contains("On the 21st", csv.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("On the 22nd", csv.Html, StringComparison.Ordinal);
        Assert.StartsWith("%PDF", (await approver.Open("/register/export?format=pdf")).Html, StringComparison.Ordinal);
        foreach (var (query, field) in new[] { ("from=20.11.2026&format=csv", "from"), ("from=2026-11-21&until=2026-11-19&format=csv", "until"), ("format=html", "format"), ("from=2030-01-01&format=pdf", "format") })
        {
            var refused = await approver.Open($"/register/export?{query}");
            Assert.Equal(422, refused.Status);
            Assert.Contains($"id=\"{field}-error\"", refused.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_sample_is_one_click_away_marked_in_no_export_and_removable_and_nothing_else_is()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var shown = await officer.Send(await officer.Open("/register"), "/register/sample");
        Assert.Equal(303, shown.Status);
        var page = await officer.Open(shown.Location!);
        Assert.Contains("made up, to look around with", page.Text, StringComparison.Ordinal);
        Assert.Contains("2 d 4 h left", page.Text, StringComparison.Ordinal);
        Assert.Contains("Maison Exemple SA", (await officer.Open($"{shown.Location}/notices/FR")).Html, StringComparison.Ordinal);
        Assert.Empty((await service.Administrator.GetJson("/api/v1/register")).GetProperty("breaches").EnumerateArray());
        // It stays a sample when its facts are changed, and a real one cannot become one.
        var id = shown.Location!.Split('/')[^1];
        Assert.True((await service.Administrator.GetJson($"/api/v1/breaches/{id}")).GetProperty("sample").GetBoolean());
        var real = (await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "Real", awareAt = "2026-11-22T10:00:00Z" })).Json()).GetProperty("id").GetString();
        Assert.Equal(400, (await Problem.Of(await service.Administrator.PostText("/api/v1/breaches", """{"title":"x","awareAt":"2026-11-22T10:00:00Z","sample":true}"""))).Status);
        var token = await officer.Open($"/register/{id}");

        Assert.Equal(303, (await officer.Send(token, $"/register/{id}/sample/remove")).Status);
        Assert.Equal(404, (await officer.Open($"/register/{id}")).Status);
        Assert.Equal(409, (await officer.Post($"/register/{real}/sample/remove", Token(token))).Status);
        Assert.Equal(200, (await officer.Open($"/register/{real}")).Status);
        Assert.True((await service.Administrator.GetJson("/api/v1/journal/verify")).GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Every_term_is_explained_with_where_it_stands()
    {
        await using var service = await ServiceUnderTest.Run();
        using var insurer = await Visitor.SignedIn(service, Role.Insurer);
        var page = await insurer.Open("/help");
        Assert.All(BreachNotify.Pages.Help.Terms.All, term =>
        {
            Assert.Contains($"<dt id=\"{term.Key}\">", page.Html, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode(term.Citation), page.Html, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<(string, string)> Token(Page page)
    {
        var at = page.Html.IndexOf("__RequestVerificationToken\" value=\"", StringComparison.Ordinal) + "__RequestVerificationToken\" value=\"".Length;
        return [("__RequestVerificationToken", page.Html[at..page.Html.IndexOf('"', at)])];
    }
}
