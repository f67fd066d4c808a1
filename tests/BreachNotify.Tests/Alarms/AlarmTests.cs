using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Alarms;
using BreachNotify.Tests.Mailings;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Alarms;

public sealed class AlarmsOnSqliteTests : AlarmTests;

public sealed class AlarmsOnPostgresTests(PostgresServer server) : AlarmTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>What holds on both engines. The clock stands at 22 November 2026, 12:00 UTC.</summary>
public abstract class AlarmTests : ServiceTests
{
    private readonly RecordingSmtpServer _mail = new();

    protected override string[] Settings => [.. _mail.Settings, "Alarms:AllowPrivateTargets=true", "Alarms:Mail=dpo@controller.example", "Alarms:PublicAddress=https://breaches.example"];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await _mail.DisposeAsync();
    }

    [Fact]
    public async Task Each_alarm_comes_once_in_its_hour_signed_and_stops_with_the_act()
    {
        await using var receiver = new RecordingReceiver();
        var secret = await Webhook(receiver.Url);
        var id = await Registered("2026-11-22T11:30:00Z");
        var due = new DateTimeOffset(2026, 11, 25, 11, 30, 0, TimeSpan.Zero);

        foreach (var left in new[] { 48, 24, 6, 1 })
        {
            var before = receiver.Messages.Count;
            await At(due.AddHours(-left).AddMinutes(-1));
            Assert.Equal(before, receiver.Messages.Count);
            await At(due.AddHours(-left));
            await receiver.Next();
            await Settled("delivered", 1);
            var (messageId, timestamp, signature, body) = receiver.Messages.Last();
            using var message = JsonDocument.Parse(body);
            Assert.Equal("deadline.approaching", message.RootElement.GetProperty("type").GetString());
            var data = message.RootElement.GetProperty("data");
            Assert.Equal((id, "2026-11-25T11:30:00Z", left), (data.GetProperty("breach").GetString(), data.GetProperty("due").GetString(), data.GetProperty("hoursLeft").GetInt32()));
            Assert.Equal($"https://breaches.example/api/v1/breaches/{id}/deadlines", data.GetProperty("link").GetString());
            var obligation = Assert.Single(data.GetProperty("obligations").EnumerateArray());
            Assert.Equal(("gdpr-33-1", "DE", "2026-11-25T12:30:00+01:00"), (obligation.GetProperty("id").GetString(), obligation.GetProperty("recipient").GetString(), obligation.GetProperty("dueLocal").GetString()));
            Assert.DoesNotContain("Lost laptop", body, StringComparison.Ordinal);
            // As the specification has receivers check it.
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{messageId}.{timestamp}.{body}"))), signature);
        }
        Assert.Equal(4, receiver.Messages.Select(message => message.Id).Distinct().Count());

        Assert.Equal(HttpStatusCode.Created, (await Officer.PostJson($"/api/v1/breaches/{id}/acts", new { kind = "filed", at = Service.Clock.GetUtcNow() })).StatusCode);
        await At(due.AddHours(3));
        Assert.Equal([48, 24, 6, 1], (await Alarms(id)).Select(alarm => alarm.GetProperty("hours").GetInt32()));
        Assert.Equal(4, receiver.Messages.Count);
    }

    [Fact]
    public async Task The_miss_is_raised_and_mailed_with_both_zones_and_what_to_do()
    {
        var id = await Registered("2026-11-19T12:30:00Z");
        await Pass();
        await At(ServiceUnderTest.Start.AddHours(1));
        await Until(() => _mail.Messages.Count == 2);

        var text = _mail.Messages.Last().Text;
        Assert.Contains("Subject: Missed: the time to tell DE is over", text, StringComparison.Ordinal);
        Assert.Contains("2026-11-22 12:30 UTC", text, StringComparison.Ordinal);
        Assert.Contains("2026-11-22T13:30:00+01:00 in Europe/Berlin", text.Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Lost laptop", text, StringComparison.Ordinal);
        Assert.Equal(["passedOver", "passedOver", "passedOver", "raised", "raised"], (await Alarms(id)).Select(alarm => alarm.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Whoever_registers_late_gets_the_nearest_alarm_and_no_salvo()
    {
        await using var receiver = new RecordingReceiver();
        await Webhook(receiver.Url);
        var id = await Registered("2026-11-20T06:00:00Z");
        await Pass();
        await receiver.Next();

        using var message = JsonDocument.Parse(receiver.Messages.Single().Body);
        Assert.Equal(18, message.RootElement.GetProperty("data").GetProperty("hoursLeft").GetInt32());
        Assert.Equal(["passedOver", "raised", "planned", "planned", "planned"], (await Alarms(id)).Select(alarm => alarm.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Without_any_place_the_72_hours_still_ring()
    {
        var id = (await (await Officer.PostJson("/api/v1/breaches", new { title = "Lost laptop", awareAt = "2026-11-20T06:00:00Z" })).Json()).GetProperty("id").GetString()!;
        await Pass();
        await Until(() => _mail.Messages.Count == 1);

        Assert.Contains("none is stated yet", _mail.Messages.Single().Text.Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(5, (await Alarms(id)).Count);
    }

    [Fact]
    public async Task A_corrected_awareness_moves_the_alarms()
    {
        var id = await Registered("2026-11-22T11:30:00Z");
        await Pass();
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/breaches/{id}")
        {
            Content = new StringContent("""{"awareAt":"2026-11-22T10:00:00Z","reason":"The log shows it."}""", null, "application/merge-patch+json"),
            Headers = { { "If-Match", "*" } },
        };
        Assert.Equal(HttpStatusCode.OK, (await Officer.SendAsync(patch)).StatusCode);
        await Pass();

        Assert.All(await Alarms(id), alarm => Assert.Equal("2026-11-25T10:00:00Z", alarm.GetProperty("due").GetString()));
        Assert.Equal(5, (await Alarms(id)).Count);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_again_with_the_same_id()
    {
        await using var receiver = new RecordingReceiver(count => count switch { 1 => 500, 2 => 302, _ => 200 });
        await Webhook(receiver.Url);
        await Registered("2026-11-20T06:00:00Z");
        await Pass();
        await receiver.Next();
        await Settled("waiting", 1);
        await At(ServiceUnderTest.Start.AddSeconds(10));
        await receiver.Next();
        await Settled("waiting", 2);
        await At(ServiceUnderTest.Start.AddMinutes(6));
        await receiver.Next();
        await Settled("delivered", 3);

        Assert.Single(receiver.Messages.Select(message => message.Id).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_left_alone()
    {
        await using var receiver = new RecordingReceiver(_ => 410);
        await Webhook(receiver.Url);
        await Registered("2026-11-20T06:00:00Z");
        await Pass();
        await receiver.Next();
        await Settled("failed", 1);

        var webhook = (await Service.Administrator.GetJson("/api/v1/webhooks")).GetProperty("items")[0];
        Assert.Contains("410", webhook.GetProperty("disabled").GetString(), StringComparison.Ordinal);
        Assert.False(webhook.TryGetProperty("secret", out _));
    }

    [Fact]
    public async Task A_webhook_can_be_tried_and_a_message_sent_again()
    {
        await using var receiver = new RecordingReceiver();
        await Webhook(receiver.Url);
        var webhook = (await Service.Administrator.GetJson("/api/v1/webhooks")).GetProperty("items")[0].GetProperty("id").GetString();
        var response = await Service.Administrator.PostJson($"/api/v1/webhooks/{webhook}/test", new { });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var delivery = (await response.Json()).GetProperty("id").GetString();
        await Pass();
        await receiver.Next();
        await Settled("delivered", 1);
        Assert.Equal(HttpStatusCode.Accepted, (await Service.Administrator.PostJson($"/api/v1/webhooks/{webhook}/deliveries/{delivery}/again", new { })).StatusCode);
        await Pass();
        await receiver.Next();

        Assert.Equal([delivery!, delivery!], receiver.Messages.Select(message => message.Id));
        Assert.Equal(HttpStatusCode.NoContent, (await Service.Administrator.DeleteAsync($"/api/v1/webhooks/{webhook}")).StatusCode);
        Assert.Equal(404, (await Problem.Of(await Service.Administrator.DeleteAsync($"/api/v1/webhooks/{webhook}"))).Status);
    }

    [Fact]
    public async Task Raised_alarms_stream_and_the_stream_resumes()
    {
        await Registered("2026-11-20T06:00:00Z");
        await Pass();
        await Until(async () => (await Officer.GetJson("/api/v1/alarms")).GetProperty("items").GetArrayLength() == 1);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/alarms/events") { Headers = { { "Last-Event-ID", "0" } } };
        using var response = await Officer.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal(["event: heartbeat", "data: ", ""], [await reader.ReadLineAsync(), await reader.ReadLineAsync(), await reader.ReadLineAsync()]);
        Assert.Equal("event: deadline.approaching", await reader.ReadLineAsync());
        Assert.StartsWith("data: {\"type\":\"deadline.approaching\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("id: 1", await reader.ReadLineAsync());
    }

    private async Task<string> Webhook(string url)
    {
        var response = await Service.Administrator.PostJson("/api/v1/webhooks", new { url });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Json()).GetProperty("secret").GetString()!;
    }

    private async Task<string> Registered(string awareAt)
    {
        var response = await Officer.PostJson("/api/v1/breaches", new { title = "Lost laptop", awareAt, authority = "DE" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Json()).GetProperty("id").GetString()!;
    }

    private Task At(DateTimeOffset time)
    {
        Service.Clock.SetUtcNow(time);
        return Pass();
    }

    private Task Pass() => Service.Services.GetRequiredService<AlarmClock>().Pass(CancellationToken.None);

    private async Task<List<JsonElement>> Alarms(string id) =>
        [.. (await Officer.GetJson($"/api/v1/breaches/{id}/alarms")).GetProperty("items").EnumerateArray()];

    private async Task Settled(string state, int attempts)
    {
        var webhook = (await Service.Administrator.GetJson("/api/v1/webhooks")).GetProperty("items")[0].GetProperty("id").GetString();
        await Until(async () =>
        {
            var delivery = (await Service.Administrator.GetJson($"/api/v1/webhooks/{webhook}/deliveries")).GetProperty("items")[0];
            return (delivery.GetProperty("state").GetString(), delivery.GetProperty("attempts").GetInt32()) == (state, attempts) && delivery.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String;
        });
    }

    private static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
