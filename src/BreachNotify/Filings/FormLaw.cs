using System.Collections.Frozen;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Filings;

/// <summary>
/// The form cites the GDPR. Under another law of its family stands that law's own provision. The texts of Regulation (EU)
/// 2018/1725 and of the Swiss acts have not been read for this: what cites them is marked as unverified.
/// </summary>
public static class FormLaw
{
    /// <summary>Provision by which an incomplete notice may leave something to be determined.</summary>
    public const string Phases = "GDPR Art. 33(4)";

    private const string Gdpr = "GDPR Art.";
    private const string Union = "Regulation (EU) 2018/1725 Art.";
    private const string Fadp = "Swiss FADP Art.";
    private const string Ordinance = "Swiss Data Protection Ordinance Art.";

    /// <summary>By regime; null where that law has no such provision.</summary>
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string?>> Provisions = new Dictionary<string, FrozenDictionary<string, string?>>
    {
        ["eudpr"] = Of(
            ("9, 10", $"{Union} 10, 11"), ("27", null), ("56(1)", null),
            ("33(1)", $"{Union} 34(1)"), ("33(1), second sentence", $"{Union} 34(1), second sentence"),
            ("33(3)(a)", $"{Union} 34(3)(a)"), ("33(3)(b)", $"{Union} 34(3)(b)"), ("33(3)(c)", $"{Union} 34(3)(c)"), ("33(3)(d)", $"{Union} 34(3)(d)"), ("33(4)", $"{Union} 34(4)"),
            ("34(1)", $"{Union} 35(1)"), ("34(3)", $"{Union} 35(3)"), ("34(3)(a)", $"{Union} 35(3)(a)"), ("34(3)(c)", $"{Union} 35(3)(c)")),
        ["ch-fadp"] = Of(
            ("9, 10", $"{Fadp} 5(c)"), ("27", null), ("56(1)", null),
            ("33(1)", $"{Fadp} 24(1)"), ("33(1), second sentence", $"{Fadp} 24(1)"),
            ("33(3)(a)", $"{Fadp} 24(2)"), ("33(3)(b)", $"{Ordinance} 15(1)(g)"), ("33(3)(c)", $"{Fadp} 24(2)"), ("33(3)(d)", $"{Fadp} 24(2)"), ("33(4)", $"{Ordinance} 15(2)"),
            ("34(1)", $"{Fadp} 24(4)"), ("34(3)", $"{Fadp} 24(5)"), ("34(3)(a)", null), ("34(3)(c)", $"{Fadp} 24(5)(c)")),
    }.ToFrozenDictionary();

    /// <summary>A citation of the GDPR as it is where a breach is notified; null under another law than the GDPR of the Union or the United Kingdom.</summary>
    /// <param name="place">The authority's code; null while none is known.</param>
    /// <param name="awareAt">Awareness.</param>
    /// <param name="citation">Of the GDPR.</param>
    public static string? CitedAt(string? place, Instant awareAt, string citation) => (place is null ? "gdpr" : DeadlineRules.FamilyAt(place, awareAt)) switch
    {
        "gdpr" => citation,
        "uk-gdpr" => Cited("uk-gdpr", citation),
        _ => null,
    };

    /// <summary>The field as the law of a recipient asks it.</summary>
    /// <param name="regime">Regime id of the duty the notice meets.</param>
    public static FormField Under(string regime, FormField field) => Cited(regime, field.Citation) is var citation && citation == field.Citation
        ? field
        : field with { Citation = citation, Verified = field.Verified && !Provisions.ContainsKey(regime) };

    /// <summary>A citation of the form with the provisions of a regime in the place of the GDPR's.</summary>
    /// <exception cref="KeyNotFoundException">The form cites a provision of which nobody said what stands in its place.</exception>
    public static string Cited(string regime, string citation)
    {
        if (regime == "uk-gdpr")
        {
            return citation.Replace(Gdpr, $"UK {Gdpr}", StringComparison.Ordinal);
        }
        return Provisions.TryGetValue(regime, out var own)
            ? string.Join("; ", citation.Split("; ").Select(part => part.StartsWith(Gdpr, StringComparison.Ordinal) ? own[part] : part).OfType<string>())
            : citation;
    }

    private static FrozenDictionary<string, string?> Of(params (string Gdpr, string? Own)[] provisions) =>
        provisions.ToFrozenDictionary(provision => $"{Gdpr} {provision.Gdpr}", provision => provision.Own, StringComparer.Ordinal);
}
