using Hangfire;

namespace BreachNotify.Alarms;

/// <summary>
/// Plans, raises and has delivered, at the start and every few seconds. All of it follows from rows, so that nothing is
/// lost however often the process dies.
/// </summary>
public sealed class AlarmClock(AlarmStore store, IBackgroundJobClient jobs, TimeProvider clock, ILogger<AlarmClock> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Looks through the alarms once; several at a time do no harm.</summary>
    public async Task Pass(CancellationToken stop)
    {
        await store.Plan(stop);
        await store.Raise(stop);
        foreach (var id in await store.DueDeliveries())
        {
            jobs.Enqueue<AlarmDelivery>(job => job.Run(id, CancellationToken.None));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Guarded(store.TakeOver);
            while (true)
            {
                await Guarded(() => Pass(stoppingToken));
                await Task.Delay(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task Guarded(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The alarms could not be looked through; that is tried again in a few seconds.");
        }
    }
}
