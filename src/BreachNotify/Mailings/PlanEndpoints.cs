using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Mailings.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Mailings;

/// <summary>When a mailing will be done and what follows from it, and the pace it is given.</summary>
public static class PlanEndpoints
{
    private const double Slowest = 0.001;
    private const double Fastest = 1_000_000;

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

    private static async Task<Ok<Paced>> SetPace(string id, Body<MailingPace> body, Actor actor, MailingStore mailings, Pump pump)
    {
        var (wanted, reason) = body.Value;
        var complaints = new Complaints();
        if (wanted is not (0 or (>= Slowest and <= Fastest)))
        {
            complaints.Add("perSecond", FormattableString.Invariant($"{wanted}"), FormattableString.Invariant($"Must be {Slowest} to {Fastest}, or 0 for no limit."));
        }
        complaints.Line("reason", reason, 500);
        complaints.ThrowIfAny();
        double? perSecond = wanted > 0 ? wanted : null;
        await mailings.Limit(id, perSecond, reason, actor);
        pump.Limit(id, perSecond);
        return TypedResults.Ok(new Paced(perSecond));
    }
}
