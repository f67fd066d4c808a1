using System.Security.Cryptography;
using System.Text;

namespace BreachNotify.Notices;

/// <summary>
/// One version of the templates of a kind in all its languages: <c>&lt;language&gt;.subject.liquid</c>,
/// <c>.txt.liquid</c> and <c>.html.liquid</c>.
/// </summary>
public sealed class LetterSet
{
    private static readonly string[] Parts = ["subject", "txt", "html"];

    private readonly Dictionary<string, (LetterTemplate Subject, LetterTemplate Text, LetterTemplate Html)> _parsed = [];

    /// <exception cref="TemplateException">A language is none, lacks one of its files, or a file cannot be read.</exception>
    public LetterSet(IReadOnlyDictionary<string, string> files)
    {
        Files = files;
        foreach (var language in files.Keys.Select(name => name.Split('.')[0]).Distinct().Order(StringComparer.Ordinal))
        {
            LetterFacts.CultureOf(language);
            var parsed = Parts.Select(part => $"{language}.{part}.liquid").Select(name => files.TryGetValue(name, out var source)
                ? LetterTemplate.Parse(name, source)
                : throw new TemplateException($"The template {name} is missing; a language needs {string.Join(", ", Parts.Select(part => $"{language}.{part}.liquid"))}.")).ToList();
            _parsed[language] = (parsed[0], parsed[1], parsed[2]);
        }
    }

    /// <summary>File name to text.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    public IReadOnlyCollection<string> Languages => _parsed.Keys;

    /// <summary>SHA-256 over names and texts of all files, in the order of their names.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{Encoding.UTF8.GetByteCount(text)}\n{text}"));
        }
        return hash.GetHashAndReset();
    }

    /// <summary>The letter of one language with everything filled in but the person.</summary>
    public Letter Letter(string language, LetterFacts facts, string reference, string? subject)
    {
        var (subjectTemplate, text, html) = _parsed[language];
        var values = facts.Values(language, reference);
        return new Letter(language, subject, subjectTemplate.Bind(values, language), text.Bind(values, language), html.Bind(values, language));
    }
}

/// <summary>The letter of one language, complete but for the person.</summary>
public sealed class Letter(string language, string? fixedSubject, LetterPart subject, LetterPart text, LetterPart html)
{
    public string Language => language;

    public LetterPart Text => text;

    public LetterPart Html => html;

    /// <summary>One line, whatever the values hold: a header cannot carry a line end (RFC 5322 section 2.2).</summary>
    public string Subject(IReadOnlyDictionary<string, string?> person) => fixedSubject
        ?? string.Join(' ', subject.Fill(person).ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
