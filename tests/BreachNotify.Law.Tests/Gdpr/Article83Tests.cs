using System.Globalization;
using BreachNotify.Law.Gdpr;
using CsCheck;
using NodaTime;

namespace BreachNotify.Law.Tests.Gdpr;

public class Article83Tests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    private static readonly Gen<decimal> Turnovers = Gen.Long[0, 200_000_000_000_00].Select(cents => cents / 100m);

    public static TheoryData<string, string, decimal, string> Cases()
    {
        var data = new TheoryData<string, string, decimal, string>();
        foreach (var row in MarkdownTable.Read("Gdpr/Article83.md"))
        {
            data.Add(row["tier"], row["turnover"], decimal.Parse(row["ceiling"], CultureInfo.InvariantCulture), row["because"]);
        }
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_worked_ceiling_holds(string tier, string turnover, decimal ceiling, string because)
    {
        decimal? amount = turnover == "none" ? null : decimal.Parse(turnover, CultureInfo.InvariantCulture);

        Assert.Equal(ceiling, Ceiling(tier, amount).Amount!.Value.Amount);
        Assert.NotEmpty(because);
    }

    [Theory]
    [InlineData("33", "83(4)")]
    [InlineData("33(1)", "83(4)")]
    [InlineData("34", "83(4)")]
    [InlineData("Art. 32", "83(4)")]
    [InlineData("Article 32 GDPR", "83(4)")]
    [InlineData("GDPR Art. 32(1)(b)", "83(4)")]
    [InlineData("8", "83(4)")]
    [InlineData("11", "83(4)")]
    [InlineData("25", "83(4)")]
    [InlineData("39", "83(4)")]
    [InlineData("41(4)", "83(4)")]
    [InlineData("42", "83(4)")]
    [InlineData("5(1)(f)", "83(5)")]
    [InlineData("6(1)(a)", "83(5)")]
    [InlineData("9(2)(j)", "83(5)")]
    [InlineData("12", "83(5)")]
    [InlineData("22", "83(5)")]
    [InlineData("44", "83(5)")]
    [InlineData("49(1)(g)", "83(5)")]
    [InlineData("88", "83(5)")]
    [InlineData("58(1)", "83(5)")]
    [InlineData("58(2)", "83(6)")]
    [InlineData("24", null)]
    [InlineData("10", null)]
    [InlineData("23", null)]
    [InlineData("4", null)]
    [InlineData("41(1)", null)]
    [InlineData("50", null)]
    [InlineData("84", null)]
    public void Each_provision_falls_into_its_tier_or_into_none(string provision, string? tier) =>
        Assert.Equal(tier, Article83.TierOf(Provision.Parse("provision", provision)).Value?.On(Today).Value.Id);

    [Theory]
    [InlineData("100")]
    [InlineData("0")]
    [InlineData("33(6)")]
    [InlineData("5(1)(g)")]
    [InlineData("33(1)(a)")]
    [InlineData("10(1)")]
    [InlineData("thirty-three")]
    [InlineData("33 34")]
    [InlineData("")]
    public void A_provision_that_does_not_exist_is_refused_by_name(string provision)
    {
        var refusal = Assert.Throws<QuestionException>(() => Provision.Parse("infringements[0].provision", provision));

        Assert.True(refusal.Refused);
        Assert.Equal("infringements[0].provision", refusal.Field);
        Assert.Equal(provision, refusal.Value);
    }

    [Fact]
    public void The_ceiling_is_the_higher_limb_and_never_below_the_fixed_amount() =>
        Turnovers.Sample(turnover =>
        {
            var (lower, higher) = (Ceiling("83(4)", turnover), Ceiling("83(5)", turnover));
            return lower.Amount!.Value.Amount == Math.Max(10_000_000m, turnover * 0.02m)
                && higher.Amount!.Value.Amount == Math.Max(20_000_000m, turnover * 0.04m)
                && lower.Limb == (turnover > 500_000_000m ? Limb.Turnover : Limb.Fixed)
                && lower.Limb == higher.Limb;
        });

    [Fact]
    public void The_ceiling_never_falls_when_turnover_rises() =>
        Gen.Select(Turnovers, Turnovers).Sample((a, b) =>
            Ceiling("83(4)", Math.Min(a, b)).Amount!.Value.Amount <= Ceiling("83(4)", Math.Max(a, b)).Amount!.Value.Amount);

    [Fact]
    public void The_higher_tier_is_twice_the_lower_at_every_turnover() =>
        Turnovers.Sample(turnover => Ceiling("83(5)", turnover).Amount!.Value.Amount == 2 * Ceiling("83(4)", turnover).Amount!.Value.Amount);

    [Fact]
    public void The_limbs_meet_at_500_million_euro()
    {
        Assert.Equal(500_000_000m, Article83.Lower.On(Today).Value.Crossover);
        Assert.Equal(500_000_000m, Article83.Higher.On(Today).Value.Crossover);
        Assert.Equal(Limb.Fixed, Ceiling("83(4)", 500_000_000m).Limb);
        Assert.Equal(Limb.Turnover, Ceiling("83(4)", 500_000_000.01m).Limb);
    }

    private static Ceiling Ceiling(string tier, decimal? turnover)
    {
        var entry = (tier switch
        {
            "83(4)" => Article83.Lower,
            "83(5)" => Article83.Higher,
            _ => Article83.Orders,
        }).On(Today);
        var who = turnover is { } amount
            ? new Undertaking { Kind = EntityKind.Undertaking, Turnover = new Money(amount, "EUR") }
            : new Undertaking { Kind = EntityKind.NaturalPerson };
        return Article83.Ceiling(entry.Value, entry.Citation, who).Value;
    }
}
