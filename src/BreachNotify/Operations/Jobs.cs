using BreachNotify.Access;
using BreachNotify.Storage;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace BreachNotify.Operations;

/// <summary>
/// Hangfire as dispatcher and clock, never the truth: what a job does can be derived from rows of our own. Alarms and
/// mail have servers of their own, so that a mailing cannot starve an alarm.
/// </summary>
public static class Jobs
{
    public const string Clocks = "clocks";
    public const string Mail = "mail";

    private const int ClockWorkers = 2;
    private const int MailWorkers = 4;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public static void AddJobs(this IServiceCollection services, DatabaseOptions database)
    {
        services.AddHangfire(hangfire =>
        {
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            if (database.Provider == "postgres")
            {
                hangfire.UsePostgreSqlStorage(
                    storage => storage.UseNpgsqlConnection(database.ConnectionString),
                    new PostgreSqlStorageOptions { UseSlidingInvisibilityTimeout = true, QueuePollInterval = Poll });
            }
            else
            {
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions());
            }
        });
        services.AddHangfireServer(server => Configure(server, Clocks, ClockWorkers));
        services.AddHangfireServer(server => Configure(server, Mail, MailWorkers));
    }

    public static void MapJobs(this IEndpointRouteBuilder app) => app.MapHangfireDashboardWithAuthorizationPolicy(
        Policies.Operator,
        "/jobs",
        new DashboardOptions
        {
            AppPath = null,
            DashboardTitle = "BreachNotify jobs",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = context => !context.GetHttpContext().User.IsInRole(Policies.Administrator),
        });

    private static void Configure(BackgroundJobServerOptions server, string queue, int workers)
    {
        server.ServerName = $"{queue}:{Environment.MachineName}:{Environment.ProcessId}";
        server.Queues = [queue];
        server.WorkerCount = workers;
        server.SchedulePollingInterval = Poll;
        server.StopTimeout = TimeSpan.FromSeconds(2);
        server.ShutdownTimeout = TimeSpan.FromSeconds(5);
    }
}
