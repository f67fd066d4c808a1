using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Mailings;

/// <summary>When a mailing will be done and what follows from it, and the pace it is given.</summary>
public static class PlanEndpoints
{
    public static void MapPlan(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/plan", Show).RequireAuthorization(Policies.Reader).WithSummary("The plan with every default; of a running mailing, for what is left at the rate measured");
        mailing.MapPost("/plan", Ask).RequireAuthorization(Policies.Reader).WithSummary("The plan under other limits, hours, calls and costs; changes nothing");
        mailing.MapPost("/pace", SetPace).RequireAuthorization(Policies.Officer).WithSummary("Limits this mailing, from the next message on; 0 lifts the limit");
    }

    /// <param name="PerSecond">Messages a second over all processes; 0 for no limit.</param>
    public sealed record MailingPace(double PerSecond, string Reason);

    /// <param name="PerSecond">Null for no limit.</param>
    public sealed record Paced(double? PerSecond);

    private static async Task<Ok<Plan>> Show(string id, Planner planner) => TypedResults.Ok(await planner.Of(id, new PlanRequest()));

    private static async Task<Ok<Plan>> Ask(string id, Body<PlanRequest> body, Planner planner) => TypedResults.Ok(await planner.Of(id, body.Value));

    private static async Task<Ok<Paced>> SetPace(string id, Body<MailingPace> body, Actor actor, Moving moving) => TypedResults.Ok(new Paced(await moving.Limit(id, body.Value, actor)));
}
