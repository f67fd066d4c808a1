using System.Net;
using System.Net.Http.Headers;

namespace BreachNotify.Tests.Http;

public sealed class ProblemTests
{
    private const int TwoMegabytes = 2 * 1024 * 1024;

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("PUT", "/api/v1/keys", 405)]
    [InlineData("GET", "/api/v1/deadlines", 405)]
    public async Task What_routing_refuses_is_a_problem_too(string method, string path, int status)
    {
        await using var service = await ServiceUnderTest.Run();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        Assert.Equal(status, (await Problem.Of(await service.Administrator.SendAsync(request))).Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/merge-patch+json")]
    public async Task Another_content_type_than_JSON_in_UTF_8_is_refused(string contentType)
    {
        await using var service = await ServiceUnderTest.Run();
        var problem = await Problem.Of(await service.Administrator.PostText("/api/v1/keys", """{"name":"A","roles":["officer"]}""", contentType));
        Assert.Equal((415, "Content-Type"), (problem.Status, problem.Errors.Single().Field));
        Assert.Contains("application/json", problem.Errors.Single().Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_content_type_is_refused()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Equal(415, (await Problem.Of(await service.Administrator.PostAsync(new Uri("/api/v1/keys", UriKind.Relative), new ByteArrayContent("{}"u8.ToArray())))).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_one_megabyte_is_refused_with_and_without_its_length_said(bool chunked)
    {
        await using var service = await ServiceUnderTest.Run();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys") { Content = new ByteArrayContent(new byte[TwoMegabytes]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        Assert.Equal(413, (await Problem.Of(await service.Administrator.SendAsync(request))).Status);
    }

    [Fact]
    public async Task A_body_in_many_pieces_is_read_whole()
    {
        await using var service = await ServiceUnderTest.Run();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys") { Content = new StringContent($$"""{"name":"Ada",{{new string(' ', 900_000)}}"roles":["officer"]}""", new MediaTypeHeaderValue("application/json")) };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.Created, (await service.Administrator.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\"name\":\"Ada\",\n \"roles\":[officer]}", "line 2, column 11")]
    [InlineData("{\"name\":\"Ada\",}", "line 1, column 15")]
    [InlineData("{\"name\":\"Ada\"} {}", "line 1, column 16")]
    [InlineData("{\"name\":\"Ada\" // x\n}", "line 1, column 15")]
    public async Task What_is_not_JSON_is_named_by_line_and_column(string body, string where)
    {
        await using var service = await ServiceUnderTest.Run();
        var problem = await Problem.Of(await service.Administrator.PostText("/api/v1/keys", body));
        Assert.Equal((400, where), (problem.Status, problem.Errors.Single().Field));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused()
    {
        await using var service = await ServiceUnderTest.Run();
        byte[] body = [.. "{\"name\":\""u8, 0xFF, 0xC3, .. "\",\"roles\":[\"officer\"]}"u8];
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        Assert.Equal(400, (await Problem.Of(await service.Administrator.PostAsync(new Uri("/api/v1/keys", UriKind.Relative), content))).Status);
    }

    [Fact]
    public async Task JSON_nested_beyond_reason_is_refused()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Equal(400, (await Problem.Of(await service.Administrator.PostText("/api/v1/keys", new string('[', 100_000)))).Status);
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_JSON_does_no_harm()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Equal(HttpStatusCode.Created, (await service.Administrator.PostText("/api/v1/keys", "\uFEFF{\"name\":\"Ada\",\"roles\":[\"officer\"]}")).StatusCode);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        await using var service = await ServiceUnderTest.Run();
        var problem = await Problem.Of(await service.Administrator.PostText("/api/v1/breaches",
            """{"awareAt":"soon","risk":"huge","sector":1,"affected":[{"country":"DE","people":"many"},{"people":1}],"controler":{},"controller":{"name":null}}"""));
        Assert.Equal(
            ["awareAt", "risk", "sector", "affected[0].people", "affected[1].country", "controler", "controller.name", "controller.country", "title"],
            problem.Fields);
        Assert.Contains("unlikely, risk, high", problem.Errors.Single(error => error.Field == "risk").Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"regime":1,"entity":{"kind":"association"}}""", "regime", "Must be a text in quotation marks.")]
    [InlineData("""{"regime":"\ud800","entity":{"kind":"association"}}""", "regime", "Must be a text without halves of surrogate pairs.")]
    [InlineData("""{"regime":"gdpr","entity":{"kind":"undertaking","turnover":{"amount":1e300,"currency":"EUR"}}}""", "entity.turnover.amount", "Must be a number of at most 28 digits, without quotation marks.")]
    [InlineData("""{"regime":"gdpr","entity":{"kind":"undertaking","turnover":{"amount":"1","currency":"EUR"}}}""", "entity.turnover.amount", "Must be a number of at most 28 digits, without quotation marks.")]
    public async Task The_remedy_fits_what_was_sent(string body, string field, string remedy)
    {
        await using var service = await ServiceUnderTest.Run();
        var error = (await Problem.Of(await service.Administrator.PostText("/api/v1/fines", body))).Errors.Single();
        Assert.Equal((field, remedy), (error.Field, error.Remedy));
    }

    [Fact]
    public async Task A_local_time_needs_a_zone_in_which_it_exists_once()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Equal(["awareAt"], await Refused("2026-11-20T10:00:00", null));
        Assert.Equal(["awareAt"], await Refused("2026-03-29T02:30:00", "Europe/Berlin"));
        Assert.Equal(["awareAt"], await Refused("2026-10-25T02:30:00", "Europe/Berlin"));
        Assert.Equal(["zone"], await Refused("2026-11-20T10:00:00", "Europe/Atlantis"));
        var record = await (await service.Administrator.PostJson("/api/v1/breaches", new { title = "t", awareAt = "2026-11-20T10:00:00", authority = "GR" })).Json();
        Assert.Equal("2026-11-20T08:00:00Z", record.GetProperty("awareAt").GetString());

        async Task<IEnumerable<string>> Refused(string awareAt, string? zone)
        {
            var problem = await Problem.Of(await service.Administrator.PostJson("/api/v1/breaches", new { title = "t", awareAt, zone }));
            Assert.Equal(400, problem.Status);
            return problem.Fields;
        }
    }
}
