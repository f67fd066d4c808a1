using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests.Calendars;

/// <summary>The rows of the tables in a Markdown file beside the tests: body cells, trimmed, header and rule left out.</summary>
internal static class MarkdownTable
{
    internal static IEnumerable<string[]> Rows(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Calendars", file);
        var header = true;
        foreach (var line in File.ReadLines(path))
        {
            if (!line.StartsWith('|'))
            {
                header = true;
                continue;
            }
            if (header)
            {
                header = false;
                continue;
            }
            if (!line.StartsWith("|-", StringComparison.Ordinal))
            {
                yield return [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
            }
        }
    }

    internal static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    internal static int Year(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
