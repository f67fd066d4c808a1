using BreachNotify.Access;

namespace BreachNotify.Tests.Severity;

public sealed class SeverityTests
{
    [Fact]
    public async Task Financial_data_of_many_people_seen_by_known_recipients_score_high_and_near_a_bound()
    {
        await using var service = await ServiceUnderTest.Run();

        var answer = await (await (await service.As(Role.Officer)).PostText("/api/v1/severity",
            """{"categories":[{"kind":"financial","score":3,"reason":"balances"}],"identifiability":1,"confidentiality":0.25,"integrity":0,"availability":0,"malicious":false,"people":21000,"unintelligible":false}""")).Json();

        Assert.Equal(3.25m, answer.GetProperty("score").GetDecimal());
        Assert.Equal("high", answer.GetProperty("level").GetString());
        Assert.Equal("more-than-100-people", Assert.Single(answer.GetProperty("flags").EnumerateArray()).GetString());
        Assert.True(answer.GetProperty("nearBoundary").GetBoolean());
        Assert.StartsWith("sha256:", answer.GetProperty("proof").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"categories":[],"identifiability":1}""", "categories")]
    [InlineData("""{"categories":[{"kind":"gossip"}],"identifiability":1}""", "categories[0].kind")]
    [InlineData("""{"categories":[{"kind":"simple"}],"identifiability":0.3}""", "identifiability")]
    [InlineData("""{"categories":[{"kind":"simple"}],"identifiability":1,"people":-1}""", "people")]
    public async Task A_wrong_question_is_refused_by_name(string body, string field)
    {
        await using var service = await ServiceUnderTest.Run();

        var problem = await Problem.Of(await service.Administrator.PostText("/api/v1/severity", body));

        Assert.True(problem.Status is 400 or 422);
        Assert.Contains(field, problem.Fields);
    }

    [Fact]
    public async Task The_worked_cases_can_be_browsed_and_those_like_a_breach_found()
    {
        await using var service = await ServiceUnderTest.Run();
        var insurer = await service.As(Role.Insurer);

        var all = await insurer.GetJson("/api/v1/severity/cases");
        Assert.Equal(Enumerable.Range(1, 18), all.EnumerateArray().Select(found => found.GetProperty("number").GetInt32()));
        Assert.Equal((18, 12, 9), (Count("document"), Count("notifyAuthority"), Count("tellPeople")));
        int Count(string outcome) => all.EnumerateArray().Count(found => found.GetProperty(outcome).GetBoolean());

        var like = await (await insurer.PostText("/api/v1/severity/cases", """{"kind":"ransomware","unintelligible":true,"restored":true}""")).Json();
        Assert.Equal(1, like[0].GetProperty("number").GetInt32());
        Assert.Contains("case 1", like[0].GetProperty("citation").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"flood"}""", "kind")]
    [InlineData("""{"people":-1}""", "people")]
    [InlineData("""{"weather":"bad"}""", "weather")]
    public async Task A_wrong_trait_is_refused_by_name(string body, string field)
    {
        await using var service = await ServiceUnderTest.Run();

        var problem = await Problem.Of(await service.Administrator.PostText("/api/v1/severity/cases", body));

        Assert.Equal(400, problem.Status);
        Assert.Contains(field, problem.Fields);
    }
}
