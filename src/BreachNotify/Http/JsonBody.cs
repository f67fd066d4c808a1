using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace BreachNotify.Http;

/// <summary>Reads request bodies by <see cref="JsonContract"/>. What is right is parsed once; what is wrong is looked at again to say why.</summary>
public static class JsonBody
{
    public const string MediaType = "application/json";

    /// <summary>Reads a value from UTF-8.</summary>
    public delegate T Parser<T>(ReadOnlySpan<byte> utf8);

    /// <param name="options">Other options than <see cref="JsonContract"/>, as strict as it.</param>
    /// <exception cref="Refusal">415 for another content type, 400 for anything wrong in the body.</exception>
    /// <exception cref="BadHttpRequestException">413: it is too large.</exception>
    public static ValueTask<T> Read<T>(HttpContext context, string mediaType = MediaType, JsonSerializerOptions? options = null)
        where T : class => Read(context, utf8 => Parse<T>(utf8, options), mediaType);

    /// <inheritdoc cref="Read{T}(HttpContext, string, JsonSerializerOptions?)"/>
    public static async ValueTask<T> Read<T>(HttpContext context, Parser<T> parse, string mediaType = MediaType)
        where T : class
    {
        Expect(context, mediaType);
        var reader = context.Request.BodyReader;
        var result = await reader.ReadAsync(context.RequestAborted);
        if (result is { IsCompleted: true, Buffer.IsSingleSegment: true })
        {
            try
            {
                return parse(result.Buffer.FirstSpan);
            }
            finally
            {
                reader.AdvanceTo(result.Buffer.End);
            }
        }
        var body = new ArrayBufferWriter<byte>(8192);
        while (true)
        {
            foreach (var segment in result.Buffer)
            {
                body.Write(segment.Span);
            }
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return parse(body.WrittenSpan);
            }
            result = await reader.ReadAsync(context.RequestAborted);
        }
    }

    /// <summary>The body; null where none was sent.</summary>
    /// <exception cref="Refusal">415 for another content type, 400 for anything wrong in the body.</exception>
    public static async Task<T?> Optional<T>(HttpContext context)
        where T : class =>
        context.Request.ContentLength is 0 || (context.Request.ContentLength is null && context.Request.ContentType is null) ? null : await Read<T>(context);

    /// <exception cref="Refusal">400: the text is not a <typeparamref name="T"/>.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8, JsonSerializerOptions? options = null)
        where T : class
    {
        options ??= JsonContract.Options;
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }
        try
        {
            if (JsonSerializer.Deserialize<T>(utf8, options) is { } value)
            {
                return value;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw JsonDiagnosis.Explain(utf8, typeof(T), options);
        }
        throw Refusal.Malformed("(body)", "null", "Must be a JSON object.");
    }

    /// <exception cref="Refusal">415: the request has another content type.</exception>
    public static void Expect(HttpContext context, string mediaType)
    {
        var sent = context.Request.ContentType;
        if (sent == mediaType)
        {
            return;
        }
        if (!MediaTypeHeaderValue.TryParse(sent, out var parsed)
            || !parsed.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
            || (parsed.Charset.HasValue && !parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !parsed.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)))
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, $"The body must be {mediaType} in UTF-8.", new FieldError("Content-Type", sent, $"Send Content-Type: {mediaType}"));
        }
    }
}

/// <summary>A JSON body as the parameter of an endpoint.</summary>
public sealed class Body<T> : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    public required T Value { get; init; }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new() { Value = await JsonBody.Read<T>(context) };

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonBody.MediaType], typeof(T)));
}
