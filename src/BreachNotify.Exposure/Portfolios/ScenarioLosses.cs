using System.Globalization;
using BreachNotify.Exposure.Costs;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>Accumulation scenarios through the policies of a book: no chance in them but the part that is hit.</summary>
public static class ScenarioLosses
{
    private const double DaysOfYear = 365;

    /// <summary>What each scenario costs, once for each vendor where it names none.</summary>
    /// <param name="accounts">The book.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="reading">How waiting periods work.</param>
    /// <param name="treaty">Reinsurance; null for none.</param>
    /// <param name="unit">What one unit of a scenario's currency is in that of the book; default 1.</param>
    public static IReadOnlyList<ScenarioLoss> Of(OedBook accounts, IEnumerable<AccumulationScenario> scenarios, WaitingPeriodReading reading, Treaty? treaty = null, Func<AccumulationScenario, double>? unit = null)
    {
        var towers = accounts.Policies.GroupBy(policy => policy.Tower).Select(tower => tower.ToList()).ToList();
        return
        [
            .. scenarios.SelectMany(scenario => towers.GroupBy(tower => Vendor(scenario.Hits, tower))
                .Where(group => scenario.Hits == Dependence.Everyone || (group.Key.Length > 0 && (scenario.Vendor.Length == 0 || group.Key == scenario.Vendor)))
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Sum(scenario, group.Key, [.. group.Select(tower => Of(scenario, tower, reading, unit?.Invoke(scenario) ?? 1))], treaty ?? new Treaty()))),
        ];
    }

    private static string Vendor(Dependence hits, List<OedPolicy> tower) => hits switch
    {
        Dependence.Everyone => "",
        Dependence.Cloud => tower.Select(policy => policy.CloudVendor).FirstOrDefault(code => code != 0) is var code && code != 0 ? code.ToString(CultureInfo.InvariantCulture) : "",
        Dependence.Email => tower.Select(policy => policy.EmailVendor).FirstOrDefault(Named) ?? "",
        Dependence.Crm => tower.Select(policy => policy.CrmVendor).FirstOrDefault(Named) ?? "",
        _ => throw new ArgumentOutOfRangeException(nameof(hits), hits, "No such dependence."),
    };

    private static bool Named(string vendor) => vendor is not ("" or "0");

    private static ScenarioLoss Sum(AccumulationScenario scenario, string vendor, List<Part> parts, Treaty treaty)
    {
        double Hit(Func<Part, double> of) => scenario.Hit * parts.Sum(of);
        var paid = Hit(part => part.Paid);
        var excess = Math.Min(treaty.Excess(paid), treaty.AggregateLimit);
        return new ScenarioLoss(
            scenario, scenario.Hits == Dependence.Cloud ? Concentration.CloudVendor(int.Parse(vendor, CultureInfo.InvariantCulture)) : vendor, parts.Count, scenario.Hit * parts.Count,
            Hit(part => part.GroundUp), paid, (paid * (1 - treaty.Ceded)) - excess, scenario.Clock ? scenario.Hit * parts.Count : 0, Hit(part => part.People),
            scenario is { OutageHours: > 0, Impact: > 0 } ? parts.Count(part => !part.HasMargin) : 0, scenario.Records > 0 ? parts.Count(part => !part.HasRecords) : 0);
    }

    /// <summary>One insured that is hit.</summary>
    private static Part Of(AccumulationScenario scenario, List<OedPolicy> tower, WaitingPeriodReading reading, double unit)
    {
        var margin = tower.Select(policy => policy.GrossProfitMargin).FirstOrDefault(margin => margin is not null);
        var records = tower.Max(policy => policy.Records);
        var daily = tower.Max(policy => policy.Revenue) * (margin ?? 0) / DaysOfYear * scenario.Impact;
        var people = Math.Floor(scenario.Records * (records ?? 0));
        var response = unit * (scenario.Response + (people * scenario.Notice));
        var paid = 0.0;
        foreach (var policy in tower)
        {
            double Covered(string code, double amount) => policy.Coverages.FirstOrDefault(coverage => coverage.Code == code) is { } coverage ? new CoverageTerm(1, coverage.Deductible, coverage.Limit).Of(amount) : amount;
            var interruption = daily * Hours(scenario.OutageHours, policy, reading) / 24;
            var layer = policy.Layer;
            paid += Math.Min(Math.Max(layer.Of(Covered(scenario.Coverage, interruption) + Covered("INRE", response)) - layer.AggregateAttachment, 0), layer.AggregateLimit);
        }
        return new Part((daily * scenario.OutageHours / 24) + response, paid, people, margin is not null, records is not null);
    }

    private static double Hours(double outage, OedPolicy policy, WaitingPeriodReading reading) =>
        (double)Interruption.Loss(24, (decimal)outage, (decimal)(policy.WaitingHours ?? 0), (decimal)policy.IndemnityDays, reading);

    private sealed record Part(double GroundUp, double Paid, double People, bool HasMargin, bool HasRecords);
}
