namespace BreachNotify.Mailings.Bounces;

/// <summary>One report about one message.</summary>
/// <param name="Id">The same for the same report, however often it comes.</param>
/// <param name="Tokens">What may lead to the recipient, the surest first; none for a report that cannot be read.</param>
/// <param name="Words">What was said; it may quote the address.</param>
public sealed record Report(string Id, IReadOnlyList<string> Tokens, Feedback Feedback, string Words)
{
    private const int LongestWords = 500;

    public string Words { get; } = Words.Length > LongestWords ? string.Concat(Words.AsSpan(0, LongestWords), "...") : Words;
}
