using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BreachNotify.Access;

namespace BreachNotify.Tests.Mailings;

/// <summary>Who cannot be reached by e-mail: listed, counted, priced and decided about; on both engines.</summary>
public sealed class UnreachedTests(PostgresServer postgres)
{
    private const string File =
        """
        email,name,language,reference,street,city,country
        gone@mail.example,"Ada, von",de,R1,"1 ""Old"" Street",Bonn,de
        ,Bert,fr,R2,2 rue,Lille,FR
        ,Cleo,,R3,3 weg,Bonn,DE
        full@mail.example,Dora,en,R4,4 road,,Atlantis
        fine@mail.example,Emil,en,R5,5 road,York,GB
        """;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Everybody_unreached_is_listed_with_the_reason_and_counted_by_country(string engine)
    {
        await using var run = await Completed(engine);
        var mailing = run.Mailing;

        var people = (await mailing.Get("unreached")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(2, "rejected", "DE"), (3, "noAddress", "FR"), (4, "noAddress", "DE"), (5, "retriesOver", null)],
            people.Select(person => (person.GetProperty("line").GetInt32(), person.GetProperty("reason").GetString()!, person.GetProperty("country").GetString())));
        Assert.Equal(["street", "city"], people[0].GetProperty("fields").EnumerateObject().Select(field => field.Name));
        Assert.Equal([3, 4, 5], (await mailing.Get("unreached?cursor=2")).GetProperty("items").EnumerateArray().Select(person => person.GetProperty("line").GetInt32()));

        var summary = await mailing.Get("unreached/summary");
        Assert.Equal((5, 4, 0.8m), (summary.GetProperty("people").GetInt32(), summary.GetProperty("unreached").GetInt32(), summary.GetProperty("share").GetDecimal()));
        var counts = (await mailing.Status()).GetProperty("counts");
        Assert.Equal(counts.GetProperty("rejected").GetInt32() + counts.GetProperty("otherChannel").GetInt32(), summary.GetProperty("unreached").GetInt32());
        Assert.Equal((2, 1, 1, 0), (Reason("noAddress"), Reason("rejected"), Reason("retriesOver"), Reason("bounced")));
        Assert.Equal([("DE", 2), (null, 1), ("FR", 1)], summary.GetProperty("countries").EnumerateArray().Select(row => (row.GetProperty("country").GetString(), row.GetProperty("people").GetInt32())));

        int Reason(string word) => summary.GetProperty("reasons").GetProperty(word).GetInt32();
    }

    [Fact]
    public async Task Letters_are_priced_by_country_and_never_added_across_currencies()
    {
        await using var run = await Completed("sqlite");

        var byDefault = (await run.Mailing.Get("unreached/summary")).GetProperty("letters");
        Assert.All(byDefault.GetProperty("countries").EnumerateArray(), row => Assert.False(row.GetProperty("verified").GetBoolean()));
        Assert.Equal((0.95m * 2) + 1.4m, Assert.Single(byDefault.GetProperty("totals").EnumerateArray()).GetProperty("amount").GetDecimal());
        Assert.Equal(1, byDefault.GetProperty("withoutRate").GetInt32());

        var given = (await run.Mailing.Get("unreached/summary?letter=FR:2:CHF&letter=*:1.10:EUR")).GetProperty("letters");
        Assert.Equal([("CHF", 2m), ("EUR", 3.3m)], given.GetProperty("totals").EnumerateArray().Select(total => (total.GetProperty("currency").GetString()!, total.GetProperty("amount").GetDecimal())));
        Assert.Equal(0, given.GetProperty("withoutRate").GetInt32());
        Assert.All(given.GetProperty("countries").EnumerateArray(), row => Assert.Equal("the asker", row.GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData("letter=DE")]
    [InlineData("letter=DE:cheap:EUR")]
    [InlineData("letter=DE:-1:EUR")]
    [InlineData("letter=DE:1:euro")]
    [InlineData("letter=UK:1:GBP")]
    [InlineData("letter=DE:1:EUR&letter=DE:2:EUR")]
    public async Task A_rate_that_is_none_is_named(string query)
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);

        var problem = await Problem.Of(await (await service.As(Role.Officer)).GetAsync($"/api/v1/mailings/{mailing.Id}/unreached/summary?{query}"));

        Assert.Equal((400, "letter"), (problem.Status, problem.Fields.Single()));
    }

    [Fact]
    public async Task The_letter_shop_gets_a_file_without_e_mail_addresses()
    {
        await using var run = await Completed("sqlite");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/mailings/{run.Mailing.Id}/unreached");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));

        var file = await (await (await run.Service.As(Role.Officer)).SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Equal(
            [
                "line,reason,name,language,country,reference,street,city",
                "2,rejected,\"Ada, von\",de,DE,R1,\"1 \"\"Old\"\" Street\",Bonn",
                "3,noAddress,Bert,fr,FR,R2,2 rue,Lille",
                "4,noAddress,Cleo,,DE,R3,3 weg,Bonn",
                "5,retriesOver,Dora,en,,R4,4 road,",
                "",
            ],
            file.Split("\r\n"));
    }

    [Fact]
    public async Task The_decision_is_journalled_with_the_figures_and_names_no_country()
    {
        await using var run = await Completed("sqlite");

        var considered = await run.Mailing.Do("consideration?letter=DE:1:EUR", body: new { decision = "publicCommunication", reasons = "Two letters are all it takes,\nbut this is a test." });
        Assert.Equal(HttpStatusCode.OK, considered.StatusCode);
        var sequence = (await considered.Json()).GetProperty("sequence").GetInt64();

        var entry = (await run.Service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray().Single(entry => entry.GetProperty("sequence").GetInt64() == sequence);
        Assert.Equal("mailing.nextChannelConsidered", entry.GetProperty("kind").GetString());
        var payload = entry.GetProperty("payload");
        Assert.Equal(("publicCommunication", 4, 2), (payload.GetProperty("decision").GetString(), payload.GetProperty("unreached").GetInt32(), payload.GetProperty("byReason").GetProperty("noAddress").GetInt32()));
        Assert.DoesNotContain("\"DE\"", JsonSerializer.Serialize(payload), StringComparison.Ordinal);
        Assert.Equal(3.4m, payload.GetProperty("letters").EnumerateArray().Sum(total => total.GetProperty("amount").GetDecimal()));
    }

    [Fact]
    public async Task A_decision_needs_reasons_and_people()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);

        Assert.Equal(["reasons"], (await Problem.Of(await mailing.Do("consideration", body: new { decision = "letters", reasons = " " }))).Fields);
        Assert.Equal(409, (await Problem.Of(await mailing.Do("consideration", body: new { decision = "letters", reasons = "few" }))).Status);
    }

    [Fact]
    public async Task Who_was_in_doubt_and_is_decided_for_the_next_channel_says_so()
    {
        await using var server = new RecordingSmtpServer(atDot: (_, to) => to == "a@mail.example" ? RecordingSmtpServer.CloseAfterDot : null);
        await using var service = await ServiceUnderTest.Run(server.Settings);
        var mailing = await MailingUnderTest.Draft(service, doubtPolicy: "hold");
        await Start(mailing, "email\na@mail.example\nb@mail.example\n");
        await mailing.Completed();
        Assert.Equal((0, 1), (await Figure(mailing, "unreached"), await Figure(mailing, "inDoubt")));

        Assert.Equal(HttpStatusCode.OK, (await mailing.Do("doubtful", body: new { outcome = "otherChannel", reason = "a letter is surer" })).StatusCode);

        Assert.Equal((1, 0), (await Figure(mailing, "unreached"), await Figure(mailing, "inDoubt")));
        Assert.Equal("inDoubt", (await mailing.Get("unreached")).GetProperty("items")[0].GetProperty("reason").GetString());
    }

    private static async Task<int> Figure(MailingUnderTest mailing, string name) => (await mailing.Get("unreached/summary")).GetProperty(name).GetInt32();

    private async Task<Run> Completed(string engine)
    {
        var server = new RecordingSmtpServer(atRecipient: (_, to) => to.StartsWith("gone", StringComparison.Ordinal) ? "550 5.1.1 gone" : to.StartsWith("full", StringComparison.Ordinal) ? "450 4.2.2 full" : null);
        var service = await ServiceUnderTest.Run([.. server.Settings, .. engine == "postgres" ? await postgres.NewDatabase() : [], "Mail:RetryUntilHours=1"]);
        var mailing = await MailingUnderTest.Draft(service);
        await Start(mailing, File);
        await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromMinutes(5));
        return new Run(server, service, mailing);
    }

    private static async Task Start(MailingUnderTest mailing, string file)
    {
        await mailing.Import(file);
        await mailing.Start();
    }

    private sealed record Run(RecordingSmtpServer Server, ServiceUnderTest Service, MailingUnderTest Mailing) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Service.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
