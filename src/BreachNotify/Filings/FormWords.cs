using System.Globalization;
using System.Text;

namespace BreachNotify.Filings;

/// <summary>The closed lists of the EDPB template, draft of 2026, and of the authorities' forms; what may only stand in an incomplete notice is left out.</summary>
internal static class FormWords
{
    internal const string Confidentiality = "confidentiality";
    internal const string Integrity = "integrity";
    internal const string Availability = "availability";
    internal const string CannotBeDetermined = "cannotBeDetermined";
    internal const string Other = "other";
    internal const string Vulnerable = "vulnerable";
    internal const string Yes = "yes";
    internal const string WillBe = "willBe";
    internal const string Exempt = "noArticle34Paragraph3";

    internal static readonly string[] Sizes = ["freelanceOrMicro", "smallOrMedium", "large", Other];
    internal static readonly string[] Occurrence = ["day", "range", "ongoingSince", CannotBeDetermined];
    internal static readonly string[] Detection = ["controller", "processor", "dataSubject", "external", "press", Other];
    internal static readonly string[] Aspects = [Confidentiality, Integrity, Availability];
    internal static readonly string[] ConfidentialityLoss = ["exfiltrated", "exfiltrationLikely", "exfiltrationReasonablyExcluded", "cannotBeAssessed"];
    internal static readonly string[] Unintelligible = ["intact", "likelySubvertible", "no", "cannotBeAssessed"];
    internal static readonly string[] IntegrityLoss = ["alteredUnused", "wronglyUsedRecoverable", "notRecoverable"];
    internal static readonly string[] AvailabilityLoss = ["temporary", "permanent", "undetermined"];

    internal static readonly string[] IncidentKinds =
    [
        "privilegeAbuseByStaff", "encryptedDeviceOrRansomware", "hackingOrMalware", "phishingOrSocialEngineering", "exploitedVulnerability", "unauthorisedAccess",
        "exfiltration", "wrongPersonsDataShown", "deviceLostOrStolen", "electronicWaste", "paperDisposal", "mailLostOpenedOrMisdelivered", "misconfiguration",
        "wrongPermissions", "paperLostStolenOrInsecure", "deletionOrDestruction", "shownToWrongRecipient", "sentByMistake", "openDistributionList",
        "technicalMalfunction", "unauthorisedModification", "unintendedPublication", "verbalDisclosure", Other,
    ];

    internal static readonly string[] Causes = ["internalMalicious", "internalNonMalicious", "externalMalicious", "externalNonMalicious", "unknown"];
    internal static readonly string[] Impact = ["high", "medium", "low"];
    internal static readonly string[] Recovery = ["regular", "supplemented", "extended", "notRecoverable", "complete"];
    internal static readonly string[] People = ["customers", "employees", "militaryOrPolice", "minors", "patients", "students", "subscribers", "users", Vulnerable, Other];
    internal static readonly string[] Precision = ["exact", "approximate", CannotBeDetermined];

    internal static readonly string[] Data =
    [
        "basic", "contact", "biometric", "criminal", "political", "racial", "religious", "sexLife", "union", "genetic", "health", "economic", "employmentHealth",
        "nationalIdentification", "location", "officialDocuments", "payment", "profile", "credentials", Other,
    ];

    internal static readonly string[] MeasuresBefore =
    [
        "pseudonymisation", "backupPlan", "encryption", "policies", "training", "incidentLog", "accessLevels", "logicalAccessControl", "audits", "physicalAccess",
        "upToDateSystems", Other,
    ];

    internal static readonly string[] MeasuresAfter = [.. MeasuresBefore[..^1], "anonymisation", "changeOfProcesses", "erasure", Other];

    // Of the fifteen of the template only those that are known by name.
    internal static readonly string[] Impacts = ["lossOfControl", "discrimination", "identityTheft", "fraud", "financialLoss", "physicalHarm", Other];
    internal static readonly string[] Severity = ["minor", "moderate", "severe"];
    internal static readonly string[] Outcome = ["highRisk", "risk", "unlikely"];
    internal static readonly string[] Told = [Yes, WillBe, "noNotHighRisk", Exempt];
    internal static readonly string[] Exemption = ["a", "b", "c"];
    internal static readonly string[] Extent = ["all", "part"];
    internal static readonly string[] Means = ["letter", "email", "personal", "public", Other];

    /// <summary>A word as printed: <c>deviceLostOrStolen</c> is "device lost or stolen".</summary>
    internal static string Print(string word)
    {
        // Other laws have the exemption in another article.
        if (word == Exempt)
        {
            return "no, an exemption applies";
        }
        var text = new StringBuilder(word.Length + 8);
        foreach (var c in word)
        {
            if (char.IsUpper(c))
            {
                text.Append(' ').Append(char.ToLower(c, CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }
        return text.ToString();
    }
}
