namespace BreachNotify.Law.Severity;

/// <summary>
/// The 18 worked cases of EDPB Guidelines 01/2021 v2.0 (14 December 2021) with their outcomes. The breach is documented in
/// all of them; in 12 the authority is notified, in 9 people are told. The outcomes were read in a published table of them
/// and in part in the guidelines; the facts are told in short words and, but for case 1, from memory.
/// </summary>
public static class GuidelineCases
{
    /// <summary>All cases in the order of the guidelines.</summary>
    public static IReadOnlyList<GuidelineCase> All { get; } =
    [
        new(1, "Ransomware at a small manufacturer; the data were encrypted before and the key is safe, a backup was restored within hours, nothing left the house; a few dozen people", CaseKind.Ransomware, false, false)
        {
            Unintelligible = true, Restored = true, People = 36, FactsVerified = true,
        },
        new(2, "Ransomware at an agricultural company without electronic backup; nothing left the house, the data were rebuilt from paper in about five working days; a few dozen people", CaseKind.Ransomware, true, false) { People = 36 },
        new(3, "Ransomware at a hospital; nothing left the house, the backup was restored in about two working days, treatments were postponed", CaseKind.Ransomware, true, true)
        {
            Sensitive = true, Restored = true, People = 10_000,
        },
        new(4, "Ransomware at a public transport operator without backup; identity and payment data of thousands were taken out", CaseKind.Ransomware, true, true)
        {
            Exfiltrated = true, Malicious = true, Financial = true, People = 5_000,
        },
        new(5, "Malicious code on the site of an employment agency; 213 application forms may have been copied", CaseKind.Exfiltration, true, true) { Exfiltrated = true, Malicious = true, People = 213 },
        new(6, "About 1,200 hashed and salted passwords of a cooking site with pseudonymous users taken", CaseKind.Exfiltration, false, false)
        {
            Exfiltrated = true, Malicious = true, Unintelligible = true, People = 1_200,
        },
        new(7, "Credential stuffing at a bank; data of about 100,000 people seen, some 2,000 accounts opened", CaseKind.Exfiltration, true, true)
        {
            Exfiltrated = true, Malicious = true, Financial = true, People = 100_000,
        },
        new(8, "An employee about to leave copies business contacts and later uses them", CaseKind.Insider, true, false) { Exfiltrated = true, Malicious = true },
        new(9, "An insurance agent bound to secrecy is sent a spreadsheet with two dozen customers of others and deletes it", CaseKind.Misdelivery, false, false) { TrustedRecipient = true, Financial = true, People = 24 },
        new(10, "Two encrypted tablets with data of children stolen, wiped from afar; backup at hand", CaseKind.LostDevice, false, false)
        {
            Unintelligible = true, Malicious = true, Restored = true,
        },
        new(11, "A notebook that was not encrypted stolen with data of more than 100,000 customers", CaseKind.LostDevice, true, true) { Malicious = true, Exfiltrated = true, People = 100_001 },
        new(12, "The paper log of a drug rehabilitation facility stolen; health data, no copy", CaseKind.LostDevice, true, true) { Sensitive = true, Malicious = true, Exfiltrated = true },
        new(13, "Two parcels with shoes and their bills swapped in the post", CaseKind.Misdelivery, false, false) { People = 2 },
        new(14, "A file of 60,000 job seekers with social security numbers sent by e-mail by mistake", CaseKind.Misdelivery, true, true) { Sensitive = true, People = 60_000 },
        new(15, "The list of 15 participants of a course, two of them with a food intolerance, sent to a wrong group", CaseKind.Misdelivery, false, false) { Sensitive = true, People = 15 },
        new(16, "Two letters of a car insurer in one envelope", CaseKind.Misdelivery, true, false) { Financial = true, People = 2 },
        new(17, "The call centre of a telecommunications company changes the e-mail address for bills at the word of an impostor", CaseKind.SocialEngineering, true, true) { Malicious = true, Exfiltrated = true, People = 1 },
        new(18, "A rule forwards the mail of a supermarket chain for three months; 99 people concerned, of whom only ten had been told", CaseKind.SocialEngineering, true, true)
        {
            Malicious = true, Exfiltrated = true, Financial = true, People = 99,
        },
    ];

    /// <summary>The cases most like a breach, the most alike first; alike in the order of the guidelines.</summary>
    /// <param name="traits">What is known of the breach; what is null does not count.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<GuidelineCase> Like(BreachTraits traits, int count = 3) =>
    [
        .. All.Select(found => (Case: found, Likeness: Likeness(found, traits)))
            .OrderByDescending(pair => pair.Likeness)
            .ThenBy(pair => pair.Case.Number)
            .Take(count)
            .Select(pair => pair.Case),
    ];

    /// <summary>The kind counts three, every other trait one, numbers of people of the same order of magnitude one.</summary>
    private static int Likeness(GuidelineCase found, BreachTraits traits) =>
        (traits.Kind == found.Kind ? 3 : 0)
        + (traits.Unintelligible == found.Unintelligible ? 1 : 0)
        + (traits.Restored == found.Restored ? 1 : 0)
        + (traits.Exfiltrated == found.Exfiltrated ? 1 : 0)
        + (traits.Malicious == found.Malicious ? 1 : 0)
        + (traits.Sensitive == found.Sensitive ? 1 : 0)
        + (traits.Financial == found.Financial ? 1 : 0)
        + (traits.TrustedRecipient == found.TrustedRecipient ? 1 : 0)
        + (traits.People is { } people && found.People is { } known && Magnitude(people) == Magnitude(known) ? 1 : 0);

    private static int Magnitude(long people)
    {
        var digits = 0;
        for (; people > 0; people /= 10)
        {
            digits++;
        }
        return digits;
    }
}

/// <summary>A worked case of the guidelines.</summary>
/// <param name="Number">1 to 18.</param>
/// <param name="Facts">The facts in short.</param>
/// <param name="Kind">The chapter it stands in, in substance.</param>
/// <param name="NotifyAuthority">Whether the authority is notified.</param>
/// <param name="TellPeople">Whether people are told.</param>
public sealed record GuidelineCase(int Number, string Facts, CaseKind Kind, bool NotifyAuthority, bool TellPeople)
{
    /// <summary>Whether the breach is documented: in every case, Art. 33(5) knows no threshold.</summary>
    public bool Document { get; } = true;

    /// <summary>Data unintelligible to whoever has them.</summary>
    public bool Unintelligible { get; init; }

    /// <summary>Availability restored from a backup.</summary>
    public bool Restored { get; init; }

    /// <summary>Data in the hands of others.</summary>
    public bool Exfiltrated { get; init; }

    /// <summary>Done on purpose.</summary>
    public bool Malicious { get; init; }

    /// <summary>Health or other sensitive data, or official numbers.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Payment, contract or account data.</summary>
    public bool Financial { get; init; }

    /// <summary>Known recipient bound to secrecy.</summary>
    public bool TrustedRecipient { get; init; }

    /// <summary>People concerned, by order of magnitude; null where the case does not say.</summary>
    public long? People { get; init; }

    /// <summary>False where the facts are told from memory.</summary>
    public bool FactsVerified { get; init; }

    /// <summary>Where it stands.</summary>
    public Citation Citation => new($"EDPB Guidelines 01/2021 v2.0, case {Number}");
}

/// <summary>Kinds of cases.</summary>
public enum CaseKind
{
    /// <summary>Data made unusable for ransom.</summary>
    Ransomware,

    /// <summary>Data taken over the network.</summary>
    Exfiltration,

    /// <summary>A person of the house takes data along.</summary>
    Insider,

    /// <summary>Device or paper lost or stolen.</summary>
    LostDevice,

    /// <summary>Post or mail to the wrong people.</summary>
    Misdelivery,

    /// <summary>Somebody pretends to be another.</summary>
    SocialEngineering,
}

/// <summary>What is known of a breach, to find cases like it.</summary>
public sealed record BreachTraits
{
    /// <inheritdoc cref="GuidelineCase.Kind"/>
    public CaseKind? Kind { get; init; }

    /// <inheritdoc cref="GuidelineCase.Unintelligible"/>
    public bool? Unintelligible { get; init; }

    /// <inheritdoc cref="GuidelineCase.Restored"/>
    public bool? Restored { get; init; }

    /// <inheritdoc cref="GuidelineCase.Exfiltrated"/>
    public bool? Exfiltrated { get; init; }

    /// <inheritdoc cref="GuidelineCase.Malicious"/>
    public bool? Malicious { get; init; }

    /// <inheritdoc cref="GuidelineCase.Sensitive"/>
    public bool? Sensitive { get; init; }

    /// <inheritdoc cref="GuidelineCase.Financial"/>
    public bool? Financial { get; init; }

    /// <inheritdoc cref="GuidelineCase.TrustedRecipient"/>
    public bool? TrustedRecipient { get; init; }

    /// <inheritdoc cref="GuidelineCase.People"/>
    public long? People { get; init; }
}
