using BreachNotify.Journal;
using BreachNotify.Storage;
using NodaTime.Extensions;

namespace BreachNotify.Access;

/// <summary>
/// Puts refused keys into the journal: one entry with their number for every ten seconds in which there were any, so
/// that nobody can fill the disk by guessing. Neither the address nor what was presented is kept.
/// </summary>
public sealed class RefusedSignIns(Database database, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private long _count;

    public void Count() => Interlocked.Increment(ref _count);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Record();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Window, clock, stoppingToken);
                await Record();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping; StopAsync records the rest.
        }
    }

    private async Task Record()
    {
        var count = Interlocked.Exchange(ref _count, 0);
        if (count > 0)
        {
            await database.Write(transaction => Chain.Append(transaction, clock.GetCurrentInstant(), Actor.Service.Id, "access", "access.refused", new { Count = count }));
        }
    }
}
