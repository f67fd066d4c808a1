using System.Globalization;
using BreachNotify.Law.Fines;

namespace BreachNotify.Law.Fining;

/// <summary>
/// Aggravating and mitigating factors, GDPR Art. 83(2)(c)-(f) and (h)-(k): step 3 of the EDPB's method, step 4 of the
/// ICO's. No authority publishes multipliers and neither are any held here: the weight is the asker's, as a share of the
/// starting amount or as an amount, and each factor counts once.
/// </summary>
internal static class Factors
{
    private const string Listed = "cdefhijk";

    private static readonly Citation Source = new("GDPR Art. 83(2)(c)-(f), (h)-(k); EDPB Guidelines 04/2022 v2.1, step 3");
    private static readonly Citation LegalMaximum = new("GDPR Art. 83(4)-(6); EDPB Guidelines 04/2022 v2.1, step 4");

    private static readonly string[] Subjects =
    [
        "action taken to mitigate the damage", "degree of responsibility, given the measures under Art. 25 and 32", "previous infringements",
        "cooperation with the authority", "how the authority learned of the infringement", "compliance with earlier orders",
        "codes of conduct and certification", "other factors, such as financial benefit",
    ];

    /// <summary>The factors as echoed, each letter once.</summary>
    /// <exception cref="QuestionException">A factor is malformed, stands twice, or belongs to the seriousness.</exception>
    public static IReadOnlyList<FineRequestFactor>? Check(string field, IReadOnlyList<Factor>? factors)
    {
        if (factors is null or { Count: 0 })
        {
            return null;
        }
        var seen = new HashSet<char>();
        var echoed = new List<FineRequestFactor>(factors.Count);
        for (var i = 0; i < factors.Count; i++)
        {
            var (factor, at) = (factors[i], $"{field}.factors[{i}]");
            var letter = Letter($"{at}.point", factor.Point);
            if (!seen.Add(letter))
            {
                throw QuestionException.RefusedAs($"{at}.point", factor.Point, "stands twice; each factor is counted once.");
            }
            if (factor is { Weight: not null, Amount: not null })
            {
                throw QuestionException.Malformed($"{at}.amount", null, "stands beside a weight; give one of them.");
            }
            if (factor.Direction == FactorDirection.Neutral && factor is { Weight: not null } or { Direction: FactorDirection.Neutral, Amount: not null })
            {
                throw QuestionException.Malformed($"{at}.direction", "neutral", "changes nothing and has no weight; say aggravating or mitigating, or leave the weight out.");
            }
            if (factor.Weight is { } weight && (weight is < 0 or > 10 || decimal.Round(weight, 6) != weight))
            {
                throw QuestionException.Malformed($"{at}.weight", weight.ToString(CultureInfo.InvariantCulture), "must be a share from 0 to 10 with at most 6 decimals, such as 0.10 for 10 %.");
            }
            var amount = factor.Amount is { } sent ? Amounts.Money($"{at}.amount", sent) : (Money?)null;
            echoed.Add(new FineRequestFactor(
                letter.ToString(), factor.Direction, factor.Weight is { } w ? FineRequest.Exact(w) : null,
                amount is { } a ? new FineRequestAmount(FineRequest.Exact(a.Amount), a.Currency) : null,
                factor.Reason is { } reason ? Amounts.Line($"{at}.reason", reason, 500) : null));
        }
        return echoed;
    }

    /// <summary>Applies the weighed factors to where the fine starts and cuts at the legal maximum; null where none is weighed.</summary>
    /// <exception cref="QuestionException">An amount is in another currency than the start.</exception>
    public static Finding<MoneyRange?> Apply(string field, IReadOnlyList<Factor> factors, MoneyRange? start, Money ceiling)
    {
        var steps = new List<Reason>(factors.Count + 1);
        var (share, amount, weighed) = (0m, 0m, false);
        for (var i = 0; i < factors.Count; i++)
        {
            var factor = factors[i];
            var sign = factor.Direction == FactorDirection.Mitigating ? -1 : 1;
            var weight = "without weight, not applied";
            if (factor.Weight is { } w)
            {
                share += sign * w;
                weight = $"{(sign < 0 ? "-" : "+")}{w.Percent()} of the starting amount, as weighed by the asker";
            }
            else if (factor.Amount is { } a)
            {
                if (start is not null && a.Currency != start.Currency)
                {
                    throw QuestionException.RefusedAs($"{field}.factors[{i}].amount.currency", a.Currency, $"must be {start.Currency}, the currency of the starting amount.");
                }
                amount += sign * a.Amount;
                weight = $"{(sign < 0 ? "-" : "+")}{new Money(a.Amount, a.Currency)}, as weighed by the asker";
            }
            weighed |= factor.Weight is not null || factor.Amount is not null;
            var letter = Letter("", factor.Point);
            steps.Add(new Reason($"Factor ({letter}), {Subjects[Listed.IndexOf(letter, StringComparison.Ordinal)]}: {Words.Of(factor.Direction)}, {weight}.{(factor.Reason is null ? "" : $" {factor.Reason}")}", Source));
        }
        if (!weighed)
        {
            return new Finding<MoneyRange?>(null, steps);
        }
        if (start is null)
        {
            steps.Add(new Reason("There is no starting amount to apply the factors to.", Source));
            return new Finding<MoneyRange?>(null, steps);
        }
        // The national ceiling of a historical method may be in another currency than its amounts.
        var most = start.Currency == ceiling.Currency ? ceiling.Amount : decimal.MaxValue;
        decimal Weighed(decimal from) => decimal.Round(Math.Clamp((from * (1 + share)) + amount, 0, most), 2, MidpointRounding.AwayFromZero);
        var after = new MoneyRange(Weighed(start.Low), Weighed(start.High), start.Currency);
        steps.Add(new Reason($"After the factors the amount lies between {after.Words}, not above the legal maximum.", LegalMaximum));
        return new Finding<MoneyRange?>(after, steps);
    }

    private static char Letter(string field, string point)
    {
        var text = point.StartsWith("83(2)", StringComparison.Ordinal) ? point.AsSpan(5) : point;
        text = text.Trim("()");
        if (text is "a" or "b" or "g")
        {
            throw QuestionException.RefusedAs(field, point, "is part of the seriousness (nature, gravity, duration; intent; categories of data) and would be counted twice.");
        }
        return text.Length == 1 && Listed.Contains(text[0], StringComparison.Ordinal)
            ? text[0]
            : throw QuestionException.Malformed(field, point, "is not one of c, d, e, f, h, i, j, k, the points of Art. 83(2).");
    }
}
