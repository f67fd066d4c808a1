using System.Diagnostics;

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
    /// <param name="kept">Blocks of an earlier process, and where those of this one are kept; null for none.</param>
    /// <param name="cancellation">Stops it within a block.</param>
    public static PortfolioLoss Run(Book book, int years, long seed, int threads, Action<int>? done = null, KeptBlocks? kept = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(years, 1);
        var drawn = new DrawnBook(book);
        var loss = new PortfolioLoss(years);
        var sums = Each(drawn, years, seed, threads, "years", kept, _ => { }, block => block.Save(loss), done, cancellation);
        loss.Policies = [.. drawn.Layers.Select((layer, i) =>
        {
            var mean = Sum(sums, block => block[i].Sum) / years;
            return new PolicyLoss(layer.Id, mean, Deviation(Sum(sums, block => block[i].Squares), mean, years));
        })];
        return loss;
    }

    /// <summary>
    /// What each policy pays on average in the worst years, those that one in <paramref name="returnPeriod"/> is: its co-TVaR.
    /// They add up to the tail of the curve at that return period. The years are drawn a second time.
    /// </summary>
    /// <param name="book">The book.</param>
    /// <param name="loss">What <see cref="Run"/> found for it.</param>
    /// <param name="returnPeriod">Years, at most as many as were simulated.</param>
    /// <param name="seed">That of the run.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="done">Told how many years are done, after each block and from any thread.</param>
    /// <param name="kept">Blocks of an earlier process, and where those of this one are kept; null for none.</param>
    /// <param name="cancellation">Stops it within a block.</param>
    public static IReadOnlyList<double> TailShares(Book book, PortfolioLoss loss, double returnPeriod, long seed, int threads, Action<int>? done = null, KeptBlocks? kept = null, CancellationToken cancellation = default)
    {
        var years = loss.Totals.Count;
        var rank = PortfolioLoss.Rank(years, returnPeriod);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1, nameof(returnPeriod));
        int[] worst = [.. Enumerable.Range(0, years).OrderByDescending(year => loss.Totals[year]).Take(rank)];
        var drawn = new DrawnBook(book);
        var sums = Each(
            drawn, years, seed, threads, "tail", kept,
            block =>
            {
                foreach (var year in worst.Where(year => year >= block.First && year < block.First + block.Years))
                {
                    block.Worst[year - block.First] = 1;
                }
            },
            _ => { }, done, cancellation);
        return [.. drawn.Layers.Select((_, i) => Sum(sums, block => block[i].Worst) / rank)];
    }

    /// <summary>Every event that costs something, by year: what <see cref="Run"/> drew, drawn again and never all in memory.</summary>
    /// <param name="book">The book.</param>
    /// <param name="years">How many years.</param>
    /// <param name="seed">That of the run.</param>
    /// <param name="cancellation">Stops it within a block.</param>
    public static IEnumerable<EventLoss> Events(Book book, int years, long seed, CancellationToken cancellation = default)
    {
        var drawn = new DrawnBook(book);
        for (var index = 0; index < Math.Min(Blocks, years); index++)
        {
            var block = Cut(drawn, index, years, []);
            block.Run(seed, cancellation);
            cancellation.ThrowIfCancellationRequested();
            block.Events!.Sort((one, other) => (one.Year, one.EventId, one.Loss).CompareTo((other.Year, other.EventId, other.Loss)));
            foreach (var happened in block.Events)
            {
                yield return happened;
            }
        }
    }

    /// <summary>Draws every block, or takes it from where it was kept.</summary>
    /// <returns>The sums of each.</returns>
    private static LayerSums[][] Each(DrawnBook drawn, int years, long seed, int threads, string pass, KeptBlocks? kept, Action<Block> prepare, Action<Block> finish, Action<int>? done, CancellationToken cancellation)
    {
        var sums = new LayerSums[Math.Min(Blocks, years)][];
        Parallel.For(0, sums.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, index =>
        {
            var block = Cut(drawn, index, years);
            var name = $"{pass} {index}";
            if (kept is null || !block.Restore(kept.Find(name)))
            {
                prepare(block);
                var start = Stopwatch.GetTimestamp();
                block.Run(seed, cancellation);
                // What was stopped in the middle is not a block.
                cancellation.ThrowIfCancellationRequested();
                if (Stopwatch.GetElapsedTime(start) >= kept?.From)
                {
                    kept.Keep(name, block.ToBytes());
                }
            }
            finish(block);
            sums[index] = block.Sums;
            done?.Invoke(block.Years);
        });
        cancellation.ThrowIfCancellationRequested();
        return sums;
    }

    internal static double Deviation(double squares, double mean, int years) =>
        years > 1 ? Math.Sqrt(Math.Max(0, (squares - (years * mean * mean)) / (years - 1))) : 0;

    /// <summary>The most years that a block has.</summary>
    internal static int LongestBlock(int years) => (int)((years + (long)Blocks - 1) / Blocks);

    private static Block Cut(DrawnBook book, int index, int years, List<EventLoss>? events = null)
    {
        var blocks = Math.Min(Blocks, years);
        var first = (int)((long)index * years / blocks);
        return new Block(book, first, (int)((index + 1L) * years / blocks) - first) { Events = events };
    }

    private static double Sum(LayerSums[][] blocks, Func<LayerSums[], double> of)
    {
        var sum = new CompensatedSum();
        foreach (var block in blocks)
        {
            sum.Add(of(block));
        }
        return sum.Value;
    }
}

/// <summary>What the book pays for one event, before the terms of the year.</summary>
/// <param name="Year">Counted from 0.</param>
/// <param name="EventId">Shared events by their position in the book from 1; after them each insured, whose own events have its number.</param>
/// <param name="Loss">Above 0.</param>
public readonly record struct EventLoss(int Year, int EventId, double Loss);

/// <summary>Sums of one policy over the years of a block.</summary>
internal struct LayerSums
{
    public double Sum;
    public double Squares;
    public double Worst;
}
