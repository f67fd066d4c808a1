using System.Globalization;
using System.Resources;

namespace BreachNotify.Pages;

/// <summary>The texts of the pages in the reader's language: <c>Texts.resx</c> in English, <c>Texts.de.resx</c> in German.</summary>
public sealed class Say(Viewer viewer)
{
    public static readonly ResourceManager Texts = new("BreachNotify.Pages.Texts", typeof(Say).Assembly);

    /// <exception cref="InvalidOperationException">There is no such text.</exception>
    public string this[string key] => Texts.GetString(key, viewer.Culture) ?? throw new InvalidOperationException($"There is no text '{key}'.");

    public string this[string key, params object?[] arguments] => string.Format(viewer.Culture, this[key], arguments);

    /// <summary>The label of a field, where its text is keyed by its name in a group of forms; null where it is not.</summary>
    public string? LabelOf(string group, string field) => field switch
    {
        _ when field.StartsWith("role-", StringComparison.Ordinal) => this["field.roles"],
        _ when field.EndsWith(".time", StringComparison.Ordinal) => this["field.time"],
        _ => Maybe($"{group}.{field}") ?? Maybe($"field.{field}"),
    };

    /// <summary>What the law or a feature says, which is English, in the reader's language; null where nobody has translated it.</summary>
    public string? Translated(string english) => viewer.Language == "en" ? english : Sentences.German.Of(english, text => Inserted.Shown(text, viewer));

    /// <summary>Where something stands, in the reader's language as far as it is known: each work by itself.</summary>
    public string Cited(string citation) => string.Join("; ", citation.Split("; ").Select(work => Translated(work) ?? work));

    /// <summary>The text, or null where nobody has written one.</summary>
    public string? Maybe(string key) => Texts.GetString(key, viewer.Culture);
}
