using System.Runtime.CompilerServices;

namespace BreachNotify.Law.Tests;

/// <summary>Reads the worked examples that stand beside a test as a Markdown table, row by row, column by name.</summary>
public static class MarkdownTable
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string file, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, file);
        var lines = File.ReadLines(path).Where(line => line.StartsWith('|')).Select(Cells).ToList();
        var header = lines[0];
        return [.. lines.Skip(2).Select(cells =>
        {
            Assert.True(cells.Length == header.Length, $"{file}: a row has {cells.Length} cells, the header {header.Length}: {string.Join(" | ", cells)}");
            return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
        })];
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
