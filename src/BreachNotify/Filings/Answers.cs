using System.Text.Json;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Law.Authorities;
using NodaTime;

namespace BreachNotify.Filings;

/// <summary>What persons add to the form, by the fields' keys. For a recipient its own answers go before those for all, and these before the register.</summary>
public sealed record Answers
{
    public static readonly Answers None = new();

    /// <summary>Bytes of all answers together, as JSON.</summary>
    private const int Largest = 1024 * 1024;

    /// <summary>For every recipient.</summary>
    public IReadOnlyDictionary<string, JsonElement> Fields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>For one recipient, by the code of its authority.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Recipients { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>();

    /// <exception cref="Refusal">400, naming every field that is wrong.</exception>
    public void Check()
    {
        var complaints = new Complaints();
        Check(complaints, "fields", Fields);
        foreach (var (recipient, fields) in Recipients)
        {
            if (SupervisoryAuthorities.Find(recipient, Sector.Private) is null)
            {
                complaints.Add($"recipients.{recipient}", null, "Must be the code of a supervisory authority, such as DE-BY or GB.");
            }
            Check(complaints, $"recipients.{recipient}", fields);
        }
        if (JsonSerializer.SerializeToUtf8Bytes(this, JsonContract.Options).Length > Largest)
        {
            complaints.Add("(body)", null, $"The answers of a breach may have {Largest} bytes together; what is longer belongs into an attachment.");
        }
        complaints.ThrowIfAny();
    }

    private static void Check(Complaints complaints, string path, IReadOnlyDictionary<string, JsonElement> fields)
    {
        foreach (var (key, value) in fields)
        {
            if (NoticeForm.Find(key) is not { } field)
            {
                complaints.Add($"{path}.{key}", null, "Is no field of the form; GET /api/v1/notices/form lists them.");
            }
            else if (!field.Answerable)
            {
                complaints.Add($"{path}.{key}", null, key switch
                {
                    NoticeForm.AwareAt => "Is changed in the register: the deadlines follow from it.",
                    NoticeForm.ReasonForWithdrawal => "Is given with the filing that withdraws, as reasonForWithdrawal.",
                    _ => "Is answered by the service itself.",
                });
            }
            else
            {
                AnswerCheck.Check(complaints, $"{path}.{key}", field, value);
            }
        }
    }
}

/// <summary>The answers at one time.</summary>
/// <param name="Version">0 while nobody added anything, one more with every change; the ETag.</param>
public sealed record AnswersVersion(long Version, Instant? ChangedAt, Actor? ChangedBy, Answers Answers)
{
    public static readonly AnswersVersion None = new(0, null, null, Answers.None);
}
