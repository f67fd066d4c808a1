using System.Globalization;

namespace BreachNotify.Tests.Mailings;

/// <summary>The promise of the ledger, against the real process: killed at any moment, it loses nobody and names every doubtful case.</summary>
public sealed class KillTests(PostgresServer postgres)
{
    private const int Connections = 8;
    private const int Window = 16;

    /// <summary>A start of the process takes seconds; a hundred kills are asked for by <c>BREACHNOTIFY_KILLS=100</c>.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("BREACHNOTIFY_KILLS") ?? "15", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("sqlite", 20_000)]
    [InlineData("postgres", 10_000)]
    public async Task A_mailing_killed_again_and_again_reaches_everybody_and_names_every_repetition(string engine, int people)
    {
        var kills = engine == "sqlite" ? Kills : 5;
        await using var server = new RecordingSmtpServer();
        var folder = Directory.CreateTempSubdirectory("breachnotify-kill-").FullName;
        string[] settings = [.. server.Settings, .. engine == "postgres" ? await postgres.NewDatabase() : [], "Mail:TakeOverAfterSeconds=40", $"Mail:Connections={Connections}", $"Mail:Window={Window}"];
        var process = await RunningService.Start(folder, settings);
        try
        {
            var id = await process.BeginMailing(people);
            for (var kill = 1; kill <= kills; kill++)
            {
                var goal = people * kill / (kills + 1);
                await process.Until(() => server.Messages.Count >= goal);
                process.Kill();
                process = await RunningService.Start(folder, settings);
            }
            var counts = (await process.Completed(id)).GetProperty("counts");

            Assert.Equal(people, counts.GetProperty("accepted").GetInt32());
            Assert.Equal(people, counts.GetProperty("total").GetInt32());
            var received = server.Accepted.GroupBy(message => message.Recipient).ToDictionary(group => group.Key, group => group.ToList());
            Assert.Equal(people, received.Count);
            var repeated = received.Where(person => person.Value.Count > 1).ToList();
            Assert.All(repeated, person => Assert.Single(person.Value.Select(message => message.MessageId).Distinct()));
            Assert.True(server.Messages.Count - people <= kills * Connections * Window, $"{server.Messages.Count - people} repetitions");
            var doubtful = await process.Doubtful(id);
            Assert.Subset(doubtful, repeated.Select(person => person.Key).ToHashSet());
            Assert.True(doubtful.Count <= kills * Connections * Window, $"{doubtful.Count} in doubt");
            Assert.True((await process.Get("journal/verify")).GetProperty("holds").GetBoolean());
        }
        finally
        {
            process.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }
}
