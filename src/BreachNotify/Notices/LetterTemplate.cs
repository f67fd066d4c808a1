using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Fluid;

namespace BreachNotify.Notices;

/// <summary>
/// A letter template in Liquid (<see cref="LetterLiquid"/>). Names, tags and filters it does not know are errors, never
/// empty holes; it ends after a bounded number of steps and reaches nothing but the values given.
/// </summary>
/// <remarks>
/// Values are texts, lists of texts or groups; null is "known and absent": it prints nothing and is false. Output is
/// HTML-encoded in a template named <c>*.html.liquid</c> and verbatim elsewhere.
/// </remarks>
public sealed partial class LetterTemplate
{
    /// <summary>Characters in one template file.</summary>
    public const int LongestSource = 256 * 1024;

    /// <summary>Characters in one part of a rendered letter.</summary>
    public const int LongestOutput = 1024 * 1024;

    // The default encoder turns every letter beyond Latin into a numeric reference.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _name;
    private readonly IFluidTemplate _parsed;

    private LetterTemplate(string name, IFluidTemplate parsed, LetterReview review)
    {
        (_name, _parsed, Review) = (name, parsed, review);
        Encoder = name.EndsWith(".html.liquid", StringComparison.Ordinal) ? Html : NullEncoder.Default;
    }

    public LetterReview Review { get; }

    public TextEncoder Encoder { get; }

    /// <exception cref="TemplateException">The message names template, line and what is wrong.</exception>
    public static LetterTemplate Parse(string name, string source)
    {
        if (source.Length > LongestSource)
        {
            throw new TemplateException($"{name} is longer than {LongestSource} characters.");
        }
        source = source.ReplaceLineEndings("\n");
        if (LetterTags.Fault(source) is var (line, what))
        {
            throw new TemplateException($"{name}, line {line}: {what}.");
        }
        if (!LetterLiquid.Parser.TryParse(source, out var parsed, out var error))
        {
            throw Unreadable(name, source, error);
        }
        var review = new LetterReview(name, source);
        return new LetterTemplate(name, review.VisitTemplate(parsed), review);
    }

    /// <summary>Fills in what is the same in every letter.</summary>
    /// <param name="values">Everything but <c>person</c>.</param>
    /// <exception cref="TemplateException">The template names a value that does not exist.</exception>
    public LetterPart Bind(IReadOnlyDictionary<string, object?> values, string language)
    {
        Review.Check(values);
        return new LetterPart(this, values.ToDictionary(value => value.Key, value => LetterGroup.Of(value.Key, value.Value)), LetterFacts.CultureOf(language));
    }

    /// <exception cref="TemplateException">It takes too long, grows beyond <see cref="LongestOutput"/>, or a value does not suit.</exception>
    public LetterWriter Render(TemplateContext context)
    {
        var writer = new LetterWriter();
        try
        {
            _parsed.RenderAsync(writer, Encoder, context).AsTask().GetAwaiter().GetResult();
            return writer;
        }
        catch (FluidException e)
        {
            throw new TemplateException($"{_name}: {e.Message}.");
        }
        // A filter may throw anything at a value that does not suit it, with that value in the message: it may be a person's.
        catch (Exception e) when (e is not TemplateException)
        {
            throw new TemplateException($"{_name}: it runs for more than {LetterLiquid.MostSteps} steps, or a filter is given a value it cannot work with ({e.GetType().Name}).");
        }
    }

    public TemplateException TooLong() => new($"{_name} gives a letter of more than {LongestOutput} characters.");

    private static TemplateException Unreadable(string name, string source, string? error)
    {
        var place = Place().Match(error ?? "");
        if (!place.Success)
        {
            return new TemplateException($"{name} cannot be read: {error}");
        }
        var line = int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return new TemplateException($"{name}, line {line}: {error![..place.Index]} in '{source.Split('\n')[line - 1].Trim()}'.");
    }

    [GeneratedRegex(@" at \((\d+):\d+\)")]
    private static partial Regex Place();
}

/// <summary>A template cannot be read or filled; the message names template, line where it is known, and what is wrong.</summary>
public sealed class TemplateException(string message) : Exception(message);
