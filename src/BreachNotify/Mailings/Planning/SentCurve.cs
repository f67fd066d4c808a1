using NodaTime;

namespace BreachNotify.Mailings.Planning;

/// <summary>How many people are reached by when: straight between its points, level before the first and after the last.</summary>
/// <param name="points">In order of time; the first has nobody.</param>
public sealed class SentCurve(IReadOnlyList<(Instant At, double Sent)> points)
{
    public IReadOnlyList<(Instant At, double Sent)> Points => points;

    public Instant Start => points[0].At;

    public Instant End => points[^1].At;

    public double Total => points[^1].Sent;

    public double By(Instant at)
    {
        var (low, high) = (0, points.Count - 1);
        if (at <= points[low].At)
        {
            return points[low].Sent;
        }
        if (at >= points[high].At)
        {
            return points[high].Sent;
        }
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].At <= at ? (middle, high) : (low, middle);
        }
        var (from, until) = (points[low], points[high]);
        return from.Sent + ((until.Sent - from.Sent) * (at - from.At).TotalSeconds / (until.At - from.At).TotalSeconds);
    }

    /// <summary>With those reached before: evenly between <paramref name="since"/> and this curve's start, for lack of a record.</summary>
    public SentCurve After(Instant since, long reached) => reached == 0 || since >= Start
        ? this
        : new SentCurve([(since, 0), .. points.Select(point => (point.At, point.Sent + reached))]);
}
