using System.Buffers;
using System.Reflection;
using BreachNotify.Law;
using Microsoft.AspNetCore.Http.Metadata;

namespace BreachNotify.Http;

/// <summary>A sealed answer of the law, sent byte for byte as its proof was taken.</summary>
public sealed class Answer<T>(T answer) : IResult, IEndpointMetadataProvider
    where T : IAnswer
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var json = s_buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        json.ResetWrittenCount();
        Proof.Seal(answer, json);
        var response = httpContext.Response;
        response.ContentType = JsonBody.MediaType;
        response.ContentLength = json.WrittenCount;
        // Copied before anything is awaited: the buffer is free again when this method returns.
        response.BodyWriter.Write(json.WrittenSpan);
        return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [JsonBody.MediaType]));
}
