using System.Net;
using System.Text.Json;
using BreachNotify.Access;

namespace BreachNotify.Tests.Deadlines;

public sealed class RegisterDeadlinesOnSqliteTests : RegisterDeadlineTests;

/// <summary>A second process on the same data.</summary>
public sealed class RestartedDeadlineTests
{
    [Fact]
    public async Task A_restarted_service_gives_the_same_bytes_and_proof()
    {
        var folder = Directory.CreateTempSubdirectory("breachnotify-").FullName;
        string path, before;
        await using (var service = await ServiceUnderTest.RunIn(folder))
        {
            var officer = await service.As(Role.Officer);
            var response = await officer.PostJson("/api/v1/breaches", new { title = "Shop", awareAt = "2026-11-20T09:30:00Z", authority = "DE" });
            path = $"/api/v1/breaches/{(await response.Json()).GetProperty("id").GetString()}/deadlines";
            before = await officer.GetStringAsync(path);
            service.Clock.Advance(TimeSpan.FromHours(1));
            await officer.PostJson(path.Replace("deadlines", "acts", StringComparison.Ordinal), new { kind = "filed", at = "2026-11-22T11:00:00Z" });
        }
        await using (var service = await ServiceUnderTest.RunIn(folder))
        {
            Assert.NotEqual(before, await service.Administrator.GetStringAsync(path));
            Assert.Equal(before, await service.Administrator.GetStringAsync($"{path}?at=2026-11-22T12:30:00Z"));
        }
        Directory.Delete(folder, recursive: true);
    }
}

public sealed class RegisterDeadlinesOnPostgresTests(PostgresServer server) : RegisterDeadlineTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>The deadlines of registered breaches.</summary>
public abstract class RegisterDeadlineTests : ServiceTests
{
    private const string Aware = "2026-11-20T09:30:00Z";

    [Fact]
    public async Task Without_an_establishment_in_the_EEA_every_authority_where_people_live_is_told_by_its_own_calendar()
    {
        var id = await Registered("""{"title":"Guest list","awareAt":"2026-04-09T15:20:00Z","controller":{"name":"Hotels Inc","country":"US"},"affected":[{"country":"DE","people":3},{"country":"GR","people":2},{"country":"PL","people":1}]}""");

        var notices = await Obligations(id, "gdpr-33-1");

        Assert.Equal(["DE", "GR", "PL"], notices.Select(notice => notice.GetProperty("recipient").GetString()).Order());
        // 10 and 13 April 2026 are Good Friday and Easter Monday of the Orthodox calendar.
        Assert.Equal("2026-04-15T00:00:00+03:00", Reading(notices.Single(notice => notice.GetProperty("recipient").GetString() == "GR"), "two-working-days"));
        Assert.Equal("2026-04-12T18:00:00+02:00", Reading(notices.Single(notice => notice.GetProperty("recipient").GetString() == "DE"), "two-working-days"));
    }

    [Fact]
    public async Task Where_the_authority_is_named_people_abroad_still_bring_theirs()
    {
        var id = await Registered($$"""{"title":"Shop","awareAt":"{{Aware}}","authority":"DE","affected":[{"country":"DE","people":10},{"country":"FR","people":10},{"country":"GB","people":10}]}""");

        var all = (await Officer.GetJson($"/api/v1/breaches/{id}/deadlines")).GetProperty("obligations").EnumerateArray().ToList();

        Assert.Equal(["DE", "GB"], all.Where(o => o.GetProperty("id").GetString()!.EndsWith("33-1", StringComparison.Ordinal)).Select(o => o.GetProperty("recipient").GetString()).Order());
    }

    [Fact]
    public async Task Other_regimes_run_on_their_facts_and_start_with_recorded_acts()
    {
        var id = await Registered("""{"title":"Core banking","awareAt":"2026-11-20T09:30:00Z","authority":"DE","regimes":["gdpr","dora"],"regimeFacts":{"significantIncident":true,"financialEntity":"creditInstitution"}}""");
        var before = Assert.Single(await Obligations(id, "dora-19-intermediate"));
        Assert.True(before.GetProperty("conditional").GetBoolean());
        Assert.Equal(JsonValueKind.Null, before.GetProperty("due").ValueKind);

        await Act(id, """{"kind":"classified","at":"2026-11-20T11:00:00Z"}""");
        await Act(id, """{"kind":"submitted","at":"2026-11-20T13:00:00Z","obligation":"dora-19-initial"}""");

        var after = Assert.Single(await Obligations(id, "dora-19-intermediate"));
        Assert.StartsWith("2026-11-23", after.GetProperty("due").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_known_at_an_instant_gives_the_same_bytes_years_later()
    {
        var id = await Registered($$"""{"title":"Shop","awareAt":"{{Aware}}","authority":"DE"}""");
        var at = Service.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var then = await Officer.GetStringAsync($"/api/v1/breaches/{id}/deadlines");
        Service.Clock.Advance(TimeSpan.FromDays(3 * 365));
        await Act(id, """{"kind":"filed","at":"2026-11-22T10:00:00Z"}""");

        Assert.Equal(then, await Officer.GetStringAsync($"/api/v1/breaches/{id}/deadlines?at={at}"));
        Assert.NotEqual(then, await Officer.GetStringAsync($"/api/v1/breaches/{id}/deadlines"));
        Assert.Equal(404, (await Problem.Of(await Officer.GetAsync($"/api/v1/breaches/{id}/deadlines?at=2026-11-19T00:00:00Z"))).Status);
    }

    [Fact]
    public async Task A_proposal_is_replayed_over_the_whole_register()
    {
        var falls = await Registered($$"""{"title":"A risk","awareAt":"{{Aware}}","authority":"DE","risk":"risk"}""");
        var moves = await Registered($$"""{"title":"A high risk","awareAt":"{{Aware}}","authority":"FR","risk":"high"}""");
        await Registered($$"""{"title":"No risk","awareAt":"{{Aware}}","authority":"DE","risk":"unlikely"}""");
        await Registered($$"""{"title":"In London","awareAt":"{{Aware}}","authority":"GB","risk":"risk"}""");
        var open = await Registered($$"""{"title":"Nobody knows where","awareAt":"{{Aware}}"}""");
        for (var i = 0; i < 60; i++)
        {
            await Registered($$"""{"title":"One of many","awareAt":"{{Aware}}","authority":"AT","risk":"unlikely"}""");
        }

        var answer = await Officer.GetJson("/api/v1/what-if/digital-omnibus");

        Assert.Equal(
            [(falls, "gdpr-33-1", "fallsAway", "2026-11-23T09:30:00Z", null), (moves, "gdpr-33-1", "moves", "2026-11-23T09:30:00Z", "2026-11-24T09:30:00Z")],
            answer.GetProperty("changes").EnumerateArray().Select(change => (
                change.GetProperty("breach").GetString()!, change.GetProperty("obligation").GetString()!, change.GetProperty("change").GetString()!,
                change.GetProperty("due").GetString()!, change.GetProperty("dueAsProposed").GetString())));
        var unreplayed = Assert.Single(answer.GetProperty("unreplayed").EnumerateArray());
        Assert.Equal(open, unreplayed.GetProperty("breach").GetString());
        Assert.Contains("authority", unreplayed.GetProperty("reason").GetString(), StringComparison.Ordinal);
        var counts = answer.GetProperty("counts");
        // Of the high risk the people are told, under both; in London nothing changes.
        Assert.Equal((65, 1, 4, 2, 1, 1, 0), (Count("breaches"), Count("unreplayed"), Count("obligations"), Count("unchanged"), Count("fallAway"), Count("move"), Count("arise")));
        int Count(string name) => counts.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task An_unknown_proposal_is_refused_by_name()
    {
        var problem = await Problem.Of(await Officer.GetAsync("/api/v1/what-if/analogue-minibus"));

        Assert.Equal(400, problem.Status);
        Assert.Contains("digital-omnibus", problem.Errors[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"seats":["XX"]}""", 400, "seats[0]")]
    [InlineData("""{"seats":["US"],"establishedInEea":true}""", 400, "seats")]
    [InlineData("""{"regimes":["gdpr","gdpr2"]}""", 400, "regimes[1]")]
    [InlineData("""{"regimes":["dora","dora"]}""", 400, "regimes[1]")]
    [InlineData("""{"regimeFacts":{"people":-1}}""", 400, "regimeFacts.people")]
    [InlineData("""{"regimeFacts":{"peeple":1}}""", 400, "regimeFacts.peeple")]
    [InlineData("""{"affected":[{"country":"UK","people":1}]}""", 400, "affected[0].country")]
    [InlineData("""{"affected":[{"country":"DE","people":9000000000}]}""", 400, "affected[0].people")]
    [InlineData("""{"occurredFrom":"2026-11-20T10:00:00Z"}""", 422, "occurredFrom")]
    public async Task Contradictions_are_refused_by_name(string more, int status, string field)
    {
        var problem = await Problem.Of(await Officer.PostText("/api/v1/breaches", $$"""{"title":"Shop","awareAt":"{{Aware}}",{{more[1..]}}"""));

        Assert.Equal(status, problem.Status);
        Assert.Contains(field, problem.Fields);
    }

    private async Task<string> Registered(string body)
    {
        var response = await Officer.PostText("/api/v1/breaches", body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Json()).GetProperty("id").GetString()!;
    }

    private async Task Act(string id, string body) =>
        Assert.Equal(HttpStatusCode.Created, (await Officer.PostText($"/api/v1/breaches/{id}/acts", body)).StatusCode);

    private async Task<List<JsonElement>> Obligations(string id, string obligation) =>
        [.. (await Officer.GetJson($"/api/v1/breaches/{id}/deadlines")).GetProperty("obligations").EnumerateArray().Where(o => o.GetProperty("id").GetString() == obligation)];

    private static string? Reading(JsonElement obligation, string id) =>
        obligation.GetProperty("readings").EnumerateArray().Single(reading => reading.GetProperty("id").GetString() == id).GetProperty("local").GetString();
}
