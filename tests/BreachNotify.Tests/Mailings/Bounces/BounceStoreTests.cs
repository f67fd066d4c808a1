using BreachNotify.Mailings;
using BreachNotify.Mailings.Bounces;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BreachNotify.Tests.Mailings.Bounces;

/// <summary>What a report does to the ledger, on both engines.</summary>
public sealed class BounceStoreTests(PostgresServer postgres)
{
    private const long Owner = 900;
    private static readonly Instant Now = Instant.FromDateTimeOffset(ServiceUnderTest.Start);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Each_state_goes_where_the_ladder_says_the_counts_add_up_and_a_repetition_changes_nothing(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var ledger = await Prepared(service);
        Report[] reports =
        [
            ledger.Report(0, Feedback.Rejected), ledger.Report(1, Feedback.Refused), ledger.Report(2, Feedback.Delayed), ledger.Report(3, Feedback.Complaint),
            ledger.Report(4, Feedback.Rejected), ledger.Report(5, Feedback.Refused), ledger.Report(6, Feedback.Rejected), ledger.Report(7, Feedback.Refused),
            ledger.Report(8, Feedback.Rejected), ledger.Report(9, Feedback.Refused),
        ];

        // 0-3 accepted, 4 and 5 in doubt, 6 and 7 being sent to, 8 rejected, 9 never tried.
        Assert.Equal([reports[9].Id], await ledger.Take(reports));

        var expected = new Counts(Total: 12, Pending: 3, Sending: 0, Accepted: 2, Deferred: 3, Rejected: 4, InDoubt: 0, OtherChannel: 0);
        Assert.Equal(expected, await ledger.Counts());
        Assert.Equal(new Returned(Bounced: 4, Refused: 3, Delayed: 1, Complained: 1), await ledger.Returned());
        var people = await ledger.People();
        Assert.Equal("Came back: words", people[0].Reason);
        Assert.Equal("Delayed: words", people[2].Reason);
        Assert.Equal("Came back: words", people[6].Reason);
        Assert.Equal("550 at once", people[8].Reason);
        Assert.Equal([false, false, false, true], people.Take(4).Select(person => person.Complained));

        Assert.Empty(await ledger.Take(reports));
        // The same said by another way moves nobody and counts nobody twice.
        await ledger.Take([ledger.Report(0, Feedback.Rejected), ledger.Report(2, Feedback.Delayed), ledger.Report(3, Feedback.Complaint)]);
        // The worker's late result of whom a report took from it counts no more.
        await ledger.Settle(6, 7);
        Assert.Equal(expected, await ledger.Counts());
        Assert.Equal(new Returned(4, 3, 1, 1), await ledger.Returned());
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task After_the_time_for_retries_somebody_refused_goes_to_the_other_channel(string engine)
    {
        await using var service = await ServiceUnderTest.Run([.. await Settings(engine), "Mail:RetryUntilHours=2"]);
        var ledger = await Prepared(service);
        service.Clock.Advance(TimeSpan.FromHours(1.9));
        await ledger.Take([ledger.Report(0, Feedback.Refused)]);
        service.Clock.Advance(TimeSpan.FromHours(0.2));
        await ledger.Take([ledger.Report(1, Feedback.Refused)]);

        Assert.Equal([DeliveryState.Deferred, DeliveryState.OtherChannel], (await ledger.People()).Take(2).Select(person => person.State));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_hash_of_a_completed_mailing_can_be_computed_again_whatever_came_back_since(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var ledger = await Prepared(service);
        await ledger.Take([ledger.Report(0, Feedback.Rejected)]);
        var hash = await ledger.Hash(asCompleted: false);
        await ledger.Become("completed");

        await ledger.Take([ledger.Report(1, Feedback.Refused), ledger.Report(2, Feedback.Rejected), ledger.Report(3, Feedback.Complaint)]);
        Assert.Equal([DeliveryState.Rejected, DeliveryState.OtherChannel, DeliveryState.Rejected, DeliveryState.Accepted], (await ledger.People()).Take(4).Select(person => person.State));
        Assert.NotEqual(hash, await ledger.Hash(asCompleted: false));
        Assert.Equal(hash, await ledger.Hash(asCompleted: true));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_mailing_is_not_completed_with_a_hash_that_a_bounce_made_stale(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var ledger = await Prepared(service);
        await service.Database.Write(transaction => transaction.Connection!.Execute(
            "UPDATE ledger SET state = 3, owner = NULL; UPDATE mailing_counts SET pending = 0, sending = 0, in_doubt = 0, rejected = 0, accepted = 12", transaction: transaction));
        var (mailings, counts, hash) = (service.Services.GetRequiredService<MailingStore>(), await ledger.Counts(), await ledger.Hash(asCompleted: false));
        await ledger.Take([ledger.Report(0, Feedback.Rejected)]);
        var mailing = await mailings.Get(ledger.Audience.Mailing);

        Assert.False(await mailings.Complete(mailing, hash, counts));
        Assert.Equal(MailingState.Running, (await mailings.Get(mailing.Id)).State);
        Assert.True(await mailings.Complete(mailing, await ledger.Hash(asCompleted: false), await ledger.Counts()));
        Assert.Equal(MailingState.Completed, (await mailings.Get(mailing.Id)).State);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Ids_are_forgotten_after_ninety_days_and_even_then_a_repetition_rejects_nobody_twice(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var ledger = await Prepared(service);
        var report = ledger.Report(0, Feedback.Rejected);
        await ledger.Take([report]);
        service.Clock.Advance(TimeSpan.FromDays(91));
        await ledger.Take([report]);

        Assert.Equal(2, (await ledger.Counts()).Rejected);
        Assert.Equal(1, (await ledger.Returned()).Bounced);
        Assert.Equal(1, await service.Database.Read(connection => connection.QuerySingle<long>("SELECT COUNT(*) FROM bounce_events")));
        Assert.Equal(0, await service.Database.Read(connection => connection.QuerySingle<long>("SELECT COUNT(*) FROM bounce_events WHERE at < @Now", new { Now = Now.Plus(Duration.FromDays(1)) })));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Reports_that_come_by_two_ways_at_once_and_beside_a_worker_are_counted_once(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var ledger = await Prepared(service);
        var reports = Enumerable.Range(0, 8).Select(line => ledger.Report(line, Feedback.Rejected)).ToList();

        await Task.WhenAll([.. Enumerable.Range(0, 4).Select(_ => ledger.Take([.. reports])), ledger.Settle(6, 7)]);

        var counts = await ledger.Counts();
        Assert.Equal((12, 9, 8), (counts.Total, counts.Rejected, (await ledger.Returned()).Bounced));
        Assert.Equal(12, counts.Pending + counts.Sending + counts.Accepted + counts.Deferred + counts.Rejected + counts.InDoubt + counts.OtherChannel);
    }

    [Fact]
    public void A_token_leads_to_its_row_and_to_no_other_audience()
    {
        using var mine = new AudienceKey(AudienceKey.NewDataKey());
        using var theirs = new AudienceKey(AudienceKey.NewDataKey());
        foreach (var row in new[] { 1L, 1L << 40, (7L << 40) | 9_999_999, long.MaxValue })
        {
            Assert.Equal(row, mine.RowOf(mine.Token(row)));
            Assert.Null(theirs.RowOf(mine.Token(row)));
        }
        Assert.All(["", "0", new string('0', 31), new string('g', 32), new string('0', 32), "ä" + new string('0', 31)], text => Assert.Null(mine.RowOf(text)));
    }

    private async Task<string[]> Settings(string engine) => engine == "postgres" ? await postgres.NewDatabase() : [];

    /// <summary>Twelve people: 0-3 accepted, 4 and 5 in doubt, 6 and 7 being sent to, 8 rejected, the others pending.</summary>
    private static async Task<LedgerUnderTest> Prepared(ServiceUnderTest service)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(12));
        await service.Database.Write(transaction => transaction.Connection!.Execute("UPDATE mailings SET state = 'running' WHERE id = @Id", new { mailing.Id }, transaction));
        var stored = await service.Services.GetRequiredService<MailingStore>().Get(mailing.Id);
        var audience = (await service.Services.GetRequiredService<AudienceStore>().Find(stored.Audience!.Value))!;
        var ledger = service.Services.GetRequiredService<Ledger>();
        var (leased, _) = await ledger.Lease(audience, Owner, true, audience.First, 9, Now);
        await ledger.Advance(mailing.Id, Owner, [], leased, Now);
        using var key = new AudienceKey(audience.DataKey);
        await ledger.Advance(
            mailing.Id,
            Owner,
            [
                .. leased.Take(4).Select(row => new Result(row.Row, 1, DeliveryState.Accepted)),
                .. leased.Skip(4).Take(2).Select(row => new Result(row.Row, 1, DeliveryState.InDoubt, Now.ToUnixTimeTicks())),
                new Result(leased[8].Row, 1, DeliveryState.Rejected, Reply: key.SealNote("550 at once")),
            ],
            [],
            Now);
        return new LedgerUnderTest(service, audience, [.. leased.Select(row => row.Row), .. Enumerable.Range(1, 3).Select(i => leased[8].Row + i)]);
    }

    private sealed class LedgerUnderTest(ServiceUnderTest service, Audience audience, IReadOnlyList<long> rows)
    {
        private int _reports;

        public Audience Audience => audience;

        public Report Report(int line, Feedback feedback)
        {
            using var key = new AudienceKey(audience.DataKey);
            return new Report($"test:{++_reports}", [new string('0', 32), key.Token(rows[line])], feedback, "words");
        }

        public Task<IReadOnlySet<string>> Take(IReadOnlyList<Report> reports) => service.Services.GetRequiredService<BounceStore>().Take("test", reports);

        public Task<Counts> Counts() => service.Services.GetRequiredService<MailingStore>().CountsOf(audience.Mailing);

        public Task<Returned> Returned() => service.Services.GetRequiredService<MailingStore>().ReturnedOf(audience.Mailing);

        public Task<string> Hash(bool asCompleted) => service.Services.GetRequiredService<Ledger>().Hash(audience, asCompleted);

        public Task<int> Become(string state) => service.Database.Write(transaction =>
            transaction.Connection!.Execute("UPDATE mailings SET state = @State WHERE id = @Id", new { State = state, Id = audience.Mailing }, transaction));

        public Task<HashSet<long>> Settle(params int[] lines) => service.Services.GetRequiredService<Ledger>().Advance(
            audience.Mailing, Owner, [.. lines.Select(line => new Result(rows[line], 1, DeliveryState.Accepted))], [], Now);

        public async Task<List<RecipientEndpoints.RecipientStatus>> People()
        {
            using var key = new AudienceKey(audience.DataKey);
            return await service.Services.GetRequiredService<RecipientList>().Page(audience, key, null, 0, 100);
        }
    }
}
