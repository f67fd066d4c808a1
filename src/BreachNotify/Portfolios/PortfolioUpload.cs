using BreachNotify.Http;
using BreachNotify.Pages;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BreachNotify.Portfolios;

/// <summary>An account file on its way with the fields that say how it is read and simulated.</summary>
/// <param name="File">To be read once, in order.</param>
/// <param name="Fields">Of the query, and of the form before the file.</param>
public sealed record PortfolioUpload(Stream File, IReadOnlyDictionary<string, string> Fields)
{
    public const string Form = "multipart/form-data";
    public const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The file alone with its fields in the query, or a form with the file as its last part.</summary>
    /// <exception cref="Refusal">415: it is sent as something else. 400: a field is unknown, the form cannot be read, or it has no file. 413: it is too large.</exception>
    public static async Task<PortfolioUpload> Open(HttpContext context, long largest)
    {
        if (context.Request.ContentLength is { } length && length > largest)
        {
            throw new Refusal(StatusCodes.Status413PayloadTooLarge, $"The file is larger than the {largest} bytes that are taken here.", new FieldError("(body)", $"{length} bytes", $"Must have at most {largest} bytes; make it smaller, or divide it."));
        }
        IEnumerable<KeyValuePair<string, StringValues>> sent = context.Request.Query;
        Stream file;
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase))
        {
            await UploadedFile.Begin(context, new TakesFile(largest));
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var uploaded = context.Features.GetRequiredFeature<UploadedFile>();
            if (uploaded == UploadedFile.None)
            {
                throw Refusal.Malformed("file", null, "The form has no account file; send it as its last part, with a file name.");
            }
            (sent, file) = (sent.Concat(form), uploaded.Content);
        }
        else
        {
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = largest;
            file = context.Request.Body;
        }
        var fields = sent.GroupBy(pair => pair.Key, pair => pair.Value).ToDictionary(group => group.Key, group => string.Join('\n', group.SelectMany(values => values)));
        if (fields.Keys.FirstOrDefault(name => name != "name" && !PortfolioQuestion.Names.Contains(name)) is { } unknown)
        {
            throw Refusal.Malformed(unknown, fields[unknown], $"There is no such field; there are name, {string.Join(", ", PortfolioQuestion.Names)}.");
        }
        return new PortfolioUpload(file, fields);
    }
}
