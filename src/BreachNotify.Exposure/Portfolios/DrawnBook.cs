namespace BreachNotify.Exposure.Portfolios;

/// <summary>A book made ready: policies in one row, severities tabulated.</summary>
internal sealed class DrawnBook
{
    public DrawnBook(Book book)
    {
        var tables = new Dictionary<Severities.ISeverity, SeverityTable>();
        var layers = new List<Layer>();
        Rows = [.. book.Insureds.Select(insured =>
        {
            if (!tables.TryGetValue(insured.Severity, out var table))
            {
                tables[insured.Severity] = table = new SeverityTable(insured.Severity);
            }
            var first = layers.Count;
            layers.AddRange(insured.Policies);
            return new Row(table, insured.Rate, insured.Scale, first, layers.Count);
        })];
        Layers = [.. layers];
        SharedEvents = book.SharedEvents;
        Treaty = book.Treaty ?? new Treaty();
    }

    public Row[] Rows { get; }

    public Layer[] Layers { get; }

    public IReadOnlyList<SharedEvent> SharedEvents { get; }

    public Treaty Treaty { get; }

    /// <summary>An insured: its policies from First to before End.</summary>
    public readonly record struct Row(SeverityTable Table, double Rate, double Scale, int First, int End);
}
