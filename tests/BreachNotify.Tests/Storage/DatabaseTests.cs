using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Tests.Storage;

public sealed class SqliteDatabaseTests : DatabaseTests
{
    protected override Task<string[]> NewDatabase() => Task.FromResult<string[]>([]);
}

public sealed class PostgresDatabaseTests(PostgresServer server) : DatabaseTests
{
    protected override Task<string[]> NewDatabase() => server.NewDatabase();
}

/// <summary>The contract of <see cref="Database"/>.</summary>
public abstract class DatabaseTests
{
    protected abstract Task<string[]> NewDatabase();

    [Fact]
    public async Task A_read_sees_every_write_that_completed_before()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        for (var i = 0; i < 100; i++)
        {
            await Put(service.Database, $"n{i}", "x");
            Assert.Equal(i + 1, await Count(service.Database));
        }
    }

    [Fact]
    public async Task A_work_that_fails_leaves_nothing_and_takes_no_neighbour_with_it()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        var works = Enumerable.Range(0, 200).Select(i => service.Database.Write(transaction =>
        {
            transaction.Connection!.Execute("INSERT INTO settings (name, value) VALUES (@Name, 'x')", new { Name = $"n{i}" }, transaction);
            return i % 3 != 0 ? i : throw new InvalidOperationException($"work {i}");
        })).ToList();
        for (var i = 0; i < works.Count; i++)
        {
            if (i % 3 == 0)
            {
                Assert.Equal($"work {i}", (await Assert.ThrowsAsync<InvalidOperationException>(() => works[i])).Message);
            }
            else
            {
                Assert.Equal(i, await works[i]);
            }
        }
        Assert.Equal(Enumerable.Range(0, 200).Count(i => i % 3 != 0), await Count(service.Database));
    }

    [Fact]
    public async Task A_broken_constraint_fails_its_own_work_alone()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Put(service.Database, "once", "x");
        var (again, other) = (Put(service.Database, "once", "y"), Put(service.Database, "other", "y"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => again);
        await other;
        Assert.Equal("x", await service.Database.Read(connection => connection.QuerySingle<string>("SELECT value FROM settings WHERE name = 'once'")));
    }

    [Fact]
    public async Task Works_that_read_before_they_write_do_not_lose_each_others_updates()
    {
        await using var service = await ServiceUnderTest.Run(await NewDatabase());
        await Put(service.Database, "count", "0");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => service.Database.Write(transaction => transaction.Connection!.Execute(
            "UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'count'", transaction: transaction))));
        Assert.Equal("50", await service.Database.Read(connection => connection.QuerySingle<string>("SELECT value FROM settings WHERE name = 'count'")));
    }

    private static Task<int> Put(Database database, string name, string value) => database.Write(transaction =>
        transaction.Connection!.Execute("INSERT INTO settings (name, value) VALUES (@Name, @Value)", new { Name = name, Value = value }, transaction));

    private static Task<long> Count(Database database) => database.Read(connection =>
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM settings WHERE value = 'x'"));
}
