using BreachNotify.Exposure.Severities;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>
/// How often and how hard the insureds of a book are hit. Events a year = rate x (revenue / 100 million)^exponent; one severity
/// for all, which limits cut.
/// </summary>
/// <param name="Rate">Events a year of an insured with a revenue of 100 million.</param>
/// <param name="SizeExponent">How the rate grows with revenue.</param>
/// <param name="Severity">The ground-up loss of an event.</param>
/// <param name="OutageRate">Outages a year of each cloud provider; 0 for none.</param>
/// <param name="OutageHit">Probability that an outage costs an insured of that provider a loss.</param>
/// <param name="Split">How a loss divides over coverages; null for the usual one.</param>
/// <param name="Treaty">The reinsurance of the whole; null for none.</param>
public sealed record BookModel(double Rate, double SizeExponent, ISeverity Severity, double OutageRate = 0, double OutageHit = 0, LossSplit? Split = null, Treaty? Treaty = null)
{
    private const double ReferenceRevenue = 100_000_000;

    /// <summary>One US dollar in the currency of the book, for the reference revenue and the scenarios; null where no rate was given, and dollars count as they stand.</summary>
    public double? Dollar { get; init; }

    /// <summary>One unit of the severity's currency in that of the book.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>IRIS 2022 (Cyentia): a yearly probability of 2.18 % to 12.95 % at 100 million of revenue; this is their geometric mean, which is ours.</summary>
    public const double UsualRate = 0.0531;

    /// <summary>Wheatley, Maillart and Sornette 2016 (arXiv 1505.07684): frequency grows with the size of an organisation to the power 0.6.</summary>
    public const double UsualExponent = 0.6;

    /// <summary>An assumption, which counts only where a rate of outages is given.</summary>
    public const double UsualOutageHit = 0.1;

    /// <summary>IRIS 2022 overall loss, US dollars: lognormal with mu 12.56 and sigma 3.07.</summary>
    public static readonly Lognormal UsualSeverity = new(12.56, 3.07);

    /// <summary>Events a year.</summary>
    /// <param name="revenue">Of a year, in the currency of the book, above 0.</param>
    public double FrequencyAt(double revenue) => Rate * Math.Pow(revenue / (ReferenceRevenue * (Dollar ?? 1)), SizeExponent);

    /// <summary>A book to simulate: one insured for each tower, and the outages of the providers that several of them name.</summary>
    public Book Of(OedBook accounts)
    {
        Insured[] insureds = [.. accounts.Policies.GroupBy(policy => policy.Tower).Select(tower =>
            new Insured(tower.Key, FrequencyAt(tower.Max(policy => policy.Revenue)), Severity, Scale, [.. tower.Select(Terms)]))];
        var vendors = accounts.Policies.Select(policy => (policy.Tower, policy.CloudVendor)).Where(pair => pair.CloudVendor != 0).DistinctBy(pair => pair.Tower).ToDictionary(pair => pair.Tower, pair => pair.CloudVendor);
        return new Book(insureds, OutageRate == 0
            ? []
            : [.. insureds.Select((insured, i) => (Vendor: vendors.GetValueOrDefault(insured.Id), i)).Where(pair => pair.Vendor != 0).GroupBy(pair => pair.Vendor).OrderBy(group => group.Key)
                .Select(group => new SharedEvent($"cloud {group.Key}", OutageRate, [.. group.Select(pair => pair.i)], OutageHit))], Treaty);
    }

    private Layer Terms(OedPolicy policy) => policy.Layer with { Coverages = (Split ?? LossSplit.Usual).Of(policy.Coverages, policy.WaitingHours, policy.IndemnityDays) };
}
