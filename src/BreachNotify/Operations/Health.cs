using System.Data.Common;
using BreachNotify.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Operations;

public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTags("Health");
        health.MapGet("/live", Live).WithSummary("The process runs");
        health.MapGet("/ready", Ready).WithSummary("The database answers and the master key fits").Produces<State>(StatusCodes.Status503ServiceUnavailable);
    }

    public sealed record State(string Status, string? Reason = null);

    private static Ok<State> Live() => TypedResults.Ok(new State("live"));

    private static async Task<Results<Ok<State>, JsonHttpResult<State>>> Ready(Database database, MasterKey key, ILogger<MasterKey> log)
    {
        try
        {
            return await key.Fits(database) ? TypedResults.Ok(new State("ready")) : NotReady("The master key is not the one of this database.");
        }
        catch (DbException e)
        {
            log.LogError(e, "The database does not answer.");
            return NotReady("The database does not answer.");
        }
    }

    private static JsonHttpResult<State> NotReady(string reason) => TypedResults.Json(new State("notReady", reason), statusCode: StatusCodes.Status503ServiceUnavailable);
}
