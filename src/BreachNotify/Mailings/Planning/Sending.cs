using BreachNotify.Mailings.Pacing;
using NodaTime;

namespace BreachNotify.Mailings.Planning;

/// <summary>The people of one receiving provider.</summary>
/// <param name="PerSecond">What it takes; null for no limit of its own.</param>
public sealed record Lane(string Name, long People, double? PerSecond);

/// <summary>A share of everybody that lives by one clock, 0 to 1; the shares add up to 1.</summary>
public readonly record struct ZoneShare(Offset Offset, double Share);

/// <summary>What the ramp of a cold sender leaves.</summary>
/// <param name="Today">For the UTC day of the start.</param>
/// <param name="Tomorrow">For the whole day after it; each further one has half as many again.</param>
public readonly record struct RampLeft(double Today, double Tomorrow);

/// <summary>What is to be sent and what holds it up.</summary>
/// <param name="PerSecond">The limit over all providers, more than 0.</param>
/// <param name="Quiet">Hours by the recipients' clocks in which nothing is sent.</param>
/// <param name="Zones">Whose clocks; not empty where <paramref name="Quiet"/> is given. Every provider has the same mixture.</param>
public sealed record Sending(Instant Start, IReadOnlyList<Lane> Lanes, double PerSecond, QuietHours? Quiet, IReadOnlyList<ZoneShare> Zones, RampLeft? Ramp)
{
    public long People => Lanes.Sum(lane => lane.People);
}
