namespace BreachNotify.Printing;

/// <summary>Something to be printed: a heading, lines below it, parts with rows of a label and a text.</summary>
/// <param name="Foot">Stands on every page, such as the id of what is printed.</param>
/// <param name="Language">Language tag of the labels.</param>
public sealed record Sheet(string Title, IReadOnlyList<string> Lead, IReadOnlyList<SheetPart> Parts, string Foot, string Language = "en");

public sealed record SheetPart(string Heading, IReadOnlyList<SheetRow> Rows);

/// <param name="Remark">A short note below the label, such as who asks.</param>
public sealed record SheetRow(string Label, string Text, string? Remark = null);
