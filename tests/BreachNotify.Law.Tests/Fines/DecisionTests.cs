using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime;

namespace BreachNotify.Law.Tests.Fines;

/// <summary>Decisions and judgments that print the figures they went through.</summary>
public class DecisionTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    [Fact]
    public void Booking_com_started_from_525_000_and_damage_limiting_measures_brought_it_to_475_000()
    {
        var notice = Ask("2020-12-10", Group(10_000_000_000m), "nl-2019", new Infringement
        {
            Provision = "33(1)",
            Factors = [new Factor { Point = "c", Direction = FactorDirection.Mitigating, Amount = new Turnover(50_000m, "EUR"), Reason = "Guests were compensated." }],
        }).Infringements[0];

        Assert.Equal(new MoneyRange(300_000m, 750_000m, "EUR"), notice.StartingAmount);
        Assert.Equal(new Money(525_000m, "EUR"), notice.BasicAmount);
        Assert.Equal(new MoneyRange(475_000m, 475_000m, "EUR"), notice.AfterFactors);
    }

    [Fact]
    public void The_Polish_Minister_of_Digital_Affairs_stood_between_20_000_and_100_000_zloty()
    {
        var answer = Ask("2025-06-01", new FineEntity { Kind = EntityKind.PublicBody, State = "PL" }, null, new Infringement { Provision = "5(1)(f)", Seriousness = Seriousness.High });

        Assert.Equal(new MoneyRange(20_000m, 100_000m, "PLN"), answer.Infringements[0].StartingAmount);
        Assert.Equal(new Money(100_000m, "PLN"), answer.Total!.Ceiling);
    }

    [Fact]
    public void Santander_Bank_Polska_is_converted_at_the_rate_of_28_January_and_counts_its_whole_income()
    {
        var answer = FineRules.Answer(new FineQuestion
        {
            Regime = "gdpr",
            DecidedOn = "2024-03-12",
            Authority = "PL",
            Entity = Group(13_061_886_000m, "PLN") with { TurnoverYear = 2022, TurnoverMeasure = TurnoverMeasure.TotalIncome },
        }, Today);

        var ceiling = answer.Tiers[0].Ceiling!.Value;
        Assert.Equal(59_844_162m, decimal.Round(ceiling.Amount));
        Assert.Equal("EUR", ceiling.Currency);
        Assert.Equal(new FineRequestRate("EUR", "PLN", "4.3653", "2024-01-29", answer.Request.ExchangeRate!.Source), answer.Request.ExchangeRate);
        Assert.Contains(answer.Tiers[0].Derivation, step => step.Text.Contains("total income", StringComparison.Ordinal));
        Assert.Contains(answer.Tiers[0].Derivation, step => step.Text.Contains("those of 2022 stand in", StringComparison.Ordinal));
    }

    [Fact]
    public void Uber_is_converted_at_the_rate_given()
    {
        var answer = FineRules.Answer(new FineQuestion
        {
            Regime = "gdpr",
            DecidedOn = "2023-12-15",
            Entity = Group(31_877_000_000m, "USD"),
            ExchangeRate = new ExchangeRateGiven("USD", "EUR", 0.9333m, "2023-12-15", "as printed by the AP"),
        }, Today);

        Assert.Equal(29_750_804_100m * 0.04m, answer.Tiers[1].Ceiling!.Value.Amount);
        Assert.Contains(answer.Tiers[1].Derivation, step => step.Text.Contains("EUR 29,750,804,100 at the rate 1 USD = 0.9333 EUR of 2023-12-15 (as printed by the AP)", StringComparison.Ordinal));
    }

    [Fact]
    public void ILVA_is_measured_by_its_group_and_its_own_turnover_only_with_a_reason_and_a_warning()
    {
        var group = Ask("2025-02-13", Group(881_000_000m), null);
        var entity = Ask("2025-02-13", Group(241_000_000m) with { TurnoverBasis = TurnoverBasis.Entity, TurnoverBasisReason = "As the prosecution pleaded." }, null);

        Assert.Equal(35_240_000m, group.Tiers[1].Ceiling!.Value.Amount);
        Assert.Equal(20_000_000m, entity.Tiers[1].Ceiling!.Value.Amount);
        var warning = Assert.Single(entity.Tiers[1].Derivation, step => step.Text.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Contains("As the prosecution pleaded.", warning.Text, StringComparison.Ordinal);
        Assert.Equal((TurnoverBasis.Entity, "As the prosecution pleaded."), (entity.Request.Entity.TurnoverBasis, entity.Request.Entity.TurnoverBasisReason));
        Assert.Equal(TurnoverBasis.Group, group.Request.Entity.TurnoverBasis);
    }

    [Theory]
    [InlineData("gdpr", 265_364_038, 0.40, 1.00)] // BVwG W256 2246230-1
    [InlineData("gdpr", 450_000_000, 0.40, 1.00)] // EDPB example 6a
    [InlineData("gdpr", 500_000, 0.002, 0.004)] // EDPB example 6b
    [InlineData("uk-gdpr", 168_250_000, 0.20, 0.50)] // 23andMe
    [InlineData("uk-gdpr", 3_486_000, 0.004, 0.02)] // DPP Law
    public void Decided_cases_fall_into_the_band_they_print(string regime, decimal turnover, decimal low, decimal high)
    {
        var found = FineRules.Answer(new FineQuestion
        {
            Regime = regime,
            Entity = Group(turnover, regime == "gdpr" ? "EUR" : "GBP"),
            Infringements = [new Infringement { Provision = "5(1)(f)", Seriousness = Seriousness.High }],
        }, Today).Infringements[0];

        Assert.Equal(new ShareRange(low, high), found.SizeShare);
    }

    [Fact]
    public void The_examples_of_the_guidelines_come_out()
    {
        var chain = Ask("2024-01-01", Group(450_000_000m), null, new Infringement { Provision = "12", Seriousness = Seriousness.Low }).Infringements[0];
        var micro = Ask("2024-01-01", Group(500_000m), null, new Infringement { Provision = "5", Seriousness = Seriousness.High }).Infringements[0];

        Assert.Equal(new MoneyRange(0, 2_000_000m, "EUR"), chain.StartingAmount);
        Assert.Equal(new MoneyRange(4_000_000m, 20_000_000m, "EUR"), micro.StartingAmount);
        Assert.Equal(new MoneyRange(8_000m, 80_000m, "EUR"), micro.AdjustedAmount);
    }

    [Fact]
    public void In_Germany_in_2020_a_daily_rate_was_multiplied()
    {
        var small = Ask("2020-11-11", Group(90_000_000m), "dsk-2019", new Infringement { Provision = "5", Seriousness = Seriousness.Medium }).Infringements[0];
        var large = Ask("2020-11-11", Group(3_600_000_000m), "dsk-2019", new Infringement { Provision = "5", Seriousness = Seriousness.High }).Infringements[0];

        Assert.Equal(new Money(243_056m, "EUR"), small.BasicAmount);
        Assert.Equal(new MoneyRange(972_224m, 1_944_448m, "EUR"), small.StartingAmount);
        // 14.4 daily rates are 4 % of turnover: the method ends where the law does.
        Assert.Equal(144_000_000m, large.StartingAmount!.High);
        Assert.Contains(small.Derivation, step => step.Text.Contains("superseded", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400_000_000, 7_500_000, null)]
    [InlineData(70_000_000, 7_500_000, 150_000)]
    public void In_Denmark_in_2022_Art_33_was_category_2(decimal turnover, decimal basic, int? adjusted)
    {
        var answer = FineRules.Answer(new FineQuestion
        {
            Regime = "gdpr",
            DecidedOn = "2022-06-01",
            Method = "dk-2021",
            Entity = Group(turnover, "DKK"),
            ExchangeRate = new ExchangeRateGiven("EUR", "DKK", 7.44m, "2022-06-01", "made up for this test"),
            Infringements = [new Infringement { Provision = "33" }],
        }, Today);

        Assert.Equal(new Money(basic, "DKK"), answer.Infringements[0].BasicAmount);
        Assert.Equal(adjusted, (int?)answer.Infringements[0].AdjustedAmount?.Low);
        Assert.Null(answer.Total!.Range);
        Assert.Equal("EUR", answer.Total.Ceiling!.Value.Currency);
    }

    [Theory]
    [InlineData("nl-2019", "2023-06-07", "method")]
    [InlineData("nl-2019", "2019-03-13", "method")]
    [InlineData("dsk-2019", "2026-01-01", "method")]
    [InlineData("dk-2021", "2024-01-01", "method")]
    public void A_superseded_method_is_refused_outside_its_days(string method, string decidedOn, string field)
    {
        var refusal = Assert.Throws<QuestionException>(() => Ask(decidedOn, Group(1m), method, new Infringement { Provision = "33" }));

        Assert.Equal((field, true), (refusal.Field, refusal.Refused));
    }

    [Fact]
    public void A_category_that_is_not_held_must_be_given()
    {
        var refusal = Assert.Throws<QuestionException>(() => Ask("2021-01-01", Group(1m), "nl-2019", new Infringement { Provision = "6" }));
        var given = Ask("2021-01-01", Group(1m), "nl-2019", new Infringement { Provision = "6", Category = 3 });

        Assert.Equal("infringements[0].category", refusal.Field);
        Assert.Equal(new Money(525_000m, "EUR"), given.Infringements[0].BasicAmount);
    }

    [Fact]
    public void A_forecast_counts_for_the_ICO_alone()
    {
        var forecast = Group(168_250_000m, "GBP") with { TurnoverFigure = TurnoverFigure.Forecast, TurnoverYear = 2025 };
        var answer = FineRules.Answer(new FineQuestion { Regime = "uk-gdpr", DecidedOn = "2025-06-05", Entity = forecast }, Today);

        Assert.Contains(answer.Tiers[0].Derivation, step => step.Text.Contains("forecast", StringComparison.Ordinal));
        var refusal = Assert.Throws<QuestionException>(() => Ask("2025-06-05", forecast with { Turnover = new Turnover(1m, "EUR") }, null));
        Assert.Equal("entity.turnoverFigure", refusal.Field);
    }

    private static FineEntity Group(decimal turnover, string currency = "EUR") => new() { Kind = EntityKind.Undertaking, Turnover = new Turnover(turnover, currency) };

    private static FineAnswer Ask(string decidedOn, FineEntity entity, string? method, params Infringement[] infringements) =>
        FineRules.Answer(new FineQuestion { Regime = "gdpr", DecidedOn = decidedOn, Method = method, Entity = entity, Infringements = infringements }, Today);
}
