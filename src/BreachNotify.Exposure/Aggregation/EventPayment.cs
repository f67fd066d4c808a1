using BreachNotify.Exposure.Severities;

namespace BreachNotify.Exposure.Aggregation;

/// <summary>
/// What the insurer pays for one event, Y = share x min(max(X - retention, 0), limit): the limit stands above the retention,
/// as Oasis' calculation rules 1 and 2 have it.
/// </summary>
/// <param name="severity">The ground-up loss X.</param>
/// <param name="retention">What the insured bears of each event.</param>
/// <param name="limit">The most above it; infinite for none.</param>
/// <param name="share">The insurer's part, above 0 and at most 1.</param>
public sealed class EventPayment(ISeverity severity, double retention = 0, double limit = double.PositiveInfinity, double share = 1)
{
    private readonly double _retained = severity.Limited(retention);

    /// <summary>The most that is paid for one event; infinite where neither the limit nor the largest loss bounds it.</summary>
    public double Most { get; } = share * Math.Min(limit, Math.Max(0, severity.Largest - retention));

    /// <summary>E[Y].</summary>
    public double Mean => Limited(double.PositiveInfinity);

    /// <summary>P(Y &gt; 0).</summary>
    public double ProbabilityOfPayment => severity.Above(retention);

    /// <summary>P(Y = share x limit); 0 where there is no limit.</summary>
    public double ProbabilityOfLimit => double.IsPositiveInfinity(limit) ? 0 : severity.AtLeast(retention + limit);

    /// <summary>E[Y^2].</summary>
    public double SecondMoment
    {
        get
        {
            var (from, to) = (retention, retention + limit);
            var above = double.IsPositiveInfinity(to) ? 0 : severity.Above(to);
            var between = severity.Above(from) - above;
            var first = severity.Moment(1, to) - severity.Moment(1, from);
            var second = severity.Moment(2, to) - severity.Moment(2, from);
            var whole = share * share * (second - (2 * from * first) + (from * from * between) + (above > 0 ? limit * limit * above : 0));
            // For the reason given at Limited.
            return Math.Clamp(whole, Mean * Mean, Math.Max(Mean * Mean, Most * Most * ProbabilityOfPayment));
        }
    }

    /// <summary>
    /// The same payment, at most <paramref name="most"/>. Where one event alone exhausts what a year can cost, its excess changes
    /// nothing, but would stretch the grid.
    /// </summary>
    public EventPayment UpTo(double most) => most < Most ? new EventPayment(severity, retention, most / share, share) : this;

    /// <summary>P(Y &gt; y), for y of 0 or more.</summary>
    public double Above(double y) => y >= Most ? 0 : severity.Above(retention + (y / share));

    /// <summary>P(Y &gt;= y), for y above 0.</summary>
    public double AtLeast(double y) => y > Most ? 0 : severity.AtLeast(retention + (y / share));

    /// <summary>
    /// E[min(Y, y)]. A thin layer far out is a difference of two large numbers; it is held between its width times the
    /// probability at either end.
    /// </summary>
    public double Limited(double y)
    {
        var width = Math.Min(y / share, limit);
        var between = severity.Limited(retention + width) - _retained;
        return share * (double.IsPositiveInfinity(width) ? between : Math.Clamp(between, width * severity.Above(retention + width), width * severity.Above(retention)));
    }

    /// <summary>The smallest y with P(Y &gt; y) &lt;= <paramref name="probability"/>.</summary>
    public double Quantile(double probability) =>
        share * Math.Max(0, severity.Quantile(probability, retention, retention + limit) - retention);
}
