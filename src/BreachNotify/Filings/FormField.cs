using System.Text.Json;
using System.Text.Json.Serialization;

namespace BreachNotify.Filings;

/// <summary>What an answer looks like in JSON.</summary>
public enum FieldKind
{
    /// <summary>A text of one line, at most 300 characters.</summary>
    Line,

    /// <summary>A text with paragraphs, at most 20,000 characters.</summary>
    Text,

    /// <summary>One of the field's words.</summary>
    Word,

    /// <summary>A list of the field's words, each once.</summary>
    Words,

    /// <summary>True or false.</summary>
    YesNo,

    /// <summary>An RFC 3339 time with its offset.</summary>
    Time,

    /// <summary>An ISO date.</summary>
    Date,

    /// <summary>A whole number, 0 or more.</summary>
    Number,

    /// <summary>A list of <see cref="Party"/>.</summary>
    Parties,

    /// <summary>A list of country and people, as in the register.</summary>
    Countries,

    /// <summary>A list of texts of one line.</summary>
    Lines,
}

/// <summary>What a notice is without an answer to a field.</summary>
public enum Need
{
    /// <summary>No notice at all.</summary>
    Always,

    /// <summary>An incomplete one, which says that it is to be determined (GDPR Art. 33(4)).</summary>
    Complete,

    /// <summary>Complete all the same.</summary>
    Asked,
}

/// <summary>Somebody else who takes part: a processor, a joint controller, another.</summary>
public sealed record Party(PartyRole Role, string Name, string? Contact = null);

public enum PartyRole
{
    Processor,
    JointController,
    Other,
}

/// <summary>One question of the notice to the authority.</summary>
/// <param name="Number">Its place in the form.</param>
/// <param name="Key">Its name in answers.</param>
/// <param name="Label">The question in a few words.</param>
/// <param name="Citation">Who asks: the law first, else the template or the form of an authority.</param>
public sealed record FormField(string Number, string Key, string Label, FieldKind Kind, [property: JsonIgnore] Need Need, string Citation)
{
    /// <summary>The words to choose from; null for other kinds.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>When it is asked; null for always.</summary>
    public string? When { get; init; }

    /// <summary>False where nobody has read that an authority asks it.</summary>
    public bool Verified { get; init; } = true;

    /// <summary>False where the service answers it itself.</summary>
    public bool Answerable { get; init; } = true;

    /// <summary>Whether a complete notice must answer it.</summary>
    public bool BlocksComplete => Need != Need.Asked;

    /// <summary>Whether an incomplete notice may go without an answer.</summary>
    public bool MayBeToBeDetermined => Need != Need.Always;

    /// <summary>Whether it is asked, from the other answers and from where the notice stands.</summary>
    [JsonIgnore]
    public Func<Circumstances, bool> IsAsked { get; init; } = _ => true;
}

/// <param name="Number">1 to 9.</param>
public sealed record FormSection(int Number, string Title, IReadOnlyList<FormField> Fields);

/// <summary>What decides whether a field is asked.</summary>
/// <param name="Answers">The answers there are.</param>
/// <param name="ReasonsRequired">The notice is late under some reading of the period, so that it must say why.</param>
/// <param name="Withdraws">It withdraws what was notified.</param>
/// <param name="EstablishedInEea">Whether the controller has an establishment in the EEA.</param>
public sealed record Circumstances(IReadOnlyDictionary<string, JsonElement> Answers, bool ReasonsRequired, bool Withdraws, bool EstablishedInEea)
{
    public bool Has(string key) => Answers.ContainsKey(key);

    /// <summary>Whether the answer is the word, is true, or has the word among others.</summary>
    public bool Holds(string key, string word) => Answers.TryGetValue(key, out var answer) && answer.ValueKind switch
    {
        JsonValueKind.String => answer.GetString() == word,
        JsonValueKind.Array => answer.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.GetString() == word),
        _ => false,
    };

    public bool IsYes(string key) => Answers.TryGetValue(key, out var answer) && answer.ValueKind == JsonValueKind.True;
}
