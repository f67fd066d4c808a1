using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;

namespace BreachNotify.Law.Fines;

/// <summary>
/// What several infringements may come to. GDPR Art. 83(3): the same or linked operations cost no more in total than the
/// gravest of them; within that, the amounts may be added (UODO says so in each decision). Conducts that are not linked have
/// a fine and a ceiling each (EDPB Guidelines 04/2022, chapter 3).
/// </summary>
internal static class Totals
{
    private static readonly Citation UkLinked = new("UK GDPR Art. 83(3)");

    private static readonly Reason EdpbLastSteps = new Reason(
        "The amounts are where a fine starts or stands after the factors given; the authority still sees to it that it is effective, proportionate and dissuasive.",
        new Citation("GDPR Art. 83(1); EDPB Guidelines 04/2022 v2.1, step 5"));

    private static readonly Reason IcoLastSteps = new Reason(
        "The amounts are where a fine starts or stands after the factors given; the Commissioner still sees to it that it is effective, proportionate and dissuasive.",
        new Citation("UK GDPR Art. 83(1); ICO Data Protection Fining Guidance (18 March 2024), step 5"));

    public static TotalFinding Of(Found[] findings, string regime, FiningMethod? method)
    {
        var cite = regime == "gdpr" ? Article83.LinkedOperations : UkLinked;
        var conducts = new List<ConductCeiling>(1);
        var steps = new List<Reason>(3);
        for (var i = 0; i < findings.Length; i++)
        {
            var word = findings[i].Shown.Conduct;
            if (findings[i].Ceiling is not null && !Holds(conducts, word))
            {
                conducts.Add(ConductOf(findings, word, cite, steps));
            }
        }
        if (conducts.Count == 0)
        {
            return new TotalFinding { Ceiling = null, Conducts = [], Derivation = [.. findings.SelectMany(f => f.Unverified).Distinct(), new Reason("None of the infringements carries a fine here.", cite)] };
        }
        var sum = conducts[0].Ceiling;
        var range = conducts[0].Range;
        for (var i = 1; i < conducts.Count; i++)
        {
            sum += conducts[i].Ceiling;
            range = Add(range, conducts[i].Range);
        }
        if (conducts.Count > 1)
        {
            steps.Add(new Reason($"Separate conducts each have their own ceiling; together {sum}.", cite));
        }
        if (range is not null)
        {
            steps.Add(new Reason($"Together the amounts lie between {range.Words}.", cite));
            if (method?.SupersededBy is null)
            {
                steps.Add(regime == "gdpr" ? EdpbLastSteps : IcoLastSteps);
            }
        }
        var bothEnds = Array.Exists(findings, f => f.MayBeNothing) ? new MoneyRange(0, sum.Amount, sum.Currency) : null;
        return new TotalFinding { Ceiling = sum, CeilingRange = bothEnds, Range = range, Conducts = conducts, Derivation = steps };
    }

    private static bool Holds(List<ConductCeiling> conducts, string word)
    {
        foreach (var known in conducts)
        {
            if (known.Conduct == word)
            {
                return true;
            }
        }
        return false;
    }

    private static ConductCeiling ConductOf(Found[] findings, string word, Citation cite, List<Reason> steps)
    {
        Found? gravest = null;
        MoneyRange? range = null;
        var complete = true;
        foreach (var found in findings)
        {
            if (found.Ceiling is not { } ceiling || found.Shown.Conduct != word)
            {
                continue;
            }
            var last = found.Shown.Last;
            range = gravest is null ? last : Add(range, last);
            complete &= last is not null && last.Currency == ceiling.Currency;
            if (gravest?.Ceiling is not { } most || ceiling > most)
            {
                gravest = found;
            }
        }
        var (shown, cap, unverified) = gravest is { } grave ? (grave.Shown, grave.Ceiling!.Value, grave.Unverified) : throw new ArgumentException("no infringement of the conduct carries a fine", nameof(word));
        foreach (var step in unverified)
        {
            if (!steps.Contains(step))
            {
                steps.Add(step);
            }
        }
        steps.Add(new Reason($"Conduct '{word}': the same or linked operations cost no more in total than the gravest infringement, Art. {shown.Provision}: {cap}.", cite));
        return new ConductCeiling(word, cap, complete && range is not null
            ? range with { Low = Math.Min(range.Low, cap.Amount), High = Math.Min(range.High, cap.Amount) }
            : null);
    }

    private static MoneyRange? Add(MoneyRange? one, MoneyRange? other) => (one, other) switch
    {
        (null, _) or (_, null) => null,
        _ => new MoneyRange(one.Low + other.Low, one.High + other.High, one.Currency),
    };
}
