using BreachNotify.Access;
using BreachNotify.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BreachNotify.Mailings;

/// <summary>What keeps a list of people honest: whom another letter covers, whose address looks odd, whom to leave out.</summary>
public static class HygieneEndpoints
{
    internal const int LongestReason = 500;

    public static void MapHygiene(this IEndpointRouteBuilder mailing)
    {
        mailing.MapGet("/duplicates", Duplicates).RequireAuthorization(Policies.Officer).WithSummary("Everybody whom the letter of another row tells");
        mailing.MapGet("/flags", Flags).RequireAuthorization(Policies.Officer).WithSummary("Accepted addresses somebody should look at");
        mailing.MapPost("/narrow", Narrow).RequireAuthorization(Policies.Officer).Accepts<string>(CsvUpload.MediaType).WithSummary("Keeps of a draft's audience whom a second file names, or leaves them out");
        mailing.MapPost("/widen", Widen).RequireAuthorization(Policies.Officer).WithSummary("Takes everybody in again whom a narrowing left out");
        mailing.MapGet("/left-out", LeftOut).RequireAuthorization(Policies.Officer).WithSummary("Everybody whom a narrowing left out");
    }

    public sealed record WideningReason(string Reason);

    public sealed record Widened(long Restored);

    private static Task<Results<Ok<Page<CoveredPerson>>, PushStreamHttpResult>> Duplicates(string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences, HygieneList list) =>
        AudiencePage.Answer(
            id, cursor, format, context, mailings, audiences, (audience, key, after) => list.Covered(audience, key, after, AudiencePage.Size), person => person.Line, "line,firstLine,email,name,language,reference",
            person => [AudiencePage.Number(person.Line), AudiencePage.Number(person.FirstLine), person.Email, person.Name, person.Language, person.Reference]);

    private static Task<Results<Ok<Page<FlaggedRow>>, PushStreamHttpResult>> Flags(string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences) =>
        AudiencePage.Answer(
            id, cursor, format, context, mailings, audiences, (audience, key, after) => audiences.Flags(audience, key, after, AudiencePage.Size), row => row.Line, "line,value,flag,suggestion",
            row => [AudiencePage.Number(row.Line), row.Value, Words<Oddity>.Of(row.Flag), row.Suggestion]);

    private static Task<Results<Ok<Page<LeftOutPerson>>, PushStreamHttpResult>> LeftOut(string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences, HygieneList list) =>
        AudiencePage.Answer(
            id, cursor, format, context, mailings, audiences, (audience, key, after) => list.LeftOut(audience, key, after, AudiencePage.Size), person => person.Line, "line,email,name,language,reference",
            person => [AudiencePage.Number(person.Line), person.Email, person.Name, person.Language, person.Reference]);

    private static async Task<Ok<Narrowed>> Narrow(string id, string? keep, string? remove, string? reason, HttpContext context, Actor actor, MailingStore mailings, AudienceStore audiences, Narrowing narrowing, MailOptions options)
    {
        var complaints = new Complaints();
        var by = NamedBy.Reference;
        if (keep is null == remove is null)
        {
            complaints.Add("keep", keep, "Give either keep or remove, each with the column that names people: reference, email or line.");
        }
        else if (!Words<NamedBy>.TryParse(keep ?? remove!, out by))
        {
            complaints.Add(keep is null ? "remove" : "keep", keep ?? remove, $"Must be one of {string.Join(", ", Words<NamedBy>.All)}.");
        }
        if (reason is null)
        {
            complaints.Add("reason", null, "Is required as a query parameter: say why people are left out. It goes into the journal, so name nobody.");
        }
        complaints.Line("reason", reason, LongestReason);
        complaints.ThrowIfAny();
        var file = CsvUpload.Open(context, options.LargestUpload);
        return TypedResults.Ok(await narrowing.Run(await DraftAudience(id, Move.Narrow, mailings, audiences), by, keep is not null, file, reason!, actor));
    }

    private static async Task<Ok<Widened>> Widen(string id, Body<WideningReason> body, Actor actor, MailingStore mailings, AudienceStore audiences, NarrowingStore narrowings)
    {
        var complaints = new Complaints();
        complaints.Line("reason", body.Value.Reason, LongestReason);
        complaints.ThrowIfAny();
        return TypedResults.Ok(new Widened(await narrowings.Widen(await DraftAudience(id, Move.Widen, mailings, audiences), body.Value.Reason, actor)));
    }

    internal static async Task<Audience> DraftAudience(string id, Move move, MailingStore mailings, AudienceStore audiences)
    {
        var mailing = await mailings.Get(id);
        if (MailingStates.After(mailing.State, move) is null)
        {
            throw MailingStore.NotAllowed(mailing.State, move);
        }
        return mailing.Audience is { } audienceId && await audiences.Find(audienceId) is { } audience
            ? audience
            : throw Refusal.Conflict("The mailing has no recipients; send them with PUT /mailings/{id}/recipients first.");
    }
}
