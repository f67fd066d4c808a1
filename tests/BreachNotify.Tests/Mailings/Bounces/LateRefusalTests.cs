using System.Net;
using BreachNotify.Access;
using BreachNotify.Mailings;
using BreachNotify.Mailings.Bounces;
using Microsoft.Extensions.DependencyInjection;

namespace BreachNotify.Tests.Mailings.Bounces;

/// <summary>Behind a mail server that takes everything, what providers refuse comes back as bounces; it must stop a mailing as a refusal at once does.</summary>
public class LateRefusalTests
{
    private const int Before = 10;

    [Fact]
    public async Task Refusals_by_several_providers_that_come_back_later_stop_the_mailing_with_their_words()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:MaxPerSecond=1", "Mail:Connections=1"]);
        var mailing = await UnderWay(service, server);

        await Take(service, server, Enumerable.Range(0, 6), "smtp; 550 5.7.1 <person@mail0.example> blocked by policy");

        var status = await mailing.Until(status => status.GetProperty("state").GetString() == "paused", TimeSpan.FromMilliseconds(100));
        Assert.Contains("5.7.1 (address) blocked by policy", status.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("resume")).StatusCode);
        Assert.Equal(40, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData("550 5.1.1 no such person")]
    [InlineData("452 4.2.2 mailbox full")]
    public async Task What_comes_back_about_single_people_does_not(string words)
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:MaxPerSecond=1", "Mail:Connections=1"]);
        var mailing = await UnderWay(service, server);

        await Take(service, server, Enumerable.Range(0, 8), words);

        await mailing.Completed();
    }

    [Fact]
    public async Task One_provider_alone_that_refuses_does_not_either()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:MaxPerSecond=1", "Mail:Connections=1"]);
        var mailing = await UnderWay(service, server, domains: 1);

        await Take(service, server, Enumerable.Range(0, 8), "550 5.7.1 blocked");

        await mailing.Completed();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_few_after_a_restart_do_not_either_for_what_was_accepted_before_counts(int refusals)
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to.StartsWith("person39@", StringComparison.Ordinal) ? "451 4.2.0 later" : null);
        var folder = Directory.CreateTempSubdirectory("breachnotify-").FullName;
        MailingUnderTest mailing;
        await using (var service = await ServiceUnderTest.RunIn(folder, [.. server.Settings, "Mail:FirstRetrySeconds=20"]))
        {
            mailing = await UnderWay(service, server);
            await mailing.Until(status => status.GetProperty("counts").GetProperty("accepted").GetInt32() == 39);
        }
        // Whoever is refused now waits longer than the one person left, who is tried in between and accepts nothing.
        await using (var service = await ServiceUnderTest.RunIn(folder, [.. server.Settings, "Mail:FirstRetrySeconds=200"]))
        {
            mailing = new MailingUnderTest(service, mailing.Breach, mailing.Id);
            await mailing.Until(_ => service.Services.GetRequiredService<Pump>().IsRunning(mailing.Id));

            await Take(service, server, Enumerable.Range(0, refusals), "550 5.7.1 blocked");

            await mailing.Until(_ => server.Accepted.Count() == 39 + refusals);
            Assert.Equal("running", (await mailing.Status()).GetProperty("state").GetString());
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<MailingUnderTest> UnderWay(ServiceUnderTest service, RecordingSmtpServer server, int domains = 5)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import("email,name\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"person{i}@mail{i % domains}.example,Person {i}\n")));
        await mailing.Do("freeze");
        await mailing.Do("approve", Role.Approver);
        await mailing.Do("start");
        await mailing.Until(_ => server.Accepted.Count() >= Before, TimeSpan.FromMilliseconds(100));
        return mailing;
    }

    private static async Task Take(ServiceUnderTest service, RecordingSmtpServer server, IEnumerable<int> people, string words) => await service.Services.GetRequiredService<BounceStore>().Take("test", [.. people.Select(person =>
        new Report($"report-{person}", [server.Accepted.ElementAt(person).MessageId.Trim('<', '>').Split('@')[0]], SmtpReply.ReadReport(null, words), words))]);
}
