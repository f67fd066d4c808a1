using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BreachNotify.Law.Currencies;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fines;

/// <summary>Answers how high a fine may be and where it would start.</summary>
public static class FineRules
{
    private const int MostInfringements = 100;
    private static readonly LocalDate Latest = new(2199, 12, 31);

    private sealed record Regime(Timeline<Tier> Lower, Timeline<Tier> Higher, Func<Provision, Finding<Timeline<Tier>?>> TierOf);

    private static readonly Regime Union = new(Article83.Lower, Article83.Higher, FineMap.TierOf);
    private static readonly Regime UnitedKingdom = new(UkGdpr.Article83.Standard, UkGdpr.Article83.Higher, UkGdpr.Article83.TierOf);

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="today">The day of the question, the default of <see cref="FineQuestion.DecidedOn"/>.</param>
    /// <param name="rates">The exchange rates held; default those the product ships.</param>
    /// <exception cref="QuestionException">The question is malformed, or the law or data refuse it.</exception>
    /// <exception cref="NotInForceException">Fines of the regime were not in force on the day of the decision.</exception>
    public static FineAnswer Answer(FineQuestion question, LocalDate today, ExchangeRates? rates = null)
    {
        Law.RuleBook.RefuseUnheld(question.RuleBook);
        var regime = question.Regime switch
        {
            "gdpr" => Union,
            "uk-gdpr" => UnitedKingdom,
            _ => throw QuestionException.Malformed("regime", question.Regime, "is not one of gdpr, uk-gdpr."),
        };
        var decidedOn = DecidedOn(question, today);
        if (question.Authority is { } state)
        {
            Amounts.State("authority", state);
        }
        var lower = InForce(regime.Lower, decidedOn);
        var higher = InForce(regime.Higher, decidedOn);
        var method = FiningMethod.Choose(question.Method, question.Regime, decidedOn);
        var addressee = Addressee.Of(question, decidedOn, lower.Value.Fixed.Currency, rates ?? ExchangeRates.Shipped);

        var ceilings = new Ceilings(addressee.Who, lower, CeilingOf(lower, addressee.Who), higher, CeilingOf(higher, addressee.Who));
        var tiers = new[] { TierOf(lower, ceilings.AtLower), TierOf(higher, ceilings.AtHigher) };
        var (found, echoed) = Infringements(question.Infringements ?? [], regime, method, ceilings, decidedOn);
        return new FineAnswer
        {
            Method = method?.Id,
            Tiers = tiers,
            Infringements = Array.ConvertAll(found, f => f.Shown),
            Total = Totals.Of(found, question.Regime, method),
            Verified = Array.TrueForAll(tiers, t => t.Verified) && Array.TrueForAll(found, f => f.Shown.Verified),
            RuleBook = Law.RuleBook.Current.Id,
            Request = FineRequest.Of(question, decidedOn, method, addressee, echoed),
        };
    }

    private static InForce<Tier> InForce(Timeline<Tier> tier, LocalDate decidedOn)
    {
        try
        {
            return tier.On(decidedOn);
        }
        catch (NotInForceException e)
        {
            throw e.In("decidedOn");
        }
    }

    private static LocalDate DecidedOn(FineQuestion question, LocalDate today)
    {
        var decidedOn = question.DecidedOn is { } text ? Awareness.Date("decidedOn", text) : today;
        return decidedOn <= Latest ? decidedOn : throw QuestionException.RefusedAs("decidedOn", question.DecidedOn, "lies beyond the year 2199.");
    }

    private static Finding<Ceiling> CeilingOf(InForce<Tier> tier, Undertaking who) => who is { Kind: EntityKind.PublicBody, State: { } state }
        ? PublicBodies.Ceiling(tier.Value, tier.Citation, state)
        : Article83.Ceiling(tier.Value, tier.Citation, who);

    /// <summary>The ceilings of one addressee, found once for all infringements.</summary>
    private readonly record struct Ceilings(Undertaking Who, InForce<Tier> Lower, Finding<Ceiling> AtLower, InForce<Tier> Higher, Finding<Ceiling> AtHigher)
    {
        public Finding<Ceiling> Of(InForce<Tier> tier) =>
            ReferenceEquals(tier, Lower) ? AtLower : ReferenceEquals(tier, Higher) ? AtHigher : CeilingOf(tier, Who);
    }

    private static TierFinding TierOf(InForce<Tier> tier, Finding<Ceiling> ceiling) => new()
    {
        Id = tier.Value.Id,
        Ceiling = ceiling.Value.Amount,
        CeilingRange = ceiling.Value is { Lowest: { } lowest, Amount: { } highest } ? new MoneyRange(lowest, highest.Amount, highest.Currency) : null,
        Limb = ceiling.Value.Limb,
        Verified = ceiling.Verified,
        Derivation = ceiling.Derivation,
    };

    private static (Found[] Found, FineRequestInfringement[] Echoed) Infringements(
        IReadOnlyList<Infringement> infringements, Regime regime, FiningMethod? method, Ceilings ceilings, LocalDate decidedOn)
    {
        if (infringements.Count > MostInfringements)
        {
            throw QuestionException.Malformed("infringements", $"{infringements.Count}", $"may have at most {MostInfringements} entries.");
        }
        var found = new Found[infringements.Count];
        var echoed = new FineRequestInfringement[infringements.Count];
        for (var i = 0; i < infringements.Count; i++)
        {
            var (asked, field) = (infringements[i], Field(i));
            var provision = Provision.Parse(field + ".provision", asked.Provision);
            var conduct = asked.Conduct is null ? "all" : Amounts.Line(field + ".conduct", asked.Conduct, 100);
            for (var j = 0; j < i; j++)
            {
                if (found[j].Provision == provision && found[j].Shown.Conduct == conduct)
                {
                    throw QuestionException.RefusedAs($"{field}.provision", asked.Provision, $"stands twice under the conduct '{conduct}'; one conduct infringes a provision once. Leave one out, or name another conduct.");
                }
            }
            if (asked.Category is not null && method?.SupersededBy is null)
            {
                throw QuestionException.RefusedAs($"{field}.category", $"{asked.Category}", "belongs to a historical method; leave it out, or name the method.");
            }
            echoed[i] = new FineRequestInfringement(provision.ToString(), asked.Seriousness, asked.Category, conduct, Factors.Check(field, asked.Factors));
            found[i] = One(field, provision, conduct, asked, regime, method, ceilings, decidedOn);
        }
        return (found, echoed);
    }

    private static IReadOnlyList<Reason> Unverified(Finding<Ceiling> ceiling) => ceiling.Verified ? [] : [.. ceiling.Derivation.Where(step => !step.Verified)];

    private static readonly string[] Fields = [.. Enumerable.Range(0, MostInfringements).Select(i => $"infringements[{i}]")];

    private static string Field(int i) => Fields[i];

    /// <summary>
    /// The findings whose start stands in the annex of a method: of one provision nothing differs between them but the
    /// conduct. As many as the annexes have cells for the provisions, written once.
    /// </summary>
    private static readonly ConcurrentDictionary<(Finding<Timeline<Tier>?> Tier, Finding<StartingRange> Start), InfringementFinding> OfAnnex = new(new Same());

    private sealed class Same : IEqualityComparer<(Finding<Timeline<Tier>?> Tier, Finding<StartingRange> Start)>
    {
        public bool Equals((Finding<Timeline<Tier>?> Tier, Finding<StartingRange> Start) x, (Finding<Timeline<Tier>?> Tier, Finding<StartingRange> Start) y) =>
            ReferenceEquals(x.Tier, y.Tier) && ReferenceEquals(x.Start, y.Start);

        public int GetHashCode((Finding<Timeline<Tier>?> Tier, Finding<StartingRange> Start) kind) =>
            RuntimeHelpers.GetHashCode(kind.Tier) ^ RuntimeHelpers.GetHashCode(kind.Start);
    }

    private static Found One(string field, Provision provision, string conduct, Infringement asked, Regime regime, FiningMethod? method, Ceilings ceilings, LocalDate decidedOn)
    {
        var tierOf = regime.TierOf(provision);
        var tier = tierOf.Value?.On(decidedOn);
        var ceiling = tier is null ? null : ceilings.Of(tier);
        var maximum = ceiling?.Value.Amount;
        var start = maximum is { } most ? method?.Start(new Offence(field, provision, tier!.Value, most, ceilings.Who, asked.Seriousness, asked.Category, decidedOn)) : null;
        var weighed = maximum is { } cap && asked.Factors is { Count: > 0 } factors ? Factors.Apply(field, factors, start?.Value.Weighable, cap) : null;
        var isOfAnnex = start?.Value.IsOfAnnex is true && weighed is null;
        if (!isOfAnnex || !OfAnnex.TryGetValue((tierOf, start!), out var shown))
        {
            IReadOnlyList<Reason> last = maximum is null ? ceiling?.Derivation ?? [] : start?.Derivation ?? [];
            shown = new InfringementFinding
            {
                Provision = provision.ToString(),
                Tier = tier?.Value.Id,
                Seriousness = asked.Seriousness,
                Conduct = conduct,
                Start = start?.Value,
                AfterFactors = weighed?.Value,
                Derivation = [.. tierOf.Derivation, .. last, .. weighed?.Derivation ?? []],
            };
            if (isOfAnnex)
            {
                shown = OfAnnex.GetOrAdd((tierOf, start!), shown with { Json = AnswerJson.Encode(shown) });
            }
        }
        return new Found(
            shown.Conduct == conduct ? shown : shown with { Conduct = conduct },
            provision, maximum, maximum is not null && ceiling!.Value.Lowest is not null, ceiling is null ? [] : Unverified(ceiling));
    }
}

/// <summary>An infringement as shown, with what the total needs of it.</summary>
/// <param name="Shown">As shown.</param>
/// <param name="Provision">The provision.</param>
/// <param name="Ceiling">Its ceiling; null where no fine may be imposed.</param>
/// <param name="MayBeNothing">Whether it is not known if a fine may be imposed at all.</param>
/// <param name="Unverified">The steps to the ceiling that nobody compared with their source.</param>
internal readonly record struct Found(InfringementFinding Shown, Provision Provision, Money? Ceiling, bool MayBeNothing, IReadOnlyList<Reason> Unverified);
