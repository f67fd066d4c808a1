using System.Text;
using BreachNotify.Access;
using BreachNotify.Exposure.Losses;
using BreachNotify.Law;

namespace BreachNotify.Tests.Losses;

public sealed class LossTests
{
    private const string Contract = """{ "frequency": { "model": "poisson", "mean": 2 }, "severity": { "model": "lognormal", "mu": 11, "sigma": 2 }, "terms": { "retention": 50000, "limit": 5000000 }, "levels": [0.9, 0.95, 0.99, 0.995] }""";

    [Fact]
    public async Task One_insured_is_answered_with_the_bytes_of_the_exposure()
    {
        await using var service = await ServiceUnderTest.Run();

        var response = await (await service.As(Role.Insurer)).PostText("/api/v1/losses", Contract);

        var expected = LossRules.Answer(new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.Poisson, Mean = 2 },
            Severity = new SeverityModel { Model = SeverityKind.Lognormal, Mu = 11, Sigma = 2 },
            Terms = new PolicyTerms { Retention = 50_000, Limit = 5_000_000 },
        });
        Assert.Equal(Encoding.UTF8.GetString(Proof.Seal(expected)), await response.Content.ReadAsStringAsync());
        var answer = await response.Json();
        // Twice the layer of the lognormal, by its closed form.
        Assert.Equal(583_077.02, answer.GetProperty("mean").GetDouble(), 0.01);
        Assert.Equal([0.9, 0.95, 0.99, 0.995], answer.GetProperty("valueAtRisk").EnumerateArray().Select(row => row.GetProperty("level").GetDouble()));
        Assert.All(answer.GetProperty("exceedance").EnumerateArray(), row => Assert.True(row.GetProperty("aggregate").GetDouble() >= row.GetProperty("occurrence").GetDouble() - answer.GetProperty("gridStep").GetDouble()));
    }

    [Theory]
    [InlineData("", """{"severity":{"model":"gamma","shape":1,"scale":1}}""", "frequency", 400)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":"two"},"severity":{"model":"gamma","shape":1,"scale":1}}""", "frequency.mean", 400)]
    [InlineData("", """{"frequency":{"model":"poison","mean":2},"severity":{"model":"gamma","shape":1,"scale":1}}""", "frequency.model", 400)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":2},"severity":{"model":"gamma","shape":1,"scale":1,"sigma":2}}""", "severity.sigma", 400)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":2},"severity":{"model":"mixture","parts":[null]}}""", "severity.parts[0]", 400)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":2},"severity":{"model":"gamma","shape":1,"scale":1},"terms":{"retention":-5}}""", "terms.retention", 400)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":2},"severity":{"model":"gamma","shape":1,"scale":1},"terms":{"share":2}}""", "terms.share", 400)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":2},"severity":{"model":"gamma","shape":1,"scale":1},"levels":[1e400]}""", "levels[0]", 400)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":2},"severity":{"model":"gamma","shape":1,"scale":1},"gridStep":0.0000001}""", "gridStep", 422)]
    [InlineData("", """{"frequency":{"model":"poisson","mean":2},"severity":{"model":"lognormal","mu":30,"sigma":10}}""", "severity", 422)]
    [InlineData("/breach", """{"currency":"EUR","country":"DE","people":-1}""", "people", 400)]
    [InlineData("/breach", """{"currency":"EUR","country":"Germany","people":1}""", "country", 400)]
    [InlineData("/breach", """{"currency":"EUR","country":"DE","people":1}""", "exchangeRates", 422)]
    [InlineData("/breach", """{"currency":"EUR","country":"DE","people":1,"costs":[{"id":"weather"}]}""", "costs[0].id", 400)]
    [InlineData("/breach", """{"currency":"EUR","country":"DE","people":1,"policy":{"sublimits":[{"component":"cake","limit":1}]}}""", "policy.sublimits[0].component", 400)]
    public async Task A_wrong_question_is_refused_by_name(string path, string body, string field, int status)
    {
        await using var service = await ServiceUnderTest.Run();

        var problem = await Problem.Of(await service.Administrator.PostText($"/api/v1/losses{path}", body));

        Assert.Equal(status, problem.Status);
        Assert.Contains(field, problem.Fields);
    }

    [Fact]
    public async Task One_breach_is_answered_by_component_and_reading()
    {
        await using var service = await ServiceUnderTest.Run();

        var answer = await (await (await service.As(Role.Insurer)).PostText("/api/v1/losses/breach",
            """
            { "currency": "USD", "country": "US", "people": 25000, "costs": [{ "id": "damages", "low": 0, "base": 0, "high": 0 }],
              "exchangeRates": [{ "from": "EUR", "to": "USD", "rate": 1.1, "date": "2026-11-20", "source": "ECB" }], "asOf": "2026-11-22",
              "interruption": { "dailyGrossProfit": 24000, "outageHours": 30, "waitingHours": 10 },
              "policy": { "retention": 10000, "sublimits": [{ "component": "businessInterruption", "limit": 15000 }] } }
            """)).Json();

        Assert.Equal(["sublimitFirst", "sublimitFirst", "retentionFirst", "retentionFirst"], answer.GetProperty("paid").EnumerateArray().Select(row => row.GetProperty("order").GetString()));
        Assert.Equal(37_500, Component("notification").GetProperty("base").GetDecimal());
        Assert.Equal(30_000, Component("businessInterruption").GetProperty("base").GetDecimal());
        Assert.False(answer.GetProperty("verified").GetBoolean());
        Assert.StartsWith("sha256:", answer.GetProperty("proof").GetString(), StringComparison.Ordinal);

        System.Text.Json.JsonElement Component(string word) => answer.GetProperty("components").EnumerateArray().Single(row => row.GetProperty("component").GetString() == word).GetProperty("cost");
    }

    [Fact]
    public async Task Each_default_of_a_component_says_from_when_and_where_it_is()
    {
        await using var service = await ServiceUnderTest.Run();

        var rows = (await (await service.As(Role.Insurer)).GetJson("/api/v1/losses/defaults")).EnumerateArray().ToList();

        Assert.All(rows, row => Assert.NotEqual("", row.GetProperty("asOf").GetString()));
        Assert.All(rows, row => Assert.True(row.GetProperty("cost").TryGetProperty("source", out _) || !row.GetProperty("cost").GetProperty("verified").GetBoolean()));
        Assert.Equal(2, rows.Count(row => row.GetProperty("component").GetString() == "incidentResponse"));
    }

    [Fact]
    public async Task The_description_holds_the_models_and_lets_a_mixture_hold_severities()
    {
        await using var service = await ServiceUnderTest.Run();

        var schemas = (await service.Anonymous.GetJson("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");

        Assert.Contains("negativeBinomial", schemas.GetProperty("FrequencyKind").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        Assert.EndsWith("/SeverityModel", schemas.GetProperty("WeightedSeverity").GetProperty("properties").GetProperty("severity").GetProperty("$ref").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("rateOnLine", schemas.GetProperty("LossAnswer").GetProperty("required").EnumerateArray().Select(word => word.GetString()));
    }
}
