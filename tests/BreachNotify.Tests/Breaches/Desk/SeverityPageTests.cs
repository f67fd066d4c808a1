using BreachNotify.Access;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Breaches.Desk;

/// <summary>ENISA's methodology on a page.</summary>
public sealed class SeverityPageTests
{
    // Sensitive data 4, significant 0.75, confidentiality 0.5: 4 x 0.75 + 0.5 = 3.5, high.
    private static readonly (string, string)[] Asked =
    [
        ("simple", ""), ("simple.reason", ""), ("behavioural", ""), ("behavioural.reason", ""), ("financial", ""), ("financial.reason", ""), ("sensitive", "4"), ("sensitive.reason", "test results"),
        ("identifiability", "0.75"), ("confidentiality", "0.5"), ("integrity", "0"), ("availability", "0"), ("malicious", "false"), ("people", "1 240"), ("unintelligible", "false"),
        ("article", "33"), ("sector", "healthcare"),
    ];

    [Fact]
    public async Task The_score_is_derived_put_on_record_with_its_reasons_and_stands_in_the_notice()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);

        var page = await officer.Send(await officer.Open(path), path, [.. Asked, ("override.level", ""), ("override.reason", ""), ("do", "compute")]);
        Assert.Equal(200, page.Status);
        Assert.Contains("4 × 0.75 + 0.5 = 3.5: high", page.Text, StringComparison.Ordinal);
        Assert.Contains("4 x 0.75 + 0.5 = 3.5: high.", page.Text, StringComparison.Ordinal);
        Assert.Contains("The 3 most like it of 18 worked cases", page.Text, StringComparison.Ordinal);
        Assert.Contains("EDPB Guidelines 01/2021 v2.0, case", page.Text, StringComparison.Ordinal);
        Assert.Matches(@"Decided fines that fit \(n = \d+\)", page.Text);
        Assert.Equal(0, (await service.Administrator.GetJson($"/api/v1/breaches/{id}")).GetProperty("decisions").GetArrayLength());

        var refused = await officer.Send(page, path, [.. Asked, ("override.level", "medium"), ("override.reason", ""), ("do", "record")]);
        Assert.Equal(422, refused.Status);
        Assert.Contains("id=\"override.reason-error\"", refused.Html, StringComparison.Ordinal);
        var done = await officer.Send(page, path, [.. Asked, ("override.level", "medium"), ("override.reason", "The results were a week old."), ("do", "record")]);
        Assert.Equal((303, $"/register/{id}#decisions"), (done.Status, done.Location));

        var decision = Assert.Single((await service.Administrator.GetJson($"/api/v1/breaches/{id}")).GetProperty("decisions").EnumerateArray());
        Assert.Equal("medium; computed high, score 3.5", decision.GetProperty("answer").GetString());
        Assert.Contains(decision.GetProperty("reasons").EnumerateArray(), reason => reason.GetString()!.Contains("The results were a week old.", StringComparison.Ordinal));
        Assert.Equal(0.75m, decision.GetProperty("severity").GetProperty("identifiability").GetDecimal());
        // The next visit starts from it, and the notice names the method.
        Assert.Contains("value=\"test results\"", (await officer.Open(path)).Html, StringComparison.Ordinal);
        var notice = await service.Administrator.GetJson($"/api/v1/breaches/{id}/notices/DE");
        var method = notice.GetProperty("sections").EnumerateArray().SelectMany(section => section.GetProperty("fields").EnumerateArray()).Single(field => field.GetProperty("key").GetString() == "outcomeMethod");
        Assert.Equal("Severity by the methodology of ENISA: medium; computed high, score 3.5", method.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_program_assesses_by_the_same_function()
    {
        await using var service = await ServiceUnderTest.Run();
        var (id, _) = await Registered(service);
        var response = await service.Administrator.PostText($"/api/v1/breaches/{id}/severity", """{"categories":[{"kind":"simple"}],"identifiability":1,"confidentiality":0.25}""");
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("low, score 1.25", (await response.Json()).GetProperty("answer").GetString());
        Assert.Equal(400, (await Problem.Of(await service.Administrator.PostText($"/api/v1/breaches/{id}/severity", """{"categories":[],"identifiability":1}"""))).Status);
        Assert.Equal(404, (await Problem.Of(await service.Administrator.PostText("/api/v1/breaches/none/severity", """{"categories":[{"kind":"simple"}],"identifiability":1}"""))).Status);
    }

    [Theory]
    [InlineData("sensitive", "", "simple")]
    [InlineData("identifiability", "", "identifiability")]
    [InlineData("people", "many", "people")]
    [InlineData("article", "thirty", "article")]
    public async Task What_is_wrong_stands_beside_its_field(string name, string value, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (_, path) = await Registered(service);
        var page = await officer.Send(await officer.Open(path), path, [.. Asked.Where(pair => pair.Item1 != name), (name, value), ("override.level", ""), ("override.reason", ""), ("do", "compute")]);
        Assert.Equal(422, page.Status);
        Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
    }

    private static async Task<(string Id, string Path)> Registered(ServiceUnderTest service)
    {
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "Test results sent to the wrong list", awareAt = "2026-11-22T10:00:00Z", authority = "DE", controller = new { name = "Klinikum", country = "DE" } })).Json()).GetProperty("id").GetString()!;
        return (id, $"/register/{id}/severity");
    }
}
