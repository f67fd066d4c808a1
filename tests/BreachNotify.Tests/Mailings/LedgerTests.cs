using BreachNotify.Mailings;
using Dapper;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BreachNotify.Tests.Mailings;

/// <summary>The ledger's own promises, on both engines.</summary>
public sealed class LedgerTests(PostgresServer postgres)
{
    private const long Gone = 900;
    private const long Other = 901;
    private static readonly Instant Now = Instant.FromDateTimeOffset(ServiceUnderTest.Start);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_process_that_was_taken_for_gone_counts_again_when_it_wakes(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var (worker, services) = (service.Services.GetRequiredService<Worker>(), service.Services);
        var id = worker.Id;
        await service.Database.Write(transaction => transaction.Connection!.Execute("DELETE FROM workers", transaction: transaction));

        await worker.Reconcile(services.GetRequiredService<MailingStore>(), services.GetRequiredService<AudienceStore>(), services.GetRequiredService<Ledger>(), services.GetRequiredService<Pump>(), services.GetRequiredService<IBackgroundJobClient>(), CancellationToken.None);

        Assert.Equal([id], await service.Database.Read(connection => connection.Query<long>("SELECT id FROM workers").AsList()));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Rows_of_a_process_that_is_gone_are_pending_or_in_doubt_and_its_late_results_change_nothing(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var (mailing, ledger, audience) = await Running(service, 10);
        var (leased, _) = await ledger.Lease(audience, Gone, true, audience.First, 8, Now);
        Assert.Equal(8, leased.Count);
        var marked = await ledger.Advance(mailing.Id, Gone, [], [.. leased.Take(3)], Now);
        Assert.Equal(3, marked.Count);

        Assert.Equal(3, await ledger.Recover([Gone], Now));

        Assert.Equal(new Counts(10, 7, 0, 0, 0, 0, 3, 0), await service.Services.GetRequiredService<MailingStore>().CountsOf(mailing.Id));
        await ledger.Advance(mailing.Id, Gone, [.. leased.Take(3).Select(row => new Result(row.Row, 1, DeliveryState.Accepted))], [.. leased.Skip(3)], Now);
        Assert.Equal(new Counts(10, 7, 0, 0, 0, 0, 3, 0), await service.Services.GetRequiredService<MailingStore>().CountsOf(mailing.Id));
        var (again, _) = await ledger.Lease(audience, Other, true, audience.First, 100, Now);
        Assert.Equal(10, again.Count);
        Assert.Equal(3, again.Count(row => row is { Attempts: 1, Doubts: 1, FirstAt: not null }));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Nobody_is_leased_twice_and_each_outcome_is_counted_once(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var (mailing, ledger, audience) = await Running(service, 12);
        var (mine, cursor) = await ledger.Lease(audience, Gone, true, audience.First, 6, Now);
        var (theirs, _) = await ledger.Lease(audience, Other, true, audience.First, 100, Now);
        Assert.Empty(mine.Select(row => row.Row).Intersect(theirs.Select(row => row.Row)));
        Assert.Equal(mine[^1].Row, cursor);
        await ledger.Advance(mailing.Id, Gone, [], mine, Now);
        Result[] results =
        [
            new(mine[0].Row, 1, DeliveryState.Accepted),
            new(mine[1].Row, 1, DeliveryState.Deferred, Now.Plus(Duration.FromMinutes(5)).ToUnixTimeTicks(), Reply: [1]),
            new(mine[2].Row, 1, DeliveryState.Rejected, Reply: [2]),
            new(mine[3].Row, 1, DeliveryState.InDoubt, Now.ToUnixTimeTicks()),
            new(mine[4].Row, 1, DeliveryState.OtherChannel),
            new(mine[5].Row, 1, DeliveryState.Pending, Undo: true),
        ];
        await ledger.Advance(mailing.Id, Gone, results, [], Now);
        await ledger.Advance(mailing.Id, Gone, results, [], Now);

        Assert.Equal(new Counts(12, 7, 0, 1, 1, 1, 1, 1), await service.Services.GetRequiredService<MailingStore>().CountsOf(mailing.Id));
        Assert.Equal(Now, await ledger.NextDue(audience, resend: true));
        Assert.Equal(Now.Plus(Duration.FromMinutes(5)), await ledger.NextDue(audience, resend: false));
        var (held, _) = await ledger.Lease(audience, Gone, false, audience.First, 100, Now);
        var undone = Assert.Single(held);
        Assert.Equal((mine[5].Row, 0, null), (undone.Row, undone.Attempts, undone.FirstAt));
        var before = await ledger.Hash(audience);
        await ledger.Advance(mailing.Id, Gone, [], held, Now);
        Assert.NotEqual(before, await ledger.Hash(audience));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_paused_mailing_leases_and_marks_nobody(string engine)
    {
        await using var service = await ServiceUnderTest.Run(await Settings(engine));
        var (mailing, ledger, audience) = await Running(service, 4);
        var (leased, _) = await ledger.Lease(audience, Gone, true, audience.First, 2, Now);
        await Become(service, mailing, "paused");
        Assert.Empty((await ledger.Lease(audience, Gone, true, audience.First, 2, Now)).Rows);
        Assert.Empty(await ledger.Advance(mailing.Id, Gone, [], leased, Now));
        await ledger.Release(Gone, [.. leased.Select(row => row.Row)]);
        Assert.Equal(new Counts(4, 4, 0, 0, 0, 0, 0, 0), await service.Services.GetRequiredService<MailingStore>().CountsOf(mailing.Id));
    }

    private async Task<string[]> Settings(string engine) => engine == "postgres" ? await postgres.NewDatabase() : [];

    /// <summary>A mailing that runs as far as the ledger knows, without a job that sends it.</summary>
    private static async Task<(MailingUnderTest Mailing, Ledger Ledger, Audience Audience)> Running(ServiceUnderTest service, int people)
    {
        var mailing = await MailingUnderTest.Draft(service);
        await mailing.Import(MailingUnderTest.People(people));
        await Become(service, mailing, "running");
        var stored = await service.Services.GetRequiredService<MailingStore>().Get(mailing.Id);
        return (mailing, service.Services.GetRequiredService<Ledger>(), (await service.Services.GetRequiredService<AudienceStore>().Find(stored.Audience!.Value))!);
    }

    private static Task<int> Become(ServiceUnderTest service, MailingUnderTest mailing, string state) => service.Database.Write(transaction =>
        transaction.Connection!.Execute("UPDATE mailings SET state = @State WHERE id = @Id", new { State = state, mailing.Id }, transaction));
}
