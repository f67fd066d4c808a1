using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BreachNotify.Law.Gdpr;

/// <summary>
/// A provision of the GDPR: article, and where given paragraph and point. Written <c>5(1)(f)</c>; <c>33</c>,
/// <c>33(1)</c>, <c>Art. 32</c>, <c>Article 32 GDPR</c> are understood alike.
/// </summary>
/// <param name="Article">1 to 99.</param>
/// <param name="Paragraph">The paragraph; null for the whole article.</param>
/// <param name="Point">The point, a lower-case letter; null for the whole paragraph.</param>
public sealed partial record Provision(int Article, int? Paragraph, char? Point)
{
    /// <summary>Numbered paragraphs of each article, from Art. 1 on; 0 where the article has none.</summary>
    private static readonly int[] Paragraphs =
    [
        3, 4, 3, 0, 2, 4, 4, 3, 4, 0, // 1-10
        2, 8, 4, 5, 4, 0, 3, 3, 0, 4, // 11-20
        6, 4, 2, 3, 3, 3, 5, 10, 0, 5, // 21-30
        0, 4, 5, 4, 11, 5, 7, 6, 2, 11, // 31-40
        6, 8, 9, 0, 9, 5, 3, 0, 6, 0, // 41-50
        4, 6, 4, 2, 3, 6, 4, 6, 0, 12, // 51-60
        9, 7, 0, 8, 6, 4, 0, 6, 2, 4, // 61-70
        2, 2, 2, 2, 6, 2, 2, 4, 2, 2, // 71-80
        3, 6, 9, 2, 3, 0, 0, 3, 4, 2, // 81-90
        2, 5, 3, 2, 0, 0, 5, 0, 2, // 91-99
    ];

    /// <summary>The last point of each paragraph that has points; paragraph 0 stands for an article without numbered paragraphs.</summary>
    private static readonly Dictionary<(int Article, int Paragraph), char> LastPoint = new()
    {
        [(2, 2)] = 'd',
        [(3, 2)] = 'b',
        [(5, 1)] = 'f',
        [(6, 1)] = 'f',
        [(6, 3)] = 'b',
        [(6, 4)] = 'e',
        [(9, 2)] = 'j',
        [(12, 5)] = 'b',
        [(13, 1)] = 'f',
        [(13, 2)] = 'f',
        [(14, 1)] = 'f',
        [(14, 2)] = 'g',
        [(14, 3)] = 'c',
        [(14, 5)] = 'd',
        [(15, 1)] = 'h',
        [(17, 1)] = 'f',
        [(17, 3)] = 'e',
        [(18, 1)] = 'd',
        [(20, 1)] = 'b',
        [(22, 2)] = 'c',
        [(23, 1)] = 'j',
        [(23, 2)] = 'h',
        [(27, 2)] = 'b',
        [(28, 3)] = 'h',
        [(30, 1)] = 'g',
        [(30, 2)] = 'd',
        [(32, 1)] = 'd',
        [(33, 3)] = 'd',
        [(34, 3)] = 'c',
        [(35, 3)] = 'c',
        [(35, 7)] = 'd',
        [(36, 3)] = 'f',
        [(37, 1)] = 'c',
        [(39, 1)] = 'e',
        [(40, 2)] = 'k',
        [(41, 2)] = 'd',
        [(43, 1)] = 'b',
        [(43, 2)] = 'e',
        [(45, 2)] = 'c',
        [(46, 2)] = 'f',
        [(46, 3)] = 'b',
        [(47, 1)] = 'c',
        [(47, 2)] = 'n',
        [(49, 1)] = 'g',
        [(50, 0)] = 'd',
        [(54, 1)] = 'f',
        [(57, 1)] = 'v',
        [(58, 1)] = 'f',
        [(58, 2)] = 'j',
        [(58, 3)] = 'j',
        [(64, 1)] = 'f',
        [(65, 1)] = 'c',
        [(70, 1)] = 'y',
        [(83, 2)] = 'k',
        [(83, 4)] = 'c',
        [(83, 5)] = 'e',
    };

    /// <summary>Every provision there is: articles, their paragraphs and points.</summary>
    public static IReadOnlyList<Provision> All { get; } = [.. Enumerate()];

    private static readonly FrozenDictionary<string, Provision> ByShortForm = All.ToFrozenDictionary(provision => provision.ToString());

    /// <summary>Reads a provision.</summary>
    /// <exception cref="QuestionException">There is no such provision in the GDPR.</exception>
    public static Provision Parse(string field, string text)
    {
        if (ByShortForm.TryGetValue(text, out var known))
        {
            return known;
        }
        if (Pattern().Match(text) is not { Success: true } match)
        {
            throw QuestionException.RefusedAs(field, text, "is not a provision of the GDPR; write article, paragraph and point as in 33, 33(1) or 5(1)(f).");
        }
        var article = int.Parse(match.Groups["article"].Value, CultureInfo.InvariantCulture);
        int? paragraph = match.Groups["paragraph"] is { Success: true } p ? int.Parse(p.Value, CultureInfo.InvariantCulture) : null;
        char? point = match.Groups["point"] is { Success: true } q ? char.ToLowerInvariant(q.Value[0]) : null;
        if (article is < 1 or > 99)
        {
            throw QuestionException.RefusedAs(field, text, "is not a provision of the GDPR, which has Articles 1 to 99.");
        }
        if (paragraph is { } number && (number < 1 || number > Paragraphs[article - 1]))
        {
            throw QuestionException.RefusedAs(field, text, Paragraphs[article - 1] == 0
                ? $"does not exist: Art. {article} has no numbered paragraphs."
                : $"does not exist: Art. {article} has paragraphs 1 to {Paragraphs[article - 1]}.");
        }
        if (point is { } letter && (!LastPoint.TryGetValue((article, paragraph ?? 0), out var last) || letter > last))
        {
            throw QuestionException.RefusedAs(field, text, last == default
                ? $"does not exist: Art. {article}{(paragraph is null ? "" : $"({paragraph})")} has no lettered points."
                : $"does not exist: its points run from (a) to ({last}).");
        }
        return new Provision(article, paragraph, point);
    }

    private string? _shortForm;

    // A changed copy (`with`) must not keep the short form of the original.
    private Provision(Provision original) => (Article, Paragraph, Point) = (original.Article, original.Paragraph, original.Point);

    /// <inheritdoc/>
    public bool Equals(Provision? other) => other is not null && (Article, Paragraph, Point) == (other.Article, other.Paragraph, other.Point);

    /// <inheritdoc/>
    public override int GetHashCode() => (Article * 32 * 32) + ((Paragraph ?? 0) * 32) + (Point is { } point ? point - 'a' + 1 : 0);

    private static IEnumerable<Provision> Enumerate()
    {
        for (var article = 1; article <= Paragraphs.Length; article++)
        {
            for (var paragraph = 0; paragraph <= Paragraphs[article - 1]; paragraph++)
            {
                int? number = paragraph == 0 ? null : paragraph;
                yield return new Provision(article, number, null);
                if (LastPoint.TryGetValue((article, paragraph), out var last))
                {
                    for (var point = 'a'; point <= last; point++)
                    {
                        yield return new Provision(article, number, point);
                    }
                }
            }
        }
    }

    /// <summary>The short form, such as <c>5(1)(f)</c>.</summary>
    public override string ToString() => _shortForm ??=
        Article.ToString(CultureInfo.InvariantCulture)
        + (Paragraph is { } paragraph ? $"({paragraph})" : "")
        + (Point is { } point ? $"({point})" : "");

    [GeneratedRegex(@"^\s*(?:(?:UK\s+)?GDPR\s+)?(?:art(?:icle|\.)?\s*)?(?<article>[0-9]{1,2})\s*(?:\(\s*(?<paragraph>[0-9]{1,2})\s*\))?\s*(?:\(\s*(?<point>[a-z])\s*\))?(?:\s+(?:UK\s+)?GDPR)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
