using BreachNotify.Access;
using BreachNotify.Breaches;
using BreachNotify.Http;

namespace BreachNotify.Filings;

/// <summary>A file that is to be added.</summary>
/// <param name="Filing">Number of the filing it belongs to; null for none.</param>
/// <param name="Act">Id of the act it belongs to; null for none.</param>
public sealed record NewFile(FileKind Kind, long? Filing, string? Act, string Name, string MediaType);

/// <summary>Adds receipts and attachments, and removes them, for the interface and for pages alike.</summary>
public sealed class Attaching(Dossiers dossiers, FindBreach findBreach, NoticeFileStore files)
{
    /// <summary>Bytes of one file.</summary>
    public const int Largest = 25 * 1024 * 1024;

    private const int LongestName = 300;

    /// <param name="content">Read once, and only if the file may be added.</param>
    /// <exception cref="Refusal">400, 404, 409. 413: it is larger than <see cref="Largest"/>.</exception>
    public async Task<NoticeFile> Add(string id, NewFile file, Stream content, Actor actor, CancellationToken aborted)
    {
        var complaints = new Complaints();
        complaints.Line("file", file.Name, LongestName);
        if (file is { Kind: FileKind.Receipt, Filing: null, Act: null })
        {
            complaints.Add("filing", null, "Must be the number of the filing the receipt is for, or act the id of its act.");
        }
        complaints.ThrowIfAny();
        var dossier = await dossiers.Open(id);
        if (file.Filing is { } number && dossier.Filed.All(filed => filed.Number != number))
        {
            throw NoticeStore.NoFiling(number);
        }
        if (file.Act is { } act && dossier.Breach.Acts.All(recorded => recorded.Id != act))
        {
            throw Refusal.NotFound("act", act);
        }
        return await files.Add(id, file, await Read(content, aborted), actor);
    }

    /// <summary>Deletes the bytes; name and hash are kept.</summary>
    /// <param name="reason">Goes into the journal.</param>
    /// <exception cref="Refusal">400, 404. 410: they are gone already.</exception>
    public async Task<NoticeFile> Remove(string id, string file, string? reason, Actor actor)
    {
        var complaints = new Complaints();
        complaints.Line("Reason", reason ?? "", 500);
        complaints.ThrowIfAny();
        var found = await Find(id, file);
        await files.Remove(id, found, reason!, actor);
        return found;
    }

    /// <exception cref="Refusal">404.</exception>
    public async Task<NoticeFile> Find(string id, string file)
    {
        _ = await findBreach(id) ?? throw Refusal.NotFound("breach", id);
        return (await files.Of(id)).FirstOrDefault(known => known.Id == file) ?? throw Refusal.NotFound("file", file);
    }

    /// <summary>A path is the sender's own affair.</summary>
    public static string NameIn(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..].Trim();

    private static async Task<byte[]> Read(Stream content, CancellationToken aborted)
    {
        using var read = new MemoryStream();
        var part = new byte[64 * 1024];
        try
        {
            for (int count; (count = await content.ReadAsync(part, aborted)) > 0;)
            {
                if (read.Length + count > Largest)
                {
                    throw TooLarge();
                }
                read.Write(part, 0, count);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        return read.Length > 0 ? read.ToArray() : throw Refusal.Malformed("file", null, "Must be the bytes of the file; it is empty.");
    }

    internal static Refusal TooLarge() => new(StatusCodes.Status413PayloadTooLarge, $"A file may have {Largest / (1024 * 1024)} MB.");
}
