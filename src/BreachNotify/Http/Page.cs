namespace BreachNotify.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">The <c>cursor</c> of the next page; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
