using System.Text.Json;
using BreachNotify.Http;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>What the journal says of a move of a mailing, in the viewer's words.</summary>
public static class MoveWords
{
    public static string Describe(string kind, JsonElement payload, Say say, Viewer viewer) => kind switch
    {
        "mailing.scheduled" when Moment.TryParse(payload.GetProperty("startAt").GetString()!, out var start) && start.Instant is { } at => viewer.Time(at, viewer.Zone),
        "mailing.completed" when payload.GetProperty("counts").Deserialize<Counts>(JsonContract.Options) is { } counts => say["mailings.counts", counts.Total, counts.Accepted, counts.InDoubt, counts.Rejected + counts.OtherChannel],
        _ => "",
    };
}
