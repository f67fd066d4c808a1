using System.Security.Cryptography;
using BreachNotify.Http;
using BreachNotify.Storage;

namespace BreachNotify.Printing;

/// <summary>The font of printed pages: a file of the system or one that is configured; none is shipped.</summary>
/// <param name="Name">Differs with the files.</param>
/// <param name="Regular">A TrueType file.</param>
/// <param name="Bold">The same in bold; null where there is none, and the regular one is drawn heavier.</param>
public sealed record Typeface(string Name, byte[] Regular, byte[]? Bold)
{
    private static readonly (string Regular, string Bold)[] Families =
    [
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"), ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"), ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
        ("FreeSans.ttf", "FreeSansBold.ttf"), ("Arial.ttf", "Arial Bold.ttf"), ("arial.ttf", "arialbd.ttf"),
    ];

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 6 };

    /// <summary>406: no font was found; JSON and HTML need none.</summary>
    public static Refusal Missing() => new(
        StatusCodes.Status406NotAcceptable,
        "No PDF can be made: this machine has no font that is known here. Install one (Debian: apt install fonts-dejavu-core) or name a TrueType file in BreachNotify:Print:Font and start again; until then take the HTML page and print it.",
        new FieldError("format", "pdf", "Ask for html or json."));

    /// <returns>Null where the machine has none.</returns>
    /// <exception cref="StartupException">What is configured does not exist or is no TrueType font.</exception>
    public static Typeface? Find(PrintOptions options) => options.Font switch
    {
        null => SystemFolders().Select(In).FirstOrDefault(found => found is not null),
        var folder when Directory.Exists(folder) => In(folder),
        var file when File.Exists(file) => Of(File.ReadAllBytes(file), null) ?? throw new StartupException($"BreachNotify:Print:Font names '{file}', which is not a TrueType font."),
        var other => throw new StartupException($"BreachNotify:Print:Font names '{other}'; there is neither a file nor a folder of that name."),
    };

    private static Typeface? In(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.ttf", Everywhere).ToLookup(file => Path.GetFileName(file)) : null;
        foreach (var (regular, bold) in Families)
        {
            if (files?[regular].FirstOrDefault() is { } file && Of(File.ReadAllBytes(file), files[bold].FirstOrDefault() is { } heavier ? File.ReadAllBytes(heavier) : null) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    private static Typeface? Of(byte[] regular, byte[]? bold) => IsTrueType(regular)
        ? new Typeface("print-" + Convert.ToHexStringLower(SHA256.HashData(regular))[..16], regular, bold is not null && IsTrueType(bold) ? bold : null)
        : null;

    // OpenType specification, "Organization of an OpenType Font": 0x00010000, or "true" on Apple's systems, for TrueType outlines.
    private static bool IsTrueType(ReadOnlySpan<byte> file) => file.Length > 1024 && (file.StartsWith((ReadOnlySpan<byte>)[0, 1, 0, 0]) || file.StartsWith("true"u8));

    private static IEnumerable<string> SystemFolders() =>
    [
        "/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/share/fonts"),
        "/Library/Fonts", "/System/Library/Fonts/Supplemental", Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
    ];
}
