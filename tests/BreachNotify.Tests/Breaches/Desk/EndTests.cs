using BreachNotify.Access;
using BreachNotify.Alarms;
using BreachNotify.Breaches;
using BreachNotify.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Breaches.Desk;

/// <summary>The decision that it is no personal-data breach, and that it is one after all.</summary>
public sealed class EndTests
{
    [Fact]
    public async Task The_clocks_stop_with_the_decision_and_run_again_with_another()
    {
        await using var service = await ServiceUnderTest.Run();
        using var officer = await Visitor.SignedIn(service, Role.Officer);
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "Lost key ring", awareAt = "2026-11-20T10:00:00Z", authority = "DE" })).Json()).GetProperty("id").GetString()!;
        var path = $"/register/{id}";
        Assert.Contains("class=\"left", (await officer.Open(path)).Html, StringComparison.Ordinal);

        await Decide("ends", "No personal data were on it.");

        var page = await officer.Open(path);
        Assert.Contains("ended: no personal-data breach", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"left", page.Html, StringComparison.Ordinal);
        Assert.Contains("ended: no personal-data breach", (await officer.Open("/register?state=closed")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lost key ring", (await officer.Open("/register?state=open")).Text, StringComparison.Ordinal);
        Assert.Empty(AlarmPlan.Of((await service.Services.GetRequiredService<FindBreach>()(id))!));
        Assert.Contains("STATUS:CANCELLED", await service.Administrator.GetStringAsync(new Uri($"/api/v1/breaches/{id}/calendar.ics", UriKind.Relative)), StringComparison.Ordinal);
        // Twice is once too often.
        Assert.Equal(409, (await Problem.Of(await service.Administrator.PostJson($"/api/v1/breaches/{id}/decisions", new { question = "q", answer = "a", reasons = "r", effect = "ends" }))).Status);

        await Decide("reopens", "A list of names was found on the tag.");

        Assert.Contains("class=\"left", (await officer.Open(path)).Html, StringComparison.Ordinal);
        Assert.Contains("Lost key ring", (await officer.Open("/register?state=open")).Text, StringComparison.Ordinal);
        Assert.Contains("STATUS:CONFIRMED", await service.Administrator.GetStringAsync(new Uri($"/api/v1/breaches/{id}/calendar.ics", UriKind.Relative)), StringComparison.Ordinal);

        async Task Decide(string effect, string reasons) =>
            Assert.Equal(303, (await officer.Send(await officer.Open(path), $"{path}/decisions", ("question", "Is it a personal-data breach?"), ("answer", effect), ("reasons", reasons), ("effect", effect))).Status);
    }
}
