using System.Buffers;
using System.Reflection;
using BreachNotify.Law;
using Microsoft.AspNetCore.Http.Metadata;

namespace BreachNotify.Http;

/// <summary>A sealed answer of the law, sent byte for byte as its proof was taken.</summary>
public sealed class Answer<T>(T answer) : IResult, IEndpointMetadataProvider
    where T : IAnswer
{
    public Task ExecuteAsync(HttpContext httpContext) => Answers.Send(httpContext, answer);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [JsonBody.MediaType]));
}

/// <summary>Questions that need nothing but the law, and their answers.</summary>
public static class Answers
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    /// <summary>
    /// Maps a question in a JSON body to its answer. Without the binding of parameters and services to each request, which
    /// costs as much as the law does.
    /// </summary>
    /// <param name="parse">Reads the question; default by <see cref="JsonContract"/>.</param>
    public static IEndpointConventionBuilder MapQuestion<TQuestion, TAnswer>(this IEndpointRouteBuilder api, string pattern, Func<TQuestion, TAnswer> answer, JsonBody.Parser<TQuestion>? parse = null)
        where TQuestion : class
        where TAnswer : IAnswer
    {
        parse ??= static utf8 => JsonBody.Parse<TQuestion>(utf8);
        return api.MapPost(pattern, Handle).WithMetadata(
            answer.Method,
            new AcceptsMetadata([JsonBody.MediaType], typeof(TQuestion)),
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(TAnswer), [JsonBody.MediaType]));

        Task Handle(HttpContext context)
        {
            var reading = JsonBody.Read(context, parse);
            return reading.IsCompletedSuccessfully ? Send(context, answer(reading.Result)) : Await(context, reading);
        }

        async Task Await(HttpContext context, ValueTask<TQuestion> reading) => await Send(context, answer(await reading));
    }

    internal static Task Send<T>(HttpContext context, T answer)
        where T : IAnswer
    {
        var json = s_buffer ?? new ArrayBufferWriter<byte>(16 * 1024);
        // Taken away while it is in use: a slow client may hold it beyond this call.
        s_buffer = null;
        json.ResetWrittenCount();
        Proof.Seal(answer, json);
        var response = context.Response;
        response.ContentType = JsonBody.MediaType;
        response.ContentLength = json.WrittenCount;
        var sending = response.Body.WriteAsync(json.WrittenMemory).AsTask();
        if (sending.IsCompletedSuccessfully)
        {
            s_buffer = json;
        }
        return sending;
    }
}
