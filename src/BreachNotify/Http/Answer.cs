using System.Reflection;
using BreachNotify.Law;
using Microsoft.AspNetCore.Http.Metadata;

namespace BreachNotify.Http;

/// <summary>A sealed answer of the law, sent byte for byte as its proof was taken.</summary>
public sealed class Answer<T>(T answer) : IResult, IEndpointMetadataProvider
    where T : IAnswer
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var json = Proof.Seal(answer);
        httpContext.Response.ContentType = JsonBody.MediaType;
        httpContext.Response.ContentLength = json.Length;
        return httpContext.Response.BodyWriter.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [JsonBody.MediaType]));
}
