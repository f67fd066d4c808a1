using BreachNotify.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace BreachNotify.Mailings;

/// <summary>A file of any size in the body of a request.</summary>
public static class CsvUpload
{
    public const string MediaType = "text/csv";

    /// <param name="context">The request.</param>
    /// <param name="largest">Bytes it may have.</param>
    /// <exception cref="Refusal">415: it is sent as something else. 413: it is too large.</exception>
    public static Stream Open(HttpContext context, long largest)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, $"The file must be sent as {MediaType}.", new FieldError("Content-Type", context.Request.ContentType, $"Send Content-Type: {MediaType}; charset=utf-8"));
        }
        if (context.Request.ContentLength is { } length && length > largest)
        {
            throw new Refusal(StatusCodes.Status413PayloadTooLarge, $"The file is larger than the {largest} bytes that are taken here.", new FieldError("(body)", $"{length} bytes", $"Must have at most {largest} bytes; make it smaller, or divide it."));
        }
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = largest;
        return ReadInStep(context, context.Request.Body);
    }

    /// <summary>For a reader in lock-step with a tokenizer: one thread an upload is cheaper than a state machine a field.</summary>
    public static Stream ReadInStep(HttpContext context, Stream file)
    {
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return file;
    }
}
