using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Http;

/// <summary>The status of long work as server-sent events (HTML, section 9.2), each of the type <c>status</c>.</summary>
public static class LiveStatus
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>As it is now, then whenever it is found to differ, at most once a second, until it is over, nobody listens or the service stops.</summary>
    /// <param name="read">Finds the status.</param>
    /// <param name="isNews">Whether one differs from the one sent before.</param>
    /// <param name="isOver">Whether nothing follows.</param>
    public static ServerSentEventsResult<T> Of<T>(HttpContext context, Func<Task<T>> read, Func<T, T, bool> isNews, Predicate<T> isOver)
        where T : class
    {
        var services = context.RequestServices;
        var (clock, lifetime) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IHostApplicationLifetime>());
        return TypedResults.ServerSentEvents(Statuses(CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping)), "status");

        async IAsyncEnumerable<T> Statuses(CancellationTokenSource end, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            using var ending = end;
            for (T? told = null; !end.IsCancellationRequested;)
            {
                var now = await read();
                if (told is null || isNews(told, now))
                {
                    told = now;
                    yield return now;
                }
                if (isOver(now))
                {
                    yield break;
                }
                await Task.Delay(Interval, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
