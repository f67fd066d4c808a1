using BreachNotify.Access;
using BreachNotify.Http;
using Hangfire;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace BreachNotify.Mailings.Rehearsals;

public static class RehearsalEndpoints
{
    public static void MapRehearsals(this IEndpointRouteBuilder mailing)
    {
        mailing.MapPost("/rehearse", Rehearse).RequireAuthorization(Policies.Officer).WithSummary("Runs the whole mailing against a sink, as a mailing of its own");
        mailing.MapGet("/samples", Samples).RequireAuthorization(Policies.Officer).WithSummary("What the sink of a rehearsal was handed, with messages to look at");
    }

    /// <param name="Speed">How many times as fast as the service's the rehearsal's time runs; pace and quiet hours are then kept. 0: as fast as can be.</param>
    public sealed record NewRehearsal(RehearsalMode Mode = RehearsalMode.Accept, double Speed = 0);

    public sealed record CreatedRehearsal(string Id, string RehearsalOf);

    /// <param name="MessagesPerSecond">From start to end, in the rehearsal's own time; null while it runs.</param>
    /// <param name="WouldEndAt">When the mailing would have ended, had it begun when the rehearsal did; null while it runs, and where it did not keep the pace.</param>
    public sealed record RehearsalReport(
        string RehearsalOf, RehearsalMode Mode, double Speed, long Messages, long Bytes, double? MessagesPerSecond, Instant? WouldEndAt, IReadOnlyDictionary<string, LanguageReport> Languages, IReadOnlyList<SampleMessage> Samples);

    public sealed record LanguageReport(long Messages, long Bytes);

    /// <param name="Kind"><c>longest</c>, <c>shortest</c> or <c>any</c>.</param>
    /// <param name="Message">As it would have been handed over (RFC 5322).</param>
    public sealed record SampleMessage(string Kind, string? Language, long Line, long Bytes, string Message);

    private static async Task<Created<CreatedRehearsal>> Rehearse(string id, HttpContext context, Actor actor, Rehearsing rehearsing, IBackgroundJobClient jobs)
    {
        var wanted = await JsonBody.Optional<NewRehearsal>(context) ?? new NewRehearsal();
        var rehearsal = await rehearsing.Begin(id, wanted.Mode, wanted.Speed, actor);
        jobs.Enqueue<Pump>(job => job.Run(rehearsal, CancellationToken.None));
        return TypedResults.Created($"/api/v1/mailings/{rehearsal}", new CreatedRehearsal(rehearsal, id));
    }

    private static async Task<Ok<RehearsalReport>> Samples(string id, RehearsalReports reports) => TypedResults.Ok(await reports.Of(id));
}
