using System.Data.Common;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BreachNotify.Storage;

/// <summary>
/// SQLite in WAL mode: readers beside one writer. All writes go through one connection on one thread that commits what
/// waits together (group commit), since each commit costs a disk sync (<c>synchronous=FULL</c>).
/// </summary>
public sealed class SqliteDatabase : Database
{
    private const int LargestGroup = 256;

    private readonly string _path;
    private readonly string _file;
    private readonly string _readerConnectionString;
    private readonly SqliteConnection _writer;
    private readonly ProcessLock _lock;
    private readonly Lock _writing = new();
    private readonly Channel<Pending> _queue = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Thread _thread;

    private SqliteDatabase(string path, ProcessLock processLock)
    {
        _lock = processLock;
        _path = path;
        var file = new SqliteConnectionStringBuilder { DataSource = path };
        _file = new SqliteConnectionStringBuilder(file.ConnectionString) { Pooling = false }.ConnectionString;
        _writer = new SqliteConnection(_file);
        _writer.Open();
        _writer.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;");
        _readerConnectionString = new SqliteConnectionStringBuilder(file.ConnectionString) { Mode = SqliteOpenMode.ReadOnly }.ConnectionString;
        _thread = new Thread(WriteGroups) { IsBackground = true, Name = "sqlite writer" };
        _thread.Start();
    }

    public override Engine Engine => Engine.Sqlite;

    /// <summary>By path and, where there is one, the machine's id: not by the host's name, which a container gets anew at each start.</summary>
    public override string Place => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{MachineId()} {_path}")))[..32];

    public override string? HomeFile => _path + ".home";

    public static SqliteDatabase Open(string connectionString)
    {
        var path = Path.GetFullPath(connectionString.Contains('=', StringComparison.Ordinal)
            ? new SqliteConnectionStringBuilder(connectionString).DataSource
            : connectionString);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var processLock = ProcessLock.Take(path + ".lock");
            try
            {
                Migrator.Upgrade(Engine.Sqlite, new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
                return new SqliteDatabase(path, processLock);
            }
            catch
            {
                processLock.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The SQLite database '{path}' cannot be opened: {e.Message} Check BreachNotify:Database:ConnectionString and the rights on its folder.", e);
        }
    }

    public override Task<T> Write<T>(Func<DbTransaction, T> work)
    {
        var pending = new Pending<T>(work);
        return _queue.Writer.TryWrite(pending) ? pending.Completion : Task.FromException<T>(new ObjectDisposedException(nameof(SqliteDatabase)));
    }

    public override Task<T> Read<T>(Func<DbConnection, T> query)
    {
        try
        {
            using var connection = new SqliteConnection(_readerConnectionString);
            connection.Open();
            return Task.FromResult(query(connection));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    /// <exception cref="SqliteException">The disk is full; or a reader held the log for half a minute.</exception>
    public override Task Compact() => Task.Run(() =>
    {
        // On a connection of its own: VACUUM copies the database into a temporary store, which is memory for the writer.
        using var connection = new SqliteConnection(_file);
        connection.Open();
        using var writing = _writing.EnterScope();
        connection.Execute("VACUUM");
        if (connection.QuerySingle<(long Busy, long, long)>("PRAGMA wal_checkpoint(TRUNCATE)").Busy != 0)
        {
            throw new SqliteException("The write-ahead log is being read and could not be emptied.", SQLitePCL.raw.SQLITE_BUSY);
        }
    });

    public override async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.Run(_thread.Join);
        await _writer.DisposeAsync();
        using (var reader = new SqliteConnection(_readerConnectionString))
        {
            SqliteConnection.ClearPool(reader);
        }
        _lock.Dispose();
    }

    private static string MachineId()
    {
        const string file = "/etc/machine-id";
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }

    private void WriteGroups()
    {
        var reader = _queue.Reader;
        var group = new List<Pending>(LargestGroup);
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < LargestGroup && reader.TryRead(out var pending))
            {
                group.Add(pending);
            }
            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Pending> group)
    {
        try
        {
            using var writing = _writing.EnterScope();
            using var transaction = _writer.BeginTransaction();
            foreach (var pending in group)
            {
                // A savepoint each, so that one refused work does not take its neighbours with it.
                transaction.Save("work");
                if (!pending.TryRun(transaction))
                {
                    transaction.Rollback("work");
                }
                transaction.Release("work");
            }
            transaction.Commit();
        }
        catch (Exception e)
        {
            foreach (var pending in group)
            {
                pending.Fail(e);
            }
            return;
        }
        foreach (var pending in group)
        {
            pending.Complete();
        }
    }

    private abstract class Pending
    {
        public abstract bool TryRun(DbTransaction transaction);

        public abstract void Complete();

        public abstract void Fail(Exception e);
    }

    private sealed class Pending<T>(Func<DbTransaction, T> work) : Pending
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _refusal;

        public Task<T> Completion => _source.Task;

        public override bool TryRun(DbTransaction transaction)
        {
            try
            {
                _result = work(transaction);
                return true;
            }
            catch (Exception e)
            {
                _refusal = ExceptionDispatchInfo.Capture(e).SourceException;
                return false;
            }
        }

        public override void Complete()
        {
            if (_refusal is null)
            {
                _source.SetResult(_result!);
            }
            else
            {
                _source.SetException(_refusal);
            }
        }

        public override void Fail(Exception e) => _source.TrySetException(_refusal ?? e);
    }
}
