using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BreachNotify.Law;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Cli;

/// <summary>Facts given as <c>name=value</c>, with the names and words of the API.</summary>
public static class FactOptions
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <exception cref="QuestionException">A name or a value is unknown.</exception>
    public static RegimeFacts Read(IEnumerable<string> facts)
    {
        var members = new JsonObject();
        foreach (var fact in facts)
        {
            var (name, value) = fact.Split('=') is [var left, var right] ? (left, right) : throw new QuestionException(false, "--fact", fact, "must be a name and a value, such as malicious=true.");
            members[name] = bool.TryParse(value, out var yes) ? yes : long.TryParse(value, out var number) ? number : value;
            try
            {
                _ = members.Deserialize<RegimeFacts>(Options);
            }
            catch (JsonException)
            {
                throw new QuestionException(false, "--fact", fact, $"is none of {string.Join(", ", Known())}.");
            }
        }
        return members.Deserialize<RegimeFacts>(Options)!;
    }

    private static IEnumerable<string> Known() => typeof(RegimeFacts).GetProperties().Select(property =>
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType)!;
        var values = type == typeof(bool) ? "true|false" : type == typeof(long) ? "<number>" : string.Join('|', Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));
        return $"{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}={values}";
    });
}
