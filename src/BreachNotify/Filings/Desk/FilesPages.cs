using System.Globalization;
using BreachNotify.Access;
using BreachNotify.Breaches.Desk;
using BreachNotify.Http;
using BreachNotify.Pages;

namespace BreachNotify.Filings.Desk;

/// <summary>Receipts and attachments of a breach: added, fetched, removed.</summary>
public static class FilesPages
{
    private const int RoomForFields = 256 * 1024;

    public static void MapFilesPage(this IEndpointRouteBuilder pages)
    {
        var files = pages.MapGroup(RegisterPages.Path + "/{id}/files").RequireAuthorization(Policies.Officer);
        files.MapGet("", Get);
        files.MapPost("", Add).WithMetadata(new TakesFile(Attaching.Largest + RoomForFields));
        files.MapPost("/{file}/remove", Remove);
    }

    public static string PathOf(string breach) => $"{RegisterPages.Path}/{breach}/files";

    private static Task<IResult> Get(string id, HttpContext context, Dossiers dossiers) =>
        Page(context, dossiers, id, new Form(context.Request.Query.Select(pair => (pair.Key, (string?)pair.Value.ToString()))));

    private static async Task<IResult> Add(string id, HttpContext context, Dossiers dossiers, Attaching attaching, Actor actor)
    {
        var form = await Form.Read(context);
        var upload = context.Features.Get<UploadedFile>() ?? UploadedFile.None;
        form.Set("file", "");
        if (!Words<FileKind>.TryParse(form["kind"], out var kind))
        {
            form.Complain("kind", "error.required");
        }
        var (filing, act) = BelongsTo(form);
        if (kind == FileKind.Receipt && filing is null && act is null)
        {
            form.Complain("belongs", "files.receiptOf");
        }
        var name = Attaching.NameIn(upload.Name);
        if (name.Length == 0)
        {
            form.Complain("file", "files.choose");
        }
        var done = await form.Try(() => attaching.Add(id, new NewFile(kind, filing, act, name, "application/octet-stream"), upload.Content, actor, context.RequestAborted));
        if (done is not null)
        {
            return Show.SeeOther($"{PathOf(id)}#file-{done.Id}");
        }
        await upload.Discard(context.RequestAborted);
        return await Page(context, dossiers, id, form);
    }

    private static async Task<IResult> Remove(string id, string file, HttpContext context, Dossiers dossiers, Attaching attaching, Actor actor)
    {
        var form = await Form.Read(context);
        _ = form.Line("Reason", 500);
        var done = await form.Try(() => attaching.Remove(id, file, form["Reason"], actor));
        form.Set("removed", file);
        return done is null ? await Page(context, dossiers, id, form) : Show.SeeOther(PathOf(id));
    }

    private static (long? Filing, string? Act) BelongsTo(Form form) => form["belongs"].Split(':') switch
    {
        ["filing", var number] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var filing) => (filing, null),
        ["act", var act] => (null, act),
        _ => (null, null),
    };

    private static async Task<IResult> Page(HttpContext context, Dossiers dossiers, string id, Form form) => Show.Page<FilesPage>(
        context,
        new { Dossier = await dossiers.Open(id), Form = form },
        form.Status);
}
