using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Storage;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.Logging;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace BreachNotify.Operations;

/// <summary>
/// Hangfire as dispatcher and clock, never the truth: what a job does can be derived from rows of our own. Alarms,
/// mail and books have servers of their own, so that neither a mailing nor a simulation can starve an alarm.
/// </summary>
public static class Jobs
{
    public const string Clocks = "clocks";
    public const string Mail = "mail";
    public const string Books = "books";

    private const int ClockWorkers = 2;
    private const int MailWorkers = 4;
    private const int BookWorkers = 1;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public static void AddJobs(this IServiceCollection services, DatabaseOptions database)
    {
        // Of Hangfire's own these two are static, and would be another host's where a process holds several.
        services.AddSingleton<JobStorage>(_ => Storage(database));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, hangfire) => hangfire
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new HostLog(provider.GetRequiredService<ILoggerFactory>())));
        services.AddHangfireServer(server => Configure(server, Clocks, ClockWorkers));
        services.AddHangfireServer(server => Configure(server, Mail, MailWorkers));
        services.AddHangfireServer(server => Configure(server, Books, BookWorkers));
    }

    public static void MapJobs(this IEndpointRouteBuilder app) => app.MapHangfireDashboardWithAuthorizationPolicy(
        Policies.Operator,
        "/jobs",
        new DashboardOptions
        {
            AppPath = null,
            DashboardTitle = "BreachNotify jobs",
            DisplayStorageConnectionString = false,
            // Keys need none, and Door takes no session from another site.
            IgnoreAntiforgeryToken = true,
            IsReadOnlyFunc = context => !context.GetHttpContext().User.IsInRole(Policies.Administrator),
        })
        .WithMetadata(app.ServiceProvider.GetRequiredService<ForPeople>());

    private static JobStorage Storage(DatabaseOptions database)
    {
        if (database.Provider != "postgres")
        {
            return new InMemoryStorage();
        }
        var options = new PostgreSqlStorageOptions { UseSlidingInvisibilityTimeout = true, QueuePollInterval = Poll };
        // The storage makes its tables when it is constructed, and two that do it at once get into each other's way.
        JobStorage? storage = null;
        PostgresDatabase.InTurn(database.ConnectionString, () => storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(database.ConnectionString, options), options));
        return storage!;
    }

    private static void Configure(BackgroundJobServerOptions server, string queue, int workers)
    {
        server.ServerName = $"{queue}:{Environment.MachineName}:{Environment.ProcessId}";
        server.Queues = [queue];
        server.WorkerCount = workers;
        server.SchedulePollingInterval = Poll;
        server.StopTimeout = TimeSpan.FromSeconds(2);
        server.ShutdownTimeout = TimeSpan.FromSeconds(5);
    }

    /// <summary>Hangfire keeps its log provider in a static, so that it can outlive the host that set it.</summary>
    private sealed class HostLog(ILoggerFactory factory) : ILogProvider
    {
        private readonly AspNetCoreLogProvider _host = new(factory);

        public ILog GetLogger(string name)
        {
            try
            {
                return _host.GetLogger(name);
            }
            catch (ObjectDisposedException)
            {
                return new Silence();
            }
        }

        private sealed class Silence : ILog
        {
            public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
        }
    }
}
