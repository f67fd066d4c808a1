using BreachNotify.Law.Currencies;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fines;

/// <summary>Answers how high a fine may be and where it would start.</summary>
public static class FineRules
{
    private static readonly LocalDate Latest = new(2199, 12, 31);

    private static readonly FineRegime Union = new("gdpr", Article83.Lower, Article83.Higher, FineMap.TierOf);
    private static readonly FineRegime UnitedKingdom = new("uk-gdpr", UkGdpr.Article83.Standard, UkGdpr.Article83.Higher, UkGdpr.Article83.TierOf);

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

        var ceilings = new Ceilings(addressee.Who, lower, higher);
        var tiers = new[] { TierOf(lower, ceilings.AtLower), TierOf(higher, ceilings.AtHigher) };
        var found = Case.Of(question.Infringements ?? [], regime, method, ceilings, decidedOn);
        return new FineAnswer
        {
            Method = method?.Id,
            Tiers = tiers,
            Infringements = found.Findings,
            Total = found.Total,
            Verified = tiers[0].Verified && tiers[1].Verified && found.Verified,
            RuleBook = Law.RuleBook.Current.Id,
            Request = FineRequest.Of(question, decidedOn, method, addressee, found.Asked),
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

    private static TierFinding TierOf(InForce<Tier> tier, Finding<Ceiling> ceiling) => new()
    {
        Id = tier.Value.Id,
        Ceiling = ceiling.Value.Amount,
        CeilingRange = ceiling.Value is { Lowest: { } lowest, Amount: { } highest } ? new MoneyRange(lowest, highest.Amount, highest.Currency) : null,
        Limb = ceiling.Value.Limb,
        Verified = ceiling.Verified,
        Derivation = ceiling.Derivation,
    };
}

/// <summary>The law of fines of a regime.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Lower">The lower tier.</param>
/// <param name="Higher">The higher tier.</param>
/// <param name="TierOf">The tier a provision falls into.</param>
internal sealed record FineRegime(string Id, Timeline<Tier> Lower, Timeline<Tier> Higher, Func<Provision, Finding<Timeline<Tier>?>> TierOf);

/// <summary>The ceilings of one addressee, found once for all infringements.</summary>
internal sealed class Ceilings(Undertaking who, InForce<Tier> lower, InForce<Tier> higher)
{
    public Undertaking Who => who;

    public Finding<Ceiling> AtLower { get; } = CeilingOf(lower, who);

    public Finding<Ceiling> AtHigher { get; } = CeilingOf(higher, who);

    /// <summary>Whether both are the fixed amounts, and so the same for others; an unverified step to them is told with the infringements.</summary>
    public bool AreFixed =>
        ReferenceEquals(AtLower.Value, lower.Value.FixedCeiling) && ReferenceEquals(AtHigher.Value, higher.Value.FixedCeiling) && AtLower.Verified && AtHigher.Verified;

    /// <summary>Whether a tier is one of the two.</summary>
    public bool IsOfBoth(InForce<Tier> tier) => ReferenceEquals(tier, lower) || ReferenceEquals(tier, higher);

    public Finding<Ceiling> Of(InForce<Tier> tier) => ReferenceEquals(tier, lower) ? AtLower : ReferenceEquals(tier, higher) ? AtHigher : CeilingOf(tier, who);

    private static Finding<Ceiling> CeilingOf(InForce<Tier> tier, Undertaking who) => who is { Kind: EntityKind.PublicBody, State: { } state }
        ? PublicBodies.Ceiling(tier.Value, tier.Citation, state)
        : Article83.Ceiling(tier.Value, tier.Citation, who);
}
