using BreachNotify.Law;
using BreachNotify.Law.Data;
using BreachNotify.Law.Fines;

namespace BreachNotify.Exposure.Costs;

/// <summary>The parts of what a breach costs, as policies give them sublimits.</summary>
public enum Component
{
    /// <summary>Fine of an authority, as far as it can be insured.</summary>
    Fine,

    /// <summary>Telling the people affected.</summary>
    Notification,

    /// <summary>Forensic work, advice on duties, public relations.</summary>
    IncidentResponse,

    /// <summary>Monitoring of credit or identity for those who take it up.</summary>
    Monitoring,

    /// <summary>Damages to people who claim.</summary>
    Damages,

    /// <summary>Gross profit lost while systems stand still.</summary>
    BusinessInterruption,

    /// <summary>Ransom and its negotiation.</summary>
    Extortion,

    /// <summary>Proceedings before an authority.</summary>
    RegulatoryDefence,
}

/// <summary>Where a figure holds; outside it is used with a warning.</summary>
/// <param name="Of">What must lie in the range: <c>people</c>, <c>records</c>, or <c>revenue</c> in US dollars a year.</param>
/// <param name="From">Lower end, included.</param>
/// <param name="To">Upper end, not included; null for none.</param>
public sealed record ValidRange(string Of, decimal From, decimal? To)
{
    /// <summary>Whether a value lies inside.</summary>
    public bool Holds(decimal value) => value >= From && (To is not { } to || value < to);

    internal static ValidRange? In(DataRow row) => row.Text("validFor") is { } of ? new ValidRange(of, row.Number("validFrom"), row.NumberOrNone("validTo")) : null;
}

/// <summary>One default of one component.</summary>
/// <param name="Component">What it is a part of.</param>
/// <param name="Cost">The figures with their source.</param>
/// <param name="AsOf">Year, or year and month, of the source.</param>
/// <param name="Valid">Where it holds; null where the source states nothing.</param>
public sealed record ComponentDefault(Component Component, CostDefault Cost, string AsOf, ValidRange? Valid);

/// <summary>The defaults of the components; every value may be replaced.</summary>
public static class ComponentDefaults
{
    /// <summary>Every default. What the law's own list of costs holds is taken from there.</summary>
    public static IReadOnlyList<ComponentDefault> All { get; } =
    [
        .. DataFile.Read("component-defaults.csv", typeof(ComponentDefaults).Assembly).Select(row => new ComponentDefault(
            Words.Parse<Component>("component", row["component"]),
            row.NumberOrNone("low") is { } low
                ? new CostDefault(row["id"], row["what"], row["per"], low, row.NumberOrNone("base"), row.Number("high"), row["unit"], row.Text("source"), row.Flag("verified"))
                : CostDefaults.All.First(cost => cost.Id == row["id"]),
            row["asOf"],
            ValidRange.In(row))),
    ];

    /// <summary>The defaults with the asker's values in place.</summary>
    /// <exception cref="QuestionException">There is no such default, or the values are negative or out of order.</exception>
    public static IReadOnlyList<ComponentDefault> With(IReadOnlyList<CostGiven> given)
    {
        var rows = All.ToList();
        for (var i = 0; i < given.Count; i++)
        {
            var at = rows.FindIndex(row => row.Cost.Id == given[i].Id);
            if (at < 0)
            {
                throw new QuestionException(false, $"costs[{i}].id", given[i].Id, $"is not one of {string.Join(", ", rows.Select(row => row.Cost.Id))}.");
            }
            rows[at] = rows[at] with { Cost = CostDefaults.Replaced(rows[at].Cost, given[i], $"costs[{i}]"), Valid = null };
        }
        return rows;
    }
}
