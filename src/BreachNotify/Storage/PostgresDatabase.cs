using System.Data.Common;
using Npgsql;

namespace BreachNotify.Storage;

/// <summary>PostgreSQL, for when one machine is not enough: a transaction a write, as many processes as wanted.</summary>
public sealed class PostgresDatabase : Database
{
    /// <summary>Held while the schema is brought up to date; any constant of our own.</summary>
    private const long UpgradeLock = 0x73_63_68_65_6d_61;

    private const int MostAttempts = 5;

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source, string place) => (_source, Place) = (source, place);

    public override Engine Engine => Engine.Postgres;

    /// <summary>
    /// The cluster, the database in it and the timeline, which grows when a server is restored or takes over: what the
    /// former one had committed last may be missing then.
    /// </summary>
    public override string Place { get; }

    public static PostgresDatabase Open(string connectionString)
    {
        NpgsqlDataSource? source = null;
        try
        {
            source = NpgsqlDataSource.Create(connectionString);
            InTurn(connectionString, () => Migrator.Upgrade(Engine.Postgres, connectionString));
            return new PostgresDatabase(source, PlaceOf(source));
        }
        catch (Exception e) when (e is DbException or ArgumentException or TimeoutException)
        {
            source?.Dispose();
            throw new StartupException($"PostgreSQL cannot be opened: {e.Message} Check BreachNotify:Database:ConnectionString and that the server runs.", e);
        }
    }

    public override Task<T> Write<T>(Func<DbTransaction, T> work) => Task.Run(() =>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var connection = _source.OpenConnection();
                using var transaction = connection.BeginTransaction();
                var result = work(transaction);
                transaction.Commit();
                return result;
            }
            // Of two transactions that wait for each other the server ends one; nothing of it has happened.
            catch (PostgresException e) when (attempt < MostAttempts && e.SqlState is (PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure))
            {
            }
        }
    });

    public override Task<T> Read<T>(Func<DbConnection, T> query) => Task.Run(() =>
    {
        using var connection = _source.OpenConnection();
        return query(connection);
    });

    public override Task Compact() => Task.CompletedTask;

    private static string PlaceOf(NpgsqlDataSource source)
    {
        using var command = source.CreateCommand(
            """
            SELECT format('%s/%s/%s', (SELECT system_identifier FROM pg_control_system()), (SELECT oid FROM pg_database WHERE datname = current_database()), (SELECT timeline_id FROM pg_control_checkpoint()))
            """);
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>Changes the schema while no other process does: those that start together take turns.</summary>
    public static void InTurn(string connectionString, Action upgrade)
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var connection = source.OpenConnection();
        Execute("SELECT pg_advisory_lock(@Lock)");
        try
        {
            upgrade();
        }
        finally
        {
            Execute("SELECT pg_advisory_unlock(@Lock)");
        }

        void Execute(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<long>("Lock", UpgradeLock) } };
            command.ExecuteNonQuery();
        }
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
