using System.Net;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;

namespace BreachNotify.Tests.Mailings;

public sealed class SendingTests
{
    [Fact]
    public async Task Everybody_gets_one_message_and_the_ledger_hash_is_in_the_journal()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Window=4"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(300);

        var status = await mailing.Completed();

        Assert.Equal(300, status.GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(300, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        Assert.Equal(300, server.Messages.Count);
        var journal = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["mailing.created", "mailing.frozen", "mailing.approved", "mailing.started", "mailing.completed"],
            journal.Select(entry => entry.GetProperty("kind").GetString()!).Where(kind => kind.StartsWith("mailing.", StringComparison.Ordinal)));
        Assert.StartsWith("sha256:", journal[^1].GetProperty("payload").GetProperty("ledger").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("mail.example", JsonSerializer.Serialize(journal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_begin_with_a_dot_arrive_as_they_were_written()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var breach = JsonSerializer.SerializeToNode(MailingUnderTest.CompleteBreach)!;
        breach["nature"] = "A list was copied:\n.\n.htaccess\n..\n...and more.";
        var mailing = await MailingUnderTest.Draft(service, breach);
        await mailing.Started(2);
        await mailing.Completed();

        Assert.Equal(2, server.Messages.Count);
        foreach (var (_, _, text, _) in server.Messages)
        {
            var message = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            Assert.Contains(":\n\n.\n\n.htaccess\n\n..\n\n...and more.", message.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_temporary_refusal_is_tried_again_and_is_not_a_failure()
    {
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number < 40 ? "451 4.7.1 greylisted" : null);
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(60);

        var status = await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromSeconds(30));

        Assert.Equal(60, status.GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.All(server.Messages.GroupBy(message => message.Recipient), attempts => Assert.Single(attempts.Select(attempt => attempt.Text).Distinct()));
    }

    [Fact]
    public async Task Who_is_refused_for_longer_than_the_limit_goes_to_the_other_channel_with_the_reason()
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to == "person3@mail.example" ? "450 4.2.2 mailbox full" : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:RetryUntilHours=1"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(10);

        var status = await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromMinutes(5));

        Assert.Equal((9, 1), (status.GetProperty("counts").GetProperty("accepted").GetInt32(), status.GetProperty("counts").GetProperty("otherChannel").GetInt32()));
        var person = Assert.Single((await mailing.Get("recipients?state=otherChannel")).GetProperty("items").EnumerateArray());
        Assert.Equal("person3@mail.example", person.GetProperty("email").GetString());
        Assert.Contains("mailbox full", person.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(person.GetProperty("attempts").GetInt32() > 1);
    }

    [Theory]
    [InlineData("550 5.1.1 no such user")]
    [InlineData("550 5.2.1 disabled")]
    [InlineData("550 unknown")]
    public async Task A_refused_address_is_rejected_with_the_servers_words(string reply)
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to == "person1@mail.example" ? reply : null);
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(5);

        var status = await mailing.Completed();

        Assert.Equal((4, 1), (status.GetProperty("counts").GetProperty("accepted").GetInt32(), status.GetProperty("counts").GetProperty("rejected").GetInt32()));
        var person = Assert.Single((await mailing.Get("recipients?state=rejected")).GetProperty("items").EnumerateArray());
        Assert.Equal(("person1@mail.example", reply), (person.GetProperty("email").GetString(), person.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_policy_refusal_pauses_the_mailing_names_the_reason_and_loses_nobody()
    {
        var refusing = true;
        await using var server = new RecordingSmtpServer(atDot: (_, to) => Volatile.Read(ref refusing) ? $"550 5.7.515 <{to}> sender does not meet the requirements" : null);
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(50);

        var paused = await mailing.Until(status => status.GetProperty("state").GetString() == "paused" && status.GetProperty("counts").GetProperty("pending").GetInt32() == 50);
        Assert.Contains("5.7.515", paused.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("mail.example", paused.GetProperty("reason").GetString(), StringComparison.Ordinal);

        Volatile.Write(ref refusing, false);
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("resume")).StatusCode);
        Assert.Equal(50, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData(RecordingSmtpServer.CloseAfterDot)]
    [InlineData(RecordingSmtpServer.CloseInData)]
    public async Task A_connection_that_breaks_in_the_middle_loses_nobody_and_every_repetition_is_listed(string fault)
    {
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number % 20 == 7 ? fault : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Connections=3", "Mail:Window=8"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(200);

        var status = await mailing.Completed();

        Assert.Equal(200, status.GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(200, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        var repeated = server.Accepted.GroupBy(message => message.Recipient).Where(group => group.Count() > 1).ToList();
        Assert.All(repeated, group => Assert.Single(group.Select(message => message.MessageId).Distinct()));
        var doubtful = (await mailing.Get("doubtful")).GetProperty("items").EnumerateArray().Select(person => person.GetProperty("email").GetString()!).ToHashSet();
        Assert.Subset(doubtful, repeated.Select(group => group.Key).ToHashSet());
        Assert.NotEmpty(doubtful);
    }

    [Fact]
    public async Task Closing_with_421_before_the_message_is_no_attempt()
    {
        var closed = 0;
        await using var server = new RecordingSmtpServer(atRecipient: (number, _) => number % 10 == 9 && Interlocked.Increment(ref closed) < 20 ? "421 4.7.0 too many messages in this session" : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Connections=1"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(60);

        Assert.Equal(60, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(60, server.Messages.Count);
        Assert.All((await mailing.Get("recipients")).GetProperty("items").EnumerateArray(), person => Assert.Equal(1, person.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task An_absent_server_is_waited_for_and_the_mailing_goes_on_by_itself()
    {
        await using var server = new RecordingSmtpServer();
        server.GoAway();
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(40);
        var waiting = await mailing.Until(status => status.GetProperty("reason").ValueKind == JsonValueKind.String);
        Assert.Equal(("running", 40), (waiting.GetProperty("state").GetString(), waiting.GetProperty("counts").GetProperty("pending").GetInt32()));

        server.ComeBack();

        var status = await mailing.Completed();
        Assert.Equal(40, status.GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(40, server.Messages.Count);
    }

    [Fact]
    public async Task Held_doubts_wait_for_a_persons_decision()
    {
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number == 5 ? RecordingSmtpServer.CloseAfterDot : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Connections=1"]);
        var mailing = await MailingUnderTest.Draft(service, doubtPolicy: "hold");
        await mailing.Started(30);

        var status = await mailing.Completed();
        Assert.Equal((29, 1), (status.GetProperty("counts").GetProperty("accepted").GetInt32(), status.GetProperty("counts").GetProperty("inDoubt").GetInt32()));
        Assert.Equal(30, server.Messages.Count);

        var decided = await mailing.Do("doubtful", body: new { outcome = "resend", reason = "The receiver has no trace of it." });
        Assert.Equal(1, (await decided.Json()).GetProperty("count").GetInt32());
        Assert.Equal(30, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(31, server.Messages.Count);
    }

    [Fact]
    public async Task The_pickup_folder_holds_one_file_a_person()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(25);
        await mailing.Completed();
        var files = Directory.GetFiles(Path.Combine(service.Folder, "pickup"));
        Assert.Equal(25, files.Length);
        Assert.All(files, file => Assert.EndsWith(".eml", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pickup_folder_that_cannot_be_written_is_named_before_the_mailing_starts()
    {
        var file = Path.GetTempFileName();
        await using var service = await ServiceUnderTest.Run($"Mail:PickupFolder={Path.Combine(file, "below a file")}");
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(2));
        var problem = await Problem.Of(await mailing.Do("freeze"));
        Assert.Equal(422, problem.Status);
        Assert.Contains("transport", problem.Fields);
        File.Delete(file);
    }

    [Fact]
    public async Task A_pause_leaves_the_rest_pending_and_a_resume_sends_to_the_rest_only()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Connections=2", "Mail:Window=2"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(2000);
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("pause")).StatusCode);
        var paused = await mailing.Until(status => status.GetProperty("counts").GetProperty("sending").GetInt32() == 0);
        Assert.Equal("paused", paused.GetProperty("state").GetString());

        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("resume")).StatusCode);

        Assert.Equal(2000, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(2000, server.Messages.Count);
    }

    [Fact]
    public async Task A_scheduled_start_begins_at_its_hour()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:LatestStartHours=720"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(3));
        await mailing.Do("freeze");
        await mailing.Do("approve", Role.Approver);
        var scheduled = await (await mailing.Do("start", body: new { startAt = "2026-11-22T14:00:00Z" })).Json();
        Assert.Equal("scheduled", scheduled.GetProperty("state").GetString());
        Assert.Equal(409, (await Problem.Of(await mailing.Do("start"))).Status);
        Assert.Empty(server.Messages);

        await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromMinutes(1));

        Assert.Equal(3, server.Messages.Count);
        Assert.True(service.Clock.GetUtcNow() >= new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero));
    }
}
