using System.Globalization;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Fines;

/// <summary>Answers how high a fine may be and where it would start.</summary>
public static class FineRules
{
    private const decimal LargestAmount = 999_999_999_999_999m;

    private static readonly LocalDate Latest = new(2199, 12, 31);

    private sealed record Law(Timeline<Tier> Lower, Timeline<Tier> Higher, Func<Provision, Finding<Timeline<Tier>?>> TierOf, string Method, LocalDate MethodFrom);

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="today">The day of the question, the default of <see cref="FineQuestion.DecidedOn"/>.</param>
    /// <exception cref="QuestionException">The question is malformed, or the law or data refuse it.</exception>
    /// <exception cref="NotInForceException">Fines of the regime, or the method, were not in force on the day of the decision.</exception>
    public static FineAnswer Answer(FineQuestion question, LocalDate today)
    {
        RuleBook.RefuseUnheld(question.RuleBook);
        var law = LawOf(question.Regime);
        var decidedOn = question.DecidedOn is { } text ? Awareness.Date("decidedOn", text) : today;
        if (decidedOn > Latest)
        {
            throw QuestionException.RefusedAs("decidedOn", question.DecidedOn, "lies beyond the year 2199.");
        }
        var lower = law.Lower.On(decidedOn);
        var higher = law.Higher.On(decidedOn);
        var method = Method(question.Method, law, decidedOn);
        var who = Addressee(question.Entity, decidedOn, lower.Value.Fixed.Currency);

        var tiers = new[] { Tier(lower, who), Tier(higher, who) };
        var findings = Infringements(question.Infringements ?? [], law, method, who, decidedOn);
        var total = Total(findings, question.Regime);
        var entity = question.Entity;
        return new FineAnswer
        {
            Method = method,
            Tiers = tiers,
            Infringements = [.. findings.Select(f => f.Shown)],
            Total = total,
            Verified = tiers.All(t => t.Verified) && findings.TrueForAll(f => f.Shown.Verified),
            RuleBook = RuleBook.Current.Id,
            Request = new FineRequest
            {
                Regime = question.Regime,
                DecidedOn = LocalDatePattern.Iso.Format(decidedOn),
                Method = method,
                Entity = new FineRequestEntity(entity.Kind,
                    who.Turnover is { } t ? new FineRequestAmount((t.Amount / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture), t.Currency) : null,
                    who.TurnoverYear, who.State),
                Infringements = [.. findings.Select(f => new Infringement { Provision = f.Shown.Provision, Seriousness = f.Shown.Seriousness, Conduct = f.Shown.Conduct })],
            },
        };
    }

    private static Law LawOf(string regime) => regime switch
    {
        "gdpr" => new(Article83.Lower, Article83.Higher, Article83.TierOf, Edpb042022.Id, Edpb042022.Bands.Entries[0].From),
        "uk-gdpr" => new(UkGdpr.Article83.Standard, UkGdpr.Article83.Higher, UkGdpr.Article83.TierOf, Ico2024.Id, Ico2024.Bands.Entries[0].From),
        _ => throw QuestionException.Malformed("regime", regime, "is not one of gdpr, uk-gdpr."),
    };

    private static string? Method(string? asked, Law law, LocalDate decidedOn)
    {
        if (asked is null)
        {
            return decidedOn >= law.MethodFrom ? law.Method : null;
        }
        if (asked is not (Edpb042022.Id or Ico2024.Id))
        {
            throw QuestionException.Malformed("method", asked, $"is not one of {Edpb042022.Id}, {Ico2024.Id}.");
        }
        if (asked != law.Method)
        {
            throw QuestionException.RefusedAs("method", asked, $"is not the method of this regime; that is {law.Method}.");
        }
        return decidedOn >= law.MethodFrom
            ? asked
            : throw QuestionException.RefusedAs("method", asked, $"was not in force on {LocalDatePattern.Iso.Format(decidedOn)}; it applies from {LocalDatePattern.Iso.Format(law.MethodFrom)}.");
    }

    private static Undertaking Addressee(FineEntity entity, LocalDate decidedOn, string currency)
    {
        if (entity.Kind != EntityKind.Undertaking)
        {
            if (entity.Turnover is not null)
            {
                throw QuestionException.RefusedAs("entity.turnover", null, $"counts only for undertakings, not for {Words.Of(entity.Kind)}; leave it out, or say undertaking.");
            }
            return new Undertaking { Kind = entity.Kind, State = StateOf(entity) };
        }
        if (entity.State is not null)
        {
            throw QuestionException.Malformed("entity.state", entity.State, "is asked for public bodies only; leave it out.");
        }
        if (entity.Turnover is not { } turnover)
        {
            throw QuestionException.Malformed("entity.turnover", null, "is required for an undertaking: the worldwide turnover of the whole group, 0 or more.");
        }
        if (turnover.Amount is < 0 or > LargestAmount || decimal.Round(turnover.Amount, 2) != turnover.Amount)
        {
            throw QuestionException.Malformed("entity.turnover.amount", turnover.Amount.ToString(CultureInfo.InvariantCulture), "must be 0 or more, with at most 2 decimals and 15 digits.");
        }
        if (turnover.Currency.Length != 3 || !turnover.Currency.All(char.IsAsciiLetterUpper))
        {
            throw QuestionException.Malformed("entity.turnover.currency", turnover.Currency, "is not an ISO 4217 code such as EUR.");
        }
        if (turnover.Currency != currency)
        {
            throw QuestionException.RefusedAs("entity.turnover.currency", turnover.Currency,
                $"needs an exchange rate to {currency} for {LocalDatePattern.Iso.Format(decidedOn)}, and none is held; give the turnover in {currency}.");
        }
        var year = entity.TurnoverYear ?? decidedOn.Year - 1;
        if (year < 1990 || year > decidedOn.Year)
        {
            throw QuestionException.RefusedAs("entity.turnoverYear", year.ToString(CultureInfo.InvariantCulture), $"must be a financial year from 1990 to the year of the decision; the law takes the one before it, {decidedOn.Year - 1}.");
        }
        return new Undertaking { Kind = entity.Kind, Turnover = new Money(turnover.Amount, turnover.Currency), TurnoverYear = year };
    }

    private static string? StateOf(FineEntity entity)
    {
        if (entity.Kind != EntityKind.PublicBody)
        {
            return entity.State is null ? null : throw QuestionException.Malformed("entity.state", entity.State, "is asked for public bodies only; leave it out.");
        }
        return entity.State is { Length: 2 } state && state.All(char.IsAsciiLetterUpper)
            ? state
            : throw QuestionException.Malformed("entity.state", entity.State, "is required for a public body: its state as ISO 3166-1 code, such as PL.");
    }

    private static Finding<Ceiling> CeilingOf(InForce<Tier> tier, Undertaking who) => who is { Kind: EntityKind.PublicBody, State: { } state }
        ? PublicBodies.Ceiling(tier.Value, tier.Citation, state)
        : Article83.Ceiling(tier.Value, tier.Citation, who);

    private static TierFinding Tier(InForce<Tier> tier, Undertaking who)
    {
        var ceiling = CeilingOf(tier, who);
        return new TierFinding
        {
            Id = tier.Value.Id,
            Ceiling = ceiling.Value.Amount,
            CeilingRange = ceiling.Value is { Lowest: { } lowest, Amount: { } highest } ? new MoneyRange(lowest, highest.Amount, highest.Currency) : null,
            Limb = ceiling.Value.Limb,
            Verified = ceiling.Verified,
            Derivation = ceiling.Derivation,
        };
    }

    private sealed record Found(InfringementFinding Shown, Money? Ceiling);

    private static List<Found> Infringements(IReadOnlyList<Infringement> infringements, Law law, string? method, Undertaking who, LocalDate decidedOn)
    {
        var found = new List<Found>(infringements.Count);
        for (var i = 0; i < infringements.Count; i++)
        {
            var asked = infringements[i];
            var provision = Provision.Parse($"infringements[{i}].provision", asked.Provision);
            var conduct = asked.Conduct ?? "all";
            if (conduct.Length is 0 or > 100)
            {
                throw QuestionException.Malformed($"infringements[{i}].conduct", conduct, "must have 1 to 100 characters.");
            }
            if (found.Exists(f => f.Shown.Provision == provision.ToString() && f.Shown.Conduct == conduct))
            {
                throw QuestionException.RefusedAs($"infringements[{i}].provision", asked.Provision, $"stands twice under the conduct '{conduct}'; one conduct infringes a provision once. Leave one out, or name another conduct.");
            }
            found.Add(One(provision, asked.Seriousness, conduct, law, method, who, decidedOn));
        }
        return found;
    }

    private static Found One(Provision provision, Seriousness? seriousness, string conduct, Law law, string? method, Undertaking who, LocalDate decidedOn)
    {
        var tierOf = law.TierOf(provision);
        var shown = new InfringementFinding
        {
            Provision = provision.ToString(),
            Tier = tierOf.Value?.On(decidedOn).Value.Id,
            Seriousness = seriousness,
            Conduct = conduct,
            Derivation = tierOf.Derivation,
        };
        if (tierOf.Value is null)
        {
            return new Found(shown, null);
        }
        var tier = tierOf.Value.On(decidedOn);
        var ceiling = CeilingOf(tier, who);
        if (ceiling.Value.Amount is not { } maximum)
        {
            return new Found(shown with { Derivation = [.. tierOf.Derivation, .. ceiling.Derivation] }, null);
        }
        // Reading: the EDPB's guidelines do not address natural persons who are no undertakings, and a public body's cap
        // is national law; no starting amount is given for either.
        if (seriousness is not { } degree || method is null || who.Kind is EntityKind.NaturalPerson or EntityKind.PublicBody)
        {
            return new Found(shown, maximum);
        }
        var start = method == Edpb042022.Id
            ? Edpb042022.Start(tier.Value, ceiling.Value, who, degree, decidedOn)
            : Ico2024.Start(tier.Value, ceiling.Value, who, degree, decidedOn);
        return new Found(shown with
        {
            SeriousnessShare = start.Value.SeriousnessShare,
            StartingAmount = start.Value.StartingAmount,
            SizeShare = start.Value.SizeShare,
            AdjustedAmount = start.Value.AdjustedAmount,
            Derivation = [.. tierOf.Derivation, .. start.Derivation],
        }, maximum);
    }

    private static TotalFinding? Total(List<Found> findings, string regime)
    {
        if (findings.Count == 0)
        {
            return null;
        }
        var cite = regime == "gdpr" ? Article83.LinkedOperations : new Citation("UK GDPR Art. 83(3)");
        var conducts = new List<ConductCeiling>();
        var steps = new List<Reason>();
        foreach (var conduct in findings.Where(f => f.Ceiling is not null).GroupBy(f => f.Shown.Conduct))
        {
            var gravest = conduct.MaxBy(f => f.Ceiling!.Value.Amount)!;
            conducts.Add(new ConductCeiling(conduct.Key, gravest.Ceiling!.Value));
            steps.Add(new Reason(
                $"Conduct '{conduct.Key}': the same or linked operations cost no more in total than the gravest infringement, Art. {gravest.Shown.Provision}: {gravest.Ceiling}.", cite));
        }
        if (conducts.Count == 0)
        {
            return new TotalFinding { Ceiling = null, Conducts = [], Derivation = [new Reason("None of the infringements carries a fine here.", cite)] };
        }
        var sum = conducts.Skip(1).Aggregate(conducts[0].Ceiling, (total, next) => total + next.Ceiling);
        if (conducts.Count > 1)
        {
            steps.Add(new Reason($"Separate conducts each have their own ceiling; together {sum}.", cite));
        }
        return new TotalFinding { Ceiling = sum, Conducts = conducts, Derivation = steps };
    }
}
