using System.Globalization;
using System.Text;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Notices;
using BreachNotify.Operations;
using Hangfire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace BreachNotify.Mailings;

public static class RecipientEndpoints
{
    private const int PageSize = 200;
    private const string Csv = "text/csv";

    public static void MapRecipients(this IEndpointRouteBuilder mailing)
    {
        mailing.MapPut("/recipients", Import).RequireAuthorization(Policies.Officer).Accepts<string>(Csv).WithSummary("Replaces the audience of a draft").ProducesProblem(StatusCodes.Status409Conflict);
        mailing.MapGet("/recipients", List).RequireAuthorization(Policies.Officer).WithSummary("Who was and was not reached").AlsoAs(Csv);
        mailing.MapGet("/rejections", Rejections).RequireAuthorization(Policies.Officer).WithSummary("The rows of the file that cannot be used");
        mailing.MapGet("/doubtful", Doubtful).RequireAuthorization(Policies.Officer).WithSummary("Everybody who was ever in doubt").AlsoAs(Csv);
        mailing.MapPost("/doubtful", Decide).RequireAuthorization(Policies.Officer).WithSummary("Decides about everybody in doubt now").ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <param name="Reason">The server's last words, or why the person cannot be reached by e-mail.</param>
    public sealed record RecipientStatus(long Line, string Email, string Name, string Language, string Reference, DeliveryState State, int Attempts, int Doubts, Instant? FirstAt, Instant? RetryAt, string? Reason);

    public sealed record DoubtDecision(DoubtOutcome Outcome, string Reason);

    public sealed record Decided(int Count);

    public enum DoubtOutcome
    {
        Resend,
        Accepted,
        OtherChannel,
    }

    private static async Task<Ok<ImportSummary>> Import(string id, HttpContext context, MailingStore mailings, AudienceStore audiences, LetterTemplates templates, MailOptions options, Worker worker)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase))
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, $"The recipients must be sent as {Csv}.", new FieldError("Content-Type", context.Request.ContentType, $"Send Content-Type: {Csv}; charset=utf-8"));
        }
        var mailing = await mailings.Get(id);
        if (MailingStates.After(mailing.State, Move.Import) is null)
        {
            throw MailingStore.NotAllowed(mailing.State, Move.Import);
        }
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = options.LargestUpload;
        // A reader in lock-step with a tokenizer; one thread an upload is cheaper than a state machine a field.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        var audience = await audiences.Begin(id, worker.Id);
        try
        {
            using var import = new AudienceImport(audiences, audience, templates.Load(mailing.Template).Languages);
            return TypedResults.Ok(await import.Run(context.Request.Body));
        }
        catch (Exception e)
        {
            await audiences.Abandon(audience);
            if (e is IOException and not BadHttpRequestException && context.RequestAborted.IsCancellationRequested)
            {
                throw new OperationCanceledException("The upload was broken off.", e, context.RequestAborted);
            }
            throw;
        }
    }

    private static async Task<Results<Ok<Page<RecipientStatus>>, PushStreamHttpResult>> List(string id, string? state, string? cursor, HttpContext context, MailingStore mailings, AudienceStore audiences, RecipientList recipients)
    {
        DeliveryState? only = null;
        if (state is not null)
        {
            only = Words<DeliveryState>.TryParse(state, out var word) ? word : throw Refusal.Malformed("state", state, $"Must be one of {string.Join(", ", Words<DeliveryState>.All)}.");
        }
        return await Answer(id, cursor, context, mailings, audiences, (audience, key, after) => recipients.Page(audience, key, only, after, PageSize));
    }

    private static Task<Results<Ok<Page<RecipientStatus>>, PushStreamHttpResult>> Doubtful(string id, string? cursor, HttpContext context, MailingStore mailings, AudienceStore audiences, RecipientList recipients) =>
        Answer(id, cursor, context, mailings, audiences, (audience, key, after) => recipients.Doubtful(audience, key, after, PageSize));

    private static async Task<Ok<Page<Rejection>>> Rejections(string id, string? cursor, MailingStore mailings, AudienceStore audiences)
    {
        var after = LineIn(cursor);
        var mailing = await mailings.Get(id);
        if (mailing.Audience is not { } audienceId || await audiences.Find(audienceId) is not { } audience)
        {
            return TypedResults.Ok(new Page<Rejection>([], null));
        }
        using var key = new AudienceKey(audience.DataKey);
        var items = await audiences.Rejections(audience, key, after, PageSize);
        return TypedResults.Ok(new Page<Rejection>(items, items.Count == PageSize ? Cursor(items[^1].Line) : null));
    }

    private static async Task<Ok<Decided>> Decide(string id, Body<DoubtDecision> body, Actor actor, MailingStore mailings, AudienceStore audiences, IBackgroundJobClient jobs)
    {
        var complaints = new Complaints();
        complaints.Line("reason", body.Value.Reason, 500);
        complaints.ThrowIfAny();
        var mailing = await mailings.Get(id);
        if (mailing.Audience is not { } audienceId || await audiences.Find(audienceId) is not { } audience)
        {
            throw Refusal.Conflict("The mailing has no recipients.");
        }
        var outcome = body.Value.Outcome switch
        {
            DoubtOutcome.Resend => DeliveryState.Pending,
            DoubtOutcome.Accepted => DeliveryState.Accepted,
            DoubtOutcome.OtherChannel => DeliveryState.OtherChannel,
            var other => throw new ArgumentOutOfRangeException(nameof(body), other, null),
        };
        var count = await mailings.Decide(mailing, audience, outcome, body.Value.Reason, actor);
        jobs.Enqueue<Pump>(job => job.Run(id, CancellationToken.None));
        return TypedResults.Ok(new Decided(count));
    }

    private static async Task<Results<Ok<Page<RecipientStatus>>, PushStreamHttpResult>> Answer(string id, string? cursor, HttpContext context, MailingStore mailings, AudienceStore audiences, Func<Audience, AudienceKey, long, Task<List<RecipientStatus>>> page)
    {
        var after = LineIn(cursor);
        var mailing = await mailings.Get(id);
        var audience = mailing.Audience is { } audienceId ? await audiences.Find(audienceId) : null;
        if (context.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase)))
        {
            return TypedResults.Stream(output => WriteCsv(output, audience, page), Csv + "; charset=utf-8");
        }
        if (audience is null)
        {
            return TypedResults.Ok(new Page<RecipientStatus>([], null));
        }
        using var key = new AudienceKey(audience.DataKey);
        var items = await page(audience, key, after);
        return TypedResults.Ok(new Page<RecipientStatus>(items, items.Count == PageSize ? Cursor(items[^1].Line) : null));
    }

    private static async Task WriteCsv(Stream output, Audience? audience, Func<Audience, AudienceKey, long, Task<List<RecipientStatus>>> page)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false));
        await writer.WriteAsync("line,email,name,language,reference,state,attempts,doubts,firstAt,retryAt,reason\r\n");
        if (audience is null)
        {
            return;
        }
        using var key = new AudienceKey(audience.DataKey);
        var after = 0L;
        while (await page(audience, key, after) is { Count: > 0 } items)
        {
            foreach (var person in items)
            {
                string?[] values =
                [
                    Cursor(person.Line), person.Email, person.Name, person.Language, person.Reference, Words<DeliveryState>.Of(person.State),
                    Cursor(person.Attempts), Cursor(person.Doubts), person.FirstAt is { } first ? Moment.Format(first) : "", person.RetryAt is { } retry ? Moment.Format(retry) : "", person.Reason,
                ];
                await writer.WriteAsync(string.Join(',', values.Select(Quoted)) + "\r\n");
            }
            after = items[^1].Line;
        }
    }

    private static string Quoted(string? value) =>
        value is null ? "" : value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static string Cursor(long line) => line.ToString(CultureInfo.InvariantCulture);

    private static long LineIn(string? cursor) =>
        cursor is null ? 0
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line < 1L << 40 ? line
        : throw Refusal.Malformed("cursor", cursor, "Must be the member next of the page before.");
}
