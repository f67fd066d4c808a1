namespace BreachNotify.Mailings.Rehearsals;

/// <summary>A message of a rehearsal by the opaque name of its recipient, so that it can be made again and looked at.</summary>
/// <param name="Bytes">Its length as it would have been handed over.</param>
public sealed record Sample(string Token, long Bytes);

/// <param name="Any">One of them, each with the same chance.</param>
public sealed record LanguageTally(long Messages, long Bytes, Sample Any);

/// <summary>What the sink was handed. It names rows, not people.</summary>
public sealed record Tally(long Messages, long Bytes, Sample? Longest, Sample? Shortest, IReadOnlyDictionary<string, LanguageTally> Languages)
{
    public static readonly Tally Empty = new(0, 0, null, null, new Dictionary<string, LanguageTally>());

    /// <param name="draw">A random number from 0 up to, but not including, its argument.</param>
    public Tally With(string language, Sample sample, Func<long, long> draw) =>
        Plus(new Tally(1, sample.Bytes, sample, sample, new Dictionary<string, LanguageTally> { [language] = new(1, sample.Bytes, sample) }), draw);

    /// <param name="draw">A random number from 0 up to, but not including, its argument.</param>
    public Tally Plus(Tally other, Func<long, long> draw)
    {
        var languages = new SortedDictionary<string, LanguageTally>(Languages.ToDictionary(), StringComparer.Ordinal);
        foreach (var (language, theirs) in other.Languages)
        {
            languages[language] = languages.TryGetValue(language, out var ours)
                ? new LanguageTally(ours.Messages + theirs.Messages, ours.Bytes + theirs.Bytes, draw(ours.Messages + theirs.Messages) < ours.Messages ? ours.Any : theirs.Any)
                : theirs;
        }
        return new Tally(
            Messages + other.Messages,
            Bytes + other.Bytes,
            new[] { Longest, other.Longest }.MaxBy(sample => sample?.Bytes ?? long.MinValue),
            new[] { Shortest, other.Shortest }.MinBy(sample => sample?.Bytes ?? long.MaxValue),
            languages);
    }
}
