using System.Text.Json;

namespace BreachNotify.Mailings.Bounces;

/// <summary>Reads what a provider sends without minding what is missing, more, or of another kind: such formats grow.</summary>
internal static class LooseJson
{
    /// <summary>An undefined element if there is no such member.</summary>
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object ? Valid(() => json.TryGetProperty(name, out var member) ? member : default) : default;

    /// <summary>Null if there is no such member or it is no text.</summary>
    public static string? Text(this JsonElement json, string name) => json.Member(name).Text();

    /// <summary>Null for anything but a text.</summary>
    public static string? Text(this JsonElement json) => json.ValueKind == JsonValueKind.String ? Valid(json.GetString) : null;

    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>Half of a surrogate pair stands in valid JSON and is no text in Unicode.</summary>
    private static T? Valid<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
