using BreachNotify.Law.Deadlines;

namespace BreachNotify.Law.Tests.Deadlines;

public class NoBreachTests
{
    private static readonly DeadlineQuestion Question = new() { AwareAt = "2026-11-16T09:00:00Z", Authority = "DE", Risk = RiskLevel.High, Regimes = ["gdpr", "nis2"], RegimeFacts = new RegimeFacts { SignificantIncident = true } };
    private static readonly NoBreach Decided = new("2026-11-17T10:00:00+01:00", "Test data alone.");

    [Fact]
    public void Nothing_is_owed_under_data_protection_law_and_what_follows_from_the_incident_stays()
    {
        var before = DeadlineRules.Answer(Question);
        var after = DeadlineRules.Answer(Question with { NoBreach = Decided });

        Assert.Equal("2026-11-17T09:00:00Z", after.Request.NoBreach!.DecidedAt);
        Assert.Equal(before.Obligations.Select(duty => (duty.Id, duty.Due)), after.Obligations.Select(duty => (duty.Id, duty.Due)));
        Assert.All(after.Obligations, duty => Assert.Equal(duty.Regime == "nis2" && before.Obligations.Single(same => same.Id == duty.Id).Required, duty.Required));
        Assert.Contains(after.Obligations, duty => duty.Required);
        Assert.All(after.Obligations.Where(duty => duty.Regime == "gdpr"), duty => Assert.EndsWith("Test data alone.", duty.Derivation[^1].Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("yesterday", "Test data alone.", "noBreach.decidedAt")]
    [InlineData("2026-11-17T10:00:00Z", " ", "noBreach.reasons")]
    [InlineData("2026-11-17T10:00:00Z", null, "noBreach.reasons")]
    public void A_decision_without_time_or_reasons_is_refused_by_name(string at, string? reasons, string field) =>
        Assert.Equal(field, Assert.Throws<QuestionException>(() => DeadlineRules.Answer(Question with { NoBreach = new NoBreach(at, reasons ?? new string('x', NoBreach.LongestReasons + 1)) })).Field);

    [Theory]
    [InlineData("CH", RiskLevel.High, "ch-fadp-24-1", null)]
    [InlineData("DE", RiskLevel.High, "gdpr-34-1", "people")]
    public void A_duty_without_a_number_of_hours_says_when_it_was_done(string authority, RiskLevel risk, string duty, string? recipient)
    {
        var answer = DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-11-16T09:00:00Z", Authority = authority, Risk = risk, Acts = [new Act { Kind = recipient is null ? ActKind.Filed : ActKind.Told, At = "2026-11-18T09:00:00Z", Recipient = recipient }] });
        var filing = answer.Obligations.Single(obligation => obligation.Id == duty).Filing!;

        Assert.Equal(NodaTime.Instant.FromUtc(2026, 11, 18, 9, 0), filing.At);
        Assert.Empty(filing.InTimeUnder.Concat(filing.LateUnder));
        Assert.False(filing.ReasonsRequired);
    }

    [Fact]
    public void A_late_filing_hears_of_reasons_from_the_law_of_its_recipient() => Assert.All([("DE", "GDPR Art. 33(1), second sentence"), ("GB", "UK GDPR Art. 33(1), second sentence"), ("EU", "Regulation (EU) 2018/1725 Art. 34(1), second sentence")], expected =>
        Assert.Equal(expected.Item2, DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-11-16T09:00:00Z", Authority = expected.Item1, Acts = [new Act { Kind = ActKind.Filed, At = "2026-11-20T09:00:00Z" }] }).Obligations[0].Filing!.Derivation[0].Citation.Text));
}
