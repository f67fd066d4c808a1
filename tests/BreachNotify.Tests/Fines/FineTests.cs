using System.Net;
using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime;

namespace BreachNotify.Tests.Fines;

/// <summary>POST /fines and what stands beside it, through the front door; the figures themselves are the law's to test.</summary>
public class FineTests
{
    private const string Sound = """{"regime":"gdpr","decidedOn":"2026-11-22","entity":{"kind":"undertaking","turnover":{"amount":300000000,"currency":"EUR"},"turnoverYear":2025},"infringements":[{"provision":"33","seriousness":"low","conduct":"a"},{"provision":"5(1)(f)","seriousness":"medium","conduct":"a"}]}""";

    [Fact]
    public async Task The_answer_is_the_law_s_own_byte_for_byte()
    {
        await using var service = await ServiceUnderTest.Run();

        var response = await service.Administrator.PostText("/api/v1/fines", Sound);

        var question = new FineQuestion
        {
            Regime = "gdpr",
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(300_000_000m, "EUR") },
            Infringements =
            [
                new Infringement { Provision = "Art. 33", Seriousness = Seriousness.Low, Conduct = "a" },
                new Infringement { Provision = "Article 5(1)(f) GDPR", Seriousness = Seriousness.Medium, Conduct = "a" },
            ],
        };
        Assert.Equal(Proof.Seal(FineRules.Answer(question, new LocalDate(2026, 11, 22))), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("300000000", "-1", 400, "entity.turnover.amount")]
    [InlineData("300000000", "NaN", 400, "line 1, column 95")]
    [InlineData("300000000", "\"NaN\"", 400, "entity.turnover.amount")]
    [InlineData("300000000", "1e300", 400, "entity.turnover.amount")]
    [InlineData("300000000", "1.123456789", 400, "entity.turnover.amount")]
    [InlineData("300000000", "1e-30", 400, "entity.turnover.amount")]
    [InlineData("300000000", "3e-9223372036854775809", 400, "entity.turnover.amount")]
    [InlineData("300000000", "1.00000000000000000000000000001", 400, "entity.turnover.amount")]
    [InlineData("300000000", "0.00000000000000000000000000000000000000000001", 400, "entity.turnover.amount")]
    [InlineData("300000000", "9999999999999.999", 400, "entity.turnover.amount")]
    [InlineData("300000000", "99999999999999.99", 400, "entity.turnover.amount")]
    [InlineData("\"low\"", "\"severe\"", 400, "infringements[0].seriousness")]
    [InlineData("\"low\"", "\"Low\"", 400, "infringements[0].seriousness")]
    [InlineData("2026-11-22", "2018-05-24", 422, "decidedOn")]
    [InlineData("2026-11-22", "22.11.2026", 400, "decidedOn")]
    [InlineData("2026-11-22", "2300-01-01", 422, "decidedOn")]
    [InlineData("\"5(1)(f)\"", "\"Art. 33\"", 422, "infringements[1].provision")]
    [InlineData("\"5(1)(f)\"", "\"5(1)(z)\"", 422, "infringements[1].provision")]
    [InlineData("\"EUR\"", "\"USD\"", 422, "entity.turnover.currency")]
    [InlineData("\"EUR\"", "\"euro\"", 400, "entity.turnover.currency")]
    [InlineData("\"EUR\"", "\"EUR\",\"rate\":1", 400, "entity.turnover.rate")]
    [InlineData("\"regime\":\"gdpr\"", "\"regime\":\"lgpd\"", 400, "regime")]
    [InlineData("\"regime\":\"gdpr\"", "\"regime\":\"gdpr\",\"method\":\"nl-2019\"", 422, "method")]
    [InlineData("\"regime\":\"gdpr\"", "\"regime\":\"gdpr\",\"method\":\"dice\"", 400, "method")]
    [InlineData("\"regime\":\"gdpr\"", "\"regime\":\"gdpr\",\"ruleBook\":\"2020-01-01\"", 422, "ruleBook")]
    [InlineData("\"regime\":\"gdpr\"", "\"regime\":\"gdpr\",\"regime\":\"gdpr\"", 400, "regime")]
    [InlineData("\"undertaking\"", "\"naturalPerson\"", 422, "entity.turnover")]
    [InlineData("\"turnoverYear\":2025", "\"turnoverYear\":2031", 422, "entity.turnoverYear")]
    [InlineData("\"turnoverYear\":2025", "\"turnoverBasis\":\"entity\"", 400, "entity.turnoverBasisReason")]
    [InlineData("\"turnoverYear\":2025", "\"turnoverFigure\":\"forecast\"", 422, "entity.turnoverFigure")]
    [InlineData("\"seriousness\":\"low\"", "\"seriousness\":\"low\",\"category\":2", 422, "infringements[0].category")]
    [InlineData("\"seriousness\":\"low\"", "\"factors\":[{\"point\":\"g\",\"direction\":\"aggravating\"}]", 422, "infringements[0].factors[0].point")]
    [InlineData("\"seriousness\":\"low\"", "\"factors\":[null]", 400, "infringements[0].factors[0]")]
    public async Task Bad_input_is_refused_naming_the_field(string part, string instead, int status, string? field)
    {
        await using var service = await ServiceUnderTest.Run();

        var problem = await Problem.Of(await service.Administrator.PostText("/api/v1/fines", Sound.Replace(part, instead, StringComparison.Ordinal)));

        Assert.Equal(status, problem.Status);
        if (field is not null)
        {
            Assert.Contains(field, problem.Fields);
        }
        Assert.All(problem.Errors, error => Assert.NotEmpty(error.Remedy));
    }

    [Fact]
    public async Task Two_currencies_never_meet_without_a_rate()
    {
        await using var service = await ServiceUnderTest.Run();
        var pounds = Sound.Replace("\"gdpr\"", "\"uk-gdpr\"", StringComparison.Ordinal);

        var missing = await Problem.Of(await service.Administrator.PostText("/api/v1/fines", pounds));
        var given = await service.Administrator.PostText("/api/v1/fines", pounds.Replace("\"entity\"", "\"exchangeRate\":{\"from\":\"EUR\",\"to\":\"GBP\",\"rate\":0.88,\"date\":\"2026-11-20\",\"source\":\"ECB\"},\"entity\"", StringComparison.Ordinal));

        Assert.Equal(422, missing.Status);
        Assert.Contains("2026-11-22", missing.Detail, StringComparison.Ordinal);
        Assert.Equal(8_700_000m, (await given.Json()).GetProperty("tiers")[0].GetProperty("ceiling").GetProperty("amount").GetDecimal());
    }

    [Fact]
    public async Task The_file_of_the_ECB_is_used_from_the_start()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "Date,USD\n2026-11-20,1.25\n");
        await using var service = await ServiceUnderTest.Run($"Fines:RatesFile={file}");

        var answer = await (await service.Administrator.PostText("/api/v1/fines", Sound.Replace("\"amount\":300000000,\"currency\":\"EUR\"", "\"amount\":1000000000,\"currency\":\"USD\"", StringComparison.Ordinal))).Json();

        File.Delete(file);
        Assert.Equal(16_000_000m, answer.GetProperty("tiers")[0].GetProperty("ceiling").GetProperty("amount").GetDecimal());
        Assert.Equal("2026-11-20", answer.GetProperty("request").GetProperty("exchangeRate").GetProperty("date").GetString());
    }

    [Fact]
    public async Task One_breach_is_seen_three_ways()
    {
        await using var service = await ServiceUnderTest.Run();

        var answer = await (await service.Administrator.PostText("/api/v1/fines/scenarios",
            """{"regime":"gdpr","authority":"FR","entity":{"kind":"undertaking","turnover":{"amount":300000000,"currency":"EUR"}},"people":21000,"costs":[{"id":"damages","base":250}]}""")).Json();

        Assert.Equal(["notification", "security", "securityAndPrinciple"], answer.GetProperty("scenarios").EnumerateArray().Select(scenario => scenario.GetProperty("id").GetString()));
        Assert.Equal("notInsurable", answer.GetProperty("insurability").GetProperty("status").GetString());
        Assert.Equal(52_500m, answer.GetProperty("costs").EnumerateArray().Single(cost => cost.GetProperty("id").GetString() == "damages").GetProperty("base").GetDecimal());
        Assert.StartsWith("sha256:", answer.GetProperty("proof").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(answer.GetProperty("neighbours").EnumerateArray());
    }

    [Theory]
    [InlineData("cases?article=33&country=NL", 1)]
    [InlineData("cases?sector=aviation", 1)]
    [InlineData("cases?turnoverFrom=1000000000&currency=PLN", 1)]
    public async Task Decided_fines_are_found(string path, int count)
    {
        await using var service = await ServiceUnderTest.Run();

        Assert.Equal(count, (await service.Administrator.GetJson($"/api/v1/fines/{path}")).GetProperty("fines").GetArrayLength());
    }

    [Theory]
    [InlineData("cases?article=333", 422, "article")]
    [InlineData("cases?country=Holland", 400, "country")]
    [InlineData("cases?sector=magic", 400, "sector")]
    [InlineData("cases?turnoverFrom=much", 400, "turnoverFrom")]
    [InlineData("insurability?country=de", 400, "country")]
    public async Task A_wrong_filter_is_refused_by_name(string path, int status, string field)
    {
        await using var service = await ServiceUnderTest.Run();

        var problem = await Problem.Of(await service.Administrator.GetAsync(new Uri($"/api/v1/fines/{path}", UriKind.Relative)));

        Assert.Equal(status, problem.Status);
        Assert.Equal([field], problem.Fields);
    }

    [Theory]
    [InlineData("statistics")]
    [InlineData("insurability")]
    [InlineData("costs")]
    [InlineData("neighbours")]
    public async Task The_data_behind_the_answers_can_be_read(string path)
    {
        await using var service = await ServiceUnderTest.Run();

        var rows = await service.Administrator.GetJson($"/api/v1/fines/{path}");

        Assert.All(rows.EnumerateArray(), row => Assert.True(row.GetProperty("verified").ValueKind is JsonValueKind.True or JsonValueKind.False));
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Anonymous.GetAsync(new Uri($"/api/v1/fines/{path}", UriKind.Relative))).StatusCode);
    }
}
