using System.Text.RegularExpressions;

namespace BreachNotify.Notices;

/// <summary>
/// The tags of a template's text with their lines, found before anything reads them: the parser works by recursion, so
/// that what is nested too deeply must not reach it, and what it makes of a text no longer knows where it stood.
/// </summary>
public static partial class LetterTags
{
    /// <summary>Characters in one tag.</summary>
    public const int LongestTag = 1000;

    /// <summary>Blocks within blocks, and brackets within one tag.</summary>
    public const int DeepestNesting = 16;

    /// <summary>What is wrong with the shape of the tags, and in which line; null if nothing is.</summary>
    public static (int Line, string What)? Fault(string source)
    {
        var depth = 0;
        foreach (Match tag in Tag().Matches(source))
        {
            depth += tag.Groups["opens"].Success ? 1 : tag.Groups["closes"].Success ? -1 : 0;
            var what = tag.Length > LongestTag ? $"a tag is longer than {LongestTag} characters"
                : depth > DeepestNesting ? $"tags are nested deeper than {DeepestNesting}"
                : tag.ValueSpan.Count('[') + tag.ValueSpan.Count('(') > DeepestNesting ? $"a tag has more than {DeepestNesting} brackets"
                : null;
            if (what is not null)
            {
                return (LineOf(source, tag.Index), what);
            }
        }
        return null;
    }

    /// <summary>The first line with a tag that names <paramref name="path"/>, by dots or in brackets; null in it is a computed name.</summary>
    public static int? LineOf(string source, IReadOnlyList<string?> path)
    {
        var named = new Regex($@"(?<![\w.-]){Regex.Escape(path[0]!)}{string.Concat(path.Skip(1).Select(Step))}(?![\w-])");
        return Tag().Matches(source).FirstOrDefault(tag => named.IsMatch(tag.Value)) is { } tag
            ? LineOf(source, tag.Index + named.Match(tag.Value).Index)
            : null;

        static string Step(string? name) =>
            name is null ? @"\[[^\]]*\]" : $@"(?:\.{Regex.Escape(name)}|\[\s*['""]{Regex.Escape(name)}['""]\s*\])";
    }

    private static int LineOf(string source, int at) => source.AsSpan(0, at).Count('\n') + 1;

    [GeneratedRegex(@"\{\{[\s\S]*?(?:\}\}|\z)|\{%-?\s*(?:(?<opens>if|unless|for|case)\b|(?<closes>end))?[\s\S]*?(?:%\}|\z)")]
    private static partial Regex Tag();
}
