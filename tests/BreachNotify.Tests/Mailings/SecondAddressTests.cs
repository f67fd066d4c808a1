using System.Text.Json;
using BreachNotify.Mailings;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BreachNotify.Tests.Mailings;

/// <summary>Who has two addresses is given up only when both are; on both engines.</summary>
public sealed class SecondAddressTests(PostgresServer postgres)
{
    private const long Worker = 900;
    private static readonly Instant Now = Instant.FromDateTimeOffset(ServiceUnderTest.Start);
    private const string Gone = "550 5.1.1 no such user";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_second_address_is_tried_when_the_first_is_refused_and_only_then_the_next_channel_is_due(string engine)
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to.StartsWith("gone", StringComparison.Ordinal) ? Gone : null);
        await using var service = await Run(engine, server);
        var mailing = await Started(service,
            """
            email,name,email2
            gone1@mail.example,One,one@other.example
            gone2@mail.example,Two,gone2@other.example
            gone3@mail.example,Three,
            four@mail.example,Four,four@other.example
            """);

        var counts = (await mailing.Completed()).GetProperty("counts");

        Assert.Equal((2, 2), (counts.GetProperty("accepted").GetInt32(), counts.GetProperty("rejected").GetInt32()));
        Assert.Equal(["four@mail.example", "one@other.example"], server.Accepted.Select(message => message.Recipient).Order());
        Assert.Contains("To: One", server.Accepted.Single(message => message.Recipient == "one@other.example").Text, StringComparison.Ordinal);
        var people = Items(await mailing.Get("recipients"));
        Assert.Equal([("one@other.example", 2, 2), ("gone2@other.example", 2, 2), ("gone3@mail.example", 1, 1), ("four@mail.example", 1, 1)],
            people.Select(person => (person.GetProperty("email").GetString()!, person.GetProperty("address").GetInt32(), person.GetProperty("attempts").GetInt32())));
        Assert.Equal([("Two", "rejected"), ("Three", "rejected")], Items(await mailing.Get("unreached")).Select(person => (person.GetProperty("name").GetString()!, person.GetProperty("reason").GetString()!)));
    }

    [Fact]
    public async Task Who_has_no_first_address_is_sent_to_at_the_second()
    {
        await using var server = new RecordingSmtpServer();
        await using var service = await Run("sqlite", server);
        var mailing = await MailingUnderTest.Draft(service);

        var summary = await mailing.Import("email,name,Email2\n,One,one@Other.EXAMPLE\n,Two,\nthree@mail.example,Three,three@mail.example\n");
        Assert.Equal((2, 1), (summary.GetProperty("accepted").GetInt32(), summary.GetProperty("withoutEmail").GetInt32()));
        await mailing.Start();
        await mailing.Completed();

        Assert.Equal(["one@other.example", "three@mail.example"], server.Accepted.Select(message => message.Recipient).Order());
        Assert.Equal("noAddress", Assert.Single(Items(await mailing.Get("unreached"))).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_bad_second_address_is_named_and_the_row_is_kept()
    {
        await using var service = await ServiceUnderTest.Run();
        var mailing = await MailingUnderTest.Draft(service);

        var summary = await mailing.Import("email,email2\na@mail.example,nobody\nb@mail.example,\"b@x.example\r\nBcc: c@x.example\"\nc@mail.example,c@other.example\n");

        Assert.Equal((3, 0), (summary.GetProperty("accepted").GetInt32(), summary.GetProperty("rejected").GetInt32()));
        var second = summary.GetProperty("secondAddresses");
        Assert.Equal((1, 2), (second.GetProperty("usable").GetInt32(), second.GetProperty("unusable").GetInt32()));
        Assert.Equal([(2, "email2"), (3, "email2")], second.GetProperty("first").EnumerateArray().Select(row => (row.GetProperty("line").GetInt32(), row.GetProperty("column").GetString()!)));
        // What is kept with the mailing names nobody.
        Assert.Empty((await mailing.Status()).GetProperty("import").GetProperty("secondAddresses").GetProperty("first").EnumerateArray());
    }

    [Fact]
    public async Task Both_messages_of_a_person_carry_the_same_token()
    {
        await using var server = new RecordingSmtpServer(atDot: (_, to) => to == "a@mail.example" ? Gone : null);
        await using var service = await Run("sqlite", server);
        var mailing = await Started(service, "email,email2\na@mail.example,a@other.example\nb@mail.example,b@other.example\n");

        await mailing.Completed();

        var mine = server.Messages.Where(message => message.Recipient.StartsWith("a@", StringComparison.Ordinal)).ToList();
        Assert.Equal(["a@mail.example", "a@other.example"], mine.Select(message => message.Recipient));
        Assert.Single(mine.Select(message => message.MessageId).Distinct());
        Assert.DoesNotContain("a@mail.example", mine[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_at_the_second_address_have_their_full_time()
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to == "a@mail.example" ? "450 4.2.2 mailbox full" : to == "a@other.example" ? "450 4.2.1 not now" : null);
        await using var service = await Run("sqlite", server, "Mail:RetryUntilHours=2");
        var mailing = await Started(service, "email,email2\na@mail.example,a@other.example\nb@mail.example,\n");

        var person = default(JsonElement);
        await mailing.Until(_ => true);
        await mailing.Until(status =>
        {
            person = Items(mailing.Get("recipients").GetAwaiter().GetResult())[0];
            return person.GetProperty("address").GetInt32() == 2 && person.GetProperty("state").GetString() == "deferred";
        }, TimeSpan.FromMinutes(5));
        var switched = service.Clock.GetUtcNow();
        await mailing.Until(status => status.GetProperty("state").GetString() == "completed", TimeSpan.FromMinutes(5));

        Assert.True(service.Clock.GetUtcNow() - switched > TimeSpan.FromMinutes(90), $"{service.Clock.GetUtcNow() - switched}");
        Assert.Equal("retriesOver", Assert.Single(Items(await mailing.Get("unreached"))).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_thousand_people_half_of_whose_first_addresses_are_gone_are_all_reached_once(string engine)
    {
        await using var server = new RecordingSmtpServer(atRecipient: (_, to) => to.EndsWith("@old.example", StringComparison.Ordinal) ? Gone : null);
        await using var service = await Run(engine, server, "Mail:Window=8");
        var mailing = await Started(service, "email,email2\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"p{i}@{(i % 2 == 0 ? "old" : "mail")}.example,p{i}@new.example\n")));

        Assert.Equal(1000, (await mailing.Completed()).GetProperty("counts").GetProperty("accepted").GetInt32());
        Assert.Equal(1000, server.Accepted.Count());
        Assert.Equal(500, server.Accepted.Count(message => message.Recipient.EndsWith("@new.example", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_change_of_address_outlives_a_crash_and_happens_once(string engine)
    {
        await using var service = await ServiceUnderTest.Run(engine == "postgres" ? await postgres.NewDatabase() : []);
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import("email,email2\na@mail.example,a@other.example\nb@mail.example,\n");
        await service.Database.Write(transaction => transaction.Connection!.Execute("UPDATE mailings SET state = 'running'", transaction: transaction));
        var (ledger, mailings) = (service.Services.GetRequiredService<Ledger>(), service.Services.GetRequiredService<MailingStore>());
        var audience = (await service.Services.GetRequiredService<AudienceStore>().Find((await mailings.Get(mailing.Id)).Audience!.Value))!;
        var person = (await ledger.Lease(audience, Worker, true, audience.First, 1, Now)).Rows.Single();
        await ledger.Advance(mailing.Id, Worker, [], [person], Now);
        Result[] refused = [new(person.Row, 1, DeliveryState.Held, Now.ToUnixTimeTicks(), NextAddress: true)];

        await ledger.Advance(mailing.Id, Worker, refused, [], Now);
        await ledger.Advance(mailing.Id, Worker, refused, [], Now);
        await ledger.Recover([Worker], Now);

        Assert.Equal(new Counts(2, 2, 0, 0, 0, 0, 0, 0), await mailings.CountsOf(mailing.Id));
        var again = (await ledger.Lease(audience, Worker, true, audience.End, 2, Now)).Rows.Single();
        Assert.Equal((2, 1, null), (again.Address, again.Attempts, again.FirstAt));
        await ledger.Advance(mailing.Id, Worker, [], [again], Now);
        await ledger.Recover([Worker], Now);
        var doubtful = (await ledger.Lease(audience, Worker, true, audience.End, 2, Now)).Rows.Single();
        Assert.Equal((2, 2, 1), (doubtful.Address, doubtful.Attempts, doubtful.Doubts));
    }

    private async Task<ServiceUnderTest> Run(string engine, RecordingSmtpServer server, params string[] settings) =>
        await ServiceUnderTest.Run([.. server.Settings, .. engine == "postgres" ? await postgres.NewDatabase() : [], .. settings]);

    private static async Task<MailingUnderTest> Started(ServiceUnderTest service, string file)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(file);
        await mailing.Start();
        return mailing;
    }

    private static List<JsonElement> Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];
}
