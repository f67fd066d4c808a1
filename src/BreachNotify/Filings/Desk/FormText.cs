using System.Resources;
using BreachNotify.Pages;

namespace BreachNotify.Filings.Desk;

/// <summary>Questions and words of the form in the viewer's language: English stands in the form itself, German in <c>FormGerman.resx</c>.</summary>
public static class FormText
{
    public static readonly ResourceManager German = new("BreachNotify.Filings.Desk.FormGerman", typeof(FormText).Assembly);

    public static string Title(Viewer viewer, NoticeSection section) => In(viewer, $"section.{section.Number}") ?? section.Title;

    public static string Label(Viewer viewer, string key) => In(viewer, key) ?? NoticeForm.Find(key)!.Label;

    public static string Word(Viewer viewer, string word) => In(viewer, $"word.{word}") ?? FormWords.Print(word);

    private static string? In(Viewer viewer, string key) => viewer.Language == "de" ? German.GetString(key, viewer.Culture) : null;
}
