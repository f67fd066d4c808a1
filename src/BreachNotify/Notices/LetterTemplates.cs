namespace BreachNotify.Notices;

/// <summary>The folder of letter templates, one folder a kind. It lies beside the program and may be edited while it runs.</summary>
public sealed class LetterTemplates(string folder)
{
    public IReadOnlyList<string> Kinds => [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <exception cref="TemplateException">A file is missing or cannot be read.</exception>
    public LetterSet Load(string kind) =>
        new(Directory.EnumerateFiles(Path.Combine(folder, kind), "*.liquid").ToDictionary(file => Path.GetFileName(file), File.ReadAllText));
}
