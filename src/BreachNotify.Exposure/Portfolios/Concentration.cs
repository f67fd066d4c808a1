using System.Globalization;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>What of a book has one thing in common.</summary>
/// <param name="By">CloudVendor, Country or Industry.</param>
/// <param name="Key">The vendor, country or sector; empty where the file names none.</param>
/// <param name="Insureds">How many towers.</param>
/// <param name="Limit">The most that one event can cost over all of them; infinite where a policy has no limit.</param>
/// <param name="Mean">Paid in a year on average.</param>
/// <param name="TailShare">Paid on average in the worst years, the co-TVaR.</param>
public sealed record Concentration(string By, string Key, int Insureds, double Limit, double Mean, double TailShare)
{
    private static readonly string[] CloudVendors = ["", "AWS", "Microsoft Azure", "Google Cloud", "IBM", "Oracle", "Alibaba"];

    /// <summary>Every group of a book, the largest share of the worst years first.</summary>
    /// <param name="accounts">The book as read.</param>
    /// <param name="loss">Its simulated years.</param>
    /// <param name="tailShares">Of each policy, as <see cref="Simulation.TailShares"/> found them.</param>
    public static IReadOnlyList<Concentration> Of(OedBook accounts, PortfolioLoss loss, IReadOnlyList<double> tailShares)
    {
        var rows = accounts.InOrder.Select((policy, i) => (Policy: policy, loss.Policies[i].Mean, Tail: tailShares[i])).ToList();
        IEnumerable<Concentration> By(string name, Func<OedPolicy, string> of) => rows.GroupBy(row => of(row.Policy)).Select(group => new Concentration(
            name, group.Key, group.Select(row => row.Policy.Tower).Distinct().Count(), group.Sum(row => row.Policy.Layer.Share * row.Policy.Layer.Limit), group.Sum(row => row.Mean), group.Sum(row => row.Tail)))
            .OrderByDescending(row => row.TailShare).ThenBy(row => row.Key, StringComparer.Ordinal);
        return [.. By("CloudVendor", policy => CloudVendor(policy.CloudVendor)), .. By("Country", policy => policy.Country), .. By("Industry", policy => policy.Industry)];
    }

    /// <summary>The provider an OED code stands for; empty for unknown.</summary>
    internal static string CloudVendor(int code) => code >= 0 && code < CloudVendors.Length ? CloudVendors[code] : code.ToString(CultureInfo.InvariantCulture);
}
