using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using BreachNotify.Access;
using BreachNotify.Law;

namespace BreachNotify.Tests.Deadlines;

public sealed class AnswerTests : ServiceTests
{
    [Fact]
    public async Task Deadlines_come_with_readings_derivation_and_a_proof_that_can_be_checked()
    {
        var response = await (await Service.As(Role.Insurer)).PostText("/api/v1/deadlines", """{"awareAt":"2026-04-02T17:40:00+02:00","authority":"DE","role":"controller","risk":"risk","regimes":["gdpr"]}""");
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

        var obligation = answer["obligations"]![0]!;
        Assert.Equal("gdpr-33-1", (string?)obligation["id"]);
        Assert.Equal("2026-04-05T15:40:00Z", (string?)obligation["due"]);
        Assert.Equal(["elapsed", "hour-not-counted", "two-working-days", "two-working-days-full", "roll-over"], obligation["readings"]!.AsArray().Select(reading => (string?)reading!["id"]));
        var people = answer["obligations"]![1]!.AsObject();
        Assert.True(people.TryGetPropertyValue("due", out var due) && due is null);

        var proof = (string?)answer["proof"];
        answer.Remove("proof");
        var hash = SHA256.HashData(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(answer)));
        Assert.Equal("sha256:" + Convert.ToHexStringLower(hash), proof);
    }

    [Theory]
    [InlineData("deadlines", """{"awareAt":"2026-04-02T17:40:00+02:00","authority":"XX"}""", 400, "authority")]
    [InlineData("deadlines", """{"awareAt":"2017-04-02T17:40:00+02:00","authority":"DE"}""", 422, null)]
    [InlineData("deadlines", """{"awareAt":"2026-03-29T02:30:00","authority":"DE"}""", 400, "awareAt")]
    [InlineData("deadlines", """{"authority":"DE"}""", 400, "awareAt")]
    [InlineData("deadlines", """{"awareAt":"2026-04-02T17:40:00+02:00","authority":"DE","risk":"severe"}""", 400, "risk")]
    [InlineData("deadlines", """{"awareAt":"2026-04-02T17:40:00+02:00","authority":"DE","authority":"FR"}""", 400, "authority")]
    [InlineData("deadlines", """{"awareAt":"2026-04-02T17:40:00+02:00","authority":"DE","colour":"red"}""", 400, "colour")]
    [InlineData("deadlines", """{"awareAt":""", 400, "line 1, column 12")]
    [InlineData("deadlines", "", 400, "line 1, column 1")]
    [InlineData("deadlines", "null", 400, "(body)")]
    [InlineData("fines", """{"regime":"gdpr","entity":{"kind":"undertaking","turnover":{"amount":-1,"currency":"EUR"}}}""", 400, "entity.turnover.amount")]
    [InlineData("fines", """{"regime":"gdpr","entity":{"kind":"undertaking","turnover":{"amount":1e300,"currency":"EUR"}}}""", 400, "entity.turnover.amount")]
    [InlineData("fines", """{"regime":"gdpr","entity":{"kind":"undertaking","turnover":{"amount":1,"currency":"XYZ"}}}""", 422, "entity.turnover.currency")]
    [InlineData("fines", """{"regime":"gdpr","decidedOn":"2018-05-24","entity":{"kind":"naturalPerson"}}""", 422, null)]
    public async Task A_wrong_question_is_refused_by_name(string path, string body, int status, string? field)
    {
        var problem = await Problem.Of(await (await Service.As(Role.Officer)).PostText($"/api/v1/{path}", body));

        Assert.Equal(status, problem.Status);
        if (field is not null)
        {
            Assert.Contains(field, problem.Fields);
        }
    }

    [Fact]
    public async Task A_body_over_a_megabyte_is_refused_as_too_large()
    {
        using var content = new StringContent("{\"awareAt\":\"" + new string('x', 2 * 1024 * 1024), null, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/deadlines") { Content = content, Headers = { ExpectContinue = true } };

        var response = await Service.Administrator.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_registered_breach_has_the_same_deadlines_as_its_facts()
    {
        var officer = await Service.As(Role.Officer);
        var breach = await (await officer.PostText("/api/v1/breaches", """{"title":"Laptop lost","awareAt":"2026-04-02T17:40:00+02:00","authority":"DE","risk":"high"}""")).Json();
        var id = breach.GetProperty("id").GetString();
        await officer.PostText($"/api/v1/breaches/{id}/acts", """{"kind":"filed","at":"2026-04-05T15:45:00Z","recipient":"DE"}""");

        var obligation = (await officer.GetJson($"/api/v1/breaches/{id}/deadlines")).GetProperty("obligations")[0];

        Assert.Equal("2026-04-05T15:40:00Z", obligation.GetProperty("due").GetString());
        Assert.Equal(["elapsed"], obligation.GetProperty("filing").GetProperty("lateUnder").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task The_register_refuses_acts_that_contradict_the_awareness()
    {
        var officer = await Service.As(Role.Officer);
        var response = await officer.PostText("/api/v1/breaches", """{"title":"Laptop lost","awareAt":"2026-04-02T17:40:00+02:00","authority":"DE"}""");
        var id = (await response.Json()).GetProperty("id").GetString();

        var early = await Problem.Of(await officer.PostText($"/api/v1/breaches/{id}/acts", """{"kind":"filed","at":"2026-04-02T15:39:59Z"}"""));
        var unknown = await Problem.Of(await officer.PostText($"/api/v1/breaches/{id}/acts", """{"kind":"filed","at":"2026-04-03T10:00:00Z","obligation":"gdpr-99-9"}"""));

        Assert.Equal((422, "at"), (early.Status, Assert.Single(early.Fields)));
        Assert.Equal((400, "obligation"), (unknown.Status, Assert.Single(unknown.Fields)));
        Assert.Equal(JsonValueKind.Array, (await officer.GetJson($"/api/v1/breaches/{id}/deadlines")).GetProperty("obligations").ValueKind);
    }

    [Fact]
    public async Task Every_route_below_the_interface_wants_a_key()
    {
        using var description = JsonDocument.Parse(await Service.Anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        var routes = description.RootElement.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count > 20, $"Only {routes.Count} routes are described.");
        foreach (var method in routes.SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Name))))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method.Item2.ToUpperInvariant()), method.Item1.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            var problem = await Problem.Of(await Service.Anonymous.SendAsync(request));
            Assert.True(problem.Status == 401, $"{method.Item2} {method.Item1} answered {problem.Status} without a key.");
        }
    }
}
