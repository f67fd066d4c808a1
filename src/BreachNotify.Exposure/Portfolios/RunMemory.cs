using System.Globalization;
using BreachNotify.Law;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>What memory a run takes, so that one that cannot finish is refused before it starts.</summary>
public static class RunMemory
{
    // Bytes, from the arrays themselves; what the results are sorted with is counted with the years.
    private const long OfYear = 28 + 60;
    private const long OfYearInBlock = 52;
    private const long OfEvent = 2 * 24;
    private const long OfHit = 2 * 8;

    /// <summary>A list that grows holds the old one beside the new, twice as long.</summary>
    private const long OfListed = 3 * 16;
    private const long OfPolicy = 32 * 24 * 2;
    private const long OfSeverity = 3 * 1024 * 16;

    /// <summary>Bytes that <see cref="Simulation.Run"/> takes at most, the book itself apart.</summary>
    /// <param name="book">The book, with at least one insured.</param>
    /// <param name="years">How many years.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="listed">Whether the events are listed afterwards, a block of years at a time.</param>
    public static double Bytes(Book book, int years, int threads, bool listed = false)
    {
        double block = Simulation.LongestBlock(years);
        // Six standard deviations above its mean a Poisson number is not seen.
        static double Most(double mean) => mean + (6 * Math.Sqrt(mean)) + 1;
        var events = book.Insureds.Max(insured => Most(insured.Rate * block));
        var hits = book.SharedEvents.Sum(shared => Most(shared.Rate * block) * (8 + (shared.Probability * shared.Members.Count)));
        return (OfYear * (double)years) + (OfPolicy * (double)book.Insureds.Sum(insured => insured.Policies.Count)) + (OfSeverity * (double)book.Insureds.Select(insured => insured.Severity).Distinct().Count())
            + (threads * ((OfYearInBlock * block) + (OfEvent * (events + hits)) + (OfHit * hits)))
            + (listed ? OfListed * Most(book.Events * block) : 0);
    }

    /// <summary>Refuses a run that the memory does not hold.</summary>
    /// <param name="book">The book, with at least one insured.</param>
    /// <param name="years">How many years.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="listed">Whether the events are listed afterwards.</param>
    /// <param name="available">Bytes; default what the process, or its container, has left.</param>
    /// <exception cref="QuestionException">It takes more; the message says how many years would fit.</exception>
    public static void Refuse(Book book, int years, int threads, bool listed = false, double? available = null)
    {
        var there = available ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - GC.GetTotalMemory(false);
        var needed = Bytes(book, years, threads, listed);
        if (needed <= there)
        {
            return;
        }
        var (fit, not) = (0, years);
        while (not - fit > 1)
        {
            var middle = fit + ((not - fit) / 2);
            (fit, not) = Bytes(book, middle, threads, listed) <= there ? (middle, not) : (fit, middle);
        }
        var policies = book.Insureds.Sum(insured => insured.Policies.Count);
        throw new QuestionException(true, "years", years.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture,
            $"needs about {needed / 1e6:#,0} MB for {policies:#,0} policies and {book.Events:#,0.##} events a year, and {Math.Max(0, there) / 1e6:#,0} MB are there; {(fit > 0 ? $"{fit:#,0} years would fit." : "no number of years would fit: split the book.")}"));
    }
}
