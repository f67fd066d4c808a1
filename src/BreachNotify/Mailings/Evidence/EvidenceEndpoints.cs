using BreachNotify.Access;
using BreachNotify.Http;
using Hangfire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace BreachNotify.Mailings.Evidence;

public static class EvidenceEndpoints
{
    public static void MapEvidence(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/evidence", Export).RequireAuthorization(Policies.Officer).WithSummary("Everything that shows who was told what and when, as a ZIP file").Produces<Stream>(StatusCodes.Status200OK, "application/zip").ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapGet("/verify", Verify).RequireAuthorization(Policies.Reader).WithSummary("Whether rows, letter and counts are still those that were journalled");
        mailing.MapPost("/retention", Extend).RequireAuthorization(Policies.Officer).WithSummary("Keeps the people of the mailing longer, with the reason");
        mailing.MapPost("/destroy", Destroy).RequireAuthorization(Policies.Officer).WithSummary("Destroys the people of an ended mailing for good; the body repeats the mailing's hash");
    }

    public sealed record Extension(Moment Until, string Reason, string? Zone = null);

    /// <param name="Hash">The mailing's hash, or its id if it was never frozen: what is destroyed cannot be brought back.</param>
    public sealed record Destruction(string Hash, string Reason);

    /// <param name="EndsAt">When the people are destroyed; null while the mailing has not ended.</param>
    /// <param name="DestroyedAt">When the key that opens them was destroyed: since then nobody can be read.</param>
    /// <param name="ErasedAt">When the last of what it opened was gone from the database.</param>
    public sealed record RetentionStatus(int Days, Instant? EndsAt, Instant? DestroyedAt, string? Reason, Instant? ErasedAt)
    {
        public static RetentionStatus Of(Mailing mailing) => new(
            mailing.Retention.Days, mailing.Retention.EndsAt(mailing.EndedAt), mailing.Retention.DestroyedAt, mailing.Retention.DestroyedFor, mailing.Retention.ErasedAt);
    }

    private static async Task<PushStreamHttpResult> Export(string id, HttpContext context, Actor actor, MailingStore mailings, Exporting exporting)
    {
        var mailing = await mailings.Get(id);
        Exporting.Require(mailing);
        // The last bytes of a file within a ZIP file can only be written synchronously (ZipArchiveEntry's stream).
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return TypedResults.Stream(output => exporting.Write(output, mailing, actor), "application/zip", $"mailing-{id}.zip");
    }

    private static async Task<Ok<MailingVerification>> Verify(string id, MailingStore mailings, Verifying verifying) =>
        TypedResults.Ok(await verifying.Verify(await mailings.Get(id)));

    private static async Task<Ok<RetentionStatus>> Extend(string id, Body<Extension> body, Actor actor, MailingStore mailings, RetentionStore retentions, TimeProvider clock)
    {
        var mailing = await mailings.Get(id);
        mailing.Retention.ThrowIfDestroyed();
        var (wanted, complaints) = (body.Value, new Complaints());
        complaints.Line("reason", wanted.Reason, 500);
        var until = wanted.Until.In(wanted.Zone is { } zone ? Moment.ZoneOf(zone, "zone") : null, "until");
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var least = Instant.Max(now, mailing.Retention.EndsAt(mailing.EndedAt) ?? mailing.Retention.Until ?? now);
        if (until <= least || until > now + Duration.FromDays(Retention.MostDays))
        {
            complaints.Refuse("until", wanted.Until.ToString(), $"Must be later than {Moment.Format(least)} and at most {Retention.MostDays} days ahead; to end the retention earlier, destroy the people.");
        }
        complaints.ThrowIfAny();
        await retentions.Extend(mailing, until, wanted.Reason, actor);
        return TypedResults.Ok(RetentionStatus.Of(await mailings.Get(id)));
    }

    private static async Task<Ok<RetentionStatus>> Destroy(string id, Body<Destruction> body, Actor actor, MailingStore mailings, RetentionStore retentions, IBackgroundJobClient jobs)
    {
        var mailing = await mailings.Get(id);
        mailing.Retention.ThrowIfDestroyed();
        var complaints = new Complaints();
        complaints.Line("reason", body.Value.Reason, 500);
        if (body.Value.Hash != (mailing.Hash ?? mailing.Id))
        {
            complaints.Refuse("hash", body.Value.Hash, mailing.Hash is null
                ? "Must be the id of the mailing, which was never frozen: destroying its people is final."
                : "Must be the hash of the mailing, as GET /mailings/{id} shows it: destroying its people is final.");
        }
        complaints.ThrowIfAny();
        await retentions.Destroy(mailing, body.Value.Reason, actor);
        jobs.Enqueue<Destroying>(job => job.Pass(CancellationToken.None));
        return TypedResults.Ok(RetentionStatus.Of(await mailings.Get(id)));
    }
}
