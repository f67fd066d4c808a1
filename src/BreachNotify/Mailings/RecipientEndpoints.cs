using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace BreachNotify.Mailings;

public static class RecipientEndpoints
{
    private const string Columns = "line,email,name,language,reference,state,attempts,doubts,firstAt,retryAt,reason,address,complained";

    public static void MapRecipients(this IEndpointRouteBuilder mailing)
    {
        mailing.MapPut("/recipients", Import).RequireAuthorization(Policies.Officer).Accepts<string>(CsvUpload.MediaType).WithSummary("Replaces the audience of a draft").ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapGet("/recipients", List).RequireAuthorization(Policies.Officer).WithSummary("Who was and was not reached").AlsoAs(CsvUpload.MediaType);
        mailing.MapGet("/rejections", Rejections).RequireAuthorization(Policies.Officer).WithSummary("The rows of the file that cannot be used").AlsoAs(CsvUpload.MediaType);
        mailing.MapGet("/doubtful", Doubtful).RequireAuthorization(Policies.Officer).WithSummary("Everybody who was ever in doubt").AlsoAs(CsvUpload.MediaType);
        mailing.MapPost("/lookup", LookUp).RequireAuthorization(Policies.Officer).WithSummary("Whether a person was told, when and how, and what proves it; each look is journalled").ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapPost("/doubtful", Decide).RequireAuthorization(Policies.Officer).WithSummary("Decides about everybody in doubt now").ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <param name="Email">The address in use.</param>
    /// <param name="FirstAt">The first attempt at this address.</param>
    /// <param name="Address">2 once the first address was given up for the second.</param>
    /// <param name="Reason">The server's last words, what came back later, or why the person cannot be reached by e-mail.</param>
    /// <param name="Complained">The person called the message unwanted.</param>
    public sealed record RecipientStatus(long Line, string Email, string Name, string Language, string Reference, DeliveryState State, int Attempts, int Doubts, Instant? FirstAt, Instant? RetryAt, string? Reason, int Address, bool Complained);

    /// <param name="Value">An e-mail address, a reference as in the file, or what holds a message's Message-ID.</param>
    public sealed record WantedPerson(LookUpBy By, string Value);

    public sealed record DoubtDecision(DoubtOutcome Outcome, string Reason);

    public sealed record Decided(int Count);

    public enum DoubtOutcome
    {
        Resend,
        Accepted,
        OtherChannel,
    }

    private static async Task<Ok<ImportSummary>> Import(string id, string? duplicates, string? family, HttpContext context, Actor actor, Importing importing, MailOptions options)
    {
        var rule = ImportRule.Read(duplicates, family);
        return TypedResults.Ok(await importing.Import(id, rule, CsvUpload.Open(context, options.LargestUpload), actor, context.RequestAborted));
    }

    private static async Task<Results<Ok<Page<RecipientStatus>>, PushStreamHttpResult>> List(string id, string? state, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences, RecipientList recipients)
    {
        DeliveryState? only = null;
        if (state is not null)
        {
            only = Words<DeliveryState>.TryParse(state, out var word) ? word : throw Refusal.Malformed("state", state, $"Must be one of {string.Join(", ", Words<DeliveryState>.All)}.");
        }
        return await Answer(id, cursor, format, context, mailings, audiences, (audience, key, after) => recipients.Page(audience, key, only, after, AudiencePage.Size));
    }

    private static Task<Results<Ok<Page<RecipientStatus>>, PushStreamHttpResult>> Doubtful(string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences, RecipientList recipients) =>
        Answer(id, cursor, format, context, mailings, audiences, (audience, key, after) => recipients.Doubtful(audience, key, after, AudiencePage.Size));

    private static Task<Results<Ok<Page<Rejection>>, PushStreamHttpResult>> Rejections(string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences) =>
        AudiencePage.Answer(
            id, cursor, format, context, mailings, audiences, (audience, key, after) => audiences.Rejections(audience, key, after, AudiencePage.Size),
            row => row.Line, "line,column,value,reason", row => [AudiencePage.Number(row.Line), row.Column, row.Value, row.Reason]);

    private static async Task<Ok<LookedUp>> LookUp(string id, Body<WantedPerson> body, Actor actor, LookingUp lookingUp) =>
        TypedResults.Ok(await lookingUp.Find(id, body.Value.By, body.Value.Value, actor));

    private static async Task<Ok<Decided>> Decide(string id, Body<DoubtDecision> body, Actor actor, Moving moving) => TypedResults.Ok(new Decided(await moving.Decide(id, body.Value, actor)));

    private static Task<Results<Ok<Page<RecipientStatus>>, PushStreamHttpResult>> Answer(string id, string? cursor, string? format, HttpContext context, MailingStore mailings, AudienceStore audiences, Func<Audience, AudienceKey, long, Task<List<RecipientStatus>>> page) =>
        AudiencePage.Answer(
            id, cursor, format, context, mailings, audiences, page, person => person.Line, Columns,
            person =>
            [
                AudiencePage.Number(person.Line), person.Email, person.Name, person.Language, person.Reference, Words<DeliveryState>.Of(person.State),
                AudiencePage.Number(person.Attempts), AudiencePage.Number(person.Doubts), person.FirstAt is { } first ? Moment.Format(first) : "", person.RetryAt is { } retry ? Moment.Format(retry) : "", person.Reason, AudiencePage.Number(person.Address), person.Complained ? "true" : "false",
            ]);
}
