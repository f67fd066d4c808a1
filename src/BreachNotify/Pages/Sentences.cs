using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace BreachNotify.Pages;

/// <summary>
/// Sentences that the law and the features say in English, in another language. <c>Sentences.de.resx</c> is keyed by the
/// English sentence itself, with <c>{0}</c> where something is inserted, so that answers, their bytes and their proofs know
/// nothing of it. What is inserted is looked up in the same way.
/// </summary>
public sealed partial class Sentences
{
    public static readonly Sentences German = new(CultureInfo.GetCultureInfo("de"));

    private readonly FrozenDictionary<string, string> _fixed;
    private readonly Template[] _templates;

    private Sentences(CultureInfo culture)
    {
        var texts = new ResourceManager("BreachNotify.Pages.Sentences", typeof(Sentences).Assembly).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToLookup(entry => Hole().IsMatch((string)entry.Key));
        _fixed = texts[false].ToFrozenDictionary(entry => Plain((string)entry.Key), entry => Plain((string)entry.Value!));
        // The one that says most itself is the one that was meant.
        _templates = [.. texts[true].Select(entry => new Template((string)entry.Key, (string)entry.Value!)).OrderByDescending(template => template.Said)];
    }

    /// <summary>Every English sentence, as the catalogue has it.</summary>
    public IEnumerable<string> All => _fixed.Keys.Concat(_templates.Select(template => template.English));

    /// <param name="english">A sentence, or one behind a field's name: <c>line 3: The row cannot be read.</c></param>
    /// <param name="show">How an inserted amount, number or day is written.</param>
    /// <returns>Null where the catalogue does not have it.</returns>
    public string? Of(string english, Func<string, string> show) => Field().Match(english) is { Success: true } field && Find(english[field.Length..], show) is { } behind
        ? $"{Find(field.Groups["field"].Value, show) ?? field.Groups["field"].Value}: {behind}"
        : Find(english, show);

    /// <summary>The English sentence, or template, that a sentence is found by; null where there is none.</summary>
    public string? KeyOf(string english) => _fixed.ContainsKey(english) ? english : Array.Find(_templates, template => template.Inserted(english) is not null)?.English;

    private string? Find(string english, Func<string, string> show)
    {
        if (english.Length == 0)
        {
            return null;
        }
        if (_fixed.TryGetValue(english, out var known))
        {
            return known;
        }
        // A phrase that begins a sentence.
        if (char.IsAsciiLetterUpper(english[0]) && _fixed.TryGetValue($"{char.ToLowerInvariant(english[0])}{english[1..]}", out var phrase))
        {
            return $"{char.ToUpper(phrase[0], CultureInfo.InvariantCulture)}{phrase[1..]}";
        }
        foreach (var template in _templates)
        {
            if (template.Inserted(english) is { } inserted)
            {
                return string.Format(CultureInfo.InvariantCulture, template.Translation, [.. inserted.Select(text => Find(text, show) ?? List(text, show) ?? show(text))]);
            }
        }
        return null;
    }

    private string? List(string text, Func<string, string> show) =>
        text.Split(", ") is { Length: > 1 } items && items.Select(item => Find(item, show)).ToList() is var found && !found.Contains(null) ? string.Join(", ", found) : null;

    private static string Plain(string text) => text.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\{)\{(\d)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^(?<field>line [0-9]+(?:, column [0-9]+)?|[a-z][A-Za-z0-9.\[\]]*): ")]
    private static partial Regex Field();

    private sealed class Template
    {
        /// <summary>What stands before the first hole, between the holes and behind the last.</summary>
        private readonly string[] _around;

        /// <summary>Which of the inserted texts each hole is.</summary>
        private readonly int[] _holes;

        public Template(string english, string translation)
        {
            (English, Translation) = (english, translation);
            var parts = Hole().Split(english);
            _around = [.. parts.Where((_, i) => i % 2 == 0).Select(Plain)];
            _holes = [.. parts.Where((_, i) => i % 2 == 1).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            Said = _around.Sum(text => text.Length);
        }

        public string English { get; }

        public string Translation { get; }

        public int Said { get; }

        /// <returns>Null for a sentence that is not made of it.</returns>
        public string[]? Inserted(string sentence)
        {
            if (sentence.Length < Said + _holes.Length || !sentence.StartsWith(_around[0], StringComparison.Ordinal) || !sentence.EndsWith(_around[^1], StringComparison.Ordinal))
            {
                return null;
            }
            var inserted = new string[_holes.Length];
            var at = _around[0].Length;
            for (var i = 0; i < _holes.Length; i++)
            {
                var isLast = i == _holes.Length - 1;
                if (at >= sentence.Length)
                {
                    return null;
                }
                var end = isLast ? sentence.Length - _around[^1].Length : sentence.IndexOf(_around[i + 1], at + 1, StringComparison.Ordinal);
                if (end <= at)
                {
                    return null;
                }
                inserted[_holes[i]] = sentence[at..end];
                at = end + _around[i + 1].Length;
            }
            return inserted;
        }
    }
}
