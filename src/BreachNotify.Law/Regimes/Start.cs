using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Law.Regimes;

/// <summary>The event with which a period starts.</summary>
/// <param name="Event">Its word, such as <c>aware</c>, <c>determined</c> or <c>filed dora-19-initial</c>.</param>
/// <param name="Of">Finds it in what is known.</param>
public sealed record Start(string Event, Func<Incident, Beginning> Of)
{
    private static readonly Beginning Unknown = new(null, null);

    /// <summary>Awareness; discovery and detection mean the same.</summary>
    public static readonly Start Awareness = new("aware", incident => new(incident.AwareAt, "The duty begins with awareness."));

    /// <summary>An act; without it the period has not started.</summary>
    public static Start With(params ActKind[] kinds) => new(
        Words.Of(kinds[0]),
        incident => incident.FirstOf(kinds) is { } act ? new(act, $"The period starts with the act '{Words.Of(kinds[0])}'.") : Unknown);

    /// <summary>An act that may coincide with awareness; without it awareness is taken, the earlier start.</summary>
    public static Start WithOrAwareness(ActKind kind) => new(
        Words.Of(kind),
        incident => incident.FirstOf(kind) is { } act
            ? new(act, $"The period starts with the act '{Words.Of(kind)}'.")
            : new(incident.AwareAt, $"No act '{Words.Of(kind)}' is given; awareness is taken for it."));

    /// <summary>The filing of an earlier stage; of several named for the stage the last.</summary>
    /// <param name="stages">The stages in order.</param>
    /// <param name="id">The stage.</param>
    /// <param name="soleFilingSuffices">
    /// True where the stage may be the first filing made: a single filing that names no obligation then starts the period, the
    /// earlier start.
    /// </param>
    public static Start Filing(Stages stages, string id, bool soleFilingSuffices = false) => new(
        $"filed {id}",
        incident => incident.LastFilingOf(stages, id) is { } filed
            ? new(filed, $"The period starts with the filing of {id}, not with the end of its period.")
            : soleFilingSuffices && incident.SoleUnnamedFiling is { } sole
                ? new(sole, $"The one filing made names no obligation; it is taken as {id}, the earlier start.")
                : Unknown);
}

/// <summary>Where a period starts on the facts known.</summary>
/// <param name="At">Null while the event has not happened.</param>
/// <param name="Why">The step of the derivation; null where it goes without saying.</param>
/// <param name="Period">A period that takes the place of the ordinary one; null for the ordinary one.</param>
/// <param name="Citation">Where <paramref name="Why"/> stands; null for the clock's own citation.</param>
/// <param name="StartsWith">An act that makes the end more exact; null where nothing is open.</param>
public sealed record Beginning(Instant? At, string? Why, Period? Period = null, Citation? Citation = null, string? StartsWith = null);
