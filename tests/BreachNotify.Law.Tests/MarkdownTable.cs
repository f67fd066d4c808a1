namespace BreachNotify.Law.Tests;

/// <summary>Worked examples that stand beside a test as Markdown tables.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of all tables of a file, by column name.</summary>
    /// <param name="file">Path within the test project, such as <c>Gdpr/Article33.md</c>.</param>
    internal static IEnumerable<IReadOnlyDictionary<string, string>> Read(string file)
    {
        string[]? header = null;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)))
        {
            if (!line.StartsWith('|'))
            {
                header = null;
            }
            else if (header is null)
            {
                header = Cells(line);
            }
            else if (!line.StartsWith("|-", StringComparison.Ordinal))
            {
                var cells = Cells(line);
                Assert.True(cells.Length == header.Length, $"{file}: a row has {cells.Length} cells, its header {header.Length}: {line}");
                yield return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
            }
        }
    }

    private static string[] Cells(string line) => [.. line.Trim()[1..^1].Split('|').Select(cell => cell.Trim())];
}
