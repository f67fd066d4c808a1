using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;

namespace BreachNotify.Deadlines;

/// <summary>The question a registered breach puts to the law.</summary>
public static class BreachQuestion
{
    /// <summary>
    /// What the record says. A risk that nobody has assessed yet counts as one, since an authority need not be told only
    /// where a risk is unlikely. Where an authority of the EEA is named, the controller counts as established there.
    /// </summary>
    /// <param name="breach">The record.</param>
    /// <param name="whatIf">A proposal laid over the law; null for the law as it is.</param>
    public static DeadlineQuestion Of(Breach breach, string? whatIf = null) => new()
    {
        AwareAt = breach.AwareAt.ToString(),
        OccurredAt = breach.OccurredFrom?.ToString(),
        Zone = breach.Zone,
        Authority = breach.Authority,
        Sector = breach.Sector,
        Facts = Facts(breach),
        RegimeFacts = breach.RegimeFacts,
        Role = breach.Role,
        Risk = breach.Risk ?? RiskLevel.Risk,
        Regimes = breach.Regimes,
        Acts = [.. breach.Acts.Select(act => new Act { Kind = act.Kind, At = Moment.Format(act.At), Recipient = act.Recipient, Obligation = act.Obligation })],
        NoBreach = breach.End is { } end ? new NoBreach(Moment.Format(end.DecidedAt), Shortened(string.Join(' ', end.Reasons.Items))) : null,
        WhatIf = whatIf,
    };

    /// <summary>As long as the law takes them; the record has the whole.</summary>
    private static string Shortened(string reasons) => reasons.Length <= NoBreach.LongestReasons ? reasons : $"{reasons.AsSpan(0, NoBreach.LongestReasons - 1)}…";

    private static EstablishmentFacts? Facts(Breach breach)
    {
        var seats = breach.Seats ?? (breach.Controller is { } controller ? [controller.Country] : []);
        if (breach.Authority is not null && seats.Count == 0 && breach.Affected.Count == 0)
        {
            return null;
        }
        var inEea = breach.Authority is { } named && SupervisoryAuthorities.Find(named, breach.Sector) is { IsEea: true };
        return new EstablishmentFacts
        {
            Seats = seats,
            EstablishedInEea = breach.EstablishedInEea ?? (inEea ? true : null),
            Affected = breach.Affected,
        };
    }
}
