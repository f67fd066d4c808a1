using BreachNotify.Pages.Charts;

namespace BreachNotify.Printing;

/// <summary>Figures to be taken in at a glance: a chart and tables, as many as go on a page.</summary>
/// <param name="Foot">Stands below everything, such as what makes it again.</param>
public sealed record Report(string Title, IReadOnlyList<string> Lead, ChartData Chart, IReadOnlyList<Table> Tables, string Foot);

/// <summary>A table whose first column names its rows.</summary>
/// <param name="Remark">Below it; null for none.</param>
/// <param name="IsText">Whether the cells are sentences and not figures.</param>
public sealed record Table(string Heading, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string? Remark = null, bool IsText = false);
