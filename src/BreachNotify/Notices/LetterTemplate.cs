using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BreachNotify.Notices;

/// <summary>
/// A letter template in a strict subset of Liquid: <c>{{ a.b }}</c>, <c>if</c> / <c>elsif</c> / <c>else</c>,
/// <c>unless</c>, <c>for x in a.b</c>, <c>comment</c>, comparison with a quoted text, and whitespace control. Names,
/// tags and filters it does not know are errors, never empty holes; there is nothing in it that could loop without end
/// or reach beyond the values given.
/// </summary>
/// <remarks>
/// Values are texts, lists or named values (<see cref="IReadOnlyDictionary{TKey,TValue}"/>); null is "known and absent":
/// it prints nothing and is false. Output is HTML-encoded in a template named <c>*.html.liquid</c> and verbatim elsewhere.
/// </remarks>
public sealed class LetterTemplate
{
    /// <summary>Characters in one template file.</summary>
    public const int LongestSource = 256 * 1024;

    /// <summary>Characters in one rendered letter.</summary>
    public const int LongestOutput = 1024 * 1024;

    private const int DeepestNesting = 16;

    // The default encoder turns every letter beyond Latin into a numeric reference.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _name;
    private readonly Node[] _nodes;
    private readonly bool _html;

    private LetterTemplate(string name, Node[] nodes, bool html) => (_name, _nodes, _html) = (name, nodes, html);

    /// <exception cref="TemplateException">The message names template, line and what is wrong.</exception>
    public static LetterTemplate Parse(string name, string source)
    {
        if (source.Length > LongestSource)
        {
            throw new TemplateException($"{name} is longer than {LongestSource} characters.");
        }
        var nodes = new Parser(name, source.ReplaceLineEndings("\n")).Parse();
        return new LetterTemplate(name, nodes, name.EndsWith(".html.liquid", StringComparison.Ordinal));
    }

    /// <summary>Fills in what is the same in every letter, so that a person's letter only needs the person's values.</summary>
    /// <exception cref="TemplateException">A name under one of <paramref name="values"/> does not exist.</exception>
    public LetterTemplate Bind(IReadOnlyDictionary<string, object?> values)
    {
        var bound = new List<Node>();
        Bind(_nodes, new Scope(values, null), bound);
        return new LetterTemplate(_name, [.. bound], _html);
    }

    /// <exception cref="TemplateException">A name does not exist, or the letter grows beyond <see cref="LongestOutput"/>.</exception>
    public void Render(IReadOnlyDictionary<string, object?> values, StringBuilder output)
    {
        Render(_nodes, new Scope(values, null), output);
        if (output.Length > LongestOutput)
        {
            throw new TemplateException($"{_name} gives a letter of more than {LongestOutput} characters.");
        }
    }

    private void Render(Node[] nodes, Scope scope, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case Text text:
                    output.Append(text.Value);
                    break;
                case Print print:
                    output.Append(Encoded(print.Path, Require(scope, print.Path)));
                    break;
                case Choice choice:
                    Render(choice.Arms.FirstOrDefault(arm => Holds(arm, scope))?.Body ?? [], scope, output);
                    break;
                case Loop loop:
                    foreach (var item in Items(loop, scope))
                    {
                        Render(loop.Body, new Scope(new Dictionary<string, object?> { [loop.Variable] = item }, scope), output);
                        if (output.Length > LongestOutput)
                        {
                            return;
                        }
                    }
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    private void Bind(Node[] nodes, Scope scope, List<Node> bound)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case Print print when scope.Knows(print.Path):
                    Add(bound, new Text(Encoded(print.Path, Require(scope, print.Path))));
                    break;
                case Choice choice when choice.Arms.All(arm => arm.Path is null || scope.Knows(arm.Path)):
                    Bind(choice.Arms.FirstOrDefault(arm => Holds(arm, scope))?.Body ?? [], scope, bound);
                    break;
                case Choice choice:
                    Add(bound, new Choice([.. choice.Arms.Select(arm => arm with { Body = BoundBody(arm.Body, scope) })]));
                    break;
                case Loop loop when scope.Knows(loop.Path):
                    foreach (var item in Items(loop, scope))
                    {
                        Bind(loop.Body, new Scope(new Dictionary<string, object?> { [loop.Variable] = item }, scope), bound);
                    }
                    break;
                case Loop loop:
                    Add(bound, loop with { Body = BoundBody(loop.Body, scope) });
                    break;
                default:
                    Add(bound, node);
                    break;
            }
        }
    }

    private Node[] BoundBody(Node[] body, Scope scope)
    {
        var bound = new List<Node>();
        Bind(body, scope, bound);
        return [.. bound];
    }

    private static void Add(List<Node> nodes, Node node)
    {
        if (node is Text text && nodes is [.., Text last])
        {
            nodes[^1] = new Text(last.Value + text.Value);
        }
        else
        {
            nodes.Add(node);
        }
    }

    private string Encoded(Path path, object? value) => value switch
    {
        null => "",
        string text => _html ? Html.Encode(text) : text,
        _ => throw new TemplateException($"{_name}, line {path.Line}: '{path}' is a list or a group of values and cannot be printed; use a for loop or one of its members."),
    };

    private bool Holds(Arm arm, Scope scope)
    {
        if (arm.Path is null)
        {
            return true;
        }
        var value = Require(scope, arm.Path);
        var holds = arm.Literal is { } literal ? value as string == literal : value is not null;
        return holds != arm.Negated;
    }

    private IReadOnlyList<object?> Items(Loop loop, Scope scope) => Require(scope, loop.Path) switch
    {
        null => [],
        IReadOnlyList<object?> list => list,
        _ => throw new TemplateException($"{_name}, line {loop.Path.Line}: '{loop.Path}' is not a list."),
    };

    private object? Require(Scope scope, Path path)
    {
        if (!scope.TryFind(path.Names[0], out var value))
        {
            throw new TemplateException($"{_name}, line {path.Line}: there is no value '{path.Names[0]}'.");
        }
        for (var i = 1; i < path.Names.Length; i++)
        {
            if (value is not IReadOnlyDictionary<string, object?> group || !group.TryGetValue(path.Names[i], out value))
            {
                throw new TemplateException($"{_name}, line {path.Line}: there is no value '{path}'.");
            }
        }
        return value;
    }

    private sealed class Scope(IReadOnlyDictionary<string, object?> values, Scope? outer)
    {
        public bool Knows(Path path) => TryFind(path.Names[0], out _);

        public bool TryFind(string name, out object? value) =>
            values.TryGetValue(name, out value) || (outer is not null && outer.TryFind(name, out value));
    }

    private abstract record Node;

    private sealed record Text(string Value) : Node;

    private sealed record Print(Path Path) : Node;

    private sealed record Choice(Arm[] Arms) : Node;

    private sealed record Loop(string Variable, Path Path, Node[] Body) : Node;

    /// <summary>One branch; without a path it is the <c>else</c>.</summary>
    private sealed record Arm(Path? Path, string? Literal, bool Negated, Node[] Body);

    private sealed record Path(string[] Names, int Line)
    {
        public override string ToString() => string.Join('.', Names);
    }

    private sealed class Parser(string name, string source)
    {
        private int _at;
        private int _line = 1;
        private bool _trimNext;

        public Node[] Parse()
        {
            var nodes = Block(0, out var end);
            return end is null ? nodes : throw Fault($"'{end}' closes nothing");
        }

        /// <summary>Reads up to the tag that ends the block: else, elsif or an end tag, given as written; null at the end of the text.</summary>
        private Node[] Block(int depth, out string? end)
        {
            if (depth > DeepestNesting)
            {
                throw Fault($"tags are nested deeper than {DeepestNesting}");
            }
            var nodes = new List<Node>();
            while (_at < source.Length)
            {
                var open = NextOpening();
                var text = source[_at..open];
                var trimBefore = open + 2 < source.Length && source[open + 2] == '-';
                var shown = _trimNext ? text.TrimStart() : text;
                shown = trimBefore && open < source.Length ? shown.TrimEnd() : shown;
                if (shown.Length > 0)
                {
                    Add(nodes, new Text(shown));
                }
                _trimNext = false;
                Advance(open);
                if (_at == source.Length)
                {
                    break;
                }
                var isTag = source[_at + 1] == '%';
                var close = source.IndexOf(isTag ? "%}" : "}}", _at + 2, StringComparison.Ordinal);
                if (close < 0)
                {
                    throw Fault($"'{source[_at..(_at + 2)]}' is not closed");
                }
                var body = source[(_at + 2)..close];
                _trimNext = body.EndsWith('-');
                body = body.Trim('-').Trim();
                if (!isTag)
                {
                    nodes.Add(new Print(PathOf(body)));
                    Advance(close + 2);
                    continue;
                }
                var (word, rest) = body.Split(' ', 2, StringSplitOptions.TrimEntries) is [var w, var r] ? (w, r) : (body, "");
                switch (word)
                {
                    case "if" or "unless":
                        var arms = new List<Arm> { Condition(rest, word == "unless") };
                        Advance(close + 2);
                        nodes.Add(Branches(arms, "end" + word, depth));
                        break;
                    case "for":
                        if (rest.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var variable, "in", var list])
                        {
                            throw Fault($"'{body}' should read 'for name in list'");
                        }
                        var path = PathOf(list);
                        Advance(close + 2);
                        var items = Block(depth + 1, out var endFor);
                        if (endFor != "endfor")
                        {
                            throw Fault($"'{body}' is closed by '{endFor ?? "the end of the file"}' instead of 'endfor'");
                        }
                        nodes.Add(new Loop(variable, path, items));
                        break;
                    case "comment":
                        var endComment = source.IndexOf("{% endcomment %}", close, StringComparison.Ordinal);
                        if (endComment < 0)
                        {
                            throw Fault("'comment' is not closed by '{% endcomment %}'");
                        }
                        Advance(endComment + "{% endcomment %}".Length);
                        break;
                    case "else" or "elsif" or "endif" or "endunless" or "endfor":
                        end = body;
                        Advance(close + 2);
                        return [.. nodes];
                    default:
                        throw Fault($"the tag '{word}' is not known; there are if, elsif, else, unless, for and comment");
                }
            }
            end = null;
            return [.. nodes];
        }

        private Choice Branches(List<Arm> arms, string endTag, int depth)
        {
            while (true)
            {
                var body = Block(depth + 1, out var end);
                arms[^1] = arms[^1] with { Body = body };
                if (end == endTag)
                {
                    return new Choice([.. arms]);
                }
                if (end is null || arms[^1].Path is null)
                {
                    throw Fault($"'{endTag}' is missing");
                }
                arms.Add(end == "else" ? new Arm(null, null, false, [])
                    : end.StartsWith("elsif ", StringComparison.Ordinal) ? Condition(end[6..].Trim(), false)
                    : throw Fault($"'{end}' stands where '{endTag}' should"));
            }
        }

        private Arm Condition(string text, bool negated)
        {
            foreach (var (sign, differs) in new[] { ("==", false), ("!=", true) })
            {
                if (text.Split(sign, 2, StringSplitOptions.TrimEntries) is [var left, var right])
                {
                    return right is ['"' or '\'', .., var last] && last == right[0] && right.Length > 1
                        ? new Arm(PathOf(left), right[1..^1], negated != differs, [])
                        : throw Fault($"'{text}' compares with something other than a quoted text");
                }
            }
            return new Arm(PathOf(text), null, negated, []);
        }

        private Path PathOf(string text)
        {
            var names = text.Split('.');
            return names.All(IsName)
                ? new Path(names, _line)
                : throw Fault($"'{text}' is not the name of a value (such as person.name); filters and expressions are not available");
        }

        private static bool IsName(string text) =>
            text.Length > 0 && char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-');

        private int NextOpening()
        {
            for (var i = source.IndexOf('{', _at); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
            {
                if (source[i + 1] is '{' or '%')
                {
                    return i;
                }
            }
            return source.Length;
        }

        private void Advance(int to)
        {
            _line += source.AsSpan(_at, to - _at).Count('\n');
            _at = to;
        }

        private TemplateException Fault(string what) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {_line}: {what}."));
    }
}

/// <summary>A template cannot be read or filled; the message names template, line and what is wrong.</summary>
public sealed class TemplateException(string message) : Exception(message);
