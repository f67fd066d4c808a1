using BreachNotify.Law.Currencies;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Gdpr;
using NodaTime;

namespace BreachNotify.Law.Tests.Fines;

/// <summary>The data files: read whole, sourced, and filtered as asked.</summary>
public class FineDataTests
{
    [Fact]
    public void A_figure_without_a_source_is_never_called_verified()
    {
        Assert.All(DecidedFines.All, row => Assert.NotEmpty(row.Source));
        Assert.All(FineStatistics.All, row => Assert.NotEmpty(row.Source));
        Assert.All(ExchangeRates.Shipped.All, row => Assert.NotEmpty(row.Source));
        Assert.DoesNotContain(Insurability.All, row => row.Verified && row.Source is null);
        Assert.DoesNotContain(CostDefaults.All, row => row.Verified && row.Source is null);
        Assert.DoesNotContain(NeighbouringCeilings.Of(null), row => row.Verified && row.Source is null);
    }

    [Fact]
    public void Decided_fines_cite_provisions_that_exist_and_have_keys_of_their_own()
    {
        Assert.Equal(DecidedFines.All.Count, DecidedFines.All.Select(fine => fine.Id).Distinct().Count());
        Assert.All(DecidedFines.All.SelectMany(fine => fine.Articles), article => Provision.Parse("article", article));
        Assert.All(DecidedFines.All, fine => Assert.True(fine.Fine.Amount > 0));
    }

    [Fact]
    public void An_article_finds_its_paragraphs_and_a_paragraph_only_itself()
    {
        var article = DecidedFines.Find(new DecidedFineFilter { Article = "Art. 33" }).Fines;
        var paragraph = DecidedFines.Find(new DecidedFineFilter { Article = "33(3)" }).Fines;

        Assert.Contains(article, fine => fine.Id == "booking");
        Assert.Contains(article, fine => fine.Id == "toyota-bank-pl");
        Assert.DoesNotContain(article, fine => fine.Id == "advanced");
        Assert.Equal(["meta-view-as"], paragraph.Select(fine => fine.Id));
    }

    [Fact]
    public void An_authority_finds_its_decisions_and_a_court_those_it_decided_again()
    {
        Assert.All(DecidedFines.Find(new DecidedFineFilter { Authority = "UODO" }).Fines, fine => Assert.Equal("PL", fine.Country));
        Assert.Equal(["1und1"], DecidedFines.Find(new DecidedFineFilter { Authority = "LG Bonn" }).Fines.Select(fine => fine.Id));
        Assert.Contains("1und1", DecidedFines.Find(new DecidedFineFilter { Authority = "BfDI" }).Fines.Select(fine => fine.Id));
        Assert.Equal("authority", Assert.Throws<QuestionException>(() => DecidedFines.Find(new DecidedFineFilter { Authority = "ABC" })).Field);
    }

    [Fact]
    public void Turnover_country_sector_and_currency_narrow_the_cases()
    {
        var found = DecidedFines.Find(new DecidedFineFilter { Country = "GB", Currency = "GBP", TurnoverFrom = 3_000_000m, TurnoverTo = 110_000_000m }).Fines;

        Assert.Equal(["ticketmaster", "dpp-law"], found.Select(fine => fine.Id));
        Assert.All(DecidedFines.Find(new DecidedFineFilter { Sector = "finance" }).Fines, fine => Assert.Equal("finance", fine.Sector));
    }

    [Fact]
    public void Percentiles_are_refused_below_five_and_annulled_fines_do_not_count()
    {
        var percentiles = DecidedFines.Find(new DecidedFineFilter { Country = "PL" }).Percentiles;

        var zloty = Assert.Single(percentiles, row => row.Currency == "PLN");
        Assert.Equal((7, 1_440_549m), (zloty.N, zloty.Median));
        var shares = Assert.Single(percentiles, row => row.Of == "shareOfTurnover");
        Assert.Equal((1, null, null), (shares.N, shares.Median, shares.P25));
        Assert.Contains("5", shares.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Percentiles_lie_linearly_between_the_nearest_ranks()
    {
        var row = Percentiles.From("fine", "EUR", [50m, 10m, 40m, 20m, 30m, 60m]);

        Assert.Equal((6, 22.5m, 35m, 47.5m), (row.N, row.P25, row.Median, row.P75));
        Assert.NotNull(Percentiles.From("fine", "EUR", [1m, 2m, 3m, 4m]).Refused);
        Assert.Null(Percentiles.From("fine", "EUR", [1m, 2m, 3m, 4m, 5m]).Refused);
    }

    [Fact]
    public void Fines_are_set_against_turnover_ceiling_and_announcement_in_their_own_currency()
    {
        DecidedFine Find(string id) => Assert.Single(DecidedFines.All, fine => fine.Id == id);

        Assert.Equal(0.01m, Find("hellenic-post").ShareOfTurnover);
        Assert.Equal(0.000110m, Find("santander-pl").ShareOfTurnover);
        Assert.Equal(0.005514m, Find("santander-pl").ShareOfCeiling);
        Assert.Equal((0.15m, null), (Find("dedalus").ShareOfCeiling, Find("dedalus").Ceiling));
        Assert.Equal(new Money(20_000_000m, "EUR"), Find("hellenic-post").LegalMaximum);
        Assert.Equal(0.132m, Find("23andme").ShareOfCeiling);
        Assert.Null(Find("ticketmaster").LegalMaximum);
        Assert.Equal(0.109057m, Find("british-airways").ShareOfAnnounced);
        Assert.Null(Find("marriott").ShareOfTurnover);
    }

    [Theory]
    [InlineData("FI", InsurabilityStatus.Insurable)]
    [InlineData("GB", InsurabilityStatus.NotInsurable)]
    [InlineData("DE", InsurabilityStatus.Unclear)]
    [InlineData("AT", InsurabilityStatus.Unknown)]
    [InlineData("US", InsurabilityStatus.Unknown)]
    public void Insurability_has_three_states_and_unknown(string country, InsurabilityStatus status) => Assert.Equal(status, Insurability.Of(country).Status);

    [Fact]
    public void Where_insurability_is_open_both_ends_are_shown()
    {
        var fine = new MoneyRange(10, 20, "EUR");

        Assert.Equal(fine, Insurability.Insured(InsurabilityStatus.Insurable, fine));
        Assert.Equal(new MoneyRange(0, 0, "EUR"), Insurability.Insured(InsurabilityStatus.NotInsurable, fine));
        Assert.Equal(new MoneyRange(0, 20, "EUR"), Insurability.Insured(InsurabilityStatus.Unclear, fine));
        Assert.Equal(new MoneyRange(0, 20, "EUR"), Insurability.Insured(InsurabilityStatus.Unknown, fine));
    }

    [Theory]
    [InlineData("nis2-essential", 100_000_000, 10_000_000)]
    [InlineData("nis2-important", 100_000_000, 7_000_000)]
    [InlineData("nis2-important", 1_000_000_000, 14_000_000)]
    [InlineData("cra-essential", 1_000_000_000, 25_000_000)]
    [InlineData("data-act", 1_000_000_000, 40_000_000)]
    [InlineData("fr-eprivacy", 100_000_000, 20_000_000)]
    [InlineData("dsa-information", 1_000_000_000, 10_000_000)]
    [InlineData("dma-repeated", 1_000_000_000, 200_000_000)]
    public void Neighbouring_ceilings_take_the_higher_amount(string id, decimal turnover, decimal ceiling) =>
        Assert.Equal(new Money(ceiling, "EUR"), NeighbouringCeilings.Of(new Money(turnover, "EUR")).Single(row => row.Id == id).Ceiling);

    [Theory]
    [InlineData("uk-higher")]
    [InlineData("br-lgpd")]
    [InlineData("us-ca")]
    [InlineData("dora")]
    public void A_neighbour_whose_ceiling_does_not_follow_from_the_turnover_in_euros_has_none(string id) =>
        Assert.Null(NeighbouringCeilings.Of(new Money(1_000_000_000m, "EUR")).Single(row => row.Id == id).Ceiling);

    [Fact]
    public void The_map_names_every_article_and_a_paragraph_before_its_article()
    {
        foreach (var article in Enumerable.Range(1, 99))
        {
            Assert.Single(FineMap.Lines, line => line.From <= article && article <= line.To && line.Paragraph is null);
        }
        Assert.All(FineMap.Lines.Index().Where(entry => entry.Item.Paragraph is not null), entry =>
            Assert.Contains(FineMap.Lines.Skip(entry.Index), later => later.From == entry.Item.From && later.Paragraph is null));
        Assert.All(Provision.All, provision => Assert.NotEmpty(FineMap.TierOf(provision).Derivation));
    }

    [Fact]
    public void Damages_and_costs_follow_the_number_of_people_and_can_be_replaced()
    {
        var amounts = CostDefaults.For(100_000, CostDefaults.With(null)).ToDictionary(cost => cost.Id);
        var changed = CostDefaults.For(100_000, CostDefaults.With([new CostGiven("damages", null, 250m, null, "OLG Oldenburg"), new CostGiven("claim-rate", 0.05m, 0.05m, null, null)])).ToDictionary(cost => cost.Id);

        Assert.Equal((0m, 100_000m, 2_500_000m), (amounts["damages"].Low, amounts["damages"].Base, amounts["damages"].High));
        Assert.Equal((95_000m, "EUR", false), (amounts["letter-de"].Base, amounts["letter-de"].Currency, amounts["letter-de"].Verified));
        Assert.Equal((1_250_000m, "OLG Oldenburg"), (changed["damages"].Base, changed["damages"].Source));
        Assert.Equal(25_000m, amounts["fixed"].Base);
    }

    [Theory]
    [InlineData("costs[0].id", "gold", 1, 2, 3)]
    [InlineData("costs[0]", "damages", 3, 2, 1)]
    [InlineData("costs[0]", "damages", -1, 2, 3)]
    [InlineData("costs[0]", "claim-rate", 0, 1, 2)]
    public void A_wrong_replacement_of_a_cost_is_refused(string field, string id, int low, int middle, int high) =>
        Assert.Equal(field, Assert.Throws<QuestionException>(() => CostDefaults.With([new CostGiven(id, low, middle, high, null)])).Field);

    [Fact]
    public void A_breach_is_seen_three_ways_side_by_side()
    {
        var answer = BreachScenarios.Answer(new ScenarioQuestion
        {
            Regime = "gdpr",
            Authority = "DE",
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(300_000_000m, "EUR") },
            People = 21_000,
        }, new LocalDate(2026, 11, 22));

        Assert.Equal(["notification", "security", "securityAndPrinciple"], answer.Scenarios.Select(scenario => scenario.Id));
        Assert.Equal([10_000_000m, 10_000_000m, 20_000_000m], answer.Scenarios.Select(scenario => scenario.Ceiling!.Value.Amount));
        Assert.All(answer.Scenarios, scenario => Assert.Equal(3, scenario.Starts.Count));
        var start = answer.Scenarios[2].Starts[1];
        Assert.Equal(new MoneyRange(1_200_000m, 6_000_000m, "EUR"), start.Range);
        Assert.Equal(new MoneyRange(0, 6_000_000m, "EUR"), start.Insured);
        Assert.Equal(InsurabilityStatus.Unclear, answer.Insurability!.Status);
        Assert.False(answer.Verified);
        Assert.All(answer.Comparable, row => Assert.True(row.N >= DecidedFines.Fewest || row.Median is null));
    }
}
