using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Storage;

namespace BreachNotify.Portfolios;

/// <summary>
/// At start and ever again: has unfinished portfolios run, destroys those whose retention is over, and deletes what the
/// destroyed keys opened. All of it follows from rows.
/// </summary>
public sealed class Upkeep(PortfolioStore portfolios, PortfolioFiles files, Simulating simulating, Database database, TimeProvider clock, ILogger<Upkeep> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await Pass();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogError(e, "The upkeep of portfolios failed; it is tried again in a moment.");
                }
                await Task.Delay(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task Pass()
    {
        foreach (var id in await portfolios.Waiting())
        {
            simulating.Enqueue(id);
        }
        var (expired, destroyed, abandoned) = await portfolios.Overdue();
        foreach (var id in expired)
        {
            try
            {
                await portfolios.Destroy(id, "The retention ended.", Actor.Service);
                destroyed.Add(id);
            }
            catch (Refusal)
            {
                // Somebody resumed or destroyed it meanwhile.
            }
        }
        foreach (var id in destroyed)
        {
            await files.DeleteAll(id);
        }
        foreach (var id in abandoned)
        {
            await portfolios.Drop(id);
        }
        if (destroyed.Count > 0)
        {
            await database.Compact();
        }
    }
}
