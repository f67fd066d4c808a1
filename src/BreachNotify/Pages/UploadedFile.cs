using BreachNotify.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BreachNotify.Pages;

/// <summary>Marks a route whose form holds a file, in its last field, that is read as it comes and never kept whole.</summary>
/// <param name="Largest">Bytes of the whole request.</param>
public sealed record TakesFile(long Largest);

/// <summary>
/// A file on its way. The fields that stand before it in the form are read first, among them the antiforgery token, so that
/// nothing of the file is read for somebody who may not send it.
/// </summary>
/// <param name="Name">As the sender calls it; empty where no file was chosen.</param>
/// <param name="Content">To be read once, in order.</param>
/// <param name="Field">The field it was chosen in.</param>
public sealed record UploadedFile(string Name, Stream Content, string Field = "file")
{
    private const double Megabyte = 1 << 20;

    private const int MostFields = 50;
    private const int LongestField = 16 * 1024;

    public static readonly UploadedFile None = new("", Stream.Null);

    /// <summary>Megabytes it has and megabytes that are taken, where it is too large to be taken.</summary>
    public (double Has, double Most)? TooLarge { get; init; }

    /// <exception cref="Refusal">400: it cannot be read.</exception>
    public static async Task Begin(HttpContext context, TakesFile takes)
    {
        if (context.Features.Get<UploadedFile>() is not null)
        {
            return;
        }
        var size = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        size.MaxRequestBodySize = takes.Largest;
        var file = None;
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 100 } boundary)
        {
            if (context.Request.ContentLength is { } length && length > takes.Largest)
            {
                // The fields before the file are read all the same, so that they come back with its page.
                size.MaxRequestBodySize = null;
                file = file with { TooLarge = (length / Megabyte, takes.Largest / Megabyte) };
            }
            var (fields, found) = await Read(new MultipartReader(boundary.ToString(), context.Request.Body), context.RequestAborted);
            context.Features.Set<IFormFeature>(new FormFeature(new FormCollection(fields)));
            file = found with { TooLarge = file.TooLarge };
        }
        context.Features.Set(file);
    }

    /// <summary>
    /// Reads what is left of it: a browser shows no answer before everything is sent.
    /// </summary>
    public async Task Discard(CancellationToken aborted)
    {
        try
        {
            await Content.CopyToAsync(Stream.Null, aborted);
        }
        catch (IOException)
        {
            // What is sent no further is not waited for.
        }
    }

    /// <param name="field">Where it was chosen.</param>
    public static Refusal BrokeOff(string field) => Refusal.Malformed(field, null, "The upload broke off before the end of the file; send it again.");

    private static async Task<(Dictionary<string, StringValues> Fields, UploadedFile File)> Read(MultipartReader reader, CancellationToken aborted)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        try
        {
            while (await reader.ReadNextSectionAsync(aborted) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } header)
                {
                    throw Unreadable("A part of it has no name.");
                }
                if (header.IsFileDisposition())
                {
                    return (fields, new UploadedFile(HeaderUtilities.RemoveQuotes(header.FileName).ToString(), new LastPart(section.Body, reader), HeaderUtilities.RemoveQuotes(header.Name).ToString()));
                }
                if (fields.Sum(field => field.Value.Count) == MostFields)
                {
                    throw Unreadable($"It has more than {MostFields} fields before the file.");
                }
                var name = HeaderUtilities.RemoveQuotes(header.Name).ToString();
                fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), await Text(section.Body, aborted));
            }
        }
        catch (InvalidDataException e)
        {
            throw Unreadable(e.Message);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw Unreadable("It breaks off.");
        }
        return (fields, None);
    }

    private static async Task<string> Text(Stream field, CancellationToken aborted)
    {
        var bytes = new byte[LongestField + 1];
        var length = await field.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, aborted);
        return length <= LongestField ? System.Text.Encoding.UTF8.GetString(bytes, 0, length) : throw Unreadable($"A field has more than {LongestField} bytes.");
    }

    private static Refusal Unreadable(string why) => new(StatusCodes.Status400BadRequest, $"The form cannot be read: {why}");
}
