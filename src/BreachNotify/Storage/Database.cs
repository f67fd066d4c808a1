using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BreachNotify.Storage;

/// <summary>The SQL dialect behind a <see cref="Database"/>.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>
/// The one database of the service, on either engine. Queries are plain SQL at their call site; parameters are written
/// <c>@Name</c>, instants are stored as BIGINT Unix ticks (100 ns).
/// </summary>
public abstract class Database : IAsyncDisposable
{
    public abstract Engine Engine { get; }

    /// <summary>Where it lies, as a word without spaces: it differs for a copy.</summary>
    public abstract string Place { get; }

    /// <summary>A file beside the database that tells a backup put back in its place; null where there is none.</summary>
    public virtual string? HomeFile => null;

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and completes when it is durable. An exception rolls back this
    /// work alone. The work must be free of other side effects and must not wait for anything but the database.
    /// </summary>
    public abstract Task<T> Write<T>(Func<DbTransaction, T> work);

    /// <summary>Runs a query on a connection of its own; it sees everything committed before the call.</summary>
    public abstract Task<T> Read<T>(Func<DbConnection, T> query);

    /// <summary>
    /// Rewrites the files so that no byte of a deleted row stays in them. What the storage below keeps of overwritten
    /// blocks, and backups, are beyond it; on PostgreSQL so is all of it, since VACUUM is the operator's there.
    /// </summary>
    public abstract Task Compact();

    public Task Write(Action<DbTransaction> work) => Write(transaction =>
    {
        work(transaction);
        return true;
    });

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// Whether the database cannot be reached or written just now (it restarts, its disk is full), so that the same may
    /// be tried again later. What was asked was not done, or it is not known whether it was.
    /// </summary>
    public static bool IsAway(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        NpgsqlException npgsql => npgsql.IsTransient,
        SqliteException sqlite => sqlite.SqliteErrorCode is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_CANTOPEN,
        _ => false,
    };

    /// <summary>Opens the configured database, creating folders and bringing the schema up to date.</summary>
    /// <exception cref="StartupException">It cannot be opened, or another process holds it.</exception>
    public static Database Open(DatabaseOptions options)
    {
        TypeHandlers.Register();
        return options.Provider switch
        {
            "sqlite" => SqliteDatabase.Open(options.ConnectionString),
            "postgres" => PostgresDatabase.Open(options.ConnectionString),
            var other => throw new StartupException($"BreachNotify:Database:Provider is '{other}'; it must be 'sqlite' or 'postgres'."),
        };
    }
}
