using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Mailings;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Mailings.Bounces;

/// <summary>Bounces that come to a mailbox, from the dialogue with its server to what a person sees.</summary>
public sealed class MailboxTests
{
    [Fact]
    public async Task The_envelope_sender_of_a_message_carries_the_recipients_token()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:BounceAddress=bounces@controller.example"]);
        await (await Sent(service, 20)).Completed();

        Assert.Equal(server.Accepted.Select(message => $"bounces+{message.MessageId.Split('@')[0].TrimStart('<')}@controller.example").Order(), server.Senders.Order());
        Assert.All(server.Accepted, message => Assert.Contains("From: Privacy Office\n <privacy@controller.example>", message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_bounce_address_the_envelope_sender_is_the_sender()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run(server.Settings);
        await (await Sent(service, 3)).Completed();

        Assert.All(server.Senders, sender => Assert.Equal("privacy@controller.example", sender));
    }

    [Fact]
    public async Task Somebody_whose_accepted_message_comes_back_is_rejected_with_the_reason_and_the_evidence_stays_explained()
    {
        await using var server = new RecordingSmtpServer();
        await using var mailbox = new ImapMailbox();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. mailbox.Settings]);
        var mailing = await Sent(service, 10);
        await mailing.Completed();

        var uid = mailbox.Add(Reports.Notification(server.TokenOf("person3@mail.example"), "5.1.1", "550 5.1.1 <person3@mail.example>: no such user"));
        var status = await mailing.Until(status => Count(status, "rejected") == 1);

        Assert.Equal(("completed", 9, 1), (status.GetProperty("state").GetString(), Count(status, "accepted"), Came(status, "bounced")));
        var person = Assert.Single((await mailing.Get("recipients?state=rejected")).GetProperty("items").EnumerateArray());
        Assert.Equal(("person3@mail.example", "Came back: 550 5.1.1 <person3@mail.example>: no such user"), (person.GetProperty("email").GetString(), person.GetProperty("reason").GetString()));
        await Eventually(() => mailbox.Seen.Contains(uid));

        var journal = await Journal(service);
        Assert.Equal(["mailing.completed", "mailing.returned"], journal.TakeLast(2).Select(entry => entry.GetProperty("kind").GetString()));
        var payload = journal[^1].GetProperty("payload");
        Assert.Equal(("mailbox", "completed", 1), (payload.GetProperty("source").GetString(), payload.GetProperty("state").GetString(), payload.GetProperty("rejected").GetInt32()));
        Assert.DoesNotContain("mail.example", JsonSerializer.Serialize(journal), StringComparison.Ordinal);
        var (ledger, audience) = await LedgerOf(service, mailing);
        var completed = journal[^2].GetProperty("payload").GetProperty("ledger").GetString();
        Assert.NotEqual(completed, await ledger.Hash(audience));
        Assert.Equal(completed, await ledger.Hash(audience, asCompleted: true));
    }

    [Theory]
    [InlineData("Message-ID: <TOKEN@controller.example>")]
    [InlineData("X-BreachNotify-Recipient: TOKEN")]
    [InlineData("Return-Path: <bounces+TOKEN@controller.example>")]
    public async Task A_report_to_another_address_finds_its_recipient_by_the_returned_headers(string returned)
    {
        await using var server = new RecordingSmtpServer();
        await using var mailbox = new ImapMailbox();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. mailbox.Settings]);
        var mailing = await Sent(service, 5);
        await mailing.Completed();

        mailbox.Add(Reports.Notification(null, "5.0.0", "550 5.2.1 disabled", returned: returned.Replace("TOKEN", server.TokenOf("person2@mail.example"), StringComparison.Ordinal)));
        await mailing.Until(status => Count(status, "rejected") == 1);

        Assert.Equal("person2@mail.example", Assert.Single((await mailing.Get("recipients?state=rejected")).GetProperty("items").EnumerateArray()).GetProperty("email").GetString());
    }

    [Fact]
    public async Task The_same_report_again_after_a_broken_connection_a_restart_and_a_new_mailbox_changes_nothing()
    {
        await using var server = new RecordingSmtpServer();
        await using var mailbox = new ImapMailbox();
        var folder = Directory.CreateTempSubdirectory("breachnotify-").FullName;
        string[] settings = [.. server.Settings, .. mailbox.Settings];
        string id;
        await using (var service = await ServiceUnderTest.RunIn(folder, settings))
        {
            var mailing = await Sent(service, 6);
            await mailing.Completed();
            id = mailing.Id;
            // The effect is committed; the mark in the mailbox is what the broken connection prevents.
            mailbox.BreakAt = "UID STORE";
            var report = Reports.Notification(server.TokenOf("person1@mail.example"), "5.1.1", "550 5.1.1 no", id: "same");
            mailbox.Add(report);
            await mailing.Until(status => Count(status, "rejected") == 1);
            mailbox.Add(report);
            await mailing.Until(_ => mailbox.Seen.Contains(2), TimeSpan.FromSeconds(2));
            Assert.Equal(1, Count(await mailing.Status(), "rejected"));
        }
        mailbox.UidValidity = 8;
        await using (var service = await ServiceUnderTest.RunIn(folder, settings))
        {
            await Eventually(() => mailbox.Seen.SetEquals([1u, 2u]));
            var status = await service.Administrator.GetJson($"/api/v1/mailings/{id}");
            Assert.Equal((1, 1), (Count(status, "rejected"), Came(status, "bounced")));
            Assert.Single(await Journal(service), entry => entry.GetProperty("kind").GetString() == "mailing.returned");
            var source = await Source(service, "mailbox");
            Assert.Equal((1, 0, 0), (source.GetProperty("matched").GetInt32(), source.GetProperty("unmatched").GetInt32(), source.GetProperty("ignored").GetInt32()));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_restart_does_not_read_again_what_was_read()
    {
        await using var server = new RecordingSmtpServer();
        await using var mailbox = new ImapMailbox();
        var folder = Directory.CreateTempSubdirectory("breachnotify-").FullName;
        string[] settings = [.. server.Settings, .. mailbox.Settings];
        for (var i = 0; i < 120; i++)
        {
            mailbox.Add(Reports.Notification(null, "5.1.1", "550 no"));
        }
        await using (var service = await ServiceUnderTest.RunIn(folder, settings))
        {
            await EventuallyAsync(async () => (await Source(service, "mailbox")).GetProperty("unmatched").GetInt32() == 120);
        }
        Assert.Equal(120, mailbox.Fetched);
        mailbox.Add(Reports.Notification(null, "5.1.1", "550 no"));
        await using (var service = await ServiceUnderTest.RunIn(folder, settings))
        {
            await EventuallyAsync(async () => (await Source(service, "mailbox")).GetProperty("unmatched").GetInt32() == 121);
        }
        Assert.Equal(121, mailbox.Fetched);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Somebody_refused_for_the_senders_sake_is_sent_to_again_while_the_mailing_runs()
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to == "person0@mail.example" ? "451 4.2.0 later" : null);
        await using var mailbox = new ImapMailbox();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. mailbox.Settings]);
        var mailing = await Sent(service, 5);
        await mailing.Until(status => Count(status, "accepted") == 4 && Count(status, "deferred") == 1);

        mailbox.Add(Reports.Notification(server.TokenOf("person4@mail.example"), "5.7.1", "554 5.7.1 blocked"));
        var status = await mailing.Until(status => Count(status, "deferred") == 2);
        Assert.Equal(1, Came(status, "refused"));
        var person = (await mailing.Get("recipients?state=deferred")).GetProperty("items").EnumerateArray().Single(person => person.GetProperty("email").GetString() == "person4@mail.example");
        Assert.Equal("Refused after it was accepted: 554 5.7.1 blocked", person.GetProperty("reason").GetString());

        await mailing.Until(status => Count(status, "accepted") == 4, TimeSpan.FromSeconds(30));
        Assert.Equal(2, server.Accepted.Count(message => message.Recipient == "person4@mail.example"));
    }

    [Theory]
    [InlineData("pause", "deferred")]
    [InlineData("cancel", "otherChannel")]
    public async Task Somebody_refused_in_a_mailing_that_stands_still_waits_and_in_one_that_is_over_is_listed_as_not_reached(string move, string expected)
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to == "person0@mail.example" ? "451 4.2.0 later" : null);
        await using var mailbox = new ImapMailbox();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. mailbox.Settings]);
        var mailing = await Sent(service, 5);
        await mailing.Until(status => Count(status, "accepted") == 4 && Count(status, "deferred") == 1);
        Assert.True((await mailing.Do(move)).IsSuccessStatusCode);

        mailbox.Add(Reports.Notification(server.TokenOf("person4@mail.example"), "5.4.1", "550 5.4.1 no access"));
        mailbox.Add(Reports.Notification(server.TokenOf("person3@mail.example"), "5.1.1", "550 5.1.1 no such user"));
        var status = await mailing.Until(status => Count(status, "rejected") == 1);

        Assert.Equal((2, 5), (Count(status, "accepted"), Count(status, "total")));
        var people = (await mailing.Get($"recipients?state={expected}")).GetProperty("items").EnumerateArray();
        Assert.Contains(people, person => person.GetProperty("email").GetString() == "person4@mail.example" && person.GetProperty("reason").GetString()!.EndsWith("550 5.4.1 no access", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delays_and_complaints_are_noted_and_move_nobody()
    {
        await using var server = new RecordingSmtpServer();
        await using var mailbox = new ImapMailbox();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. mailbox.Settings]);
        var mailing = await Sent(service, 4);
        await mailing.Completed();

        mailbox.Add(Reports.Notification(server.TokenOf("person1@mail.example"), "4.4.1", "connect timed out", action: "delayed"));
        mailbox.Add(Reports.Complaint($"<{server.TokenOf("person2@mail.example")}@controller.example>"));
        mailbox.Add(Reports.Complaint($"<{server.TokenOf("person3@mail.example")}@controller.example>", "not-spam"));
        var status = await mailing.Until(status => Came(status, "complained") == 1 && Came(status, "delayed") == 1);

        Assert.Equal(4, Count(status, "accepted"));
        var people = (await mailing.Get("recipients")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("Delayed: connect timed out", people[1].GetProperty("reason").GetString());
        Assert.Equal([false, false, true, false], people.Select(person => person.GetProperty("complained").GetBoolean()));
        Assert.All(people, person => Assert.Equal("accepted", person.GetProperty("state").GetString()));
        await Eventually(() => mailbox.Seen.Count == 3);
    }

    [Fact]
    public async Task Automatic_answers_are_ignored_and_what_leads_to_nobody_is_counted_and_left_for_a_person()
    {
        await using var server = new RecordingSmtpServer();
        await using var mailbox = new ImapMailbox();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. mailbox.Settings]);
        var mailing = await Sent(service, 2);
        await mailing.Completed();
        var token = server.TokenOf("person1@mail.example");

        uint[] ignored =
        [
            mailbox.Add(Reports.Answer(token, "Auto-Submitted: auto-replied (vacation)")),
            mailbox.Add(Reports.Answer(token, "X-Autoreply: yes")),
            mailbox.Add(Reports.Answer(token, "Precedence: auto_reply")),
            mailbox.Add(Reports.ReadReceipt(token)),
            mailbox.Add(Reports.Notification(token, "2.0.0", "250 delivered", action: "delivered")),
        ];
        mailbox.Add(Reports.Answer(token, "Auto-Submitted: no"));
        mailbox.Add(Reports.Notification(new string('a', 32), "5.1.1", "550 5.1.1 forged"));
        mailbox.Add(Reports.Notification(null, "5.1.1", "550 5.1.1 of another system"));

        await EventuallyAsync(async () => (await Source(service, "mailbox")).GetProperty("unmatched").GetInt32() == 3);
        var source = await Source(service, "mailbox");
        Assert.Equal((0, 5, true), (source.GetProperty("matched").GetInt32(), source.GetProperty("ignored").GetInt32(), source.GetProperty("isOn").GetBoolean()));
        await Eventually(() => mailbox.Seen.SetEquals(ignored));
        Assert.Equal(2, Count(await mailing.Status(), "accepted"));
        Assert.DoesNotContain(await Journal(service), entry => entry.GetProperty("kind").GetString() == "mailing.returned");
    }

    [Fact]
    public async Task A_server_without_IDLE_is_asked_every_minute_and_one_that_refuses_the_sign_in_is_shown_and_tried_again()
    {
        await using var server = new RecordingSmtpServer();
        await using var mailbox = new ImapMailbox(offersIdle: false);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, .. mailbox.Settings]);
        var mailing = await Sent(service, 2);
        await mailing.Completed();
        mailbox.Add(Reports.Notification(server.TokenOf("person1@mail.example"), "5.1.1", "550 5.1.1 no"));
        await mailing.Until(status => Count(status, "rejected") == 1, TimeSpan.FromSeconds(20));

        await using var locked = new ImapMailbox { Password = "another-password" };
        await using var refused = await ServiceUnderTest.Run([.. server.Settings, .. locked.Settings, "Mail:Bounces:Password=wrong"]);
        await EventuallyAsync(async () =>
        {
            refused.Clock.Advance(TimeSpan.FromSeconds(30));
            return locked.SignIns >= 3 && (await Source(refused, "mailbox")).GetProperty("reason").GetString()?.Contains("wrong password", StringComparison.Ordinal) == true;
        });
        Assert.False((await Source(refused, "mailbox")).GetProperty("isOn").GetBoolean());
    }

    private static async Task<MailingUnderTest> Sent(ServiceUnderTest service, int people)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(people);
        return mailing;
    }

    private static int Count(JsonElement status, string state) => status.GetProperty("counts").GetProperty(state).GetInt32();

    private static int Came(JsonElement status, string what) => status.GetProperty("returned").GetProperty(what).GetInt32();

    private static async Task<JsonElement> Source(ServiceUnderTest service, string name) =>
        (await (await service.As(Role.Approver)).GetJson("/api/v1/bounces")).GetProperty("items").EnumerateArray().Single(source => source.GetProperty("source").GetString() == name);

    private static async Task<List<JsonElement>> Journal(ServiceUnderTest service) =>
        (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().ToList();

    private static async Task<(Ledger Ledger, Audience Audience)> LedgerOf(ServiceUnderTest service, MailingUnderTest mailing)
    {
        var stored = await service.Services.GetRequiredService<MailingStore>().Get(mailing.Id);
        return (service.Services.GetRequiredService<Ledger>(), (await service.Services.GetRequiredService<AudienceStore>().Find(stored.Audience!.Value))!);
    }

    private static Task Eventually(Func<bool> holds) => EventuallyAsync(() => Task.FromResult(holds()));

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, "It did not come about.");
            await Task.Yield();
        }
    }
}
