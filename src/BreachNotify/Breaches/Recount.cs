using BreachNotify.Law;

namespace BreachNotify.Breaches;

/// <summary>Counts anew, after the start, what another rule book or an older release put the register in order by.</summary>
public sealed class Recount(BreachStore store, ILogger<Recount> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested && await store.CountAnew(RuleBook.Current.Id))
            {
            }
        }
        catch (System.Data.Common.DbException e)
        {
            log.LogWarning(e, "The order of the register could not be counted anew; the next start tries again.");
        }
    }
}
