using System.Diagnostics;
using System.Text.Json;

namespace BreachNotify.Tests.Mailings;

/// <summary>What fails around the real process while it sends: it neither loses nor silently doubles anybody, and goes on by itself.</summary>
public sealed class FaultTests(PostgresServer postgres)
{
    private const int Connections = 4;
    private const int Window = 8;

    [Fact]
    public async Task A_server_that_drops_the_connection_after_the_dot_leaves_as_many_in_doubt_as_it_dropped()
    {
        var drops = 0;
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number % 50 == 7 && Interlocked.Increment(ref drops) > 0 ? RecordingSmtpServer.CloseAfterDot : null);
        await using var run = await Run.Start(server, []);
        var id = await run.Service.BeginMailing(2000, doubtPolicy: "hold");

        var counts = (await run.Service.Completed(id)).GetProperty("counts");

        Assert.Equal(40, drops);
        Assert.Equal((2000 - drops, drops), (Count(counts, "accepted"), Count(counts, "inDoubt")));
        Assert.Equal(drops, (await run.Service.Doubtful(id)).Count);
        Assert.Equal(2000, server.Messages.Count);
    }

    [Fact]
    public async Task A_full_disk_stops_a_mailing_that_says_so_and_it_goes_on_when_there_is_room()
    {
        await using var server = new RecordingSmtpServer();
        using var disk = SmallDisk.Mount(megabytes: 48);
        await using var run = await Run.Start(server, [], folder: disk.Folder);
        var id = await run.Service.BeginMailing(20_000);
        await run.Service.Until(() => server.Messages.Count >= 500);

        disk.Fill();
        JsonElement status = default;
        await run.Service.Until(async () => (status = await run.Service.Get($"mailings/{id}")).GetProperty("reason").ValueKind == JsonValueKind.String);
        Assert.Contains("database", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("running", status.GetProperty("state").GetString());
        Assert.True(server.Messages.Count < 20_000);

        disk.Free();
        var counts = (await run.Service.Completed(id)).GetProperty("counts");
        Assert.Equal(20_000, Count(counts, "accepted"));
        Assert.Equal(20_000, server.Messages.Count);
        Assert.Empty(await run.Service.Doubtful(id));
    }

    [Fact]
    public async Task A_clock_that_jumps_an_hour_ahead_and_back_holds_up_nobody()
    {
        const string library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
        if (!File.Exists(library))
        {
            Assert.Skip($"libfaketime is not installed: no {library}.");
        }
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number % 3 == 0 && number < 1500 ? "450 4.2.1 mailbox busy" : null);
        var offset = Path.GetTempFileName();
        await File.WriteAllTextAsync(offset, "+0");
        await using var run = await Run.Start(server, ["Mail:FirstRetrySeconds=2"], environment: new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME_TIMESTAMP_FILE"] = offset,
            ["FAKETIME_CACHE_DURATION"] = "1",
            // The timers of .NET wait on the monotonic clock, which a wall clock that is set does not touch.
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        });
        var id = await run.Service.BeginMailing(3000);
        await run.Service.Until(() => server.Messages.Count >= 300);
        await File.WriteAllTextAsync(offset, "+1h");
        await run.Service.Until(() => server.Messages.Count >= 900);
        await File.WriteAllTextAsync(offset, "+0");

        var counts = (await run.Service.Completed(id)).GetProperty("counts");

        Assert.Equal(3000, Count(counts, "accepted"));
        Assert.All(server.Accepted.GroupBy(message => message.Recipient), person => Assert.Single(person));
        Assert.Empty(await run.Service.Doubtful(id));
        File.Delete(offset);
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task PostgreSQL_that_restarts_under_load_is_waited_for(string mode)
    {
        await using var own = new PostgresServer { IsDurable = true };
        await using var server = new RecordingSmtpServer();
        await using var run = await Run.Start(server, [.. await own.NewDatabase(), "Mail:Connections=4"]);
        var id = await run.Service.BeginMailing(10_000);
        for (var restart = 1; restart <= 3; restart++)
        {
            await run.Service.Until(() => server.Messages.Count >= 2000 * restart);
            await own.Restart(mode);
        }

        var counts = (await run.Service.Completed(id)).GetProperty("counts");

        Assert.Equal(10_000, Count(counts, "accepted"));
        Assert.Equal(10_000, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        var repeated = server.Accepted.GroupBy(message => message.Recipient).Where(person => person.Count() > 1).Select(person => person.Key).ToHashSet();
        Assert.Subset(await run.Service.Doubtful(id), repeated);
        Assert.True((await run.Service.Get("journal/verify")).GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Of_three_workers_one_dies_and_the_others_reach_everybody()
    {
        await using var server = new RecordingSmtpServer();
        // Slow enough that each of them has its part.
        string[] database = [.. await postgres.NewDatabase(), "Mail:MaxPerSecond=300", "Mail:TakeOverAfterSeconds=40"];
        await using var first = await Run.Start(server, database);
        await using var second = await Run.Start(server, database);
        await using var third = await Run.Start(server, database);
        var id = await first.Service.BeginMailing(10_000);
        foreach (var run in new[] { first, second, third })
        {
            await run.Service.Until(async () => (await run.Service.Get($"mailings/{id}")).GetProperty("rate") is { ValueKind: JsonValueKind.Number } rate && rate.GetDouble() > 0);
        }

        third.Service.Kill();
        var counts = (await first.Service.Completed(id)).GetProperty("counts");

        Assert.Equal(10_000, Count(counts, "accepted"));
        Assert.Equal(10_000, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        var doubtful = await second.Service.Doubtful(id);
        Assert.InRange(doubtful.Count, 0, Connections * Window);
        Assert.Subset(doubtful, server.Accepted.GroupBy(message => message.Recipient).Where(person => person.Count() > 1).Select(person => person.Key).ToHashSet());
    }

    private static int Count(JsonElement counts, string name) => counts.GetProperty(name).GetInt32();

    /// <summary>A process with a folder of its own, killed and removed at the end.</summary>
    private sealed class Run(RunningService service, string folder, bool ownsFolder) : IAsyncDisposable
    {
        public RunningService Service => service;

        public static async Task<Run> Start(RecordingSmtpServer server, string[] settings, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
        {
            var place = folder ?? Directory.CreateTempSubdirectory("breachnotify-fault-").FullName;
            return new Run(await RunningService.Start(place, [.. server.Settings, $"Mail:Connections={Connections}", $"Mail:Window={Window}", .. settings], environment), place, folder is null);
        }

        public ValueTask DisposeAsync()
        {
            service.Kill();
            if (ownsFolder)
            {
                Directory.Delete(folder, recursive: true);
            }
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A file system of a few megabytes, in memory.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        private string Filler => Path.Combine(Folder, "filler");

        public static SmallDisk Mount(int megabytes)
        {
            if (Environment.UserName != "root")
            {
                Assert.Skip("Only root may mount a small file system.");
            }
            var folder = Directory.CreateTempSubdirectory("breachnotify-disk-").FullName;
            Execute("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
            return new SmallDisk(folder);
        }

        public void Fill()
        {
            using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                for (var page = new byte[4096]; ;)
                {
                    filler.Write(page);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Free() => File.Delete(Filler);

        public void Dispose()
        {
            Execute("umount", "-l", Folder);
            Directory.Delete(Folder);
        }

        private static void Execute(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }
}
