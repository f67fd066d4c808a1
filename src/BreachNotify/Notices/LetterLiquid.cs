using Fluid;
using Fluid.Filters;
using Fluid.Values;

namespace BreachNotify.Notices;

/// <summary>
/// The Liquid a letter is written in: Fluid, without what reaches beyond the template (other files, the clock), prints
/// around the encoder, or leaves a hole where it finds nothing.
/// </summary>
public static class LetterLiquid
{
    /// <summary>Statements run for one rendering, and numbers in one range.</summary>
    public const int MostSteps = 50_000;

    // capture, cycle, ifchanged and tablerow write round the output that is watched; include and render read other files.
    private static readonly string[] Tags = ["assign", "break", "case", "comment", "#", "continue", "echo", "for", "if", "raw", "unless"];

    // The first five write mark-up or unescape it, the next reads a size from its text, the others look for members in lists of texts.
    private static readonly string[] Withheld = ["raw", "escape_once", "newline_to_br", "strip_html", "json", "format_string", "map", "where", "reject", "find", "find_index", "has"];

    private static readonly string[] OnDates = ["date", "format_date", "time_zone"];

    public static FluidParser Parser { get; } = CreateParser();

    public static TemplateOptions Options { get; } = CreateOptions();

    private static FluidParser CreateParser()
    {
        var parser = new FluidParser();
        foreach (var tag in parser.RegisteredTags.Keys.Except(Tags).ToList())
        {
            parser.RegisteredTags.Remove(tag);
        }
        return parser;
    }

    private static TemplateOptions CreateOptions()
    {
        var options = new TemplateOptions
        {
            MaxSteps = MostSteps,
            MaxRecursion = 2 * LetterTags.DeepestNesting,
            ModelNamesComparer = StringComparer.Ordinal,
            StrictFilters = true,
            TimeZone = TimeZoneInfo.Utc,
            // Fluid's StrictVariables would refuse what is known and absent as well.
            Undefined = name => throw new FluidException($"there is no value '{name}' at this place"),
            // The filters on dates ask for it whatever they are given.
            Now = () => DateTimeOffset.UnixEpoch,
        };
        foreach (var name in Withheld)
        {
            options.Filters.Remove(name);
        }
        foreach (var (name, filter) in options.Filters.ToList())
        {
            options.Filters.AddFilter(name, Watched(name, filter));
        }
        // Each value is escaped where it is printed; twice would show.
        options.Filters.AddFilter("escape", (input, _, _) => input);
        return options;
    }

    private static FilterDelegate Watched(string name, FilterDelegate filter) => async (input, arguments, context) =>
    {
        if (input.ToStringValue() is "now" or "today" && OnDates.Contains(name))
        {
            throw new FluidException($"'{input.ToStringValue()}' is not available: a letter is the same whenever it is made");
        }
        var result = await filter(input, arguments, context);
        if (result.IsNil() && !input.IsNil())
        {
            throw new FluidException($"the filter '{name}' makes nothing of a value it is given");
        }
        var size = result switch { StringValue text => text.ToStringValue().Length, ArrayValue list => list.Values.Count, _ => 0 };
        return size <= LetterTemplate.LongestOutput
            ? result
            : throw new FluidException($"the filter '{name}' gives more than {LetterTemplate.LongestOutput} characters or items");
    };
}
