using System.Net;
using System.Text.Json;
using BreachNotify.Access;
using Dapper;

namespace BreachNotify.Tests.Mailings.Planning;

/// <summary>Plans through the front door.</summary>
public sealed class PlanTests(PostgresServer postgres)
{
    private static string People(params (string Domain, int Count, string Country)[] groups) =>
        "email,name,country\n" + string.Concat(groups.SelectMany(group => Enumerable.Range(0, group.Count).Select(i => $"{(group.Domain.Length > 0 ? $"p{i}{group.Country}@{group.Domain}" : "")},Person {i},{group.Country}\n")));

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_draft_is_planned_by_provider_from_what_the_file_holds(string engine)
    {
        await using var service = await ServiceUnderTest.Run([.. engine == "postgres" ? await postgres.NewDatabase() : [], "Mail:Limits:gmail:PerSecond=10"]);
        var mailing = await Draft(service, People(("gmail.com", 600, "DE"), ("googlemail.com", 300, "FR"), ("web.de", 30, "DE"), ("gmail.com", 600, "DE"), ("small.example", 100, "xx"), ("", 7, "FR")));

        var plan = await Ask(service, mailing, new { });

        Assert.Equal([("gmail", 900), ("other", 100), ("gmx-web.de", 30)], Providers(plan));
        Assert.Equal(1030, plan.GetProperty("people").GetInt32());
        var gmail = plan.GetProperty("perProvider")[0];
        Assert.Equal(10, gmail.GetProperty("perSecond").GetDouble());
        Assert.Equal(Start.AddSeconds(90), gmail.GetProperty("finish").GetDateTimeOffset(), TimeSpan.FromMilliseconds(10));
        Assert.Equal(plan.GetProperty("finish").GetDateTimeOffset(), gmail.GetProperty("finish").GetDateTimeOffset());
        Assert.Equal(1030, plan.GetProperty("timeline").EnumerateArray().Sum(part => part.GetProperty("people").GetInt32()));
        // 22 November 12:00 against an awareness two days and two hours before.
        Assert.Equal(50.025, plan.GetProperty("comparedWith").GetProperty("hoursSinceAwareness").GetDouble(), 0.006);
        Assert.Equal(7 * 1.4m, Assert.Single(plan.GetProperty("cost").GetProperty("letter").GetProperty("totals").EnumerateArray()).GetProperty("amount").GetDecimal());
        var assumptions = Assumptions(plan);
        Assert.Equal(("BreachNotify:Mail:Limits", true), (assumptions["provider gmail"].GetProperty("source").GetString(), assumptions["provider gmail"].GetProperty("verified").GetBoolean()));
        Assert.All(["overall limit", "call share", "call days", "minutes per call", "provider gmx-web.de"], name => Assert.False(assumptions[name].GetProperty("verified").GetBoolean(), name));
        Assert.Equal(plan.ToString(), (await mailing.Get("plan")).ToString());
    }

    [Fact]
    public async Task What_is_given_takes_the_place_of_every_default_and_says_so()
    {
        await using var service = await ServiceUnderTest.Run("Mail:RampFirstDay=0");
        var mailing = await Draft(service, People(("mail.example", 1000, "DE"), ("gmail.com", 1000, "FR")));

        var plan = await Ask(service, mailing, new
        {
            startAt = "2026-11-23T08:00",
            zone = "Europe/Berlin",
            perSecond = 1,
            providers = new { gmail = new { perSecond = 0.25 } },
            callShare = 0.1,
            callDays = new[] { 3, 1 },
            callHours = 8,
            agents = 2,
            minutesPerCall = 12,
            costs = new object[] { new { channel = "email", amount = 0.001, currency = "EUR" }, new { channel = "call", amount = 5, currency = "EUR", source = "contract" } },
            finishBy = "2026-11-23T08:00:00+01:00",
        });

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero), plan.GetProperty("start").GetDateTimeOffset());
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 8, 6, 40, TimeSpan.Zero), plan.GetProperty("finish").GetDateTimeOffset(), TimeSpan.FromMilliseconds(10));
        Assert.Equal([("2026-11-23", 150.0, 18.75, 4), ("2026-11-24", 50.0, 6.25, 2)],
            plan.GetProperty("calls").EnumerateArray().Select(day => (day.GetProperty("day").GetString()!, day.GetProperty("expected").GetDouble(), day.GetProperty("perHour").GetDouble(), day.GetProperty("agentsNeeded").GetInt32())));
        Assert.Equal((4, 1), (plan.GetProperty("agentsNeeded").GetInt32(), plan.GetProperty("daysShortOfAgents").GetInt32()));
        Assert.Equal((2m, 1000m), (plan.GetProperty("cost").GetProperty("email").GetProperty("amount").GetDecimal(), plan.GetProperty("cost").GetProperty("call").GetProperty("amount").GetDecimal()));
        Assert.Equal((false, 1.11), (plan.GetProperty("comparedWith").GetProperty("inTime").GetBoolean(), plan.GetProperty("comparedWith").GetProperty("hoursLate").GetDouble()));
        Assert.All(Assumptions(plan).Values, assumption => Assert.Equal(("the asker", true), (assumption.GetProperty("source").GetString(), assumption.GetProperty("verified").GetBoolean())));
    }

    [Fact]
    public async Task A_pace_is_solved_for_the_calls_set_for_the_mailing_and_kept()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Connections=2"]);
        var mailing = await Draft(service, People(("mail.example", 2000, "DE")));
        var habits = new { callShare = 0.5, callDays = new[] { 1 }, callHours = 10, callsPerHourAtMost = 25 };

        var plan = await Ask(service, mailing, habits);
        // 250 calls a day are 500 people a day, and 500 in any 24 hours.
        var pace = plan.GetProperty("pace").GetProperty("perSecond").GetDouble();
        Assert.Equal(500.0 / 86_400, pace, 1e-5);
        Assert.InRange(plan.GetProperty("peak").GetProperty("perHour").GetDouble(), 24.9, 25);
        Assert.Equal(4, Math.Round((plan.GetProperty("finish").GetDateTimeOffset() - Start).TotalDays));
        Assert.Equal(JsonValueKind.Null, (await Ask(service, mailing, new { callsPerHourAtMost = 1_000_000 })).GetProperty("pace").GetProperty("perSecond").ValueKind);

        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("pace", body: new { perSecond = 2, reason = "so many calls can be taken" })).StatusCode);
        Assert.Equal(2, (await mailing.Status()).GetProperty("perSecond").GetDouble());
        await mailing.Start();
        await mailing.Until(status =>
        {
            var accepted = status.GetProperty("counts").GetProperty("accepted").GetInt32();
            Assert.True(accepted <= 3 + (2 * (service.Clock.GetUtcNow() - Start).TotalSeconds), $"{accepted} after {service.Clock.GetUtcNow() - Start}");
            return accepted >= 60;
        });

        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("pace", body: new { perSecond = 0, reason = "there are more agents now" })).StatusCode);
        var lifted = service.Clock.GetUtcNow();
        await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromMilliseconds(20));
        Assert.True(service.Clock.GetUtcNow() - lifted < TimeSpan.FromMinutes(15), $"{service.Clock.GetUtcNow() - lifted}");
        Assert.Equal(2000, server.Accepted.Select(message => message.Recipient).Distinct().Count());
        var entries = (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().Where(entry => entry.GetProperty("kind").GetString() == "mailing.paced").ToList();
        Assert.Equal(["so many calls can be taken", "there are more agents now"], entries.Select(entry => entry.GetProperty("payload").GetProperty("reason").GetString()));
        Assert.Equal(409, (await Problem.Of(await mailing.Do("pace", body: new { perSecond = 1, reason = "late" }))).Status);
    }

    [Fact]
    public async Task A_running_mailing_is_planned_again_from_what_is_left()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Limits:gmail:PerSecond=1"]);
        var mailing = await Draft(service, People(("mail.example", 200, "DE"), ("gmail.com", 400, "DE")));
        await mailing.Start();
        await mailing.Until(status => status.GetProperty("counts").GetProperty("accepted").GetInt32() >= 220);
        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("pause")).StatusCode);
        await mailing.Until(status => status.GetProperty("counts").GetProperty("sending").GetInt32() == 0);

        var plan = await mailing.Get("plan");

        var accepted = (await mailing.Status()).GetProperty("counts").GetProperty("accepted").GetInt32();
        var left = 600 - accepted;
        Assert.Equal(left, plan.GetProperty("people").GetInt32());
        // The fast ones are through: whoever is left is with the slow provider.
        Assert.Equal(("gmail", left), Assert.Single(Providers(plan)));
        // Each message that is accepted lets its pace grow a little.
        var perSecond = plan.GetProperty("perProvider")[0].GetProperty("perSecond").GetDouble();
        Assert.InRange(perSecond, 1, 1.5);
        Assert.Equal(left / perSecond, (plan.GetProperty("finish").GetDateTimeOffset() - service.Clock.GetUtcNow()).TotalSeconds, 0.1);
        Assert.Equal(600 * 0.05, plan.GetProperty("calls").EnumerateArray().Sum(day => day.GetProperty("expected").GetDouble()), 0.02);
        Assert.Equal(422, (await Problem.Of(await Post(service, mailing, new { startAt = "2026-12-01T00:00:00Z" }))).Status);
    }

    [Fact]
    public async Task The_rate_measured_takes_the_place_of_the_guess_while_it_runs()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await ServiceUnderTest.Run([.. server.Settings, "Mail:Pacing=off"]);
        var mailing = await Draft(service, People(("mail.example", 400, "DE")));
        await mailing.Do("pace", body: new { perSecond = 4, reason = "slowly" });
        await mailing.Start();
        await mailing.Until(status => status.GetProperty("counts").GetProperty("accepted").GetInt32() >= 150);

        var plan = await mailing.Get("plan");

        Assert.Contains(Assumptions(plan)["overall limit"].GetProperty("source").GetString(), (string[])["measured over the last half minute", "the mailing's own pace"]);
        Assert.InRange(plan.GetProperty("perSecond").GetDouble(), 0.1, 4);
        Assert.Equal([("other", plan.GetProperty("people").GetInt32())], Providers(plan));
    }

    [Fact]
    public async Task Quiet_hours_push_the_finish_into_the_morning_of_each_country()
    {
        await using var service = await ServiceUnderTest.Run();
        // Noon in London, nine in the evening in Tokyo.
        var mailing = await Draft(service, People(("mail.example", 50, "GB"), ("mail.example", 50, "JP")));

        var plan = await Ask(service, mailing, new { quietHours = new { from = "21:00", until = "08:00" } });

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero), plan.GetProperty("finish").GetDateTimeOffset(), TimeSpan.FromSeconds(2));
        Assert.Equal(400, (await Problem.Of(await Post(service, mailing, new { quietHours = new { from = "21:00", until = "21:00" } }))).Status);
    }

    [Fact]
    public async Task A_ramp_is_kept()
    {
        await using var service = await ServiceUnderTest.Run("Mail:RampFirstDay=100");
        var mailing = await Draft(service, People(("mail.example", 1000, "DE")));

        var plan = await Ask(service, mailing, new { zone = "UTC" });

        // 100, 150, 225, 337 and 188 of 506.
        Assert.Equal(new DateTime(2026, 11, 26), plan.GetProperty("finish").GetDateTimeOffset().UtcDateTime.Date);
    }

    [Fact]
    public async Task People_taken_out_after_the_import_are_not_planned_for()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await Draft(service, People(("gmail.com", 20, "DE"), ("mail.example", 30, "DE")));
        await service.Database.Write(transaction => transaction.Connection!.Execute(
            "DELETE FROM ledger WHERE id IN (SELECT id FROM ledger ORDER BY id LIMIT 15); UPDATE mailing_counts SET total = total - 15, pending = pending - 15", transaction: transaction));

        Assert.Equal([("other", 30), ("gmail", 5)], Providers(await mailing.Get("plan")));
    }

    [Theory]
    [InlineData("""{"callShare": 2}""", "callShare")]
    [InlineData("""{"callDays": []}""", "callDays")]
    [InlineData("""{"callDays": [0, 0]}""", "callDays")]
    [InlineData("""{"callHours": 0}""", "callHours")]
    [InlineData("""{"perSecond": -1}""", "perSecond")]
    [InlineData("""{"providers": {"nobody": {"perSecond": 1}}}""", "providers.nobody")]
    [InlineData("""{"providers": {"gmail": {"perSecond": 0}}}""", "providers.gmail.perSecond")]
    [InlineData("""{"costs": [{"channel": "email", "amount": 1, "currency": "EUR", "country": "DE"}]}""", "costs[0].country")]
    [InlineData("""{"costs": [{"channel": "letter", "amount": -1, "currency": "EUR"}]}""", "costs[0]")]
    [InlineData("""{"zone": "Nowhere"}""", "zone")]
    public async Task What_is_wrong_is_named(string body, string field)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await Draft(service, "email\na@mail.example\n");

        var problem = await Problem.Of(await (await service.As(Role.Officer)).PostText($"/api/v1/mailings/{mailing.Id}/plan", body));

        Assert.Equal((400, field), (problem.Status, problem.Fields.Single()));
    }

    [Fact]
    public async Task Without_people_or_within_a_year_there_is_no_plan()
    {
        await using var service = await ServiceUnderTest.Run();
        Assert.Equal(409, (await Problem.Of(await Post(service, await MailingUnderTest.Draft(service), new { }))).Status);
        var mailing = await Draft(service, People(("mail.example", 200, "DE")));
        Assert.Equal(["callsPerHourAtMost"], (await Problem.Of(await Post(service, mailing, new { callsPerHourAtMost = 0.001, callShare = 1 }))).Fields);
        Assert.Equal(["reason"], (await Problem.Of(await mailing.Do("pace", body: new { perSecond = 1, reason = "" }))).Fields);
        Assert.Equal(["perSecond"], (await Problem.Of(await mailing.Do("pace", body: new { perSecond = -1, reason = "x" }))).Fields);
    }

    private static DateTimeOffset Start => ServiceUnderTest.Start;

    private static async Task<MailingUnderTest> Draft(ServiceUnderTest service, string file)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(file);
        return mailing;
    }

    private static async Task<HttpResponseMessage> Post(ServiceUnderTest service, MailingUnderTest mailing, object question) =>
        await (await service.As(Role.Approver)).PostJson($"/api/v1/mailings/{mailing.Id}/plan", question);

    private static async Task<JsonElement> Ask(ServiceUnderTest service, MailingUnderTest mailing, object question)
    {
        var response = await Post(service, mailing, question);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Json();
    }

    private static List<(string, int)> Providers(JsonElement plan) =>
        [.. plan.GetProperty("perProvider").EnumerateArray().Select(provider => (provider.GetProperty("name").GetString()!, provider.GetProperty("people").GetInt32()))];

    private static Dictionary<string, JsonElement> Assumptions(JsonElement plan) => plan.GetProperty("assumptions").EnumerateArray().ToDictionary(assumption => assumption.GetProperty("name").GetString()!);
}
