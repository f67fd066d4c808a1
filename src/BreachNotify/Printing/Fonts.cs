using System.Collections.Concurrent;
using PdfSharp.Fonts;

namespace BreachNotify.Printing;

/// <summary>Hands PDFsharp the typefaces by name; it asks one resolver for the whole process.</summary>
internal sealed class Fonts : IFontResolver
{
    /// <summary>PDFsharp keeps its fonts in tables of the process that only one may use at a time.</summary>
    internal static readonly Lock OneAtATime = new();

    private const string BoldSuffix = "-bold";
    private static readonly Fonts All = new();
    private readonly ConcurrentDictionary<string, Typeface> _typefaces = new(StringComparer.OrdinalIgnoreCase);

    private Fonts()
    {
    }

    internal static void Add(Typeface typeface)
    {
        GlobalFontSettings.FontResolver ??= All;
        All._typefaces.TryAdd(typeface.Name, typeface);
    }

    public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
        !_typefaces.TryGetValue(familyName, out var typeface) ? null
        : isBold && typeface.Bold is not null ? new FontResolverInfo(typeface.Name + BoldSuffix)
        : new FontResolverInfo(typeface.Name, mustSimulateBold: isBold, mustSimulateItalic: false);

    public byte[]? GetFont(string faceName)
    {
        var isBold = faceName.EndsWith(BoldSuffix, StringComparison.OrdinalIgnoreCase);
        return _typefaces.TryGetValue(isBold ? faceName[..^BoldSuffix.Length] : faceName, out var typeface) ? isBold ? typeface.Bold : typeface.Regular : null;
    }
}
