using BreachNotify.Tests.Mailings;

namespace BreachNotify.Tests.Alarms;

/// <summary>The real process is killed between raising an alarm and its delivery.</summary>
public sealed class AlarmKillTests
{
    [Fact]
    public async Task An_alarm_survives_a_kill_and_keeps_its_id()
    {
        var folder = Directory.CreateTempSubdirectory("breachnotify-alarm-").FullName;
        // The first message is left without an answer: the process is killed while it waits for one.
        await using var receiver = new RecordingReceiver(count => count == 1 ? null : 204);
        string[] settings = ["Alarms:AllowPrivateTargets=true"];
        var process = await RunningService.Start(folder, settings);
        try
        {
            await process.Post("webhooks", new { url = receiver.Url });
            var breach = (await process.Post("breaches", new { title = "Lost laptop", awareAt = TimeProvider.System.GetUtcNow().AddHours(-71.5), authority = "DE" })).GetProperty("id").GetString();
            await receiver.Next();
            process.Kill();

            process = await RunningService.Start(folder, settings);
            await receiver.Next();

            Assert.Equal(2, receiver.Messages.Count);
            Assert.Single(receiver.Messages.Select(message => message.Id).Distinct());
            var raised = (await process.Get("alarms")).GetProperty("items");
            Assert.Equal(breach, Assert.Single(raised.EnumerateArray()).GetProperty("data").GetProperty("breach").GetString());
        }
        finally
        {
            process.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }
}
