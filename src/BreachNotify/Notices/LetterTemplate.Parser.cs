using System.Globalization;

namespace BreachNotify.Notices;

/// <content>Reads the text of a template.</content>
public sealed partial class LetterTemplate
{
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
