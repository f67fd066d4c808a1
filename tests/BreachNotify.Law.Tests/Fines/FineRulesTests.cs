using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using CsCheck;
using NodaTime;

namespace BreachNotify.Law.Tests.Fines;

public class FineRulesTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    private static readonly FineQuestion TwoInfringements = new()
    {
        Regime = "gdpr",
        DecidedOn = "2026-11-22",
        Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(300_000_000m, "EUR"), TurnoverYear = 2025 },
        Infringements =
        [
            new Infringement { Provision = "33", Seriousness = Seriousness.Low, Conduct = "a" },
            new Infringement { Provision = "5(1)(f)", Seriousness = Seriousness.Medium, Conduct = "a" },
        ],
    };

    [Fact]
    public void A_late_notice_and_poor_security_of_a_mid_sized_undertaking()
    {
        var answer = FineRules.Answer(TwoInfringements, Today);

        Assert.Equal("edpb-04/2022-v2.1", answer.Method);
        Assert.Equal(["83(4)", "83(5)"], answer.Tiers.Select(t => t.Id));
        Assert.Equal([10_000_000m, 20_000_000m], answer.Tiers.Select(t => t.Ceiling!.Value.Amount));
        Assert.All(answer.Tiers, t => Assert.Equal(Limb.Fixed, t.Limb));
        var (notice, security) = (answer.Infringements[0], answer.Infringements[1]);
        Assert.Equal(new MoneyRange(0, 1_000_000m, "EUR"), notice.StartingAmount);
        Assert.Equal(new MoneyRange(0, 1_000_000m, "EUR"), notice.AdjustedAmount);
        Assert.Equal(new MoneyRange(2_000_000m, 4_000_000m, "EUR"), security.StartingAmount);
        Assert.Equal(new MoneyRange(800_000m, 4_000_000m, "EUR"), security.AdjustedAmount);
        Assert.Equal(new ShareRange(0.40m, 1.00m), security.SizeShare);
        Assert.Equal(new Money(20_000_000m, "EUR"), answer.Total!.Ceiling);
        Assert.True(answer.Verified);
    }

    [Fact]
    public void Linked_operations_are_capped_at_the_gravest_and_separate_conducts_each_have_their_own_cap()
    {
        var separate = TwoInfringements with { Infringements = [TwoInfringements.Infringements![0], TwoInfringements.Infringements[1] with { Conduct = "b" }] };

        Assert.Equal(20_000_000m, FineRules.Answer(TwoInfringements, Today).Total!.Ceiling!.Value.Amount);
        Assert.Equal(30_000_000m, FineRules.Answer(separate, Today).Total!.Ceiling!.Value.Amount);
    }

    [Fact]
    public void A_provision_without_a_fine_has_no_tier_and_no_amounts()
    {
        var answer = FineRules.Answer(TwoInfringements with { Infringements = [new Infringement { Provision = "24", Seriousness = Seriousness.High }] }, Today);

        var only = Assert.Single(answer.Infringements);
        Assert.Null(only.Tier);
        Assert.Null(only.StartingAmount);
        Assert.Null(answer.Total!.Ceiling);
    }

    [Fact]
    public void Without_infringements_there_are_the_tiers_and_no_total()
    {
        var answer = FineRules.Answer(TwoInfringements with { Infringements = [] }, Today);

        Assert.Null(answer.Total);
        Assert.Equal(2, answer.Tiers.Count);
    }

    [Fact]
    public void The_United_Kingdom_has_its_own_ceilings_in_pounds()
    {
        var answer = FineRules.Answer(new FineQuestion
        {
            Regime = "uk-gdpr",
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(436_000_000m, "GBP") },
        }, Today);

        Assert.Equal([("standard", 8_720_000m, Limb.Turnover), ("higher", 17_500_000m, Limb.Fixed)],
            answer.Tiers.Select(t => (t.Id, t.Ceiling!.Value.Amount, t.Limb!.Value)));
        Assert.Equal("ico-2024", answer.Method);
    }

    [Theory]
    [InlineData("DE", null, null)]
    [InlineData("PL", 100_000, "PLN")]
    [InlineData("NL", 10_000_000, "EUR")]
    public void A_public_body_is_fined_as_its_state_allows(string state, int? ceiling, string? currency)
    {
        var tier = FineRules.Answer(new FineQuestion { Regime = "gdpr", Entity = new FineEntity { Kind = EntityKind.PublicBody, State = state } }, Today).Tiers[0];

        Assert.Equal(ceiling, (int?)tier.Ceiling?.Amount);
        Assert.Equal(currency, tier.Ceiling?.Currency);
        Assert.NotEmpty(tier.Derivation);
    }

    [Fact]
    public void A_public_body_of_a_state_without_a_known_rule_gets_both_ends_unverified()
    {
        var answer = FineRules.Answer(new FineQuestion { Regime = "gdpr", Entity = new FineEntity { Kind = EntityKind.PublicBody, State = "SI" } }, Today);

        Assert.False(answer.Verified);
        Assert.Equal(new MoneyRange(0, 10_000_000m, "EUR"), answer.Tiers[0].CeilingRange);
    }

    [Theory]
    [InlineData("SE", 5_000_000, null)]
    [InlineData("DE", null, null)]
    [InlineData("SI", 10_000_000, 0)]
    public void A_total_over_an_unverified_ceiling_is_unverified_and_says_why(string state, int? ceiling, int? lowest)
    {
        var question = new FineQuestion { Regime = "gdpr", Entity = new FineEntity { Kind = EntityKind.PublicBody, State = state }, Infringements = [new Infringement { Provision = "33" }, new Infringement { Provision = "34" }] };

        var total = FineRules.Answer(question, Today).Total!;

        Assert.False(total.Verified);
        Assert.Single(total.Derivation, step => !step.Verified);
        Assert.Equal((ceiling, lowest), ((int?)total.Ceiling?.Amount, (int?)total.CeilingRange?.Low));
    }

    [Fact]
    public void Linked_infringements_never_exceed_the_gravest_ceiling_and_separate_conducts_never_touch_each_other()
    {
        string[] provisions = ["33", "32", "5(1)(f)", "24", "44", "58(2)"];
        string[] conducts = ["a", "b", "c"];
        var one = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Enum<Seriousness>(), (provision, conduct, seriousness) => new Infringement { Provision = provisions[provision], Conduct = conducts[conduct], Seriousness = seriousness });
        Gen.Select(one.List[1, 6], Gen.Long[0, 5_000_000_000_00]).Sample((asked, cents) =>
        {
            var infringements = asked.DistinctBy(i => (i.Provision, i.Conduct)).ToList();
            FineAnswer Of(IEnumerable<Infringement> some) => FineRules.Answer(With(new Turnover(cents / 100m, "EUR")) with { Infringements = [.. some] }, Today);

            var total = Of(infringements).Total!;

            foreach (var conduct in total.Conducts)
            {
                var alone = Of(infringements.Where(i => i.Conduct == conduct.Conduct));
                Assert.Equal(alone.Total!.Ceiling, conduct.Ceiling);
                Assert.Equal(alone.Total.Range, conduct.Range);
                Assert.Equal(conduct.Ceiling.Amount, infringements.Where(i => i.Conduct == conduct.Conduct).Max(i => Of([i]).Total!.Ceiling?.Amount ?? 0));
                Assert.InRange(conduct.Range!.High, 0, conduct.Ceiling.Amount);
            }
            Assert.Equal(total.Ceiling?.Amount ?? 0, total.Conducts.Sum(conduct => conduct.Ceiling.Amount));
        }, iter: 300);
    }

    [Fact]
    public void Before_a_method_was_in_force_there_are_ceilings_and_no_starting_amounts()
    {
        var answer = FineRules.Answer(TwoInfringements with { DecidedOn = "2020-12-10", Entity = TwoInfringements.Entity with { TurnoverYear = 2019 } }, Today);

        Assert.Null(answer.Method);
        Assert.All(answer.Infringements, i => Assert.Null(i.StartingAmount));
        Assert.Equal(20_000_000m, answer.Total!.Ceiling!.Value.Amount);
    }

    public static TheoryData<string, bool, FineQuestion> Refusals() => new()
    {
        { "entity.turnover.amount", false, With(new Turnover(-1m, "EUR")) },
        { "entity.turnover.amount", false, With(new Turnover(1.123456789m, "EUR")) },
        { "entity.turnover.amount", false, With(new Turnover(1_000_000_000_000_000m, "EUR")) },
        { "entity.turnover.currency", false, With(new Turnover(1m, "euro")) },
        { "entity.turnover.currency", true, With(new Turnover(1m, "USD")) },
        { "entity.turnover", false, TwoInfringements with { Entity = new FineEntity { Kind = EntityKind.Undertaking } } },
        { "entity.turnover", true, TwoInfringements with { Entity = new FineEntity { Kind = EntityKind.NaturalPerson, Turnover = new Turnover(1m, "EUR") } } },
        { "entity.state", false, TwoInfringements with { Entity = new FineEntity { Kind = EntityKind.PublicBody } } },
        { "entity.turnoverYear", true, TwoInfringements with { Entity = TwoInfringements.Entity with { TurnoverYear = 2031 } } },
        { "regime", false, TwoInfringements with { Regime = "lgpd" } },
        { "method", false, TwoInfringements with { Method = "dice" } },
        { "method", true, TwoInfringements with { Method = "ico-2024" } },
        { "method", true, TwoInfringements with { Method = "edpb-04/2022-v2.1", DecidedOn = "2020-12-10", Entity = TwoInfringements.Entity with { TurnoverYear = 2019 } } },
        { "decidedOn", false, TwoInfringements with { DecidedOn = "soon" } },
        { "infringements[1].provision", true, TwoInfringements with { Infringements = [TwoInfringements.Infringements![0], TwoInfringements.Infringements[0] with { Provision = "Art. 33" }] } },
        { "infringements[0].provision", true, TwoInfringements with { Infringements = [new Infringement { Provision = "133" }] } },
    };

    [Theory, MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_naming_the_field(string field, bool refused, FineQuestion question)
    {
        var refusal = Assert.Throws<QuestionException>(() => FineRules.Answer(question, Today));

        Assert.Equal((field, refused), (refusal.Field, refusal.Refused));
        Assert.NotEmpty(refusal.Remedy);
    }

    [Fact]
    public void A_decision_before_the_regulation_applied_is_refused_with_the_span_covered()
    {
        var refusal = Assert.Throws<NotInForceException>(() => FineRules.Answer(TwoInfringements with { DecidedOn = "2018-05-24" }, Today));

        Assert.Contains("2018-05-25", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("decidedOn", refusal.Field);
    }

    private static FineQuestion With(Turnover turnover) => TwoInfringements with { Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = turnover } };
}
