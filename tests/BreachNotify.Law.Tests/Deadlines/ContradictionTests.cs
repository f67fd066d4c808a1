using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Tests.Deadlines;

public class ContradictionTests
{
    private static readonly DeadlineQuestion Question = new() { AwareAt = "2026-11-16T09:00:00Z", Authority = "DE", Regimes = ["gdpr", "dora", "cra"] };

    [Theory]
    [InlineData(ActKind.Classified)]
    [InlineData(ActKind.Filed)]
    [InlineData(ActKind.Submitted)]
    [InlineData(ActKind.Told)]
    [InlineData(ActKind.FixAvailable)]
    [InlineData(ActKind.Handled)]
    [InlineData(ActKind.Assessed)]
    [InlineData(ActKind.Determined)]
    public void An_act_before_awareness_is_refused_naming_both_fields(ActKind kind)
    {
        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Acts = [new Act { Kind = ActKind.Withdrawn, At = "2026-11-20T09:00:00Z" }, new Act { Kind = kind, At = "2026-11-16T08:59:59Z" }] }));

        Assert.Equal("acts[1].at", refusal.Field);
        Assert.Contains("awareAt", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_obligation_of_an_act_is_refused()
    {
        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Acts = [new Act { Kind = ActKind.Filed, At = "2026-11-20T09:00:00Z", Obligation = "dora-19-intial" }] }));

        Assert.Equal(("acts[0].obligation", "dora-19-intial"), (refusal.Field, refusal.Value));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59-12:00", null)]
    [InlineData("-9998-01-01T00:00:00+12:00", null)]
    [InlineData("9999-12-31T23:59:59", "America/New_York")]
    public void A_time_that_leads_beyond_the_years_that_can_be_written_is_refused_by_name(string time, string? zone)
    {
        Assert.Equal("awareAt", Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { AwareAt = time, Zone = zone })).Field);
        Assert.Equal("acts[0].at", Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Acts = [new Act { Kind = ActKind.Filed, At = time }] })).Field);
    }

    [Fact]
    public void A_suspicion_may_come_before_awareness() =>
        Assert.NotEmpty(DeadlineRules.Answer(Question with { Acts = [new Act { Kind = ActKind.Suspected, At = "2026-11-01T08:00:00Z" }] }).Obligations);

    [Fact]
    public void Awareness_before_the_occurrence_is_refused_naming_both_fields()
    {
        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { OccurredAt = "2026-11-16T09:00:01Z" }));

        Assert.Equal("occurredAt", refusal.Field);
        Assert.Contains("awareAt", refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(8_300_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Fewer_than_none_or_more_people_than_live_are_refused(long people)
    {
        var byCountry = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Facts = new EstablishmentFacts { Affected = [new("GR", 1), new("FR", people)] } }));
        var inAll = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { RegimeFacts = new RegimeFacts { People = people } }));

        Assert.Equal("facts.affected[1].people", byCountry.Field);
        Assert.Equal("regimeFacts.people", inAll.Field);
    }

    [Fact]
    public void More_people_in_all_countries_together_than_live_are_refused() =>
        Assert.Equal("facts.affected", Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Facts = new EstablishmentFacts { Affected = [new("GR", 8_000_000_000), new("FR", 8_000_000_000)] } })).Field);

    [Fact]
    public void A_country_given_twice_is_refused_naming_both_places()
    {
        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Facts = new EstablishmentFacts { Affected = [new("GR", 1), new("FR", 2), new("GR", 3)] } }));

        Assert.Equal("facts.affected[2].country", refusal.Field);
        Assert.Contains("facts.affected[0].country", refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UK", "GB")]
    [InlineData("EL", "GR")]
    [InlineData("XX", "ISO 3166-1")]
    [InlineData("gr", "ISO 3166-1")]
    [InlineData("US-ZZ", "ISO 3166-1")]
    [InlineData("", "ISO 3166-1")]
    public void An_unknown_country_is_refused_with_a_hint(string country, string hint)
    {
        var affected = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Facts = new EstablishmentFacts { Affected = [new(country, 1)] } }));
        var seat = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { Facts = new EstablishmentFacts { Seats = [country] } }));

        Assert.Equal(("facts.affected[0].country", "facts.seats[0]"), (affected.Field, seat.Field));
        Assert.Contains(hint, affected.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_controller_in_the_United_States_tells_every_authority_where_people_live_by_its_own_holidays()
    {
        var answer = DeadlineRules.Answer(new DeadlineQuestion
        {
            AwareAt = "2026-04-02T17:40:00+02:00",
            Facts = new EstablishmentFacts { Seats = ["US"], Affected = [new("DE", 100), new("GR", 20), new("PL", 10), new("BR", 5)] },
        });

        var notices = answer.Obligations.Where(o => o.Id == "gdpr-33-1").ToList();
        Assert.Equal(["DE", "GR", "PL"], notices.Select(o => o.Recipient));
        Assert.Equal(3, notices.Select(o => o.Readings!.Max(r => r.Due)).Distinct().Count());
        Assert.Contains(notices[0].Readings![2].Derivation, step => step.Text.Contains("Good Friday", StringComparison.Ordinal));
        Assert.DoesNotContain(notices[2].Readings![2].Derivation, step => step.Text.Contains("Good Friday", StringComparison.Ordinal));
        Assert.Equal(["br-lgpd", "us-hipaa", "us-sec"], answer.ToExamine!.Select(regime => regime.Regime));
        Assert.All(answer.ToExamine!, regime => Assert.NotEmpty(regime.Questions));
    }
}
