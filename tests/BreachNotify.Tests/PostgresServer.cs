using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BreachNotify.Storage;
using BreachNotify.Tests;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace BreachNotify.Tests;

/// <summary>
/// A PostgreSQL of the test run's own: Debian's binaries (or those on the PATH), a temporary data folder, a free port on
/// loopback. It refuses to run as root, so that root lends it another user. Not installed: the tests that ask for a
/// database are skipped and say so.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string[] Lenders = ["postgres", "nobody"];

    private const string Template = "schema";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly string? _binaries = FindBinaries();
    private string? _folder;
    private int _port;
    private int _databases;

    /// <summary>Keeps what it committed through a crash, which costs time and is off where no test crashes it.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Settings for <see cref="ServiceUnderTest"/> with a database that holds the schema and nothing else.</summary>
    public Task<string[]> NewDatabase() => NewDatabase($"TEMPLATE {Template}");

    /// <summary>The same without any schema.</summary>
    public Task<string[]> EmptyDatabase() => NewDatabase("");

    private async Task<string[]> NewDatabase(string copyOf)
    {
        if (_binaries is null)
        {
            Assert.Skip("PostgreSQL is not installed: no initdb in /usr/lib/postgresql/*/bin or on the PATH.");
        }
        await _starting.WaitAsync();
        try
        {
            if (_folder is null)
            {
                await StartServer();
                await MakeTemplate();
            }
            var name = $"test{++_databases}";
            await Create($"{name} {copyOf}");
            return ["Database:Provider=postgres", $"Database:ConnectionString={ConnectionString(name)}"];
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await Execute("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
            Directory.Delete(_folder, recursive: true);
        }
        _starting.Dispose();
    }

    /// <summary>Stops it under whatever is connected and starts it again.</summary>
    /// <param name="mode"><c>fast</c>, or <c>immediate</c> as after a crash.</param>
    public Task Restart(string mode) => Execute("pg_ctl", "-D", Data, "-m", mode, "-l", Path.Combine(_folder!, "log"), "-w", "restart");

    private async Task Create(string database)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Copying a database takes a fraction of the time of running all scripts, ours and Hangfire's.</summary>
    private async Task MakeTemplate()
    {
        await Create(Template);
        var connection = ConnectionString(Template) + ";Pooling=false";
        Migrator.Upgrade(Engine.Postgres, connection);
        var options = new PostgreSqlStorageOptions();
        _ = new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options);
    }

    private string Data => Path.Combine(_folder!, "data");

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=breachnotify;Database={database};Maximum Pool Size=20;Connection Idle Lifetime=2;Connection Pruning Interval=1;Include Error Detail=true";

    private async Task StartServer()
    {
        _folder = Directory.CreateTempSubdirectory("breachnotify-postgres-").FullName;
        if (Lender() is { } user)
        {
            await Execute("chown", asRoot: true, user, _folder);
        }
        await Execute("initdb", "-D", Data, "-U", "breachnotify", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        _port = FreePort();
        await Execute("pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "-o",
            $"-p {_port} -h 127.0.0.1 -k {_folder} -c max_connections=600{(IsDurable ? "" : " -F -c synchronous_commit=off -c full_page_writes=off")}", "start");
    }

    private Task Execute(string program, params string[] arguments) => Execute(Path.Combine(_binaries!, program), asRoot: false, arguments);

    private async Task Execute(string program, bool asRoot, params string[] arguments)
    {
        string[] prefix = !asRoot && Lender() is { } user ? ["setpriv", $"--reuid={user}", $"--regid={GroupOf(user)}", "--clear-groups", "--", program] : [program];
        var start = new ProcessStartInfo(prefix[0]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in prefix.Skip(1).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output} {await errors}");
    }

    private static string? Lender() => Environment.UserName == "root"
        ? Lenders.First(user => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(user + ":", StringComparison.Ordinal)))
        : null;

    private static string GroupOf(string user) =>
        File.ReadLines("/etc/passwd").First(line => line.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[3];

    private static string? FindBinaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(onPath).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
