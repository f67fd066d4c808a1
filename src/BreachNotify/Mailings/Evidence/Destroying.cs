using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Operations;
using BreachNotify.Storage;
using Hangfire;
using NodaTime;

namespace BreachNotify.Mailings.Evidence;

/// <summary>
/// The end of life: destroys the people of mailings whose retention is over, and deletes what the destroyed keys opened
/// until no byte of it is left. All of it follows from rows, so that a kill anywhere only means that it is done later.
/// </summary>
public sealed class Destroying(MailingStore mailings, AudienceStore audiences, RetentionStore retentions, Ledger ledger, Database database, TimeProvider clock, ILogger<Destroying> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _pass = new(1);

    /// <summary>Looks through all ended mailings once.</summary>
    [Queue(Jobs.Mail)]
    [AutomaticRetry(Attempts = 0)]
    public async Task Pass(CancellationToken stop)
    {
        await _pass.WaitAsync(stop);
        try
        {
            foreach (var mailing in await mailings.Retained())
            {
                await EndOf(mailing, stop);
            }
        }
        finally
        {
            _pass.Release();
        }
    }

    public override void Dispose()
    {
        _pass.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await Pass(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogError(e, "The end of mailings could not be carried out; that is tried again in an hour.");
                }
                await Task.Delay(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task EndOf(Mailing mailing, CancellationToken stop)
    {
        if (mailing.Retention.DestroyedAt is null)
        {
            if (mailing.Retention.EndsAt(mailing.EndedAt) is not { } end || end > Instant.FromDateTimeOffset(clock.GetUtcNow()))
            {
                return;
            }
            try
            {
                await retentions.Destroy(mailing, $"The retention ended at {Moment.Format(end)}.", Actor.Service);
            }
            catch (Refusal)
            {
                // Its last messages are under way; the next pass finds it again.
                return;
            }
        }
        var audience = new Audience(mailing.Audience!.Value, mailing.Id, [], []);
        await audiences.DeletePeople(audience, stop);
        stop.ThrowIfCancellationRequested();
        await database.Compact();
        await retentions.Erased(mailing, await ledger.Hash(audience, asCompleted: true));
    }
}
