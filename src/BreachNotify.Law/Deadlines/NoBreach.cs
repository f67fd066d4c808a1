using NodaTime;

namespace BreachNotify.Law.Deadlines;

/// <summary>
/// The decision that an incident is no personal-data breach (GDPR Art. 4(12)). Nothing is owed under laws about personal
/// data while it stands; laws about incidents (NIS2, DORA and the like) do not ask for it.
/// </summary>
/// <param name="DecidedAt">When: RFC 3339 with offset; in an answer UTC.</param>
/// <param name="Reasons">Why, in 1 to <see cref="LongestReasons"/> characters.</param>
public sealed record NoBreach(string DecidedAt, string Reasons)
{
    /// <summary>Characters of the reasons: they stand in the derivation of every duty.</summary>
    public const int LongestReasons = 1_000;

    private static readonly Citation Decision = new("decision on record; GDPR Art. 4(12)", Gdpr.Article33.Eli);

    /// <summary>The same with its time in UTC.</summary>
    /// <exception cref="QuestionException">The time is none, or there are no reasons or too long ones.</exception>
    internal NoBreach Checked()
    {
        var at = Awareness.Instant("noBreach.decidedAt", DecidedAt);
        if (string.IsNullOrWhiteSpace(Reasons) || Reasons.Length > LongestReasons)
        {
            throw QuestionException.Malformed("noBreach.reasons", Reasons.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) + " characters", $"must say why, in 1 to {LongestReasons} characters.");
        }
        return this with { DecidedAt = Digits.Print(at) };
    }

    /// <summary>A duty that is not owed while the decision stands; its times stay, for the case that it is decided differently.</summary>
    internal Obligation Release(Obligation duty) => duty with
    {
        Required = false,
        Derivation = [.. duty.Derivation, new Reason($"It was decided at {DecidedAt} that this is no personal-data breach, so that nothing is owed while that decision stands: {Reasons}", Decision)],
    };
}
