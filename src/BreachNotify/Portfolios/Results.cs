namespace BreachNotify.Portfolios;

/// <summary>Files of results that can be fetched.</summary>
public static class Results
{
    public const string Ept = "ept.csv";
    public const string Alt = "alt.csv";
    public const string Policies = "policies.csv";
    public const string Rejected = "rejected.csv";

    /// <summary>Each with its media type.</summary>
    public static readonly IReadOnlyList<(string Name, string MediaType)> All = [(Ept, "text/csv"), (Alt, "text/csv"), (Policies, "text/csv"), (Rejected, "text/csv")];
}
