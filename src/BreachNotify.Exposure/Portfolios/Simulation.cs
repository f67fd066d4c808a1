namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Years of a book. The same seed gives the same bytes on any number of threads: the years are cut into blocks that depend on
/// their number alone, the random numbers of an insured depend on seed, block and insured alone, and the blocks are added up in order.
/// </summary>
public static class Simulation
{
    private const int Blocks = 32;

    /// <summary>Runs the years.</summary>
    /// <param name="book">The book.</param>
    /// <param name="years">How many years, 1 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="done">Told how many years are done, after each block and from any thread.</param>
    /// <param name="cancellation">Stops it within a block.</param>
    public static PortfolioLoss Run(Book book, int years, long seed, int threads, Action<int>? done = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(years, 1);
        var drawn = new DrawnBook(book);
        var loss = new PortfolioLoss(years);
        var sums = new LayerSums[Math.Min(Blocks, years)][];
        Parallel.For(0, sums.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, index =>
        {
            var first = (int)((long)index * years / sums.Length);
            var block = new Block(drawn, first, (int)((index + 1L) * years / sums.Length) - first);
            block.Run(seed, loss, cancellation);
            sums[index] = block.Sums;
            done?.Invoke((int)((index + 1L) * years / sums.Length) - first);
        });
        cancellation.ThrowIfCancellationRequested();
        loss.Policies = [.. drawn.Layers.Select((layer, i) =>
        {
            var (sum, squares) = (new CompensatedSum(), new CompensatedSum());
            foreach (var block in sums)
            {
                sum.Add(block[i].Sum);
                squares.Add(block[i].Squares);
            }
            var mean = sum.Value / years;
            return new PolicyLoss(layer.Id, mean, Deviation(squares.Value, mean, years));
        })];
        return loss;
    }

    internal static double Deviation(double squares, double mean, int years) =>
        years > 1 ? Math.Sqrt(Math.Max(0, (squares - (years * mean * mean)) / (years - 1))) : 0;
}

/// <summary>Sums of one policy over the years of a block.</summary>
internal struct LayerSums
{
    public double Sum;
    public double Squares;
}

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
    public sealed record Row(SeverityTable Table, double Rate, double Scale, int First, int End);
}
