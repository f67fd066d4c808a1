using System.Diagnostics;
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
public sealed partial class LetterTemplate
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
                case Choice choice:
                    var open = Open(choice, scope);
                    if (open is [{ Path: null } only])
                    {
                        Bind(only.Body, scope, bound);
                    }
                    else if (open.Count > 0)
                    {
                        Add(bound, new Choice([.. open.Select(arm => arm with { Body = BoundBody(arm.Body, scope) })]));
                    }
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

    /// <summary>The branches that can still be taken: those known to fail are gone, one known to hold ends the list.</summary>
    private List<Arm> Open(Choice choice, Scope scope)
    {
        var open = new List<Arm>();
        foreach (var arm in choice.Arms)
        {
            if (arm.Path is not null && !scope.Knows(arm.Path))
            {
                open.Add(arm);
            }
            else if (Holds(arm, scope))
            {
                open.Add(arm with { Path = null, Literal = null, Negated = false });
                break;
            }
        }
        return open;
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
}

/// <summary>A template cannot be read or filled; the message names template, line and what is wrong.</summary>
public sealed class TemplateException(string message) : Exception(message);
