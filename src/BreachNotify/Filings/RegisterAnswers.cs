using System.Text.Json;
using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Law;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using NodaTime;

namespace BreachNotify.Filings;

/// <summary>What the register knows of the form's questions. Nothing is guessed: what it does not say stays open.</summary>
public static class RegisterAnswers
{
    public static Dictionary<string, JsonElement> Of(Breach breach, DateTimeZone zone)
    {
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        Put(NoticeForm.OwnReference, breach.Id);
        Put("controllerName", breach.Controller?.Name);
        Put("controllerAddress", breach.Controller?.Address);
        Put("controllerCountry", breach.Controller?.Country);
        Put("controllerRegistration", breach.Controller?.Registration);
        Put("controllerSector", Words<Sector>.Of(breach.Sector));
        Put("contactName", breach.Contact?.Name);
        Put("contactEmail", breach.Contact?.Email);
        Put("contactPhone", breach.Contact?.Phone);
        Put(NoticeForm.AwareAt, Moment.Format(breach.AwareAt.Instant!.Value));
        Put("occurrence", Occurrence(breach, zone));
        Put("occurredFrom", breach.OccurredFrom?.ToString());
        Put("occurredUntil", breach.OccurredUntil?.ToString());
        Put("incidentKinds", KindOf(breach.IncidentKind) is { } kind ? new[] { kind } : null);
        // The title is one line of what happened: a first notice can go out with it.
        Put("description", breach.Nature ?? breach.Title);
        Put("peopleCount", breach.Affected.Count > 0 ? breach.Affected.Sum(affected => affected.People) : (long?)null);
        Put("dataTypesText", breach.DataTypes is { Items.Count: > 0 } types ? string.Join('\n', types.Items) : null);
        Put("consequences", breach.Consequences);
        Put("outcome", OutcomeOf(breach.Risk));
        Put("outcomeMethod", breach.Decisions.LastOrDefault(decision => decision.Severity is not null) is { } assessed ? $"{assessed.Question}: {assessed.Answer}" : null);
        Put("measuresTaken", breach.Measures);
        if (breach.Acts.FirstOrDefault(act => act is { Kind: ActKind.Told, Recipient: null or "people" }) is { } told)
        {
            Put("peopleTold", FormWords.Yes);
            Put("toldOn", told.At.InZone(zone).Date);
        }
        Put("crossBorder", breach.Affected.Count(affected => affected.People > 0) > 1 ? true : (bool?)null);
        Put("leadAuthority", breach.Authority);
        Put("establishments", breach.Seats is { Count: > 0 } seats ? seats : null);
        Put("peopleByCountry", breach.Affected.Count > 0 ? breach.Affected : null);
        return answers;

        void Put<T>(string key, T value)
        {
            if (value is not (null or ""))
            {
                answers[key] = JsonSerializer.SerializeToElement(value, JsonContract.Options);
            }
        }
    }

    private static string? Occurrence(Breach breach, DateTimeZone zone) => (breach.OccurredFrom?.Instant, breach.OccurredUntil?.Instant) switch
    {
        ({ } from, { } until) => from.InZone(zone).Date == until.InZone(zone).Date ? "day" : "range",
        // A start alone: it may go on still, or its end may not be known.
        _ => null,
    };

    /// <summary>Insurers' kinds that are one of the template's; the others are several or none.</summary>
    private static string? KindOf(IncidentKind? kind) => kind switch
    {
        IncidentKind.RansomwareExtortion => "encryptedDeviceOrRansomware",
        IncidentKind.DataBreachByHackers or IncidentKind.OtherMalware => "hackingOrMalware",
        IncidentKind.SystemFailure => "technicalMalfunction",
        _ => null,
    };

    private static string? OutcomeOf(RiskLevel? risk) => risk switch
    {
        RiskLevel.High => "highRisk",
        RiskLevel.Risk => "risk",
        RiskLevel.Unlikely => "unlikely",
        null => null,
        _ => throw new ArgumentOutOfRangeException(nameof(risk), risk, null),
    };
}
