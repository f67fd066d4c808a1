namespace BreachNotify.Mailings.Pacing;

/// <summary>
/// Decides when refusals that lie with the sender or the system stop a whole mailing: by their share among the latest
/// results, since an absolute number is wrong for five hundred people and for ten million. One provider among others
/// that refuses everything does not; it is left alone while the others go on.
/// </summary>
public sealed class Breaker
{
    private const int Latest = 200;
    private const int Fewest = 5;
    private const double Share = 0.2;

    private readonly Lock _lock = new();
    private readonly Queue<string?> _results = new(Latest);
    private string? _lastWords;

    /// <param name="refusedBy">Who refused; null for a message that was accepted or a person who was refused.</param>
    /// <param name="words">The refusal.</param>
    /// <returns>Whether the mailing must stop now.</returns>
    public bool Add(string? refusedBy, string? words = null)
    {
        lock (_lock)
        {
            if (_results.Count == Latest)
            {
                _results.Dequeue();
            }
            _results.Enqueue(refusedBy);
            if (refusedBy is null)
            {
                return false;
            }
            _lastWords = words;
            var refusals = _results.Count(result => result is not null);
            var bySeveral = _results.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any();
            return bySeveral && refusals >= Fewest && refusals >= Share * _results.Count;
        }
    }

    /// <summary>The last refusal where there was nothing but refusals; else null.</summary>
    public string? NothingButRefusals
    {
        get
        {
            lock (_lock)
            {
                return _results.Count > 0 && _results.All(result => result is not null) ? _lastWords : null;
            }
        }
    }
}
