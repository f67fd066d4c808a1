using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Mailings.Pacing;
using CsCheck;
using NodaTime;

namespace BreachNotify.Tests.Mailings;

/// <summary>Each receiving provider gets what it takes, and none of them holds up the others.</summary>
public sealed class PacingTests
{
    private static string People(params (string Domain, int Count)[] domains) =>
        "email,name\n" + string.Concat(domains.SelectMany(domain => Enumerable.Range(0, domain.Count).Select(i => $"p{i}@{domain.Domain},Person {i}\n")));

    [Fact]
    public async Task One_provider_that_refuses_everything_is_left_alone_while_the_others_go_on()
    {
        var refusing = true;
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => Volatile.Read(ref refusing) && to.EndsWith("@gmail.com", StringComparison.Ordinal) ? "550 5.7.26 unauthenticated" : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Window=4"]);
        var mailing = await Start(service, People(("gmail.com", 150), ("mail.example", 300), ("other.example", 100)));

        var status = await mailing.Until(status => Count(status, "accepted") == 400, TimeSpan.FromMilliseconds(5));
        Assert.Equal("running", status.GetProperty("state").GetString());
        var gmail = Named(await Providers(service), "gmail");
        Assert.Equal("refuses", gmail.GetProperty("state").GetString());
        Assert.Contains("5.7.26", gmail.GetProperty("reason").GetString(), StringComparison.Ordinal);
        // What was under way when it was understood, and no more.
        Assert.InRange(gmail.GetProperty("refused").GetInt32(), 5, 100);

        Volatile.Write(ref refusing, false);
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("pause")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("resume")).StatusCode);
        await mailing.Completed();
        Assert.Equal(550, server.Accepted.Select(message => message.Recipient).Distinct().Count());
    }

    [Fact]
    public async Task Refusals_of_several_providers_pause_the_mailing_and_say_why()
    {
        await using var server = new RecordingSmtpServer(atDot: (_, to) => $"554 5.7.1 <{to}> blocked");
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Connections=1", "Mail:Window=2"]);
        var mailing = await Start(service, People(("a.example", 40), ("b.example", 40), ("c.example", 40)));

        var status = await mailing.Until(status => status.GetProperty("state").GetString() == "paused");

        Assert.Contains("5.7.1", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a.example", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(server.Messages.Count < 60, $"{server.Messages.Count} messages were refused before it stopped");
    }

    [Fact]
    public async Task A_single_person_refused_for_the_systems_sake_stops_a_mailing_of_one()
    {
        await using var server = new RecordingSmtpServer(atDot: (_, _) => "550 5.3.2 system not accepting messages");
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await Start(service, People(("a.example", 1)));

        var status = await mailing.Until(status => status.GetProperty("state").GetString() == "paused");

        Assert.Equal(1, Count(status, "pending"));
        Assert.Contains("5.3.2", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_leads_nowhere_is_the_persons_address()
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to.EndsWith("@gone.example", StringComparison.Ordinal) ? "550 5.4.4 host not found" : null);
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await Start(service, People(("gone.example", 9), ("mail.example", 3)));

        Assert.Equal(9, Count(await mailing.Completed(), "rejected"));
    }

    [Fact]
    public async Task Half_of_all_messages_deferred_still_reaches_everybody_once()
    {
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number % 2 == 0 ? "454 4.7.0 try again later" : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:FirstRetrySeconds=60", "Mail:RetryUntilHours=720"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(200);

        var status = await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromSeconds(30));

        Assert.Equal(200, Count(status, "accepted"));
        Assert.All(server.Accepted.GroupBy(message => message.Recipient), person => Assert.Single(person));
    }

    [Fact]
    public async Task A_provider_that_asks_for_less_is_slowed_and_the_others_are_not()
    {
        var asked = 0;
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to.EndsWith("@slow.example", StringComparison.Ordinal) && Interlocked.Increment(ref asked) <= 25 ? "421 4.7.0 slow down" : null);
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Connections=2", "Mail:Window=1"]);
        var mailing = await Start(service, People(("mail.example", 20), ("slow.example", 60), ("mail2.example", 380)));

        await mailing.Until(status => Count(status, "accepted") >= 400, TimeSpan.FromMilliseconds(1));
        var slow = Named(await Providers(service), "slow.example");
        Assert.NotEqual("open", slow.GetProperty("state").GetString());
        Assert.InRange(slow.GetProperty("connections").GetInt32(), 1, 1);

        await mailing.Completed();
        Assert.Equal(460, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        Assert.All((await mailing.Get("recipients")).GetProperty("items").EnumerateArray(), person => Assert.Equal(1, person.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task A_limit_is_kept()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Limits:mail.example:PerSecond=10"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(150);

        var end = await mailing.Until(status =>
        {
            // Two seconds' worth may go at once.
            Assert.True(Count(status, "accepted") <= 20 + (10 * (service.Clock.GetUtcNow() - ServiceUnderTest.Start).TotalSeconds), $"{status}");
            return status.GetProperty("state").GetString() == "completed";
        });
        Assert.Equal(150, Count(end, "accepted"));
    }

    [Fact]
    public async Task Pacing_switched_off_is_no_pace_at_all()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Pacing=off", "Mail:Limits:gmail:PerSecond=1"]);
        var mailing = await Start(service, People(("gmail.com", 100)));

        await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromMilliseconds(1));

        Assert.Empty(await Providers(service));
    }

    [Fact]
    public async Task Domains_are_grouped_by_their_mail_exchanger_and_a_silent_name_server_holds_up_nobody()
    {
        await using var server = new RecordingSmtpServer();
        using var names = new MailExchangers("firma-eins-de.mail.protection.outlook.com");
        await using var service = await ServiceUnderTest.Run([.. server.Settings, $"Mail:NameServers:0={names.Address}"]);
        var first = await Start(service, People(("firma-eins.de", 5), ("firma-zwei.de", 5)));
        await first.Completed();
        await names.Answered(2);

        await first.Until(status => status.GetProperty("state").GetString() == "completed");
        await Until(async () =>
        {
            var again = await Start(service, People(("firma-eins.de", 5), ("firma-zwei.de", 5)));
            await again.Completed();
            return (await Providers(service)).Any(provider => provider.GetProperty("name").GetString() == "microsoft-365" && provider.GetProperty("accepted").GetInt32() > 0);
        });
    }

    [Fact]
    public async Task Quiet_hours_are_those_of_the_recipient()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run(server.Settings);
        // It is noon in London and nine in the evening in Tokyo.
        var mailing = await Draft(service, new { from = "21:00", until = "08:00" });
        await mailing.Import("email,name,zone,country\nlondon@mail.example,L,Europe/London,\ntokyo@mail.example,T,,JP\nparis@mail.example,P,,\n");
        await Begin(mailing);

        await mailing.Until(status => Count(status, "accepted") == 2);
        Assert.Equal("tokyo@mail.example", Assert.Single((await mailing.Get("recipients?state=pending")).GetProperty("items").EnumerateArray()).GetProperty("email").GetString());

        await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromMinutes(10));
        Assert.True(service.Clock.GetUtcNow() >= new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("25:00", "08:00", "quietHours.from")]
    [InlineData("21:00", "later", "quietHours.until")]
    [InlineData("21:00", "21:00", "quietHours.until")]
    public async Task Quiet_hours_that_are_none_are_named(string from, string until, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        var officer = await service.As(Role.Officer);
        var breach = (await (await officer.PostJson("/api/v1/breaches", MailingUnderTest.CompleteBreach)).Json()).GetProperty("id").GetString();

        var problem = await Problem.Of(await officer.PostJson($"/api/v1/breaches/{breach}/mailings", new { template = "people", fallbackLanguage = "en", quietHours = new { from, until } }));

        Assert.Equal(400, problem.Status);
        Assert.Equal([field], problem.Fields);
    }

    [Fact]
    public async Task A_cold_sender_begins_with_few_and_sends_half_as_many_again_each_day()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:RampFirstDay=40"]);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(150);

        foreach (var sum in new[] { 40, 100 })
        {
            var waiting = await mailing.Until(status => status.GetProperty("reason").ValueKind == JsonValueKind.String && Count(status, "sending") == 0, TimeSpan.FromSeconds(1));
            Assert.Contains("RampFirstDay", waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.Equal(sum, Count(waiting, "accepted"));
            service.Clock.Advance(TimeSpan.FromDays(1));
            await mailing.Until(status => Count(status, "accepted") > sum, TimeSpan.FromSeconds(1));
        }
        Assert.Equal(150, Count(await mailing.Completed(), "accepted"));
    }

    [Fact]
    public void A_provider_never_lets_more_pass_than_its_rate_and_forgets_nobody_in_line() =>
        Gen.Select(Gen.Double[0.1, 200], Gen.Int[1, 400], Gen.Int[1, 5000]).Sample((rate, people, step) =>
        {
            var provider = new Provider("p", new Limits(rate, 4));
            var start = Instant.FromUtc(2026, 11, 22, 12, 0);
            var now = start;
            var waiting = new PriorityQueue<int, Instant>(Enumerable.Range(0, people).Select(i => (i, start)));
            var seen = new HashSet<int>();
            var passed = 0;
            while (waiting.TryPeek(out var person, out var due))
            {
                if (due > now)
                {
                    now = Instant.Max(now + Duration.FromMilliseconds(step), due);
                    continue;
                }
                waiting.Dequeue();
                if (provider.MayGo(now, waited: !seen.Add(person), 1, out var askAgain))
                {
                    passed++;
                }
                else
                {
                    Assert.True(askAgain > now);
                    waiting.Enqueue(person, askAgain);
                }
                Assert.True(passed <= Math.Max(1, 2 * rate) + (rate * (now - start).TotalSeconds) + 1e-6);
            }
            Assert.Equal(people, passed);
        }, iter: 200);

    [Fact]
    public void A_pressed_rate_has_a_floor_and_recovers()
    {
        var provider = new Provider("p", new Limits(100, 8));
        var now = Instant.FromUtc(2026, 11, 22, 12, 0);
        for (var i = 0; i < 40; i++)
        {
            for (var times = 0; times < Provider.PushBacksInARow; times++)
            {
                provider.PushedBack(now, "421 slow down");
            }
            now += Duration.FromHours(1);
        }
        Assert.Equal((Provider.Floor, 1), (provider.Status(now).PerSecond, provider.Status(now).Connections));
        for (var i = 0; i < 20_000; i++)
        {
            provider.Accepted(now);
        }
        Assert.True(provider.Status(now).PerSecond > 50);
        Assert.Equal((ProviderState.Open, 8), (provider.Status(now).State, provider.Status(now).Connections));
    }

    [Fact]
    public void A_provider_that_defers_half_whatever_the_rate_is_not_pressed_to_the_floor()
    {
        var provider = new Provider("p", new Limits(100, 8));
        var now = Instant.FromUtc(2026, 11, 22, 12, 0);
        for (var i = 0; i < 2000; i++)
        {
            if (i % 2 == 0)
            {
                provider.Accepted(now);
            }
            else
            {
                provider.PushedBack(now, "451 later");
            }
            now += Duration.FromMilliseconds(50);
        }
        Assert.True(provider.Status(now).PerSecond > 5, $"{provider.Status(now)}");
    }

    [Fact]
    public void A_clock_that_is_set_back_holds_up_no_provider()
    {
        var provider = new Provider("p", new Limits(10, 8));
        var now = Instant.FromUtc(2026, 11, 22, 12, 0);
        for (var i = 0; i < 25; i++)
        {
            provider.PushedBack(now, "421 slow down");
        }
        Assert.False(provider.MayGo(now, waited: true, 1, out _));
        now -= Duration.FromHours(1);
        var waits = 0;
        while (!provider.MayGo(now, waited: true, 1, out _))
        {
            now += Duration.FromSeconds(1);
            Assert.True(++waits < 10);
        }
    }

    private static async Task<MailingUnderTest> Draft(ServiceUnderTest service, object quietHours)
    {
        var officer = await service.As(Role.Officer);
        var breach = (await (await officer.PostJson("/api/v1/breaches", MailingUnderTest.CompleteBreach)).Json()).GetProperty("id").GetString()!;
        var created = await officer.PostJson($"/api/v1/breaches/{breach}/mailings", new { template = "people", fallbackLanguage = "en", quietHours });
        return new MailingUnderTest(service, breach, (await created.Json()).GetProperty("id").GetString()!);
    }

    private static async Task<MailingUnderTest> Start(ServiceUnderTest service, string people)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(people);
        await Begin(mailing);
        return mailing;
    }

    private static async Task Begin(MailingUnderTest mailing)
    {
        foreach (var (move, role) in new[] { ("freeze", Role.Officer), ("approve", Role.Approver), ("start", Role.Officer) })
        {
            Assert.Equal(HttpStatusCode.OK, (await mailing.Do(move, role)).StatusCode);
        }
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static int Count(JsonElement status, string name) => status.GetProperty("counts").GetProperty(name).GetInt32();

    private static async Task<List<JsonElement>> Providers(ServiceUnderTest service) =>
        [.. (await (await service.As(Role.Officer)).GetJson("/api/v1/providers")).GetProperty("items").EnumerateArray()];

    private static JsonElement Named(List<JsonElement> providers, string name) => Assert.Single(providers, provider => provider.GetProperty("name").GetString() == name);

    /// <summary>A name server on loopback that gives every domain the same mail exchanger (RFC 1035).</summary>
    private sealed class MailExchangers : IDisposable
    {
        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly string _exchanger;
        private int _answered;

        public MailExchangers(string exchanger)
        {
            _exchanger = exchanger;
            _ = Answer();
        }

        public string Address => _socket.Client.LocalEndPoint!.ToString()!;

        public Task Answered(int questions) => PacingTests.Until(async () =>
        {
            await Task.Yield();
            return Volatile.Read(ref _answered) >= questions;
        });

        public void Dispose() => _socket.Dispose();

        private async Task Answer()
        {
            try
            {
                while (true)
                {
                    var asked = await _socket.ReceiveAsync();
                    var question = asked.Buffer[12..];
                    var end = Array.IndexOf(question, (byte)0) + 5;
                    byte[] exchanger = [.. _exchanger.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
                    byte[] reply =
                    [
                        asked.Buffer[0], asked.Buffer[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0,
                        .. question[..end],
                        0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, (byte)(exchanger.Length + 2), 0, 10,
                        .. exchanger,
                    ];
                    await _socket.SendAsync(reply, asked.RemoteEndPoint);
                    Interlocked.Increment(ref _answered);
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // Closed.
            }
        }
    }
}
