using System.Data.Common;
using Npgsql;

namespace BreachNotify.Storage;

/// <summary>PostgreSQL, for when one machine is not enough: a transaction a write, as many processes as wanted.</summary>
public sealed class PostgresDatabase : Database
{
    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source) => _source = source;

    public override Engine Engine => Engine.Postgres;

    public static PostgresDatabase Open(string connectionString)
    {
        try
        {
            Migrator.Upgrade(Engine.Postgres, connectionString);
            return new PostgresDatabase(NpgsqlDataSource.Create(connectionString));
        }
        catch (Exception e) when (e is DbException or ArgumentException or TimeoutException)
        {
            throw new StartupException($"PostgreSQL cannot be opened: {e.Message} Check BreachNotify:Database:ConnectionString and that the server runs.", e);
        }
    }

    public override Task<T> Write<T>(Func<DbTransaction, T> work) => Task.Run(() =>
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        var result = work(transaction);
        transaction.Commit();
        return result;
    });

    public override Task<T> Read<T>(Func<DbConnection, T> query) => Task.Run(() =>
    {
        using var connection = _source.OpenConnection();
        return query(connection);
    });

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
