namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// Years of a book, drawn one by one. The same seed gives the same bytes on any number of threads: a year's random numbers
/// depend on the seed and the year alone, and sums over years are taken in blocks whose bounds do not depend on the threads.
/// </summary>
public static class Simulation
{
    private const int Blocks = 32;

    /// <summary>Runs the years.</summary>
    /// <param name="book">The book.</param>
    /// <param name="years">How many years, 1 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="cancellation">Stops it within a block.</param>
    public static PortfolioLoss Run(Book book, int years, long seed, int threads, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(years, 1);
        var drawn = new DrawnBook(book);
        var loss = new PortfolioLoss(years);
        var blocks = new LayerSums[Math.Min(Blocks, years)][];
        Parallel.For(0, blocks.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, block =>
        {
            var year = new Year(drawn);
            var last = (int)((block + 1L) * years / blocks.Length);
            for (var y = (int)((long)block * years / blocks.Length); y < last; y++)
            {
                if (cancellation.IsCancellationRequested)
                {
                    break;
                }
                year.Run(seed, y, loss);
            }
            blocks[block] = year.Sums;
        });
        cancellation.ThrowIfCancellationRequested();
        loss.Policies = [.. drawn.Layers.Select((layer, i) =>
        {
            var (sum, squares) = (new CompensatedSum(), new CompensatedSum());
            foreach (var block in blocks)
            {
                sum.Add(block[i].Sum.Value);
                squares.Add(block[i].Squares.Value);
            }
            var mean = sum.Value / years;
            return new PolicyLoss(layer.Id, mean, Deviation(squares.Value, mean, years));
        })];
        return loss;
    }

    internal static double Deviation(double squares, double mean, int years) =>
        years > 1 ? Math.Sqrt(Math.Max(0, (squares - (years * mean * mean)) / (years - 1))) : 0;
}

/// <summary>Sums of one policy over years.</summary>
internal struct LayerSums
{
    public CompensatedSum Sum;
    public CompensatedSum Squares;
}

/// <summary>A book made ready: policies in one row, severities tabulated.</summary>
internal sealed class DrawnBook
{
    public DrawnBook(Book book)
    {
        Book = book;
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
            return new Row(table, insured.Scale, first, layers.Count);
        })];
        Layers = [.. layers];
        Rate = book.Insureds.Sum(insured => insured.Rate);
        Chosen = Rate > 0 ? new AliasTable([.. book.Insureds.Select(insured => insured.Rate)]) : null;
        Treaty = book.Treaty ?? new Treaty();
    }

    public Book Book { get; }

    public Row[] Rows { get; }

    public Layer[] Layers { get; }

    public double Rate { get; }

    public AliasTable? Chosen { get; }

    public Treaty Treaty { get; }

    /// <summary>An insured: its table, its scale, its policies from First to before End.</summary>
    public readonly record struct Row(SeverityTable Table, double Scale, int First, int End);
}
