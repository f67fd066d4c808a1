namespace BreachNotify.Law;

/// <summary>
/// A question cannot be answered as asked. <see cref="Refused"/> tells a well-formed question that the law or the data
/// refuses from a malformed one.
/// </summary>
public sealed class QuestionException(bool refused, string field, string? value, string remedy)
    : Exception(value is null ? $"{field}: {remedy}" : $"{field}: '{value}' {remedy}")
{
    /// <summary>True when the question is well-formed but the law or the data refuses it; false when it is malformed.</summary>
    public bool Refused { get; } = refused;

    /// <summary>The field, as a path such as <c>entity.turnover.amount</c>.</summary>
    public string Field { get; } = field;

    /// <summary>What was given; null when nothing was.</summary>
    public string? Value { get; } = value;

    /// <summary>What would be right.</summary>
    public string Remedy { get; } = remedy;

    internal static QuestionException Malformed(string field, string? value, string remedy) => new(false, field, value, remedy);

    internal static QuestionException RefusedAs(string field, string? value, string remedy) => new(true, field, value, remedy);
}
