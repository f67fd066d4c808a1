using System.Text.Json;
using System.Text.Json.Nodes;
using BreachNotify.Http;

namespace BreachNotify.Breaches;

/// <summary>RFC 7396: members replace, null removes, objects merge, lists are replaced whole.</summary>
public static class MergePatch
{
    public const string MediaType = "application/merge-patch+json";

    /// <summary>The patch in the body of a request.</summary>
    /// <exception cref="Refusal">415: it is sent as something else. 400: it is no JSON object, or holds what cannot be used.</exception>
    public static async Task<JsonObject> Read(HttpContext context)
    {
        using var document = await JsonBody.Read<JsonDocument>(context, MediaType);
        JsonDiagnosis.RefuseUnusable(document.RootElement);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(document.RootElement.Clone())!
            : throw Refusal.Malformed("(body)", document.RootElement.GetRawText(), "Must be a JSON object.");
    }

    /// <exception cref="Refusal">400: the result is not a <typeparamref name="T"/>.</exception>
    public static T Apply<T>(T target, JsonObject patch)
        where T : class
    {
        var merged = JsonSerializer.SerializeToNode(target, JsonContract.Options)!.AsObject();
        Merge(merged, patch);
        try
        {
            return merged.Deserialize<T>(JsonContract.Options)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            using var document = JsonDocument.Parse(merged.ToJsonString());
            throw JsonDiagnosis.Explain(document.RootElement, typeof(T), JsonContract.Options);
        }
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject existing)
                {
                    target[name] = existing = [];
                }
                Merge(existing, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
