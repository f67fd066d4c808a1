using System.Text.Json;
using BreachNotify.Pages;

namespace BreachNotify.Filings.Desk;

/// <summary>What the journal says of the notices of a breach, in the viewer's words.</summary>
public static class NoticeEvents
{
    public static string Describe(string kind, JsonElement payload, Say say, Viewer viewer) => kind switch
    {
        "notice.answersChanged" => string.Join(", ", Keys(payload.GetProperty("fields")).Concat(payload.GetProperty("recipients").EnumerateObject().SelectMany(recipient => Keys(recipient.Value))).Distinct().Select(key => FormText.Label(viewer, key))),
        "notice.filed" => $"{payload.GetProperty("recipient").GetString()}, {say[$"noticeKind.{payload.GetProperty("kind").GetString()}"]}, {say[$"completeness.{payload.GetProperty("completeness").GetString()}"]}",
        "notice.referenceRecorded" => say["filed.number", payload.GetProperty("number").GetInt64()],
        "notice.fileAdded" => say[$"file.{payload.GetProperty("kind").GetString()}"],
        _ => "",
    };

    private static IEnumerable<string> Keys(JsonElement fields) => fields.EnumerateArray().Select(key => key.GetString()!).Where(key => NoticeForm.Find(key) is not null);
}
