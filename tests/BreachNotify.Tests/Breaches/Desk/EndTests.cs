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

        service.Clock.Advance(TimeSpan.FromMinutes(10));
        await Decide("ends", "No personal data were on it.");

        var page = await officer.Open(path);
        Assert.Contains("ended: no personal-data breach", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"left", page.Html, StringComparison.Ordinal);
        Assert.Contains("ended: no personal-data breach", (await officer.Open("/register?state=closed")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lost key ring", (await officer.Open("/register?state=open")).Text, StringComparison.Ordinal);
        Assert.Empty(AlarmPlan.Of((await service.Services.GetRequiredService<FindBreach>()(id))!));
        Assert.Contains("STATUS:CANCELLED", await service.Administrator.GetStringAsync(new Uri($"/api/v1/breaches/{id}/calendar.ics", UriKind.Relative)), StringComparison.Ordinal);
        // The interface says so too, with the decision as the reason, and still counts it as it was known before.
        var ended = (await service.Administrator.GetJson($"/api/v1/breaches/{id}/deadlines")).GetProperty("obligations").EnumerateArray().ToList();
        Assert.All(ended, duty => Assert.False(duty.GetProperty("required").GetBoolean()));
        Assert.All(ended, duty => Assert.Equal("It was decided at 2026-11-22T12:10:00Z that this is no personal-data breach, so that nothing is owed while that decision stands: No personal data were on it.", duty.GetProperty("derivation").EnumerateArray().Last().GetProperty("text").GetString()));
        Assert.Contains((await service.Administrator.GetJson($"/api/v1/breaches/{id}/deadlines?at=2026-11-22T12:05:00Z")).GetProperty("obligations").EnumerateArray(), duty => duty.GetProperty("required").GetBoolean());
        var counts = (await service.Administrator.GetJson("/api/v1/what-if/digital-omnibus")).GetProperty("counts");
        Assert.Equal((1, 1, 0), (counts.GetProperty("breaches").GetInt32(), counts.GetProperty("ended").GetInt32(), counts.GetProperty("obligations").GetInt32()));
        var notice = await officer.Open($"{path}/notices/DE");
        Assert.Contains("it was decided that this is no personal-data breach", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"left", notice.Html, StringComparison.Ordinal);
        // Twice is once too often.
        Assert.Equal(409, (await Problem.Of(await service.Administrator.PostJson($"/api/v1/breaches/{id}/decisions", new { question = "q", answer = "a", reasons = "r", effect = "ends" }))).Status);

        await Decide("reopens", "A list of names was found on the tag.");

        Assert.Contains("class=\"left", (await officer.Open(path)).Html, StringComparison.Ordinal);
        Assert.Contains("Lost key ring", (await officer.Open("/register?state=open")).Text, StringComparison.Ordinal);
        Assert.Contains("STATUS:CONFIRMED", await service.Administrator.GetStringAsync(new Uri($"/api/v1/breaches/{id}/calendar.ics", UriKind.Relative)), StringComparison.Ordinal);

        async Task Decide(string effect, string reasons) =>
            Assert.Equal(303, (await officer.Send(await officer.Open(path), $"{path}/decisions", ("question", "Is it a personal-data breach?"), ("answer", effect), ("reasons", reasons), ("effect", effect))).Status);
    }

    [Fact]
    public async Task What_laws_about_incidents_ask_runs_on()
    {
        await using var service = await ServiceUnderTest.Run();
        var id = (await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "Core banking down", awareAt = "2026-11-22T10:00:00Z", authority = "DE", regimes = new[] { "gdpr", "dora" }, regimeFacts = new { significantIncident = true } })).Json()).GetProperty("id").GetString()!;

        await service.Administrator.PostJson($"/api/v1/breaches/{id}/decisions", new { question = "Is it a personal-data breach?", answer = "no", reasons = "Nothing personal was on it.", effect = "ends" });

        var duties = (await service.Administrator.GetJson($"/api/v1/breaches/{id}/deadlines")).GetProperty("obligations").EnumerateArray().ToLookup(duty => duty.GetProperty("regime").GetString(), duty => duty.GetProperty("required").GetBoolean());
        Assert.All(duties["gdpr"], Assert.False);
        Assert.Contains(true, duties["dora"]);
        Assert.Equal("dora-19-initial", AlarmPlan.Of((await service.Services.GetRequiredService<FindBreach>()(id))!)[0].Obligations[0].Id);
        Assert.DoesNotContain("CONFIRMED", (await service.Administrator.GetStringAsync(new Uri($"/api/v1/breaches/{id}/calendar.ics", UriKind.Relative))).Split("BEGIN:VEVENT").Single(entry => entry.Contains("gdpr-33-1", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
