namespace BreachNotify.Mailings.Pacing;

/// <summary>
/// Decides when refusals that lie with the sender or the system stop a whole mailing: by their share among the latest
/// results, since an absolute number is wrong for five hundred people and for ten million. One provider among others
/// that refuses everything does not; it is left alone while the others go on.
/// </summary>
/// <param name="acceptedBefore">How many messages earlier runs of the mailing had accepted: what comes back late may be one of them.</param>
public sealed class Breaker(long acceptedBefore)
{
    private const int Latest = 200;
    private const int Fewest = 5;
    private const double Share = 0.2;

    private readonly Lock _lock = new();
    private readonly Queue<Result> _results = new(Latest);

    /// <summary>A message was accepted, or refused for the person's sake.</summary>
    public void Passed() => Add(new Result(null, null));

    /// <param name="by">Who refused.</param>
    /// <param name="words">The refusal.</param>
    /// <param name="late">Whether the message had been accepted before it was refused.</param>
    /// <returns>Whether the mailing must stop now.</returns>
    public bool Refused(string by, string words, bool late = false) => Add(new Result(by, words, late));

    /// <summary>The last refusal where everything was refused at once; else null. What comes back late had been accepted, and says nothing about the next message.</summary>
    public string? NothingButRefusals
    {
        get
        {
            lock (_lock)
            {
                var atOnce = _results.Where(result => !result.Late).ToList();
                return atOnce.TrueForAll(result => result.By is not null) ? atOnce.LastOrDefault().Words : null;
            }
        }
    }

    private bool Add(Result result)
    {
        lock (_lock)
        {
            if (_results.Count == Latest)
            {
                _results.Dequeue();
            }
            _results.Enqueue(result);
            if (result.By is null)
            {
                return false;
            }
            var refusals = _results.Count(one => one.By is not null);
            var among = result.Late ? Math.Min(_results.Count + acceptedBefore, Latest) : _results.Count;
            var bySeveral = _results.Select(one => one.By).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any();
            return bySeveral && refusals >= Fewest && refusals >= Share * among;
        }
    }

    private readonly record struct Result(string? By, string? Words, bool Late = false);
}
