using BreachNotify.Alarms;
using BreachNotify.Storage;
using NodaTime;

namespace BreachNotify.Tests.Alarms;

/// <summary>Where webhooks may go.</summary>
public sealed class WebhookTargetTests
{
    [Theory]
    [InlineData("http://alarms.example.com/", 400)]
    [InlineData("ftp://alarms.example.com/", 400)]
    [InlineData("alarms.example.com", 400)]
    [InlineData("https://user:word@alarms.example.com/", 400)]
    [InlineData("https://alarms.example.com/#part", 400)]
    [InlineData("https://localhost/", 422)]
    [InlineData("https://a.localhost/", 422)]
    [InlineData("https://127.0.0.1/", 422)]
    [InlineData("https://2130706433/", 422)]
    [InlineData("https://0x7f.1/", 422)]
    [InlineData("https://[::1]/", 422)]
    [InlineData("https://[::ffff:10.0.0.1]/", 422)]
    [InlineData("https://[64:ff9b::a00:1]/", 422)]
    [InlineData("https://10.1.2.3/", 422)]
    [InlineData("https://100.64.0.1/", 422)]
    [InlineData("https://169.254.169.254/latest/meta-data", 422)]
    [InlineData("https://172.31.255.255/", 422)]
    [InlineData("https://192.168.1.1/", 422)]
    [InlineData("https://[fd00::1]/", 422)]
    public async Task A_target_inside_is_refused_unless_allowed(string url, int status)
    {
        await using var service = await ServiceUnderTest.Run();
        var problem = await Problem.Of(await service.Administrator.PostJson("/api/v1/webhooks", new { url }));

        Assert.Equal(status, problem.Status);
        Assert.Equal(["url"], problem.Fields);
    }

    [Fact]
    public async Task Unknown_events_are_refused_by_name()
    {
        await using var service = await ServiceUnderTest.Run();
        var problem = await Problem.Of(await service.Administrator.PostJson("/api/v1/webhooks", new { url = "https://alarms.example.com/", events = new[] { "deadline.missed", "deadline.met" } }));

        Assert.Equal(400, problem.Status);
        Assert.Equal(["events[1]"], problem.Fields);
    }

    [Fact]
    public async Task A_name_that_means_an_address_inside_is_refused_when_it_is_connected_to()
    {
        await using var receiver = new RecordingReceiver();
        using var sender = new WebhookSender(new AlarmOptions());
        var url = new Uri(receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => sender.Send(url, new byte[32], "msg_1", Instant.FromUtc(2026, 11, 22, 12, 0), "{}", CancellationToken.None));

        Assert.Contains("no public address", refused.Message, StringComparison.Ordinal);
        Assert.Empty(receiver.Messages);
    }

    [Fact]
    public void The_signature_is_that_of_the_specification()
    {
        // The example of the Standard Webhooks libraries.
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSender.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""));
    }

    [Theory]
    [InlineData("Alarms:Mail=nobody", "Alarms:Mail")]
    [InlineData("Alarms:PublicAddress=breaches", "Alarms:PublicAddress")]
    public async Task A_wrong_setting_stops_the_start_by_name(string setting, string named)
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => ServiceUnderTest.Run(setting));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }
}
