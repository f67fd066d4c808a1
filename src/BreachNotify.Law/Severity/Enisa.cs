using System.Globalization;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Gdpr;

namespace BreachNotify.Law.Severity;

/// <summary>
/// ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches, working document v1.0,
/// December 2013: severity = data processing context x ease of identification + circumstances of the breach. Below 2 low, below
/// 3 medium, below 4 high, else very high. The score supports a judgement; GDPR Art. 33(1) and 34(1) set the legal test.
/// <see href="https://www.enisa.europa.eu/publications/dbn-severity"/>
/// </summary>
public static class Enisa
{
    private const string Link = "https://www.enisa.europa.eu/publications/dbn-severity";

    private static readonly Citation Context = new("ENISA severity methodology v1.0, data processing context", Link);
    private static readonly Citation Identification = new("ENISA severity methodology v1.0, ease of identification", Link);
    private static readonly Citation Breach = new("ENISA severity methodology v1.0, circumstances of the breach", Link);
    private static readonly Citation Levels = new("ENISA severity methodology v1.0, severity levels", Link);
    private static readonly Citation Practice = new("Practice of applying the ENISA methodology (secondary source)");

    private static readonly decimal[] Bounds = [2, 3, 4];
    private static readonly decimal[] EaseOfIdentification = [0.25m, 0.5m, 0.75m, 1m];
    private static readonly decimal[] Loss = [0, 0.25m, 0.5m];

    private static readonly IReadOnlyList<Reason> LegalTest =
    [
        new("The score decides nothing: the authority is notified unless the breach is unlikely to result in a risk to the rights and freedoms of people.", new Citation("GDPR Art. 33(1)", Article33.Eli)),
        new("People are told of a breach that is likely to result in a high risk, unless an exemption applies.", new Citation("GDPR Art. 34(1) and (3)", Article33.Eli)),
    ];

    /// <summary>How many steps each contextual factor may move a score; the sizes come from practice, the methodology itself gives end values.</summary>
    private static (int Least, int Most) Range(ContextFactor factor) => factor switch
    {
        ContextFactor.Volume or ContextFactor.Controller => (1, 2),
        ContextFactor.Persons => (1, 3),
        ContextFactor.Invalid or ContextFactor.Public => (-2, -1),
        ContextFactor.Nature => (-1, -1),
        _ => throw new ArgumentOutOfRangeException(nameof(factor), factor, "No such factor."),
    };

    /// <summary>The base score of a category, 1 to 4.</summary>
    public static decimal BaseScore(DataKind kind) => kind switch
    {
        DataKind.Simple => 1,
        DataKind.Behavioural => 2,
        DataKind.Financial => 3,
        DataKind.Sensitive => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such category."),
    };

    /// <summary>What makes people identifiable, by identifier: the table a person chooses <see cref="SeverityQuestion.Identifiability"/> from.</summary>
    public static IReadOnlyList<Identifier> Identifiers { get; } =
    [
        new("full name", "common in the whole country", "few people of the country share it", "few people of a small town share it", "with birth date, e-mail address or the like"),
        new("identity card, passport or social number", "the number alone, without access to a register", null, "the number tells the birth date, or stands with an e-mail address", "with the name, or with access to a register"),
        new("telephone number or postal address", "in no public directory", "in no public directory, small town", null, "in a public directory"),
        new("e-mail address", "no name in it, not to be found elsewhere", null, "to be found in social networks", "contains the name and is to be found"),
        new("picture", "unclear or distant", "unclear, with hints at the place", "clear, nothing else", "clear, with place or group"),
        new("code, alias or initials", "no link without the list of keys", null, "the alias tells first name and e-mail address", "full name or list of keys available"),
    ];

    /// <summary>The level of a score; lower bounds are inclusive.</summary>
    public static SeverityLevel LevelOf(decimal score) => score switch
    {
        < 2 => SeverityLevel.Low,
        < 3 => SeverityLevel.Medium,
        < 4 => SeverityLevel.High,
        _ => SeverityLevel.VeryHigh,
    };

    /// <summary>Answers a question.</summary>
    /// <exception cref="QuestionException">A value is not one of the methodology's, or values contradict each other.</exception>
    public static SeverityAnswer Answer(SeverityQuestion question)
    {
        RuleBook.RefuseUnheld(question.RuleBook);
        if (question.Categories.Count == 0)
        {
            throw QuestionException.Malformed("categories", null, "give at least one category of data.");
        }
        var derivation = new List<Reason>(12);
        var scores = question.Categories.Select((category, i) => ScoreOf(category, $"categories[{i}]", derivation)).ToList();
        var context = scores.Max();
        if (scores.Count > 1)
        {
            derivation.Add(new Reason($"The highest score counts: {Number(context)}.", Context));
        }
        var identifiability = OneOf("identifiability", question.Identifiability, EaseOfIdentification);
        derivation.Add(new Reason($"Ease of identification {Number(identifiability)}.", Identification));
        var unintelligible = question.Unintelligible ?? false;
        if (unintelligible && identifiability > 0.25m)
        {
            derivation.Add(new Reason("Where the data are encrypted and the key is safe, the methodology takes 0.25; the value given is used.", Identification));
        }
        var confidentiality = OneOf("confidentiality", question.Confidentiality ?? 0, Loss);
        var integrity = OneOf("integrity", question.Integrity ?? 0, Loss);
        var availability = OneOf("availability", question.Availability ?? 0, Loss);
        var malicious = question.Malicious ?? false;
        var circumstances = confidentiality + integrity + availability + (malicious ? 0.5m : 0);
        derivation.Add(new Reason(
            $"Circumstances: confidentiality {Number(confidentiality)}, integrity {Number(integrity)}, availability {Number(availability)}, malicious intent {(malicious ? "0.5" : "0")}; together {Number(circumstances)}.", Breach));
        var score = (context * identifiability) + circumstances;
        var level = LevelOf(score);
        derivation.Add(new Reason($"{Number(context)} x {Number(identifiability)} + {Number(circumstances)} = {Number(score)}: {Words.Of(level)}.", Levels));
        var near = Array.Exists(Bounds, bound => Math.Abs(score - bound) <= 0.25m);
        if (near)
        {
            derivation.Add(new Reason("A bound between two levels is 0.25 or less away: small changes of judgement move the level.", Levels));
        }
        if (question.Override is { } set)
        {
            derivation.Add(string.IsNullOrWhiteSpace(set.Reason)
                ? throw QuestionException.Malformed("override.reason", set.Reason, "say why the computed level is set aside.")
                : new Reason($"The level was set to {Words.Of(set.Level)}: {set.Reason}", new Citation("request, member override")));
        }
        return new SeverityAnswer
        {
            Score = score,
            Level = level,
            Assessed = question.Override?.Level ?? level,
            ProcessingContext = context,
            Circumstances = circumstances,
            Flags = Flags(question.People, unintelligible),
            NearBoundary = near,
            Verified = derivation.TrueForAll(step => step.Verified),
            Derivation = derivation,
            LegalTest = LegalTest,
            Request = question with
            {
                Categories = [.. question.Categories.Select((category, i) => category.Adjustments is { Count: > 0 } ? category : category with { Score = scores[i], Adjustments = null })],
                Confidentiality = confidentiality,
                Integrity = integrity,
                Availability = availability,
                Malicious = malicious,
                Unintelligible = unintelligible,
                RuleBook = null,
            },
            RuleBook = RuleBook.Current.Id,
        };
    }

    private static decimal ScoreOf(DataCategory category, string field, List<Reason> derivation)
    {
        var kind = Words.Of(category.Kind);
        var why = category.Reason is { Length: > 0 } reason ? $" ({reason})" : "";
        if (category.Score is { } given)
        {
            if (given is < 1 or > 4 || given != decimal.Floor(given))
            {
                throw QuestionException.Malformed($"{field}.score", Number(given), "must be 1, 2, 3 or 4.");
            }
            if (category.Adjustments is { Count: > 0 })
            {
                throw QuestionException.Malformed($"{field}.adjustments", null, $"give either {field}.score or {field}.adjustments, which are steps from the base score.");
            }
            derivation.Add(new Reason($"Data of the kind {kind} are scored {Number(given)}{why}; the base is {Number(BaseScore(category.Kind))}.", Context));
            return given;
        }
        var score = BaseScore(category.Kind);
        derivation.Add(new Reason($"Data of the kind {kind} have the base score {Number(score)}{why}.", Context));
        foreach (var (adjustment, i) in (category.Adjustments ?? []).Select((adjustment, i) => (adjustment, i)))
        {
            var (least, most) = Range(adjustment.Factor);
            if (adjustment.By < least || adjustment.By > most)
            {
                throw QuestionException.Malformed($"{field}.adjustments[{i}].by", Number(adjustment.By), least == most ? $"must be {least} for {Words.Of(adjustment.Factor)}." : $"must be {least} to {most} for {Words.Of(adjustment.Factor)}.");
            }
            score += adjustment.By;
            derivation.Add(new Reason($"{Words.Of(adjustment.Factor)} {adjustment.By.ToString("+0;-0", CultureInfo.InvariantCulture)}; the size of the step is not verified.", Practice, verified: false));
        }
        var clamped = Math.Clamp(score, 1, 4);
        if (clamped != score)
        {
            derivation.Add(new Reason($"{Number(score)} is brought to {Number(clamped)}: a score lies between 1 and 4.", Context));
        }
        return clamped;
    }

    private static List<string> Flags(long? people, bool unintelligible)
    {
        var flags = new List<string>(2);
        if (people is < 0 or > Recipients.PopulationOfTheEarth)
        {
            throw QuestionException.Malformed("people", people.Value.ToString(CultureInfo.InvariantCulture), $"must be 0 or more and at most {Recipients.PopulationOfTheEarth}, the people alive.");
        }
        if (people > 100)
        {
            flags.Add("more-than-100-people");
        }
        if (unintelligible)
        {
            flags.Add("unintelligible");
        }
        return flags;
    }

    private static decimal OneOf(string field, decimal value, decimal[] allowed) => Array.IndexOf(allowed, value) >= 0
        ? value
        : throw QuestionException.Malformed(field, Number(value), $"must be one of {string.Join(", ", allowed.Select(Number))}.");

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>How well one identifier identifies people; null where the methodology has no example.</summary>
/// <param name="Name">The identifier.</param>
/// <param name="Negligible">When 0.25.</param>
/// <param name="Limited">When 0.5.</param>
/// <param name="Significant">When 0.75.</param>
/// <param name="Maximum">When 1.</param>
public sealed record Identifier(string Name, string? Negligible, string? Limited, string? Significant, string? Maximum);
