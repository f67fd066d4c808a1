namespace BreachNotify.Mailings.Planning;

/// <summary>Divides an audience by receiving provider.</summary>
public static class Lanes
{
    /// <summary>Everybody whose provider has no pace of its own.</summary>
    public const string Other = "other";

    /// <param name="profile">How they are spread; where it counts other people than <paramref name="people"/>, only its proportions count.</param>
    /// <param name="people">How many are to be sent to.</param>
    /// <param name="providerOf">Name and pace of a domain's provider; null for one that is not told apart.</param>
    /// <returns>The largest first. Their people add up to <paramref name="people"/>.</returns>
    public static IReadOnlyList<Lane> Of(AudienceProfile profile, long people, Func<string, (string Name, double? PerSecond)?> providerOf)
    {
        var paces = new Dictionary<string, double?> { [Other] = null };
        var counts = new Dictionary<string, long> { [Other] = profile.OtherDomains };
        foreach (var (domain, count) in profile.Domains)
        {
            var (name, perSecond) = providerOf(domain) ?? (Other, null);
            paces[name] = perSecond;
            counts[name] = counts.GetValueOrDefault(name) + count;
        }
        var all = counts.Values.Sum();
        if (all == 0)
        {
            return [new Lane(Other, people, null)];
        }
        // By largest remainder, so that nobody is lost by rounding.
        var exact = counts.Select(entry => (Name: entry.Key, Share: (decimal)entry.Value * people / all)).ToList();
        var missing = people - exact.Sum(lane => (long)decimal.Floor(lane.Share));
        return
        [
            .. exact.OrderByDescending(lane => lane.Share - decimal.Floor(lane.Share)).ThenBy(lane => lane.Name, StringComparer.Ordinal)
                .Select((lane, rank) => new Lane(lane.Name, (long)decimal.Floor(lane.Share) + (rank < missing ? 1 : 0), paces[lane.Name]))
                .Where(lane => lane.People > 0)
                .OrderByDescending(lane => lane.People).ThenBy(lane => lane.Name, StringComparer.Ordinal),
        ];
    }
}
