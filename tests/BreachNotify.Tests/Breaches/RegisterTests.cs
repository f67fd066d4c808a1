using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;

namespace BreachNotify.Tests.Breaches;

public sealed class RegisterOnSqliteTests : RegisterTests;

public sealed class RegisterOnPostgresTests(PostgresServer server) : RegisterTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>What holds on both engines.</summary>
public abstract class RegisterTests : ServiceTests
{
    private const string Aware = "2026-11-22T11:00:00+01:00";

    [Fact]
    public async Task A_title_and_the_awareness_suffice()
    {
        var response = await Officer.PostJson("/api/v1/breaches", new { title = "Lost laptop", awareAt = Aware });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
        var record = await response.Json();
        Assert.Equal($"/api/v1/breaches/{Id(record)}", response.Headers.Location!.OriginalString);
        Assert.Equal("2026-11-22T10:00:00Z", record.GetProperty("awareAt").GetString());
        Assert.Equal(JsonSerializer.Serialize(record), JsonSerializer.Serialize(await Officer.GetJson($"/api/v1/breaches/{Id(record)}")));
    }

    [Fact]
    public async Task Every_fact_comes_back_as_it_was_sent()
    {
        const string facts = """
            {"title":"Mailboxes open to attackers","awareAt":"2026-11-20T09:30:00Z","zone":"Europe/Berlin","authority":"DE-BY","sector":"public","role":"jointController",
             "risk":"high","incidentKind":"dataBreachByHackers","controller":{"name":"Müller & Söhne","country":"DE","address":"Weg 1\n80331 München","registration":"HRB 1"},
             "contact":{"name":"Dr. Ok","email":"dpo@mueller.example","phone":"+49 89 1"},"nature":"Three mailboxes \"were\" open.","dataTypes":["names","addresses"],
             "consequences":"Phishing","measures":"Passwords reset","advice":"Be careful","affected":[{"country":"GR","people":1200},{"country":"DE","people":0}],
             "occurredFrom":"2026-02-01T00:00:00Z","occurredUntil":"2026-11-19T00:00:00Z","translations":{"el":{"nature":"Τρία","dataTypes":["ονόματα"],"consequences":null,"measures":null,"advice":null}}}
            """;
        var record = await (await Officer.PostText("/api/v1/breaches", facts)).Json();
        using var sent = JsonDocument.Parse(facts);
        foreach (var member in sent.RootElement.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(member.Value, record.GetProperty(member.Name)), $"{member.Name}: {record.GetProperty(member.Name)}");
        }
    }

    [Fact]
    public async Task A_change_keeps_what_was_known_before()
    {
        var record = await Registered();
        var registered = Service.Clock.GetUtcNow();
        Service.Clock.Advance(TimeSpan.FromHours(1));

        var changed = await Patch(record, """{"nature":"Unencrypted","affected":[{"country":"DE","people":3}],"reason":"Found out"}""", "\"1\"");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("\"2\"", changed.Headers.ETag!.Tag);
        var path = $"/api/v1/breaches/{Id(record)}";
        Assert.Equal("Unencrypted", (await Officer.GetJson(path)).GetProperty("nature").GetString());
        var then = await Officer.GetJson($"{path}?at={registered.AddMinutes(59):yyyy-MM-ddTHH:mm:ssZ}");
        Assert.Equal((1, JsonValueKind.Null), (then.GetProperty("version").GetInt32(), then.GetProperty("nature").ValueKind));
        var now = await Officer.GetJson($"{path}?at={registered.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}");
        Assert.Equal(2, now.GetProperty("version").GetInt32());
        Assert.Equal(404, (await Problem.Of(await Get($"{path}?at={registered.AddSeconds(-1):yyyy-MM-ddTHH:mm:ssZ}"))).Status);
        var entry = (await Officer.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().Last();
        Assert.Equal(("breach.changed", "Found out"), (entry.GetProperty("kind").GetString(), entry.GetProperty("payload").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Null_in_a_patch_removes_and_objects_merge()
    {
        var record = await Registered("""{"title":"A","awareAt":"2026-11-22T10:00:00Z","nature":"x","sector":"public","controller":{"name":"C","country":"DE","address":"here"}}""");
        var changed = await (await Patch(record, """{"nature":null,"sector":null,"controller":{"address":null,"registration":"7"},"reason":"Corrected"}""", "\"1\"")).Json();
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("nature").ValueKind);
        Assert.Equal("private", changed.GetProperty("sector").GetString());
        Assert.Equal("""{"name":"C","country":"DE","address":null,"registration":"7"}""", changed.GetProperty("controller").GetRawText());
    }

    [Fact]
    public async Task The_reason_may_stand_in_the_header()
    {
        var record = await Registered();
        using var request = PatchRequest(record, """{"title":"Found laptop"}""", "\"1\"");
        request.Headers.Add("Reason", "It was in the drawer");
        Assert.Equal("Found laptop", (await (await Officer.SendAsync(request)).Json()).GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("""{"nature":"x"}""", "\"1\"", 400, "reason")]
    [InlineData("""{"nature":"x","reason":" "}""", "\"1\"", 400, "reason")]
    [InlineData("""{"nature":"x","reason":1}""", "\"1\"", 400, "reason")]
    [InlineData("""{"version":7,"reason":"r"}""", "\"1\"", 400, "version")]
    [InlineData("""{"controller":{"nam":"x"},"reason":"r"}""", "\"1\"", 400, "controller.nam")]
    [InlineData("""{"affected":[{"country":"DE","people":1},null],"reason":"r"}""", "\"1\"", 400, "affected[1]")]
    [InlineData("""{"affected":[{"country":"Germany","people":1}],"reason":"r"}""", "\"1\"", 400, "affected[0].country")]
    [InlineData("""{"affected":[{"country":"DE","people":-1}],"reason":"r"}""", "\"1\"", 400, "affected[0].people")]
    [InlineData("""{"affected":[{"country":"DE","people":1.5}],"reason":"r"}""", "\"1\"", 400, "affected[0].people")]
    [InlineData("""{"contact":{"name":"x","email":"a@b.example\r\nBcc: c@d.example"},"reason":"r"}""", "\"1\"", 400, "contact.email")]
    [InlineData("""{"title":null,"reason":"r"}""", "\"1\"", 400, "title")]
    [InlineData("""{"title":"a\u0000b","reason":"r"}""", "\"1\"", 400, "title")]
    [InlineData("""{"nature":"a\u0000b","reason":"r"}""", "\"1\"", 400, "nature")]
    [InlineData("""{"nature":"\ud800","reason":"r"}""", "\"1\"", 400, "nature")]
    [InlineData("""{"nature":"x","nature":"y","reason":"r"}""", "\"1\"", 400, "nature")]
    [InlineData("""[]""", "\"1\"", 400, "(body)")]
    [InlineData("""{"awareAt":"2026-11-23T12:00:00Z","reason":"r"}""", "\"1\"", 422, "awareAt")]
    [InlineData("""{"awareAt":"2016-04-02T10:00:00Z","authority":"DE","reason":"r"}""", "\"1\"", 422, "awareAt")]
    [InlineData("""{"awareAt":"2022-04-02T10:00:00Z","authority":"CH","reason":"r"}""", "\"1\"", 422, "awareAt")]
    [InlineData("""{"occurredFrom":"2026-11-02T00:00:00Z","occurredUntil":"2026-11-01T00:00:00Z","reason":"r"}""", "\"1\"", 422, "occurredUntil")]
    [InlineData("""{"nature":"x","reason":"r"}""", "\"2\"", 412, "If-Match")]
    [InlineData("""{"nature":"x","reason":"r"}""", "W/\"1\"", 412, "If-Match")]
    [InlineData("""{"nature":"x","reason":"r"}""", "1", 400, "If-Match")]
    [InlineData("""{"nature":"x","reason":"r"}""", null, 428, "If-Match")]
    [InlineData("""{"nature":"x"}""", null, 428, "If-Match")]
    public async Task A_wrong_change_is_refused_by_name_and_changes_nothing(string patch, string? ifMatch, int status, string field)
    {
        var record = await Registered();
        var problem = await Problem.Of(await Patch(record, patch, ifMatch));
        Assert.Equal(status, problem.Status);
        Assert.Contains(field, problem.Fields);
        Assert.Equal(1, (await Officer.GetJson($"/api/v1/breaches/{Id(record)}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Of_parallel_changes_from_one_version_exactly_one_wins()
    {
        var record = await Registered();
        for (var round = 1; round <= 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Patch(record, $$"""{"nature":"by {{i}}","reason":"race"}""", $"\"{round}\"")));
            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        }
        Assert.Equal(6, (await Officer.GetJson($"/api/v1/breaches/{Id(record)}")).GetProperty("version").GetInt32());
        var journal = await Officer.GetJson("/api/v1/journal/verify");
        Assert.True(journal.GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Parallel_registrations_and_acts_lose_nothing_and_the_chain_holds()
    {
        var record = await Registered();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => i % 2 == 0
            ? Officer.PostJson("/api/v1/breaches", new { title = $"Breach {i}", awareAt = Aware })
            : Officer.PostJson($"/api/v1/breaches/{Id(record)}/acts", new { kind = "filed", at = Aware, note = $"{i}" })));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var acts = (await Officer.GetJson($"/api/v1/breaches/{Id(record)}")).GetProperty("acts").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 2 == 1).Select(i => $"{i}").Order(), acts.Select(act => act.GetProperty("note").GetString()).Order());
        var verified = await Officer.GetJson("/api/v1/journal/verify");
        // 30 answers, the first registration and the officer's key.
        Assert.Equal((true, 32), (verified.GetProperty("holds").GetBoolean(), verified.GetProperty("entries").GetInt32()));
    }

    [Fact]
    public async Task A_decision_keeps_who_when_why_and_what_was_known()
    {
        var record = await Registered();
        await Patch(record, """{"risk":"unlikely","reason":"Encrypted"}""", "\"1\"");
        var response = await Officer.PostJson($"/api/v1/breaches/{Id(record)}/decisions", new { question = "notify the authority", answer = "no", reasons = "The disk was encrypted." });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var decision = await response.Json();
        Assert.Equal("The disk was encrypted.", decision.GetProperty("reasons").GetString());
        Assert.Equal("officer 1", decision.GetProperty("decidedBy").GetProperty("name").GetString());
        Assert.Equal("2026-11-22T12:00:00Z", decision.GetProperty("decidedAt").GetString());
        Assert.StartsWith("2026-", decision.GetProperty("ruleBook").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, decision.GetProperty("factsVersion").GetInt32());
    }

    [Theory]
    [InlineData("acts", """{"kind":"lost","at":"2026-11-22T11:00:00Z"}""", 400, "kind")]
    [InlineData("acts", """{"kind":"filed","at":"yesterday"}""", 400, "at")]
    [InlineData("acts", """{"kind":"filed","at":"2026-11-22T11:00:00"}""", 400, "at")]
    [InlineData("acts", """{"kind":"filed"}""", 400, "at")]
    [InlineData("acts", """{"kind":"filed","at":"2026-11-22T12:06:00Z"}""", 422, "at")]
    [InlineData("decisions", """{"question":"notify","answer":"yes"}""", 400, "reasons")]
    [InlineData("decisions", """{"question":"notify","answer":"yes","reasons":[]}""", 400, "reasons")]
    [InlineData("decisions", """{"question":"notify","answer":"","reasons":"r"}""", 400, "answer")]
    public async Task A_wrong_act_or_decision_is_refused_by_name(string what, string body, int status, string field)
    {
        var record = await Registered();
        var problem = await Problem.Of(await Officer.PostText($"/api/v1/breaches/{Id(record)}/{what}", body));
        Assert.Equal(status, problem.Status);
        Assert.Contains(field, problem.Fields);
    }

    [Fact]
    public async Task The_register_is_paged_without_gap_or_repetition()
    {
        for (var i = 0; i < 120; i++)
        {
            await Registered($$"""{"title":"Breach {{i}}","awareAt":"2026-11-22T10:00:00Z"}""");
        }
        var titles = await Titles("/api/v1/breaches?");
        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(i => $"Breach {i}"), titles);
    }

    [Fact]
    public async Task What_changed_since_comes_in_the_order_of_the_changes()
    {
        var first = await Registered("""{"title":"first","awareAt":"2026-11-22T10:00:00Z"}""");
        await Registered("""{"title":"second","awareAt":"2026-11-22T10:00:00Z"}""");
        Service.Clock.Advance(TimeSpan.FromMinutes(10));
        await Registered("""{"title":"third","awareAt":"2026-11-22T10:00:00Z"}""");
        await Patch(first, """{"nature":"x","reason":"r"}""", "\"1\"");
        Assert.Equal(["third", "first"], await Titles("/api/v1/breaches?updatedSince=2026-11-22T12:10:00Z&"));
    }

    [Fact]
    public async Task The_filter_finds_titles_without_regard_to_case_and_takes_wildcards_as_they_are()
    {
        await Registered("""{"title":"ÄRGER 100%","awareAt":"2026-11-22T10:00:00Z"}""");
        await Registered("""{"title":"Other","awareAt":"2026-11-22T10:00:00Z"}""");
        Assert.Equal(["ÄRGER 100%"], await Titles("/api/v1/breaches?filter=%C3%A4rger&"));
        Assert.Equal(["ÄRGER 100%"], await Titles("/api/v1/breaches?filter=%25&"));
        Assert.Empty(await Titles("/api/v1/breaches?filter=_&"));
    }

    [Theory]
    [InlineData("/api/v1/breaches?cursor=x", "cursor")]
    [InlineData("/api/v1/breaches?cursor=c7", "cursor")]
    [InlineData("/api/v1/breaches?updatedSince=yesterday", "updatedSince")]
    [InlineData("/api/v1/breaches/1?at=2026-11-22", "at")]
    [InlineData("/api/v1/breaches/1?at=9999-12-31T23:59:59-12:00", "at")]
    [InlineData("/api/v1/journal?cursor=-1", "cursor")]
    public async Task A_wrong_query_is_refused_by_name(string path, string field)
    {
        var problem = await Problem.Of(await Get(path));
        Assert.Equal(400, problem.Status);
        Assert.Equal([field], problem.Fields);
    }

    [Fact]
    public async Task A_patch_of_another_content_type_is_refused()
    {
        var record = await Registered();
        using var request = PatchRequest(record, """{"reason":"r"}""", "\"1\"");
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Assert.Equal(415, (await Problem.Of(await Officer.SendAsync(request))).Status);
    }

    [Fact]
    public async Task An_unknown_breach_is_not_found()
    {
        Assert.Equal(404, (await Problem.Of(await Get("/api/v1/breaches/nothing"))).Status);
        Assert.Equal(404, (await Problem.Of(await Officer.PostJson("/api/v1/breaches/nothing/acts", new { kind = "filed", at = Aware }))).Status);
    }

    private static string Id(JsonElement record) => record.GetProperty("id").GetString()!;

    private static HttpRequestMessage PatchRequest(JsonElement record, string patch, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/breaches/{Id(record)}") { Content = new StringContent(patch, Encoding.UTF8, new MediaTypeHeaderValue("application/merge-patch+json")) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }
        return request;
    }

    private async Task<JsonElement> Registered(string body = """{"title":"Lost laptop","awareAt":"2026-11-22T11:00:00+01:00"}""")
    {
        var response = await Officer.PostText("/api/v1/breaches", body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Json();
    }

    private async Task<HttpResponseMessage> Patch(JsonElement record, string patch, string? ifMatch)
    {
        using var request = PatchRequest(record, patch, ifMatch);
        return await Officer.SendAsync(request);
    }

    private Task<HttpResponseMessage> Get(string path) => Officer.GetAsync(new Uri(path, UriKind.Relative));

    private async Task<List<string>> Titles(string path)
    {
        var titles = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await Officer.GetJson(path + (cursor.Length == 0 ? "" : $"cursor={cursor}"));
            titles.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        return titles;
    }
}
