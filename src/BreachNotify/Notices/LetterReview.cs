using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;
using Fluid.Ast.BinaryExpressions;
using Fluid.Values;

namespace BreachNotify.Notices;

/// <summary>
/// Goes through a parsed template once, in all its branches: which values it names, what it does with those of the person,
/// and that it prints texts only. Fluid itself would answer an unknown member with nothing, and print a list unescaped.
/// </summary>
public sealed class LetterReview(string template, string source) : AstRewriter
{
    /// <summary>The group with the values that differ from letter to letter.</summary>
    public const string Person = "person";

    private static readonly HashSet<string> OfTexts = ["first", "last", "size"];

    private static readonly HashSet<string> OfLoops = ["first", "index", "index0", "last", "length", "rindex", "rindex0"];

    private readonly List<string?[]> _paths = [];
    private readonly HashSet<string> _locals = ["forloop", "parentloop", "continue"];
    private readonly HashSet<string> _personal = [];
    private readonly HashSet<string> _asked = [];
    private readonly HashSet<Expression> _plain = [];

    /// <summary>The person's values the template names.</summary>
    public IReadOnlyCollection<string> Personal => _personal;

    /// <summary>Those whose presence decides what else is printed.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>True when a value of the person is more than printed as it is or asked whether it is there.</summary>
    public bool GoesBeyond { get; private set; }

    /// <exception cref="TemplateException">The template names a value or a member that does not exist.</exception>
    public void Check(IReadOnlyDictionary<string, object?> values)
    {
        foreach (var path in _paths)
        {
            var root = path[0]!;
            if (_locals.Contains(root))
            {
                CheckMembers(path, 1, root is "forloop" or "parentloop" ? OfLoops : OfTexts, isText: false);
                continue;
            }
            if (root == Person)
            {
                CheckMembers(path, 2, OfTexts, isText: true);
                continue;
            }
            object? value = values;
            var at = 0;
            for (; at < path.Length && path[at] is { } name && value is IReadOnlyDictionary<string, object?> group; at++)
            {
                value = group.TryGetValue(name, out var member) ? member : throw Unknown(path[..(at + 1)]);
            }
            if (value is not IReadOnlyDictionary<string, object?>)
            {
                CheckMembers(path, at, OfTexts, value is string);
            }
        }
    }

    public TemplateException Unknown(params IReadOnlyList<string?> path) => Fault(path, $"there is no value '{Written(path)}'");

    protected override Statement VisitIfStatement(IfStatement ifStatement)
    {
        Ask(ifStatement.Condition);
        return base.VisitIfStatement(ifStatement);
    }

    protected override Statement VisitElseIfStatement(ElseIfStatement elseIfStatement)
    {
        Ask(elseIfStatement.Condition);
        return base.VisitElseIfStatement(elseIfStatement);
    }

    protected override Statement VisitUnlessStatement(UnlessStatement unlessStatement)
    {
        Ask(unlessStatement.Condition);
        return base.VisitUnlessStatement(unlessStatement);
    }

    protected override Statement VisitOutputStatement(OutputStatement outputStatement)
    {
        var value = outputStatement.Expression;
        if (PersonalIn(value) is not null)
        {
            _plain.Add(value);
        }
        string?[] path = value is MemberExpression member ? [.. Names(member)] : [];
        var shown = path.Length > 0 ? $"'{Written(path)}'" : "what a filter gives";
        return new Print(
            ((OutputStatement)base.VisitOutputStatement(outputStatement)).Expression,
            () => Fault(path, $"{shown} is a list or a group of values and cannot be printed; use a for loop, the filter join or one of its members"));
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        Local(assignStatement.Identifier);
        return base.VisitAssignStatement(assignStatement);
    }

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        Local(forStatement.Identifier);
        return base.VisitForStatement(forStatement);
    }

    protected override Expression VisitRangeExpression(RangeExpression rangeExpression) => new ShortRange((RangeExpression)base.VisitRangeExpression(rangeExpression));

    protected override Expression VisitFilterExpression(FilterExpression filterExpression) =>
        LetterLiquid.Options.Filters.TryGetValue(filterExpression.Name, out _)
            ? base.VisitFilterExpression(filterExpression)
            : throw Fault([filterExpression.Name], $"there is no filter '{filterExpression.Name}'");

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        string?[] path = [.. Names(memberExpression)];
        _paths.Add(path);
        if (path[0] == Person)
        {
            GoesBeyond |= !_plain.Contains(memberExpression);
            if (path is [_, { } name, ..])
            {
                _personal.Add(name);
            }
        }
        foreach (var index in memberExpression.Segments.OfType<IndexerSegment>())
        {
            if (Visit(index.Expression) != index.Expression)
            {
                throw Fault(path, "a range cannot be an index");
            }
        }
        return memberExpression;
    }

    /// <summary>Notes the person's values whose mere presence a condition asks for.</summary>
    private void Ask(Expression condition)
    {
        if (condition is AndBinaryExpression or OrBinaryExpression)
        {
            Ask(((BinaryExpression)condition).Left);
            Ask(((BinaryExpression)condition).Right);
        }
        else if (PersonalIn(condition) is { } name)
        {
            _plain.Add(condition);
            _asked.Add(name);
        }
    }

    private void Local(string name)
    {
        if (name == Person)
        {
            throw Fault([name], $"'{Person}' holds the values of the recipient and cannot be given another meaning");
        }
        _locals.Add(name);
    }

    private TemplateException Fault(IReadOnlyList<string?> path, string what) =>
        new($"{template}{(path.Count > 0 && LetterTags.LineOf(source, path) is { } line ? $", line {line}" : "")}: {what}.");

    private void CheckMembers(string?[] path, int from, HashSet<string> known, bool isText)
    {
        for (var at = from; at < path.Length; at++)
        {
            if (path[at] is { } name ? !known.Contains(name) : isText)
            {
                throw Unknown(path[..(at + 1)]);
            }
        }
    }

    private static string Written(IReadOnlyList<string?> path) => path[0] + string.Concat(path.Skip(1).Select(name => name is null ? "[]" : $".{name}"));

    private static string? PersonalIn(Expression expression) =>
        expression is MemberExpression member && Names(member).ToList() is [Person, { } name] ? name : null;

    /// <summary>The names of a path; null where the template computes one.</summary>
    private static IEnumerable<string?> Names(MemberExpression member) => member.Segments.Select(segment => segment switch
    {
        IdentifierSegment identifier => identifier.Identifier,
        IndexerSegment { Expression: LiteralExpression { Value: StringValue text } } => text.ToStringValue(),
        _ => null,
    });

    private sealed class Print(Expression value, Func<TemplateException> notPrintable) : Statement
    {
        public override async ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
        {
            context.IncrementSteps();
            var shown = await value.EvaluateAsync(context);
            if (shown.Type is FluidValues.Array or FluidValues.Dictionary or FluidValues.Object)
            {
                throw notPrintable();
            }
            await shown.WriteToAsync(writer, encoder, context.CultureInfo);
            return Completion.Normal;
        }
    }

    /// <summary>Fluid lays out all numbers of a range before it counts a step.</summary>
    private sealed class ShortRange(RangeExpression range) : Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var span = (await range.To.EvaluateAsync(context)).ToNumberValue() - (await range.From.EvaluateAsync(context)).ToNumberValue();
            return span < LetterLiquid.MostSteps
                ? await range.EvaluateAsync(context)
                : throw new FluidException($"a range has more than {LetterLiquid.MostSteps} numbers");
        }
    }
}
