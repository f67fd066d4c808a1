using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BreachNotify.Law;
using Dapper;

namespace BreachNotify.Tests.Journal;

public sealed class ChainOnSqliteTests : ChainTests
{
    protected override Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);

    protected override string DropGuards => "DROP TRIGGER journal_is_append_only_update; DROP TRIGGER journal_is_append_only_delete;";
}

public sealed class ChainOnPostgresTests(PostgresServer server) : ChainTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();

    protected override string DropGuards => "DROP TRIGGER journal_is_append_only ON journal;";
}

public abstract class ChainTests
{
    private const int Entries = 1_100;

    protected abstract string DropGuards { get; }

    protected abstract Task<string[]> NewDatabase();

    [Theory]
    [InlineData("UPDATE journal SET payload = '{\"record\":2}' WHERE sequence = 700", 700)]
    [InlineData("UPDATE journal SET payload = payload || ' ' WHERE sequence = 3", 3)]
    [InlineData("UPDATE journal SET at = at + 1 WHERE sequence = 1", 1)]
    [InlineData("UPDATE journal SET actor = 'eve' WHERE sequence = 1100", 1100)]
    [InlineData("DELETE FROM journal WHERE sequence = 501", 502)]
    [InlineData("DELETE FROM journal WHERE sequence = 1", 2)]
    public async Task What_was_changed_behind_the_service_is_found(string tampering, long firstBroken)
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Fill(service);
        Assert.True((await service.Administrator.GetJson("/api/v1/journal/verify")).GetProperty("holds").GetBoolean());

        await service.Database.Write(transaction => transaction.Connection!.Execute(DropGuards + tampering, transaction: transaction));

        var verification = await service.Administrator.GetJson("/api/v1/journal/verify");
        Assert.False(verification.GetProperty("holds").GetBoolean());
        Assert.Equal(firstBroken, verification.GetProperty("firstBroken").GetInt64());
    }

    [Theory]
    [InlineData("UPDATE journal SET actor = 'eve'")]
    [InlineData("DELETE FROM journal")]
    public async Task The_database_itself_refuses_to_change_an_entry(string sql)
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Fill(service, 2);
        var e = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => service.Database.Write(transaction => transaction.Connection!.Execute(sql, transaction: transaction)));
        Assert.Contains("append-only", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_can_recompute_the_hash_of_an_entry_from_what_the_service_answers()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Fill(service, 3);
        var previous = new string('0', 64);
        foreach (var entry in (await service.Administrator.GetJson("/api/v1/journal")).GetProperty("items").EnumerateArray())
        {
            var members = JsonObject.Create(entry)!;
            members.Remove("hash");
            var hash = SHA256.HashData(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(members)));
            Assert.Equal(Convert.ToHexStringLower(hash), entry.GetProperty("hash").GetString());
            Assert.Equal(previous, entry.GetProperty("previousHash").GetString());
            previous = entry.GetProperty("hash").GetString()!;
        }
    }

    [Fact]
    public async Task The_journal_is_paged_oldest_first()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Fill(service, 250);
        var sequences = new List<long>();
        for (string? cursor = "0"; cursor is not null;)
        {
            var page = await service.Administrator.GetJson($"/api/v1/journal?cursor={cursor}");
            sequences.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("sequence").GetInt64()));
            cursor = page.GetProperty("next").GetString();
        }
        Assert.Equal(Enumerable.Range(1, 250).Select(i => (long)i), sequences);
    }

    private static Task Fill(ServiceUnderTest service, int count = Entries) => service.Database.Write(transaction =>
    {
        for (var i = 1; i <= count; i++)
        {
            BreachNotify.Journal.Chain.Append(transaction, NodaTime.Instant.FromUnixTimeTicks(i), "ada", $"test:{i}", "test.\"é\u0001", new { Number = i, Text = Encoding.UTF8.GetString([0xE2, 0x82, 0xAC]), Share = 0.1 });
        }
    });
}
