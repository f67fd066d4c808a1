using System.Security.Cryptography;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Operations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BreachNotify.Filings;

/// <summary>Receipts of the authorities and attachments of the notices.</summary>
public static class NoticeFileEndpoints
{
    private const string AnyType = "application/octet-stream";

    public static void MapNoticeFiles(this IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/breaches/{id}/files").WithTags("Notices");
        files.MapGet("", List).RequireAuthorization(Policies.Reader).WithSummary("Receipts and attachments, oldest first");
        files.MapPost("", Add).RequireAuthorization(Policies.Officer).Accepts<Stream>("*/*").WithSummary("Adds a receipt of a filing or an attachment, at most 25 MB, in any media type")
            .TakesHeader("Content-Disposition", "attachment with the file's name, in filename or filename*.", required: true)
            .ProducesProblem(StatusCodes.Status409Conflict);
        files.MapDelete("/{file}", Remove).RequireAuthorization(Policies.Officer).WithSummary("Deletes the bytes of a file that should not be here; its name and hash are kept")
            .TakesHeader("Reason", "Why; it goes into the journal, so that it names nobody.", required: true).ProducesProblem(StatusCodes.Status410Gone);
        files.MapGet("/{file}", Download).RequireAuthorization(Policies.Officer).WithSummary("The bytes as they came").Produces<Stream>(StatusCodes.Status200OK, AnyType).ProducesProblem(StatusCodes.Status410Gone);
    }

    private static async Task<Ok<Page<NoticeFile>>> List(string id, string? at, Dossiers dossiers) =>
        TypedResults.Ok(new Page<NoticeFile>((await dossiers.Open(id, at)).Files, null));

    private static async Task<Created<NoticeFile>> Add(string id, string? kind, long? filing, string? act, Actor actor, Attaching attaching, HttpContext context)
    {
        var complaints = new Complaints();
        if (!Words<FileKind>.TryParse(kind ?? "", out var known))
        {
            complaints.Add("kind", kind, $"Must be one of {string.Join(", ", Words<FileKind>.All)}.");
        }
        else if (known == FileKind.Receipt && filing is null && act is null)
        {
            complaints.Add("filing", null, "Must be the number of the filing the receipt is for, or act the id of its act.");
        }
        var name = NameIn(context.Request);
        complaints.Line("Content-Disposition", name, 300);
        if (name is null)
        {
            complaints.Add("Content-Disposition", context.Request.Headers.ContentDisposition, "Must name the file: attachment; filename=\"receipt.pdf\", or filename*= for other letters.");
        }
        complaints.ThrowIfAny();
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = Attaching.Largest;
        if (context.Request.ContentLength > Attaching.Largest)
        {
            throw Attaching.TooLarge();
        }
        var type = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var sent) ? sent.MediaType.ToString() : AnyType;
        var file = await attaching.Add(id, new NewFile(known, filing, act, name!, type), context.Request.Body, actor, context.RequestAborted);
        return TypedResults.Created($"/api/v1/breaches/{id}/files/{file.Id}", file);
    }

    private static async Task<FileContentHttpResult> Download(string id, string file, Attaching attaching, NoticeFileStore files, HttpContext context)
    {
        var found = await attaching.Find(id, file);
        var content = await files.ContentOf(id, file) ?? throw NoticeFileStore.Gone(file);
        // Never shown in place: what somebody uploaded may be a page with script.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(content, AnyType, found.Name, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\""));
    }

    private static async Task<NoContent> Remove(string id, string file, Actor actor, Attaching attaching, HttpContext context)
    {
        await attaching.Remove(id, file, (string?)context.Request.Headers["Reason"], actor);
        return TypedResults.NoContent();
    }

    private static string? NameIn(HttpRequest request)
    {
        if (!ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition))
        {
            return null;
        }
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        name = Attaching.NameIn(name);
        return name.Length == 0 ? null : name;
    }
}
