using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace BreachNotify.Notices;

/// <summary>
/// What a notice tells of a breach (GDPR Art. 34(2) with Art. 33(3)(b) to (d)), copied from the register when a mailing
/// is frozen, so that a later change of the record does not change what people receive.
/// </summary>
/// <param name="Translations">The officer's own wording in other languages; what is missing there is taken from the facts.</param>
public sealed record LetterFacts(
    LetterController? Controller,
    LetterContact? Contact,
    string? Nature,
    IReadOnlyList<string> DataTypes,
    string? Consequences,
    string? Measures,
    string? Advice,
    Instant? OccurredFrom,
    Instant? OccurredUntil,
    Instant? AwareAt,
    IReadOnlyDictionary<string, LetterWording>? Translations = null)
{
    /// <summary>The members Art. 34(2) demands that are absent or blank.</summary>
    public IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        Require("controller", Controller?.Name);
        Require("contact", Contact is { } contact && !string.IsNullOrWhiteSpace(contact.Email) ? contact.Name : null);
        Require("nature", Nature);
        Require("consequences", Consequences);
        Require("measures", Measures);
        Require("advice", Advice);
        return missing;

        void Require(string name, string? value)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                missing.Add(name);
            }
        }
    }

    /// <summary>The values a template of the kind <c>people</c> can name, save those of the person.</summary>
    public IReadOnlyDictionary<string, object?> Values(string language, string reference)
    {
        var wording = Translations?.GetValueOrDefault(language);
        return new Dictionary<string, object?>
        {
            ["controller"] = new Dictionary<string, object?>
            {
                ["name"] = Line(Controller?.Name),
                ["country"] = Line(Controller?.Country),
                ["address"] = Blank(Controller?.Address),
                ["registration"] = Line(Controller?.Registration),
            },
            ["contact"] = new Dictionary<string, object?>
            {
                ["name"] = Line(Contact?.Name),
                ["email"] = Line(Contact?.Email),
                ["phone"] = Line(Contact?.Phone),
            },
            ["breach"] = new Dictionary<string, object?>
            {
                ["nature"] = Paragraphs(wording?.Nature ?? Nature),
                ["consequences"] = Paragraphs(wording?.Consequences ?? Consequences),
                ["measures"] = Paragraphs(wording?.Measures ?? Measures),
                ["advice"] = Paragraphs(wording?.Advice ?? Advice),
                ["dataTypes"] = (wording?.DataTypes ?? DataTypes) is { Count: > 0 } types ? types.Select(Line).ToList() : null,
                ["occurred"] = Span(language),
                ["discovered"] = Day(AwareAt, language),
            },
            ["letter"] = new Dictionary<string, object?> { ["reference"] = reference, ["language"] = language },
        };
    }

    /// <exception cref="TemplateException">It is not the name of a language.</exception>
    public static CultureInfo CultureOf(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language == "en" ? "en-GB" : language);
        }
        catch (CultureNotFoundException)
        {
            throw new TemplateException($"'{language}' is not the name of a language (BCP 47), with which the name of a template begins.");
        }
    }

    private string? Span(string language)
    {
        var from = Day(OccurredFrom, language);
        var until = Day(OccurredUntil, language);
        return from is null || until is null || from == until ? from ?? until : $"{from} – {until}";
    }

    private string? Day(Instant? instant, string language) =>
        instant?.InZone(Zone()).ToDateTimeUnspecified().ToString("D", CultureOf(language));

    private DateTimeZone Zone() =>
        TzdbDateTimeZoneSource.Default.ZoneLocations?.FirstOrDefault(place => place.CountryCode == Controller?.Country) is { } place
            ? DateTimeZoneProviders.Tzdb[place.ZoneId]
            : DateTimeZone.Utc;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Line(string? text) =>
        Blank(text) is { } some ? string.Join(' ', some.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;

    private static List<string?> Paragraphs(string? text) =>
        [.. (text ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}

public sealed record LetterController(string Name, string? Country, string? Address = null, string? Registration = null);

/// <summary>The data protection officer or other contact point of Art. 33(3)(b).</summary>
public sealed record LetterContact(string Name, string Email, string? Phone = null);

public sealed record LetterWording(string? Nature, IReadOnlyList<string>? DataTypes, string? Consequences, string? Measures, string? Advice);
