using System.Globalization;
using BreachNotify.Http;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Severity;
using BreachNotify.Pages;

namespace BreachNotify.Breaches.Desk;

/// <summary>The question to ENISA's methodology as a form.</summary>
public static class SeverityForm
{
    /// <summary>What the steps of a circumstance are worth.</summary>
    public static readonly IReadOnlyList<string> Losses = ["0", "0.25", "0.5"];

    public static readonly IReadOnlyList<string> Eases = ["0.25", "0.5", "0.75", "1"];

    public static readonly IReadOnlyList<string> Circumstances = ["confidentiality", "integrity", "availability"];

    /// <summary>The last assessment on record, or what the facts say where there is none.</summary>
    public static Form Of(Breach breach)
    {
        var form = new Form((BreachPages.Version, breach.Version.ToString(CultureInfo.InvariantCulture)));
        var last = breach.Decisions.LastOrDefault(decision => decision.Severity is not null)?.Severity;
        foreach (var category in last?.Categories ?? [])
        {
            form.Set(Words<DataKind>.Of(category.Kind), Number(category.Score));
            form.Set(WhyOf(category.Kind), category.Reason);
        }
        form.Set("identifiability", Number(last?.Identifiability));
        form.Set("confidentiality", Number(last?.Confidentiality ?? 0));
        form.Set("integrity", Number(last?.Integrity ?? 0));
        form.Set("availability", Number(last?.Availability ?? 0));
        form.Set("malicious", last?.Malicious == true ? "true" : "false");
        form.Set("unintelligible", last?.Unintelligible == true ? "true" : "false");
        form.Set("people", (last?.People ?? (breach.Affected.Count > 0 ? breach.Affected.Sum(affected => affected.People) : null))?.ToString(CultureInfo.InvariantCulture));
        form.Set("override.level", last?.Override is { } set ? Words<SeverityLevel>.Of(set.Level) : "");
        form.Set("override.reason", last?.Override?.Reason);
        return form;
    }

    public static string WhyOf(DataKind kind) => $"{Words<DataKind>.Of(kind)}.reason";

    /// <summary>What the form asks; what cannot be read is noted in it.</summary>
    public static SeverityQuestion Read(Form form)
    {
        var categories = Enum.GetValues<DataKind>().Where(kind => form[Words<DataKind>.Of(kind)].Length > 0)
            .Select(kind => new DataCategory { Kind = kind, Score = Decimal(form, Words<DataKind>.Of(kind)), Reason = form.Optional(WhyOf(kind)) }).ToList();
        if (categories.Count == 0)
        {
            form.Complain(Words<DataKind>.Of(DataKind.Simple), "severity.noCategory");
        }
        if (form["identifiability"].Length == 0)
        {
            form.Complain("identifiability", "error.required");
        }
        var people = Numbers.Count(form, "people");
        SeverityOverride? set = null;
        if (Words<SeverityLevel>.TryParse(form["override.level"], out var level))
        {
            set = new SeverityOverride(level, form["override.reason"]);
            if (set.Reason.Length == 0)
            {
                form.Complain("override.reason", "error.required");
            }
        }
        return new SeverityQuestion
        {
            Categories = categories,
            Identifiability = Decimal(form, "identifiability") ?? 0,
            Confidentiality = Decimal(form, "confidentiality"),
            Integrity = Decimal(form, "integrity"),
            Availability = Decimal(form, "availability"),
            Malicious = form["malicious"] == "true",
            Unintelligible = form["unintelligible"] == "true",
            People = people,
            Override = set,
        };
    }

    /// <summary>What of the breach is known to find cases like it; nothing is guessed.</summary>
    public static BreachTraits Traits(Breach breach, SeverityQuestion asked) => new()
    {
        Kind = breach.IncidentKind switch
        {
            IncidentKind.RansomwareExtortion => CaseKind.Ransomware,
            IncidentKind.DataBreachByHackers => CaseKind.Exfiltration,
            IncidentKind.LossOrTheftOfAssets => CaseKind.LostDevice,
            IncidentKind.ImpersonationFraud => CaseKind.SocialEngineering,
            _ => null,
        },
        Malicious = asked.Malicious,
        Unintelligible = asked.Unintelligible,
        Sensitive = asked.Categories.Any(category => category.Kind == DataKind.Sensitive),
        Financial = asked.Categories.Any(category => category.Kind == DataKind.Financial),
        People = asked.People,
    };

    /// <summary>Decided fines for an article and in a sector, as the form chooses them.</summary>
    public static DecidedFinesAnswer Decided(Form form) => DecidedFines.Find(new DecidedFineFilter { Article = form.Optional("article"), Sector = form.Optional("sector") });

    private static decimal? Decimal(Form form, string name) =>
        decimal.TryParse(form[name], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}
