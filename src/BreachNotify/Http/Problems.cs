using System.Buffers;
using System.Data.Common;
using System.Text.Json;
using BreachNotify.Law;
using BreachNotify.Storage;

namespace BreachNotify.Http;

/// <summary>
/// Every answer of 400 and above is an RFC 9457 problem: what an endpoint refuses, what routing and the server refuse,
/// and what went wrong in here.
/// </summary>
public sealed class Problems(RequestDelegate next, ILogger<Problems> log)
{
    public const string MediaType = "application/problem+json";

    public Task Invoke(HttpContext context)
    {
        Task answering;
        try
        {
            answering = next(context);
        }
        catch (Exception e)
        {
            return Refuse(context, e);
        }
        return answering.IsCompletedSuccessfully && context.Response.StatusCode < 400 ? answering : Finish(context, answering);
    }

    private async Task Finish(HttpContext context, Task answering)
    {
        try
        {
            await answering;
        }
        catch (Exception e)
        {
            await Refuse(context, e);
            return;
        }
        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && response.ContentLength is null)
        {
            await Write(context, Unhandled(context));
        }
    }

    private Task Refuse(HttpContext context, Exception e)
    {
        if (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }
        if (context.Response.HasStarted)
        {
            return Task.FromException(e);
        }
        var refusal = Understand(e);
        context.Response.Clear();
        return Write(context, refusal);
    }

    /// <summary>Answers with the problem; on a route for people, and to a browser that leads nowhere, with a page.</summary>
    public static Task Write(HttpContext context, Refusal refusal)
    {
        var people = context.GetEndpoint() is { } endpoint ? endpoint.Metadata.GetMetadata<ForPeople>()
            : IsBrowser(context.Request) ? context.RequestServices.GetRequiredService<ForPeople>()
            : null;
        return people is null ? WriteJson(context, refusal) : people.Refuse(context, refusal);
    }

    private static bool IsBrowser(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static async Task WriteJson(HttpContext context, Refusal refusal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Render(buffer, refusal);
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>The problem as JSON; a stream of answers puts it on the line of the request it belongs to.</summary>
    public static void Render(IBufferWriter<byte> output, Refusal refusal)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JsonContract.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", refusal.Title);
        json.WriteNumber("status", refusal.Status);
        json.WriteString("detail", refusal.Message);
        if (refusal.Errors.Count > 0)
        {
            json.WritePropertyName("errors");
            JsonSerializer.Serialize(json, refusal.Errors, JsonContract.Options);
        }
        json.WriteEndObject();
    }

    /// <summary>What an exception means for the caller.</summary>
    public Refusal Understand(Exception e)
    {
        switch (e)
        {
            case Refusal or QuestionException or NotInForceException:
                return Refusal.Of(e)!;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new Refusal(StatusCodes.Status413PayloadTooLarge, "The body is larger than this address accepts: 1 MB of JSON, or a file as large as the service is set to take.");
            case BadHttpRequestException bad:
                return new Refusal(bad.StatusCode, bad.Message);
            case DbException when Database.IsAway(e):
                log.LogError(e, "The database cannot be used.");
                return new Refusal(StatusCodes.Status503ServiceUnavailable, "The database cannot be reached or written at this moment (it restarts, or its disk is full). Nothing of this request was kept for certain; look what is there, then send it again.");
            default:
                log.LogError(e, "A request failed.");
                return new Refusal(StatusCodes.Status500InternalServerError, "Something failed inside the service; its log has the cause.");
        }
    }

    private static Refusal Unhandled(HttpContext context) => context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType
        ? new Refusal(
            StatusCodes.Status415UnsupportedMediaType,
            $"The content type '{context.Request.ContentType}' is not accepted here.",
            new FieldError("Content-Type", context.Request.ContentType, "Send what /openapi/v1.json names for this address: application/json, application/merge-patch+json for changes, text/csv for recipients, application/x-ndjson for batches."))
        : new Refusal(context.Response.StatusCode, DetailOf(context));

    private static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}; /openapi/v1.json lists every address.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not possible here; allowed: {context.Response.Headers.Allow}.",
        _ => "The request was refused.",
    };
}

/// <summary>Marks the routes of pages: what is refused there is answered with a page, and forms carry a token. As a service, for addresses that lead nowhere.</summary>
public sealed record ForPeople(Func<HttpContext, Refusal, Task> Refuse);
