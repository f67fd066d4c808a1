using System.Data.Common;
using BreachNotify.Storage;

namespace BreachNotify.Mailings;

/// <summary>Reads and writes rows for a mailing; while the database is away it is tried again, until the process is asked to stop.</summary>
public sealed class Patience(string mailing, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Why nothing goes on, where that cannot be written into the mailing: the database itself is away.</summary>
    public string? Trouble { get; private set; }

    public CancellationToken Until { get; set; }

    public Task<bool> Wait(Func<Task> work) => Wait(async () =>
    {
        await work();
        return true;
    });

    public async Task<T> Wait<T>(Func<Task<T>> work)
    {
        for (var wait = First; ; wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            try
            {
                var result = await work();
                Trouble = null;
                return result;
            }
            catch (DbException e) when (Database.IsAway(e) && !Until.IsCancellationRequested)
            {
                if (Trouble is null)
                {
                    log.LogError(e, "The database is away; mailing {Mailing} waits for it.", mailing);
                }
                Trouble = $"The database cannot be written ({e.Message}); nothing is sent until it can, and it is tried again until then.";
                await Task.Delay(wait, clock, Until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
