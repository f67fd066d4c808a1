namespace BreachNotify.Exposure.Costs;

/// <summary>What is applied first; wordings differ.</summary>
public enum TermsOrder
{
    /// <summary>Each component is cut at its sublimit; the retention is taken from the sum; then the limit.</summary>
    SublimitFirst,

    /// <summary>The retention is taken from the components in proportion; each is cut at its sublimit; then the limit.</summary>
    RetentionFirst,
}

/// <summary>What a policy pays of the components of one breach.</summary>
public static class PolicyOrder
{
    /// <summary>The payment of each component, in the order given; together never more than share x limit.</summary>
    /// <param name="costs">The cost of each component.</param>
    /// <param name="sublimits">The sublimit of each; null for none.</param>
    /// <param name="retention">Borne by the insured.</param>
    /// <param name="limit">The most of the policy; null for none.</param>
    /// <param name="share">The insurer's part.</param>
    /// <param name="order">What is applied first.</param>
    public static decimal[] Pay(IReadOnlyList<decimal> costs, IReadOnlyList<decimal?> sublimits, decimal retention, decimal? limit, decimal share, TermsOrder order)
    {
        decimal[] Cut(IEnumerable<decimal> amounts) => [.. amounts.Zip(sublimits, (amount, sublimit) => Math.Min(amount, sublimit ?? amount))];
        decimal[] Down(decimal[] amounts, Func<decimal, decimal> to) => amounts.Sum() is var sum && sum > 0 ? [.. amounts.Select(amount => amount * to(sum) / sum)] : amounts;
        decimal AfterRetention(decimal sum) => Math.Max(0, sum - retention);

        var paid = order switch
        {
            TermsOrder.SublimitFirst => Down(Cut(costs), AfterRetention),
            TermsOrder.RetentionFirst => Cut(Down([.. costs], AfterRetention)),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "No such order."),
        };
        return [.. Down(paid, sum => Math.Min(sum, limit ?? sum)).Select(amount => amount * share)];
    }
}
