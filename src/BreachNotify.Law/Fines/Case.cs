using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Fines;

/// <summary>
/// The infringements of a question and what follows from them together. Where the ceilings are the fixed amounts and every
/// start stands in the annex of the method, that is the same for all addressees of one band of turnover, and kept for the
/// next of them: an insurer asks for one case and ten thousand insured.
/// </summary>
/// <param name="Findings">Each infringement, in the order asked.</param>
/// <param name="Asked">The infringements as they were asked for, with their defaults.</param>
/// <param name="Total">What they may come to; null without any.</param>
/// <param name="Verified">False if a figure in a finding rests on an unverified source.</param>
internal sealed record Case(IReadOnlyList<InfringementFinding> Findings, IReadOnlyList<FineRequestInfringement> Asked, TotalFinding? Total, bool Verified)
{
    private const int MostInfringements = 100;
    private static readonly string[] Fields = [.. Enumerable.Range(0, MostInfringements).Select(i => $"infringements[{i}]")];
    private static readonly Case None = new([], [], null, true);
    private static readonly Recent<Known> Recent = new(1024);

    /// <summary>A case that is kept, and for which questions.</summary>
    private sealed record Known(IReadOnlyList<Infringement> Asked, FineRegime Regime, FiningMethod? Method, LocalDate DecidedOn, int Band, Case Case);

    /// <exception cref="QuestionException">An infringement is malformed, or law or data refuse it.</exception>
    public static Case Of(IReadOnlyList<Infringement> infringements, FineRegime regime, FiningMethod? method, Ceilings ceilings, LocalDate decidedOn)
    {
        if (infringements.Count == 0)
        {
            return None;
        }
        if (!ceilings.AreFixed || BandOf(method, ceilings.Who) is not { } band || !MayBeKept(infringements, out var hash))
        {
            return OfAll(Find(infringements, regime, method, ceilings, decidedOn), regime, method);
        }
        hash += band + decidedOn.GetHashCode() + regime.Id.Length;
        if (Recent.At(hash) is { } known
            && known.Band == band && known.DecidedOn == decidedOn && ReferenceEquals(known.Regime, regime) && ReferenceEquals(known.Method, method) && AreSame(known.Asked, infringements))
        {
            return known.Case;
        }
        var found = Find(infringements, regime, method, ceilings, decidedOn);
        var all = OfAll(found, regime, method);
        if (Array.TrueForAll(found, one => one.IsOfBand) && Recent.IsAskedAgain(hash))
        {
            all = new Case(AnswerJson.Keep(all.Findings), AnswerJson.Keep(all.Asked), all.Total! with { Json = AnswerJson.Encode(all.Total) }, all.Verified);
            Recent.Keep(hash, new Known([.. infringements], regime, method, decidedOn, band, all));
        }
        return all;
    }

    private static Case OfAll(Found[] found, FineRegime regime, FiningMethod? method) => new(
        Array.ConvertAll(found, one => one.Shown), Array.ConvertAll(found, one => one.Asked), Totals.Of(found, regime.Id, method), Array.TrueForAll(found, one => one.Shown.Verified));

    /// <summary>The band of turnover outside of which a method finds something else; null where nothing is known of others.</summary>
    private static int? BandOf(FiningMethod? method, Undertaking who) =>
        who is not { Kind: EntityKind.Undertaking, Turnover: { } turnover } ? null : method is null ? 0 : method.BandOf(turnover.Amount);

    /// <summary>Whether infringements carry nothing that counts for this addressee alone.</summary>
    private static bool MayBeKept(IReadOnlyList<Infringement> infringements, out int hash)
    {
        hash = 0;
        for (var i = 0; i < infringements.Count; i++)
        {
            var one = infringements[i];
            if (one.Category is not null || one.Factors is not null)
            {
                return false;
            }
            hash = (((hash * 31) + one.Provision.Length) * 31) + (one.Conduct?.Length ?? 0) + ((int)(one.Seriousness ?? 0) * 7);
            foreach (var character in one.Provision)
            {
                hash = (hash * 31) + character;
            }
        }
        return true;
    }

    private static bool AreSame(IReadOnlyList<Infringement> known, IReadOnlyList<Infringement> asked)
    {
        var same = known.Count == asked.Count;
        for (var i = 0; same && i < asked.Count; i++)
        {
            same = known[i].Provision == asked[i].Provision && known[i].Seriousness == asked[i].Seriousness && known[i].Conduct == asked[i].Conduct;
        }
        return same;
    }

    private static Found[] Find(IReadOnlyList<Infringement> infringements, FineRegime regime, FiningMethod? method, Ceilings ceilings, LocalDate decidedOn)
    {
        if (infringements.Count > MostInfringements)
        {
            throw QuestionException.Malformed("infringements", $"{infringements.Count}", $"may have at most {MostInfringements} entries.");
        }
        var found = new Found[infringements.Count];
        for (var i = 0; i < infringements.Count; i++)
        {
            var (asked, field) = (infringements[i], Fields[i]);
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
            found[i] = One(field, provision, conduct, asked, regime, method, ceilings, decidedOn);
        }
        return found;
    }

    private static Found One(string field, Provision provision, string conduct, Infringement asked, FineRegime regime, FiningMethod? method, Ceilings ceilings, LocalDate decidedOn)
    {
        var echo = new FineRequestInfringement(provision.ToString(), asked.Seriousness, asked.Category, conduct, Factors.Check(field, asked.Factors));
        var tierOf = regime.TierOf(provision);
        var tier = tierOf.Value?.On(decidedOn);
        var ceiling = tier is null ? null : ceilings.Of(tier);
        var maximum = ceiling?.Value.Amount;
        var start = maximum is { } most ? method?.Start(new Offence(field, provision, tier!.Value, most, ceilings.Who, asked.Seriousness, asked.Category, decidedOn)) : null;
        var weighed = maximum is { } cap && asked.Factors is { Count: > 0 } factors ? Factors.Apply(field, factors, start?.Value.Weighable, cap) : null;
        IReadOnlyList<Reason> last = maximum is null ? ceiling?.Derivation ?? [] : start?.Derivation ?? [];
        var shown = new InfringementFinding
        {
            Provision = echo.Provision,
            Tier = tier?.Value.Id,
            Seriousness = asked.Seriousness,
            Conduct = conduct,
            Start = start?.Value,
            AfterFactors = weighed?.Value,
            Derivation = [.. tierOf.Derivation, .. last, .. weighed?.Derivation ?? []],
        };
        return new Found(
            shown, echo, provision, maximum,
            maximum is not null && ceiling!.Value.Lowest is not null,
            ceiling is null || ceiling.Verified ? [] : [.. ceiling.Derivation.Where(step => !step.Verified)],
            (tier is null || ceilings.IsOfBoth(tier)) && start?.Value.IsOfAnnex is not false);
    }
}

/// <summary>An infringement as shown, with what the total needs of it.</summary>
/// <param name="Shown">As shown.</param>
/// <param name="Asked">As asked for.</param>
/// <param name="Provision">The provision.</param>
/// <param name="Ceiling">Its ceiling; null where no fine may be imposed.</param>
/// <param name="MayBeNothing">Whether it is not known if a fine may be imposed at all.</param>
/// <param name="Unverified">The steps to the ceiling that nobody compared with their source.</param>
/// <param name="IsOfBand">Whether it is the same for all addressees of a band of turnover, where the ceilings are the fixed amounts.</param>
internal sealed record Found(
    InfringementFinding Shown, FineRequestInfringement Asked, Provision Provision, Money? Ceiling, bool MayBeNothing, IReadOnlyList<Reason> Unverified, bool IsOfBand);
