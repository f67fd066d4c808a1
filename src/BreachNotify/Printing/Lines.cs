using System.Globalization;
using PdfSharp.Drawing;

namespace BreachNotify.Printing;

/// <summary>Breaks text into lines of one font: between words, and within a word that is wider than the column.</summary>
internal sealed class Lines(XGraphics graphics, XFont font)
{
    private readonly Dictionary<string, double> _widths = new(StringComparer.Ordinal);

    public XFont Font { get; } = font;

    public double Height { get; } = font.GetHeight() * 1.05;

    public double Ascent { get; } = font.GetHeight() * 0.8;

    public IReadOnlyList<string> Wrap(string text, double width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Replace('\t', ' ').Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (WidthOf(longer) <= width)
                {
                    line = longer;
                    continue;
                }
                if (line.Length > 0)
                {
                    lines.Add(line);
                }
                line = Chop(word, width, lines);
            }
            lines.Add(line);
        }
        return lines;
    }

    /// <returns>The rest, which fits.</returns>
    private string Chop(string word, double width, List<string> lines)
    {
        while (WidthOf(word) > width)
        {
            var elements = StringInfo.ParseCombiningCharacters(word);
            // The most elements that fit, by halving; at least one, however narrow the column.
            var (fits, tooMany) = (1, elements.Length);
            while (tooMany - fits > 1)
            {
                var middle = (fits + tooMany) / 2;
                (fits, tooMany) = WidthOf(word[..elements[middle]]) <= width ? (middle, tooMany) : (fits, middle);
            }
            if (fits >= elements.Length)
            {
                return word;
            }
            lines.Add(word[..elements[fits]]);
            word = word[elements[fits]..];
        }
        return word;
    }

    private double WidthOf(string text)
    {
        if (text.Length > 40)
        {
            return graphics.MeasureString(text, Font).Width;
        }
        if (!_widths.TryGetValue(text, out var width))
        {
            _widths[text] = width = graphics.MeasureString(text, Font).Width;
        }
        return width;
    }
}
