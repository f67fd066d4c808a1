using System.Text.Json;
using BreachNotify.Access;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BreachNotify.Tests.Mailings;

/// <summary>Nothing sends by itself where it is not certain that it was not sent already.</summary>
public sealed class RestoredTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_copied_database_asks_a_person_before_it_mails_and_goes_on_when_told()
    {
        await using var server = new RecordingSmtpServer();
        server.GoAway();
        using var folders = new Folders();
        var id = await LeaveUnfinished(folders.First, server);
        foreach (var file in Directory.GetFiles(folders.First))
        {
            File.Copy(file, Path.Combine(folders.Second, Path.GetFileName(file)));
        }
        server.ComeBack();

        await using var copy = await ServiceUnderTest.RunIn(folders.Second, server.Settings);
        var mailing = new MailingUnderTest(copy, "", id);
        var status = await mailing.Status();
        Assert.Equal("paused", status.GetProperty("state").GetString());
        Assert.Contains("copied or restored", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Messages);

        Assert.True((await mailing.Do("resume")).IsSuccessStatusCode);
        await mailing.Completed();
        Assert.Equal(20, server.Messages.Count);
    }

    [Fact]
    public async Task A_backup_put_back_asks_a_person_since_it_does_not_know_who_was_reached()
    {
        await using var server = new RecordingSmtpServer();
        server.GoAway();
        using var folders = new Folders();
        var id = await LeaveUnfinished(folders.First, server);
        var (database, backup) = (Path.Combine(folders.First, "breachnotify.db"), Path.Combine(folders.Second, "backup"));
        Copy(database, backup);
        server.ComeBack();
        await using (var service = await ServiceUnderTest.RunIn(folders.First, server.Settings))
        {
            await new MailingUnderTest(service, "", id).Completed();
        }
        Copy(backup, database);

        await using var restored = await ServiceUnderTest.RunIn(folders.First, server.Settings);
        var status = await new MailingUnderTest(restored, "", id).Status();
        Assert.Equal("paused", status.GetProperty("state").GetString());
        Assert.Contains("backup", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(20, server.Messages.Count);
    }

    [Fact]
    public async Task A_start_in_the_same_place_goes_on_by_itself()
    {
        await using var server = new RecordingSmtpServer();
        server.GoAway();
        using var folders = new Folders();
        var id = await LeaveUnfinished(folders.First, server);
        server.ComeBack();

        await using var service = await ServiceUnderTest.RunIn(folders.First, server.Settings);
        Assert.Equal(20, (await new MailingUnderTest(service, "", id).Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_copied_database_on_PostgreSQL_asks_too()
    {
        await using var server = new RecordingSmtpServer();
        server.GoAway();
        using var folders = new Folders();
        var settings = await postgres.NewDatabase();
        var id = await LeaveUnfinished(folders.First, server, settings);
        var original = new NpgsqlConnectionStringBuilder(settings[1]["Database:ConnectionString=".Length..]);
        NpgsqlConnection.ClearAllPools();
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(original.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"CREATE DATABASE {original.Database}_copy TEMPLATE {original.Database}", connection);
            await command.ExecuteNonQueryAsync();
        }
        server.ComeBack();

        await using var copy = await ServiceUnderTest.RunIn(folders.Second, [.. server.Settings, settings[0], $"Database:ConnectionString={new NpgsqlConnectionStringBuilder(original.ConnectionString) { Database = original.Database + "_copy" }.ConnectionString}"]);
        Assert.Equal("paused", (await new MailingUnderTest(copy, "", id).Status()).GetProperty("state").GetString());
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task A_scheduled_start_long_past_asks_a_person_and_one_just_past_begins()
    {
        await using var server = new RecordingSmtpServer();
        using var folders = new Folders();
        string late, latest;
        await using (var service = await ServiceUnderTest.RunIn(folders.First, server.Settings))
        {
            // The service was down from noon on.
            late = await Scheduled(service, "2026-11-22T13:00:00Z");
            latest = await Scheduled(service, "2026-11-22T20:00:00Z");
        }
        await using var again = await ServiceUnderTest.RunIn(folders.First, server.Settings);
        again.Clock.Advance(TimeSpan.FromHours(10));

        var asks = await new MailingUnderTest(again, "", late).Until(status => status.GetProperty("state").GetString() != "scheduled");
        Assert.Equal("paused", asks.GetProperty("state").GetString());
        Assert.Contains("2026-11-22T13:00:00Z", asks.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, (await new MailingUnderTest(again, "", latest).Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_scheduled_mailing_that_was_paused_waits_again_for_its_hour()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = new MailingUnderTest(service, "", await Scheduled(service, "2026-11-22T20:00:00Z"));

        Assert.Equal("paused", (await (await mailing.Do("pause")).Json()).GetProperty("state").GetString());
        Assert.Equal("scheduled", (await (await mailing.Do("resume")).Json()).GetProperty("state").GetString());
    }

    private static async Task<string> Scheduled(ServiceUnderTest service, string at)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3));
        await mailing.Do("freeze");
        await mailing.Do("approve", Role.Approver);
        Assert.Equal("scheduled", (await (await mailing.Do("start", body: new { startAt = at })).Json()).GetProperty("state").GetString());
        return mailing.Id;
    }

    /// <summary>A mailing to twenty people that runs and finds no mail server.</summary>
    private static async Task<string> LeaveUnfinished(string folder, RecordingSmtpServer server, params string[] settings)
    {
        await using var service = await ServiceUnderTest.RunIn(folder, [.. server.Settings, .. settings]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(20);
        await mailing.Until(status => status.GetProperty("reason").ValueKind == JsonValueKind.String);
        return mailing.Id;
    }

    /// <summary>As a backup is made and put back: by SQLite, since what is in the write-ahead log belongs to it.</summary>
    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Pooling=False");
        using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }

    private sealed class Folders : IDisposable
    {
        public string First { get; } = Directory.CreateTempSubdirectory("breachnotify-first-").FullName;

        public string Second { get; } = Directory.CreateTempSubdirectory("breachnotify-second-").FullName;

        public void Dispose()
        {
            Directory.Delete(First, recursive: true);
            Directory.Delete(Second, recursive: true);
        }
    }
}
