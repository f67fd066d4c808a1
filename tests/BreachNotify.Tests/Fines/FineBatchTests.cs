using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BreachNotify.Fines;

namespace BreachNotify.Tests.Fines;

/// <summary>POST /fines/batch: one line out for each line in, in order, whatever the lines hold.</summary>
public class FineBatchTests
{
    [Fact]
    public async Task Every_line_is_answered_in_order_as_it_would_be_alone()
    {
        await using var service = await ServiceUnderTest.Run();
        var lines = Enumerable.Range(0, 3000).Select(i => Line(i * 1_000_000m)).ToList();

        var answers = await Batch(service, string.Join('\n', lines) + "\n");

        Assert.Equal(3000, answers.Count);
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"{i * 1_000_000m:0}"), answers.Select(TurnoverOf));
        Assert.Equal(await (await service.Administrator.PostText("/api/v1/fines", lines[700])).Content.ReadAsStringAsync(), answers[700]);
    }

    [Fact]
    public async Task A_wrong_line_is_a_problem_on_its_line_and_stops_nothing()
    {
        await using var service = await ServiceUnderTest.Run();

        var answers = await Batch(service, string.Join('\n', Line(1), "not json", "", Line(-1), "  \r", Line(2, "133"), "[]", Line(3, "33", "2018-05-24"), Line(4)));

        Assert.Equal([200, 400, 400, 422, 400, 422, 200], answers.Select(Status));
        Assert.Equal(["1", "4"], answers.Where(answer => Status(answer) == 200).Select(TurnoverOf));
        Assert.Contains("infringements[0].provision", answers[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\n\n\n")]
    public async Task The_last_line_needs_no_end_and_line_ends_may_be_of_either_kind(string end)
    {
        await using var service = await ServiceUnderTest.Run();

        Assert.Equal(["1", "2", "3"], (await Batch(service, Line(1) + end + Line(2) + end + Line(3))).Select(TurnoverOf));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public async Task Nothing_asked_is_nothing_answered(string body)
    {
        await using var service = await ServiceUnderTest.Run();

        Assert.Empty(await Batch(service, body));
    }

    [Theory]
    [InlineData(FineBatch.LongestLine + 1)]
    [InlineData(3 * FineBatch.LongestLine)]
    public async Task A_line_that_is_too_long_is_a_problem_and_the_next_is_answered(int length)
    {
        await using var service = await ServiceUnderTest.Run();
        var tooLong = new string('x', length);

        var between = await Batch(service, $"{Line(1)}\n{tooLong}\n{Line(2)}\n");
        var last = await Batch(service, $"{Line(1)}\n{tooLong}");

        Assert.Equal([200, 413, 200], between.Select(Status));
        Assert.Equal([200, 413], last.Select(Status));
    }

    [Fact]
    public async Task A_line_of_exactly_the_limit_is_read()
    {
        await using var service = await ServiceUnderTest.Run();
        var line = Line(7);

        var answers = await Batch(service, line + new string(' ', FineBatch.LongestLine - line.Length) + "\n" + Line(8));

        Assert.Equal(["7", "8"], answers.Select(TurnoverOf));
    }

    [Fact]
    public async Task Answers_arrive_while_the_batch_is_still_being_sent()
    {
        await using var service = await ServiceUnderTest.Run();
        using var connection = new TcpClient();
        await connection.ConnectAsync(service.Address.Host, service.Address.Port);
        await using var stream = connection.GetStream();
        using var answers = new StreamReader(stream);
        async Task Send(string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        async Task SendChunk(string text) => await Send($"{text.Length:x}\r\n{text}\r\n");
        async Task<string> NextAnswer()
        {
            string? line;
            do
            {
                line = await answers.ReadLineAsync();
            }
            while (line?.StartsWith('{') == false);
            return line!;
        }

        await Send($"POST /api/v1/fines/batch HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {ServiceUnderTest.BootstrapKey}\r\nContent-Type: {FineBatch.MediaType}\r\nTransfer-Encoding: chunked\r\n\r\n");
        await SendChunk(Line(1) + "\n");
        Assert.Equal("1", TurnoverOf(await NextAnswer()));
        await SendChunk(Line(2));
        await Send("0\r\n\r\n");
        Assert.Equal("2", TurnoverOf(await NextAnswer()));
    }

    [Fact]
    public async Task A_client_that_sends_everything_before_it_reads_is_served()
    {
        await using var service = await ServiceUnderTest.Run();
        var body = string.Concat(Enumerable.Range(0, 30_000).Select(i => Line(i) + "\n"));
        using var connection = new TcpClient();
        await connection.ConnectAsync(service.Address.Host, service.Address.Port);
        await using var stream = connection.GetStream();

        await stream.WriteAsync(Encoding.UTF8.GetBytes($"POST /api/v1/fines/batch HTTP/1.1\r\nHost: test\r\nConnection: close\r\nAuthorization: Bearer {ServiceUnderTest.BootstrapKey}\r\nContent-Type: {FineBatch.MediaType}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        using var answers = new StreamReader(stream);
        var text = await answers.ReadToEndAsync();

        Assert.Equal(30_000, Regex.Count(text, "\"proof\""));
    }

    [Fact]
    public async Task A_batch_beyond_the_largest_body_ends_with_a_problem()
    {
        await using var service = await ServiceUnderTest.Run("Fines:LargestBatch=1000");
        using var body = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20).Select(i => Line(i) + "\n")))));
        body.Headers.ContentType = new MediaTypeHeaderValue(FineBatch.MediaType);

        var text = await (await service.Administrator.PostAsync(new Uri("/api/v1/fines/batch", UriKind.Relative), body)).Content.ReadAsStringAsync();

        Assert.Equal(413, Status(text.TrimEnd('\n').Split('\n')[^1]));
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        await using var service = await ServiceUnderTest.Run();

        Assert.Equal(415, (await Problem.Of(await service.Administrator.PostText("/api/v1/fines/batch", Line(1)))).Status);
    }

    private static string Line(decimal turnover, string provision = "33", string decidedOn = "2026-11-22") => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"regime":"gdpr","decidedOn":"{{{decidedOn}}}","entity":{"kind":"undertaking","turnover":{"amount":{{{turnover}}},"currency":"EUR"}},"infringements":[{"provision":"{{{provision}}}","seriousness":"low"}]}""");

    private static async Task<List<string>> Batch(ServiceUnderTest service, string body)
    {
        var response = await service.Administrator.PostText("/api/v1/fines/batch", body, FineBatch.MediaType);
        Assert.Equal(FineBatch.MediaType, response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        return [.. text.Split('\n').SkipLast(1)];
    }

    private static int Status(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("status", out var status) ? status.GetInt32() : 200;
    }

    private static string TurnoverOf(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("request").GetProperty("entity").GetProperty("turnover").GetProperty("amount").GetString()!;
    }
}
