using Microsoft.Net.Http.Headers;

namespace BreachNotify.Http;

/// <summary>The precondition of a change (RFC 9110 section 13.1.1), so that two who change the same thing see each other.</summary>
public sealed class IfMatch
{
    private readonly string _sent;
    private readonly IList<EntityTagHeaderValue> _wanted;

    private IfMatch(string sent, IList<EntityTagHeaderValue> wanted) => (_sent, _wanted) = (sent, wanted);

    /// <exception cref="Refusal">428: the header is missing. 400: it is malformed.</exception>
    public static IfMatch Of(HttpRequest request)
    {
        var sent = request.Headers.IfMatch;
        if (sent.Count == 0)
        {
            throw new Refusal(StatusCodes.Status428PreconditionRequired, "A change names the version it was made from.", new FieldError("If-Match", null, "Send the ETag of the record as read."));
        }
        return Of([.. sent.OfType<string>()]);
    }

    /// <summary>The precondition as a form sends it, with the ETag of what its page showed.</summary>
    /// <exception cref="Refusal">400: it is malformed.</exception>
    public static IfMatch Of(params IList<string> sent) => EntityTagHeaderValue.TryParseStrictList(sent, out var tags)
        ? new IfMatch(string.Join(", ", sent), tags)
        : throw Refusal.Malformed("If-Match", string.Join(", ", sent), "Must be an ETag in quotation marks, such as \"3\".");

    /// <param name="current">What it must be made from.</param>
    /// <param name="otherwise">What happened if it was not, as a sentence.</param>
    /// <exception cref="Refusal">412: it was made from another version.</exception>
    public void Require(EntityTagHeaderValue current, string otherwise)
    {
        if (!_wanted.Contains(EntityTagHeaderValue.Any) && !_wanted.Any(tag => tag.Compare(current, useStrongComparison: true)))
        {
            throw new Refusal(StatusCodes.Status412PreconditionFailed, otherwise, new FieldError("If-Match", _sent, $"Read it again and send If-Match: {current}"));
        }
    }
}
