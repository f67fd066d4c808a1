using System.Text.Json.Serialization;
using BreachNotify.Law;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime.Text;

namespace BreachNotify.Http;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Its path as in the body (<c>affected[2].country</c>), the header's or query parameter's name, or line and column.</param>
/// <param name="Value">What was sent, shortened; null where nothing was.</param>
/// <param name="Remedy">What would be right.</param>
public sealed record FieldError(string Field, string? Value, [property: JsonPropertyOrder(2)] string Remedy)
{
    private const int LongestValue = 100;

    [JsonPropertyOrder(1)]
    public string? Value { get; } = Value is { Length: > LongestValue } ? string.Concat(Value.AsSpan(0, LongestValue), "...") : Value;
}

/// <summary>
/// A request that is not carried out. Thrown anywhere below an endpoint, also inside a database transaction (which it
/// rolls back), and turned into an RFC 9457 problem in one place.
/// </summary>
public sealed class Refusal(int status, string detail, params IReadOnlyList<FieldError> errors) : Exception(detail)
{
    public int Status { get; } = status;

    public IReadOnlyList<FieldError> Errors { get; } = errors;

    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>400: it cannot be understood.</summary>
    public static Refusal Malformed(params IReadOnlyList<FieldError> errors) =>
        new(StatusCodes.Status400BadRequest, Sentence(errors), errors);

    /// <summary>400 for one field.</summary>
    public static Refusal Malformed(string field, string? value, string remedy) => Malformed(new FieldError(field, value, remedy));

    /// <summary>404: there is no such thing.</summary>
    /// <param name="what">What was asked for.</param>
    /// <param name="id">Its id.</param>
    /// <param name="when">The instant at which it was not there; null for now.</param>
    public static Refusal NotFound(string what, string id, string? when = null) =>
        new(StatusCodes.Status404NotFound, $"There {(when is null ? "is" : "was")} no {what} '{new FieldError("id", id, "").Value}'{(when is null ? "" : $" at {new FieldError("at", when, "").Value}")}.");

    /// <summary>409: a move that the state does not allow.</summary>
    public static Refusal Conflict(string detail) => new(StatusCodes.Status409Conflict, detail);

    /// <summary>422: understood, but the law or the data refuses it.</summary>
    public static Refusal Unprocessable(params IReadOnlyList<FieldError> errors) =>
        new(StatusCodes.Status422UnprocessableEntity, Sentence(errors), errors);

    /// <summary>What the law or a feature refuses as a refusal; null for any other exception.</summary>
    public static Refusal? Of(Exception e) => e switch
    {
        Refusal refusal => refusal,
        QuestionException { Refused: true } question => Unprocessable(new FieldError(question.Field, question.Value, question.Remedy)),
        QuestionException question => Malformed(question.Field, question.Value, question.Remedy),
        NotInForceException { Field: { } field } notInForce => Unprocessable(new FieldError(field, LocalDatePattern.Iso.Format(notInForce.Day), notInForce.Remedy)),
        NotInForceException notInForce => new Refusal(StatusCodes.Status422UnprocessableEntity, notInForce.Message),
        _ => null,
    };

    private static string Sentence(IReadOnlyList<FieldError> errors) => errors switch
    {
        [var only] => $"{only.Field}: {only.Remedy}",
        [var first, ..] => $"{errors.Count} fields are wrong. {first.Field}: {first.Remedy}",
        [] => "The request is wrong.",
    };
}
