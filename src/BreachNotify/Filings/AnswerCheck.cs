using System.Globalization;
using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Law.Deadlines;
using NodaTime.Text;

namespace BreachNotify.Filings;

/// <summary>Holds an answer against the kind of its field.</summary>
public static class AnswerCheck
{
    private const int LongestLine = 300;
    private const int LongestText = 20_000;
    private const int MostItems = 300;
    private const long LargestNumber = 1_000_000_000_000_000;

    public static void Check(Complaints complaints, string path, FormField field, JsonElement value)
    {
        if (Fault(field, value) is { } remedy)
        {
            complaints.Add(path, value.GetRawText(), remedy);
            return;
        }
        switch (field.Kind)
        {
            case FieldKind.Line:
                complaints.Line(path, value.GetString(), LongestLine);
                break;
            case FieldKind.Text:
                Filled(complaints, path, value.GetString()!);
                break;
            case FieldKind.Lines:
                foreach (var item in value.EnumerateArray())
                {
                    complaints.Line(path, item.GetString(), LongestLine);
                }
                break;
            case FieldKind.Parties:
                foreach (var party in value.Deserialize<IReadOnlyList<Party>>(JsonContract.Options)!)
                {
                    complaints.Line($"{path}.name", party.Name, LongestLine);
                    complaints.Line($"{path}.contact", party.Contact, LongestLine);
                }
                break;
            default:
                break;
        }
    }

    private static void Filled(Complaints complaints, string path, string text)
    {
        complaints.Prose(path, text, LongestText);
        if (string.IsNullOrWhiteSpace(text))
        {
            complaints.Add(path, text, "Must not be empty; null removes the answer.");
        }
    }

    /// <summary>What would be right; null if the value is of the field's kind.</summary>
    private static string? Fault(FormField field, JsonElement value) => field.Kind switch
    {
        FieldKind.Line or FieldKind.Text => value.ValueKind == JsonValueKind.String ? null : "Must be a text.",
        FieldKind.Word => IsWord(field, value) ? null : $"Must be one of {string.Join(", ", field.Words!)}.",
        FieldKind.Words => AreWords(field, value) ? null : $"Must be a list of these, each once: {string.Join(", ", field.Words!)}.",
        FieldKind.YesNo => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "Must be true or false.",
        FieldKind.Time => value.ValueKind == JsonValueKind.String && Moment.TryParse(value.GetString()!, out var moment) && moment.Instant is not null ? null : Moment.InstantWanted,
        FieldKind.Date => value.ValueKind == JsonValueKind.String && LocalDatePattern.Iso.Parse(value.GetString()!).Success ? null : "Must be an ISO date such as 2026-11-22.",
        FieldKind.Number => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= LargestNumber
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from 0 to {LargestNumber}."),
        FieldKind.Lines => IsList(value) && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) ? null : $"Must be a list of 1 to {MostItems} texts.",
        FieldKind.Parties => IsList(value) && Reads<Party>(value) ? null : $"Must be a list of 1 to {MostItems} items like {{\"role\":\"processor\",\"name\":\"...\",\"contact\":\"...\"}}; role is one of {string.Join(", ", Words<PartyRole>.All)}.",
        FieldKind.Countries => IsList(value) && Reads<AffectedPeople>(value) ? null : $"Must be a list of 1 to {MostItems} items like {{\"country\":\"GR\",\"people\":1200}}.",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, null),
    };

    private static bool IsWord(FormField field, JsonElement value) => value.ValueKind == JsonValueKind.String && field.Words!.Contains(value.GetString());

    private static bool AreWords(FormField field, JsonElement value) =>
        IsList(value)
        && value.EnumerateArray().All(item => IsWord(field, item))
        && value.EnumerateArray().Select(item => item.GetString()).Distinct().Count() == value.GetArrayLength();

    private static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= MostItems;

    private static bool Reads<T>(JsonElement value)
    {
        try
        {
            _ = value.Deserialize<IReadOnlyList<T>>(JsonContract.Options);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
