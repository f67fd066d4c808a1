using System.Net;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Mailings.Rehearsals;
using BreachNotify.Tests.Mailings.Evidence;

namespace BreachNotify.Tests.Mailings.Rehearsals;

public sealed class SqliteRehearsalTests : RehearsalTests
{
    protected override Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);
}

public sealed class PostgresRehearsalTests(PostgresServer server) : RehearsalTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

public sealed class TallyTests
{
    [Fact]
    public void Tallies_of_several_connections_add_up_and_each_message_of_a_language_can_be_the_sample()
    {
        var one = Tally.Empty.With("de", new Sample("a", 10), _ => 0).With("fr", new Sample("b", 30), _ => 0);
        var other = Tally.Empty.With("de", new Sample("c", 20), _ => 0);

        var kept = one.Plus(other, _ => 0);

        Assert.Equal((3, 60), (kept.Messages, kept.Bytes));
        Assert.Equal(("b", "a"), (kept.Longest!.Token, kept.Shortest!.Token));
        Assert.Equal(new LanguageTally(2, 30, new Sample("a", 10)), kept.Languages["de"]);
        Assert.Equal("c", one.Plus(other, count => count - 1).Languages["de"].Any.Token);
    }
}

/// <summary>A mailing run whole before it is real.</summary>
public abstract class RehearsalTests
{
    private const int Count = 60;

    protected abstract Task<string[]> NewDatabase();

    [Fact]
    public async Task A_rehearsal_runs_whole_is_marked_everywhere_and_sends_nothing_to_anybody()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), .. server.Settings, "Mail:RampFirstDay=5"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(Count) + ",Without,en,1\nperson0@mail.example,Again,en,2\n");
        await mailing.Do("freeze");
        var rehearsal = await Rehearse(service, mailing);

        var status = await rehearsal.Completed();

        Assert.StartsWith("rehearsal-", rehearsal.Id, StringComparison.Ordinal);
        Assert.True(status.GetProperty("rehearsal").GetBoolean());
        Assert.Equal(mailing.Id, status.GetProperty("rehearsalOf").GetString());
        Assert.Equal((Count, 1), (status.GetProperty("counts").GetProperty("accepted").GetInt32(), status.GetProperty("counts").GetProperty("otherChannel").GetInt32()));
        Assert.Empty(server.Messages);
        var original = await mailing.Status();
        Assert.Equal(("frozen", Count, false), (original.GetProperty("state").GetString(), original.GetProperty("counts").GetProperty("pending").GetInt32(), original.GetProperty("rehearsal").GetBoolean()));

        var report = await rehearsal.Get("samples");
        Assert.Equal((Count, "accept"), (report.GetProperty("messages").GetInt32(), report.GetProperty("mode").GetString()));
        Assert.Equal(["de", "en", "fr", "ja"], report.GetProperty("languages").EnumerateObject().Select(language => language.Name).Order());
        Assert.All(report.GetProperty("languages").EnumerateObject(), language => Assert.Equal(Count / 4, language.Value.GetProperty("messages").GetInt32()));
        var samples = report.GetProperty("samples").EnumerateArray().ToList();
        Assert.Equal(6, samples.Count);
        Assert.All(samples, sample =>
        {
            var message = sample.GetProperty("message").GetString()!;
            Assert.Contains("X-BreachNotify-Rehearsal: yes\r\n", message, StringComparison.Ordinal);
            Assert.Equal(sample.GetProperty("bytes").GetInt64(), Encoding.UTF8.GetByteCount(message));
            Assert.InRange(sample.GetProperty("bytes").GetInt64(), samples[1].GetProperty("bytes").GetInt64(), samples[0].GetProperty("bytes").GetInt64());
        });

        var journal = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["mailing.created", "mailing.frozen", "mailing.rehearsed"], Kinds(mailing.Id));
        Assert.Equal(["mailing.created", "mailing.rehearsalStarted", "mailing.completed"], Kinds(rehearsal.Id));
        Assert.True((await rehearsal.Get("verify")).GetProperty("holds").GetBoolean());
        var files = await EvidenceTests.Archive(await EvidenceTests.Export(service, rehearsal));
        Assert.Contains("REHEARSAL", Encoding.UTF8.GetString(files["README.txt"]), StringComparison.Ordinal);

        IEnumerable<string?> Kinds(string id) => journal.Where(entry => entry.GetProperty("subject").GetString() == $"mailing:{id}").Select(entry => entry.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_rehearsed_mailing_is_sent_afterwards_as_if_it_had_not_been()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), .. server.Settings]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(12));
        await mailing.Do("freeze");
        await mailing.Do("approve", Role.Approver);
        await (await Rehearse(service, mailing)).Completed();

        await mailing.Do("start");

        Assert.Equal(12, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(12, server.Messages.Count);
        Assert.All(server.Messages, message => Assert.DoesNotContain("Rehearsal", message.Text, StringComparison.Ordinal));
        Assert.True((await mailing.Get("verify")).GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task In_a_time_that_runs_faster_quiet_hours_and_pace_are_kept()
    {
        await using var service = await ServiceUnderTest.Run([.. await NewDatabase(), "Mail:MaxPerSecond=1", "Mail:Connections=2"]);
        var begin = service.Clock.GetUtcNow();
        var morning = TimeZoneInfo.ConvertTime(begin, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")).AddHours(2);
        var mailing = await MailingUnderTest.Draft(service, quietHours: new { from = morning.AddHours(-6).ToString("HH:00", null), until = morning.ToString("HH:00", null) });
        await mailing.Import(MailingUnderTest.People(40));
        await mailing.Do("freeze");
        Assert.Equal(["speed"], (await Problem.Of(await mailing.Do("rehearse", body: new { speed = 4000 }))).Fields);
        Assert.Equal(["speed"], (await Problem.Of(await mailing.Do("rehearse", body: new { speed = 0.5 }))).Fields);
        var rehearsal = await Rehearse(service, mailing, speed: 60);

        await rehearsal.Completed();

        var report = await rehearsal.Get("samples");
        Assert.Equal((60, 40), (report.GetProperty("speed").GetDouble(), report.GetProperty("messages").GetInt32()));
        var end = report.GetProperty("wouldEndAt").GetDateTimeOffset();
        var quietUntil = morning.AddMinutes(-morning.Minute).AddSeconds(-morning.Second);
        Assert.InRange(end, quietUntil.AddSeconds(38), begin + (60 * (service.Clock.GetUtcNow() - begin)));
        Assert.All((await rehearsal.Get("recipients")).GetProperty("items").EnumerateArray(), person => Assert.InRange(person.GetProperty("firstAt").GetDateTimeOffset(), quietUntil, end));
    }

    [Fact]
    public async Task In_hold_mode_nothing_is_accepted_and_everybody_ends_at_the_next_channel()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(9));
        await mailing.Do("freeze");
        var rehearsal = await Rehearse(service, mailing, "hold");

        var status = await rehearsal.Completed();

        Assert.Equal(9, status.GetProperty("counts").GetProperty("otherChannel").GetInt32());
        Assert.Equal(9, (await rehearsal.Get("samples")).GetProperty("messages").GetInt32());
        Assert.All((await rehearsal.Get("recipients?state=otherChannel")).GetProperty("items").EnumerateArray(), person =>
            Assert.Contains("rehearsal", person.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.Empty(Directory.Exists(Path.Combine(service.Folder, "pickup")) ? Directory.GetFiles(Path.Combine(service.Folder, "pickup")) : []);
    }

    [Fact]
    public async Task Only_a_fixed_mailing_that_has_not_started_can_be_rehearsed()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(2));
        Assert.Equal(409, (await Problem.Of(await mailing.Do("rehearse"))).Status);
        await mailing.Do("freeze");
        Assert.Equal(400, (await Problem.Of(await mailing.Do("rehearse", body: new { mode = "none" }))).Status);
        var rehearsal = await Rehearse(service, mailing);
        Assert.Equal(409, (await Problem.Of(await rehearsal.Do("rehearse"))).Status);
        Assert.Equal(409, (await Problem.Of(await (await service.As(Role.Officer)).GetAsync(new Uri($"/api/v1/mailings/{mailing.Id}/samples", UriKind.Relative)))).Status);
        await mailing.Do("approve", Role.Approver);
        await mailing.Do("start");
        Assert.Equal(409, (await Problem.Of(await mailing.Do("rehearse"))).Status);
        await mailing.Completed();
    }

    [Fact]
    public async Task The_copied_people_of_a_rehearsal_are_destroyed_after_a_week()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(2));
        await mailing.Do("freeze");
        var rehearsal = await Rehearse(service, mailing);
        var completed = await rehearsal.Completed();
        var end = DateTimeOffset.Parse(completed.GetProperty("endedAt").GetString()!, null).AddDays(7);
        Assert.Equal(end, DateTimeOffset.Parse(completed.GetProperty("retention").GetProperty("endsAt").GetString()!, null));

        await rehearsal.Until(RetentionTests.IsErased, TimeSpan.FromHours(6));

        Assert.True(service.Clock.GetUtcNow() >= end);
        Assert.Equal(2, (await mailing.Get("recipients")).GetProperty("items").GetArrayLength());
    }

    private static async Task<MailingUnderTest> Rehearse(ServiceUnderTest service, MailingUnderTest mailing, string mode = "accept", double speed = 0)
    {
        var created = await mailing.Do("rehearse", body: new { mode, speed });
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        return new MailingUnderTest(service, mailing.Breach, (await created.Json()).GetProperty("id").GetString()!);
    }
}
