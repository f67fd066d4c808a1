using System.Net;
using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Mailings;

namespace BreachNotify.Tests.Mailings;

public sealed class MoveTests(PostgresServer postgresServer)
{
    [Fact]
    public async Task Freezing_names_every_member_that_is_missing()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service, new { title = "t", awareAt = "2026-11-20T10:00:00Z" });
        var problem = await Problem.Of(await mailing.Do("freeze"));
        Assert.Equal(422, problem.Status);
        Assert.Subset(problem.Fields.ToHashSet(), new HashSet<string> { "controller", "contact", "nature", "consequences", "measures", "advice", "recipients" });
    }

    [Fact]
    public async Task Who_froze_cannot_approve_not_even_an_administrator()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(1));
        var frozen = await service.Administrator.PostJson($"/api/v1/mailings/{mailing.Id}/freeze", new { });
        Assert.StartsWith("sha256:", (await frozen.Json()).GetProperty("hash").GetString(), StringComparison.Ordinal);
        Assert.Equal(403, (await Problem.Of(await service.Administrator.PostJson($"/api/v1/mailings/{mailing.Id}/approve", new { }))).Status);
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("approve", Role.Approver)).StatusCode);
    }

    [Fact]
    public async Task A_move_the_state_does_not_allow_is_a_conflict_that_names_the_possible_ones()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        foreach (var (move, role) in new[] { ("approve", Role.Approver), ("start", Role.Officer), ("pause", Role.Officer), ("resume", Role.Officer) })
        {
            var problem = await Problem.Of(await mailing.Do(move, role));
            Assert.Equal(409, problem.Status);
            Assert.Contains("draft", problem.Detail, StringComparison.Ordinal);
            Assert.Contains("freeze", problem.Detail, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("cancel")).StatusCode);
        Assert.Equal(409, (await Problem.Of(await mailing.Do("freeze"))).Status);
    }

    [Fact]
    public async Task A_later_change_of_the_breach_does_not_change_a_frozen_letter()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(1));
        await mailing.Do("freeze");
        var officer = await service.As(Role.Officer);
        var record = await officer.GetAsync(new Uri($"/api/v1/breaches/{mailing.Breach}", UriKind.Relative));
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/breaches/{mailing.Breach}")
        {
            Content = new StringContent("""{"nature":"Something else entirely.","reason":"learned more"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/merge-patch+json")),
            Headers = { { "If-Match", record.Headers.ETag!.Tag } },
        };
        Assert.True((await officer.SendAsync(patch)).IsSuccessStatusCode);
        await mailing.Do("approve", Role.Approver);
        await mailing.Do("start");
        await mailing.Completed();
        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(service.Folder, "pickup"))));
        Assert.Contains("Somebody copied our customer list", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Something else", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_comes_as_events_until_the_mailing_is_completed()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Started(10);
        await mailing.Completed();
        var events = await (await service.As(Role.Officer)).GetStringAsync(new Uri($"/api/v1/mailings/{mailing.Id}/events", UriKind.Relative));
        var data = events.Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
        using var status = JsonDocument.Parse(data);
        Assert.Equal(10, status.RootElement.GetProperty("counts").GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task People_are_shown_to_officers_only()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);
        foreach (var role in new[] { Role.Approver, Role.Insurer, Role.Operator })
        {
            var client = await service.As(role);
            Assert.Equal(403, (await Problem.Of(await client.GetAsync(new Uri($"/api/v1/mailings/{mailing.Id}/recipients", UriKind.Relative)))).Status);
        }
    }

    [Fact]
    public async Task The_ledger_works_on_PostgreSQL_too()
    {
        await using var server = new RecordingSmtpServer(atDot: (number, _) => number % 25 == 3 ? RecordingSmtpServer.CloseAfterDot : number % 25 == 9 ? "451 4.3.0 later" : null);
        var postgres = await postgresServer.NewDatabase();
        await using var service = await ServiceUnderTest.Run([.. postgres, .. server.Settings, "Mail:Connections=3", "Mail:Window=8"]);
        var mailing = await MailingUnderTest.Draft(service);
        var summary = await mailing.Import(MailingUnderTest.People(150) + "person1@MAIL.example,Again,en,1\nnobody,N,en,1\n,Without,en,2\n");
        Assert.Equal((150, 1, 1, 1), (summary.GetProperty("accepted").GetInt32(), summary.GetProperty("duplicates").GetInt32(), summary.GetProperty("withoutEmail").GetInt32(), summary.GetProperty("rejected").GetInt32()));
        await mailing.Do("freeze");
        await mailing.Do("approve", Role.Approver);
        await mailing.Do("start");

        var status = await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromSeconds(10));

        Assert.Equal((150, 1), (status.GetProperty("counts").GetProperty("accepted").GetInt32(), status.GetProperty("counts").GetProperty("otherChannel").GetInt32()));
        Assert.Equal(150, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        Assert.NotEmpty((await mailing.Get("doubtful")).GetProperty("items").EnumerateArray());
        Assert.NotEmpty((await mailing.Get("rejections")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public void Every_state_but_the_last_two_can_be_cancelled_and_nothing_leaves_cancelled()
    {
        foreach (var state in Enum.GetValues<MailingState>())
        {
            Assert.Equal(state is not (MailingState.Completed or MailingState.Cancelled), MailingStates.After(state, Move.Cancel) is not null);
        }
        Assert.Empty(MailingStates.Allowed(MailingState.Cancelled));
    }
}
