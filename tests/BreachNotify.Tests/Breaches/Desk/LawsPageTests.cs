using BreachNotify.Access;
using BreachNotify.Breaches.Desk;
using BreachNotify.Tests.Pages;

namespace BreachNotify.Tests.Breaches.Desk;

/// <summary>Laws beside data protection, through their page.</summary>
public sealed class LawsPageTests
{
    [Fact]
    public void Every_fact_that_laws_ask_for_can_be_answered_and_says_who_asks() => Assert.All(LawsForm.Facts, fact =>
        // These two are asked together with others.
        Assert.True(fact.Questions.Count > 0 || fact.Name is "regimeFacts.people" or "regimeFacts.sensitiveData", $"Nobody asks for {fact.Name}."));

    [Fact]
    public async Task A_law_is_added_with_its_facts_and_its_clock_runs_beside_the_first()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);
        var page = await officer.Open(path);
        // What is counted anyhow is ticked, and stays to be followed from the authority.
        Assert.Contains("id=\"regimes-gdpr\" name=\"regimes\" value=\"gdpr\" checked", page.Html, StringComparison.Ordinal);
        Assert.Equal(303, (await officer.Edit(page, path, ("reason", "who we are"), ("seats", "de-hh\nFR"), ("establishedInEea", "true"))).Status);
        var record = await service.Administrator.GetJson($"/api/v1/breaches/{id}");
        Assert.Equal(["DE-HH", "FR"], record.GetProperty("seats").EnumerateArray().Select(seat => seat.GetString()));
        Assert.False(record.TryGetProperty("regimes", out var none) && none.ValueKind != System.Text.Json.JsonValueKind.Null);

        var done = await officer.Edit(await officer.Open(path), path, ("reason", "a bank"), ("regimes", "gdpr,dora"), ("regimeFacts.significantIncident", "true"), ("regimeFacts.financialEntity", "creditInstitution"), ("regimeFacts.people", "1 200"));

        Assert.Equal((303, $"/register/{id}"), (done.Status, done.Location));
        var shown = await officer.Open($"/register/{id}");
        // Named as the law names it, with the clock that ends first on top.
        Assert.Contains("DORA Art. 19", shown.Text, StringComparison.Ordinal);
        Assert.Contains("22 h 0 min left", shown.Text, StringComparison.Ordinal);
        var facts = (await service.Administrator.GetJson($"/api/v1/breaches/{id}")).GetProperty("regimeFacts");
        Assert.Equal((true, "creditInstitution", 1200), (facts.GetProperty("significantIncident").GetBoolean(), facts.GetProperty("financialEntity").GetString(), facts.GetProperty("people").GetInt32()));
        // Shown again as it was said.
        page = await officer.Open(path);
        Assert.Contains("<option value=\"creditInstitution\" selected", page.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"1200\"", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("regimes", "gdpr,uk-gdpr", "regimes")]
    [InlineData("regimes", "gdpr,code-of-hammurabi", "regimes")]
    [InlineData("seats", "Berlin", "seats")]
    [InlineData("regimeFacts.people", "many", "regimeFacts.people")]
    [InlineData("reason", "", "reason")]
    public async Task What_is_wrong_stands_beside_its_field(string name, string value, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var (id, path) = await Registered(service);
        (string, string)[] typed = [("reason", "r"), ("regimeFacts.ongoing", "true")];
        var page = await officer.Edit(await officer.Open(path), path, [.. typed.Where(entry => entry.Item1 != name), (name, value)]);
        Assert.Equal(422, page.Status);
        Assert.Contains($"id=\"{field}-error\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(1, (await service.Administrator.GetJson($"/api/v1/breaches/{id}")).GetProperty("version").GetInt32());
    }

    private static async Task<(string Id, string Path)> Registered(ServiceUnderTest service)
    {
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "Core banking down", awareAt = "2026-11-22T10:00:00Z", authority = "DE-HH" })).Json()).GetProperty("id").GetString()!;
        return (id, $"/register/{id}/laws");
    }
}
