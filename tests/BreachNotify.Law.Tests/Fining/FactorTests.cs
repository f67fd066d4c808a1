using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using CsCheck;
using NodaTime;

namespace BreachNotify.Law.Tests.Fining;

public class FactorTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Fact]
    public void Weights_add_up_and_are_applied_to_the_adjusted_start()
    {
        var found = Ask(300_000_000m, Factor("c", FactorDirection.Mitigating, 0.10m), Factor("83(2)(e)", FactorDirection.Aggravating, 0.25m), Factor("(f)", FactorDirection.Neutral));

        Assert.Equal(new MoneyRange(800_000m, 4_000_000m, "EUR"), found.AdjustedAmount);
        Assert.Equal(new MoneyRange(920_000m, 4_600_000m, "EUR"), found.AfterFactors);
        Assert.Equal(3, found.Derivation.Count(step => step.Text.StartsWith("Factor (", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_factor_without_weight_is_listed_and_changes_nothing()
    {
        var found = Ask(300_000_000m, Factor("e", FactorDirection.Aggravating));

        Assert.Null(found.AfterFactors);
        Assert.Contains(found.Derivation, step => step.Text.Contains("not applied", StringComparison.Ordinal));
    }

    [Fact]
    public void No_weight_lifts_the_amount_above_the_legal_maximum_or_below_nothing() =>
        Gen.Select(Gen.Int[0, 10_000_000], Gen.Bool, Gen.Long[0, 5_000_000_000_00]).Sample((weight, aggravating, cents) =>
        {
            var found = Ask(cents / 100m, Factor("k", aggravating ? FactorDirection.Aggravating : FactorDirection.Mitigating, weight / 1_000_000m));
            var ceiling = Math.Max(20_000_000m, cents / 100m * 0.04m);
            return found.AfterFactors!.Low >= 0 && found.AfterFactors.Low <= found.AfterFactors.High && found.AfterFactors.High <= decimal.Round(ceiling, 2, MidpointRounding.AwayFromZero);
        });

    [Fact]
    public void The_sum_within_a_conduct_is_cut_at_the_gravest_ceiling_and_conducts_are_added()
    {
        Infringement Grave(string provision, string conduct) => new() { Provision = provision, Seriousness = Seriousness.High, Conduct = conduct };
        TotalFinding Total(params Infringement[] infringements) => Answer(500_000_000m, infringements).Total!;

        Assert.Equal(new MoneyRange(1_600_000m, 10_000_000m, "EUR"), Total(Grave("33", "a"), Grave("34", "a")).Range);
        Assert.Equal(new MoneyRange(1_600_000m, 20_000_000m, "EUR"), Total(Grave("33", "a"), Grave("34", "b")).Range);
        Assert.Equal(new MoneyRange(2_400_000m, 20_000_000m, "EUR"), Total(Grave("5(1)(f)", "a"), Grave("32", "a")).Range);
        Assert.Null(Total(Grave("33", "a"), new Infringement { Provision = "34", Conduct = "a" }).Range);
    }

    public static TheoryData<string, bool, Factor[]> Refusals() => new()
    {
        { "factors[0].point", true, [Factor("a", FactorDirection.Aggravating)] },
        { "factors[0].point", true, [Factor("83(2)(g)", FactorDirection.Aggravating)] },
        { "factors[0].point", false, [Factor("z", FactorDirection.Aggravating)] },
        { "factors[0].point", false, [Factor("", FactorDirection.Aggravating)] },
        { "factors[1].point", true, [Factor("c", FactorDirection.Aggravating), Factor("(c)", FactorDirection.Mitigating)] },
        { "factors[0].weight", false, [Factor("c", FactorDirection.Aggravating, -0.1m)] },
        { "factors[0].weight", false, [Factor("c", FactorDirection.Aggravating, 10.1m)] },
        { "factors[0].weight", false, [Factor("c", FactorDirection.Aggravating, 0.1234567m)] },
        { "factors[0].direction", false, [Factor("c", FactorDirection.Neutral, 0.1m)] },
        { "factors[0].amount", false, [Factor("c", FactorDirection.Mitigating, 0.1m) with { Amount = new Turnover(1m, "EUR") }] },
        { "factors[0].amount.currency", true, [Factor("c", FactorDirection.Mitigating) with { Amount = new Turnover(1m, "USD") }] },
        { "factors[0].reason", false, [Factor("c", FactorDirection.Mitigating) with { Reason = "two\nlines" }] },
    };

    [Theory, MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void A_wrong_factor_is_refused_by_name(string field, bool refused, Factor[] factors)
    {
        var refusal = Assert.Throws<QuestionException>(() => Ask(1m, factors));

        Assert.Equal(("infringements[0]." + field, refused), (refusal.Field, refusal.Refused));
    }

    private static Factor Factor(string point, FactorDirection direction, decimal? weight = null) => new() { Point = point, Direction = direction, Weight = weight };

    private static InfringementFinding Ask(decimal turnover, params Factor[] factors) =>
        Answer(turnover, [new Infringement { Provision = "5(1)(f)", Seriousness = Seriousness.Medium, Factors = factors }]).Infringements[0];

    private static FineAnswer Answer(decimal turnover, Infringement[] infringements) => FineRules.Answer(
        new FineQuestion { Regime = "gdpr", Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(turnover, "EUR") }, Infringements = infringements }, Today);
}
