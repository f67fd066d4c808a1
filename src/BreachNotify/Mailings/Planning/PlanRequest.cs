using BreachNotify.Http;
using static BreachNotify.Mailings.MailingEndpoints;

namespace BreachNotify.Mailings.Planning;

/// <summary>What a plan is asked for; everything that is left out is taken from the mailing, the configuration or a default.</summary>
public sealed record PlanRequest
{
    /// <summary>Default the mailing's scheduled start, else now; not for a mailing that has started.</summary>
    public Moment? StartAt { get; init; }

    /// <summary>IANA zone of the days in which calls are counted; default the breach's.</summary>
    public string? Zone { get; init; }

    /// <summary>Messages a second over all providers.</summary>
    public double? PerSecond { get; init; }

    /// <summary>By a name of the answer's <c>perProvider</c>.</summary>
    public IReadOnlyDictionary<string, ProviderPace> Providers { get; init; } = new Dictionary<string, ProviderPace>();

    /// <summary>Share of those reached who call, 0 to 1.</summary>
    public double? CallShare { get; init; }

    /// <summary>How the calls spread over the days after the message; divided by their sum.</summary>
    public IReadOnlyList<double>? CallDays { get; init; }

    /// <summary>Hours a day in which calls are taken, more than 0 and at most 24.</summary>
    public double? CallHours { get; init; }

    /// <summary>Agents there are.</summary>
    public int? Agents { get; init; }

    public double? MinutesPerCall { get; init; }

    /// <summary>In the place of the mailing's.</summary>
    public Quiet? QuietHours { get; init; }

    public IReadOnlyList<ChannelCost> Costs { get; init; } = [];

    /// <summary>The pace is to be slow enough for this.</summary>
    public double? CallsPerHourAtMost { get; init; }

    /// <summary>The controller's own target.</summary>
    public Moment? FinishBy { get; init; }

    /// <exception cref="Refusal">400, naming every field that is wrong.</exception>
    public void Check(Func<string, bool> isProvider)
    {
        var complaints = new Complaints();
        Number("perSecond", PerSecond, 0.001, 1_000_000);
        Number("callShare", CallShare, 0, 1);
        Number("callHours", CallHours, 0.1, 24);
        Number("agents", Agents, 0, 1_000_000);
        Number("minutesPerCall", MinutesPerCall, 0, 1440);
        Number("callsPerHourAtMost", CallsPerHourAtMost, 0.001, 1_000_000_000);
        foreach (var (name, pace) in Providers)
        {
            if (!isProvider(name))
            {
                complaints.Add($"providers.{name}", name, "Must be a name of GET /providers, of BreachNotify:Mail:Limits, or 'other'.");
            }
            Number($"providers.{name}.perSecond", pace?.PerSecond ?? 0, 0.001, 1_000_000);
        }
        if (CallDays is { } days && (days.Count is 0 or > 60 || days.Any(day => day is < 0 or > 1_000_000) || days.Sum() <= 0))
        {
            complaints.Add("callDays", null, "Must be 1 to 60 shares, none negative and not all 0; the first is the day of the message.");
        }
        for (var i = 0; i < Costs.Count; i++)
        {
            Cost($"costs[{i}]", Costs[i], Costs.Take(i));
        }
        complaints.ThrowIfAny();

        void Number(string field, double? value, double least, double most)
        {
            if (value is { } number && !(number >= least && number <= most))
            {
                complaints.Add(field, FormattableString.Invariant($"{number}"), FormattableString.Invariant($"Must be {least} to {most}."));
            }
        }

        void Cost(string field, ChannelCost cost, IEnumerable<ChannelCost> before)
        {
            var country = cost.Country ?? LetterRates.AnyCountry;
            if (cost.Country is not null && cost.Channel != Channel.Letter)
            {
                complaints.Add($"{field}.country", cost.Country, "Only letters cost by country; leave it out.");
            }
            else if (LetterRates.FaultOf(country, cost.Amount, cost.Currency) is { } fault)
            {
                complaints.Add(field, $"{country}:{cost.Amount}:{cost.Currency}", fault);
            }
            else if (before.Any(other => other.Channel == cost.Channel && other.Country == cost.Country))
            {
                complaints.Add(field, Words<Channel>.Of(cost.Channel), "Must not price a channel twice for one country.");
            }
            complaints.Line($"{field}.source", cost.Source, 200);
        }
    }
}

public sealed record ProviderPace(double PerSecond);

public enum Channel
{
    Email,
    Letter,
    Call,
}

/// <summary>What one message, letter or call costs.</summary>
/// <param name="Country">For letters, ISO 3166-1; null for all others.</param>
public sealed record ChannelCost(Channel Channel, decimal Amount, string Currency, string? Country = null, string? Source = null);
