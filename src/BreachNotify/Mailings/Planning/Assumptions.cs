namespace BreachNotify.Mailings.Planning;

/// <summary>Something a plan rests on.</summary>
/// <param name="Source">Where the value is from; null where nobody has read it anywhere.</param>
/// <param name="Verified">False for a default without a source: a figure to be replaced by one's own.</param>
public sealed record Assumption(string Name, object Value, string? Unit, string? Source, bool Verified)
{
    public const string Asker = "the asker";

    /// <summary>What was given, else a default that has no source.</summary>
    public static T Take<T>(List<Assumption> assumptions, string name, T? given, T otherwise, string? unit)
        where T : struct
    {
        assumptions.Add(new Assumption(name, given ?? otherwise, unit, given is null ? null : Asker, given is not null));
        return given ?? otherwise;
    }
}

/// <summary>Defaults where neither the mailing nor the configuration says anything. None of them has a source that was read.</summary>
public static class PlanDefaults
{
    /// <summary>What a mail server takes a second that nobody limited; the low end of what relays commonly allow.</summary>
    public const double PerSecond = 100;

    public const double CallShare = 0.05;

    public const double CallHours = 10;

    public const double MinutesPerCall = 6;

    /// <summary>Three quarters within five days, nearly all within eight.</summary>
    public static readonly IReadOnlyList<double> CallDays = [0.22, 0.18, 0.14, 0.11, 0.09, 0.08, 0.06, 0.05, 0.04, 0.03];
}
