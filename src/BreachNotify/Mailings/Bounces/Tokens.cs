using System.Text.Json;
using System.Text.RegularExpressions;

namespace BreachNotify.Mailings.Bounces;

/// <summary>Finds what may be a recipient's token. Whether it is one, only the audience's key can tell.</summary>
public static partial class Tokens
{
    public const int Length = 32;

    public static IEnumerable<string> In(string? text) => text is null ? [] : Token().Matches(text).Select(match => match.Value.ToLowerInvariant());

    /// <summary>In all texts of a JSON value, in their order: providers differ in where they put what they give back.</summary>
    public static IEnumerable<string> In(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => In(json.Text()),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(In),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => In(member.Value)),
        _ => [],
    };

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
