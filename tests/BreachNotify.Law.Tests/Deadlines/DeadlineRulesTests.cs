using BreachNotify.Law.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests.Deadlines;

public class DeadlineRulesTests
{
    private static readonly DeadlineQuestion MaundyThursday = new() { AwareAt = "2026-04-02T17:40:00+02:00", Authority = "DE" };

    [Fact]
    public void The_night_before_Good_Friday_shows_five_readings_and_relies_on_the_earliest()
    {
        var answer = DeadlineRules.Answer(MaundyThursday);

        Assert.Equal(["gdpr-33-1", "gdpr-34-1"], answer.Obligations.Select(o => o.Id));
        var authority = answer.Obligations[0];
        Assert.True(authority.Required);
        Assert.True(authority.Verified);
        Assert.Equal("Europe/Berlin", authority.Zone);
        Assert.Equal("elapsed", authority.ReliedOn);
        Assert.Equal(
            ["2026-04-05T15:40:00Z", "2026-04-05T16:00:00Z", "2026-04-07T22:00:00Z", "2026-04-08T22:00:00Z", "2026-04-07T22:00:00Z"],
            authority.Readings!.Select(r => InstantPattern.ExtendedIso.Format(r.Due)));
        Assert.Equal(
            [Standing.ReliedOn, Standing.Authorities, Standing.Disputed, Standing.Disputed, Standing.ContraryToText],
            authority.Readings!.Select(r => r.Standing));
        Assert.Equal("2026-04-08T00:00:00+02:00", OffsetDateTimePattern.Rfc3339.Format(authority.Readings![2].Local));
        var people = answer.Obligations[1];
        Assert.False(people.Required);
        Assert.Null(people.Due);
        Assert.Equal("without undue delay", people.Standard);
    }

    [Theory]
    [InlineData(RiskLevel.Unlikely, false, false)]
    [InlineData(RiskLevel.Risk, true, false)]
    [InlineData(RiskLevel.High, true, true)]
    public void The_risk_decides_who_must_be_told(RiskLevel risk, bool authority, bool people)
    {
        var answer = DeadlineRules.Answer(MaundyThursday with { Risk = risk });

        Assert.Equal([authority, people], answer.Obligations.Select(o => o.Required));
    }

    [Fact]
    public void A_processor_tells_the_controller_without_a_number_of_hours()
    {
        var only = Assert.Single(DeadlineRules.Answer(MaundyThursday with { Role = Role.Processor, Risk = RiskLevel.Unlikely }).Obligations);

        Assert.Equal(("gdpr-33-2", "controller", true), (only.Id, only.Recipient, only.Required));
        Assert.Null(only.Due);
        Assert.Equal("without undue delay", only.Standard);
    }

    [Theory]
    [InlineData("AT", "2018-05-25T00:00:00+02:00", "gdpr-33-1")]
    [InlineData("NO", "2018-07-20T00:00:00+02:00", "gdpr-33-1")]
    [InlineData("GB", "2020-12-31T22:59:59Z", "gdpr-33-1")]
    [InlineData("GB", "2020-12-31T23:00:00Z", "uk-gdpr-33-1")]
    [InlineData("EU", "2026-01-07T10:00:00+01:00", "eudpr-34-1")]
    [InlineData("CH", "2023-09-01T00:00:00+02:00", "ch-fadp-24-1")]
    [InlineData("DE-BY", "2026-01-07T10:00:00+01:00", "gdpr-33-1")]
    public void Each_authority_applies_the_law_of_its_territory_on_the_day(string authority, string aware, string id) =>
        Assert.Contains(id, DeadlineRules.Answer(new DeadlineQuestion { AwareAt = aware, Authority = authority }).Obligations.Select(o => o.Id));

    [Theory]
    [InlineData("AT", "2018-05-24T23:59:59+02:00", "2018-05-25")]
    [InlineData("NO", "2018-07-19T12:00:00+02:00", "2018-07-20")]
    [InlineData("CH", "2023-08-31T12:00:00+02:00", "2023-09-01")]
    [InlineData("EU", "2018-12-10T12:00:00+01:00", "2018-12-11")]
    [InlineData("DE", "1970-01-01T00:00:00Z", "2018-05-25")]
    public void A_date_before_the_law_is_refused_with_the_span_covered(string authority, string aware, string from)
    {
        var refusal = Assert.Throws<NotInForceException>(() => DeadlineRules.Answer(new DeadlineQuestion { AwareAt = aware, Authority = authority }));

        Assert.Contains(from, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("awareAt", refusal.Field);
        Assert.Equal("asOf", Assert.Throws<NotInForceException>(() => DeadlineRules.Answer(MaundyThursday with { AsOf = "2017-01-01" })).Field);
    }

    [Theory]
    [InlineData("2026-03-29T02:30:00", "does not exist")]
    [InlineData("2026-10-25T02:30:00", "occurs twice")]
    public void A_local_time_that_summer_time_skips_or_repeats_is_refused_with_both_offsets(string local, string why)
    {
        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(MaundyThursday with { AwareAt = local }));

        Assert.False(refusal.Refused);
        Assert.Contains(why, refusal.Remedy, StringComparison.Ordinal);
        Assert.Contains("+01", refusal.Remedy, StringComparison.Ordinal);
        Assert.Contains("+02", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_time_is_read_in_the_zone_given_or_else_in_the_authoritys()
    {
        Assert.Equal(Instant.FromUtc(2026, 4, 2, 15, 40), DeadlineRules.Answer(MaundyThursday with { AwareAt = "2026-04-02T17:40:00" }).AwareAt);
        Assert.Equal(Instant.FromUtc(2026, 4, 2, 15, 40), DeadlineRules.Answer(MaundyThursday with { AwareAt = "2026-04-02T17:40" }).AwareAt);
        Assert.Equal(Instant.FromUtc(2026, 4, 2, 8, 40), DeadlineRules.Answer(MaundyThursday with { AwareAt = "2026-04-02T17:40:00", Zone = "Asia/Tokyo" }).AwareAt);
    }

    [Theory]
    [InlineData("awareAt", "yesterday")]
    [InlineData("awareAt", "2026-04-02")]
    [InlineData("awareAt", "2026-02-30T10:00:00Z")]
    [InlineData("awareAt", "2026-04-02T25:00:00Z")]
    [InlineData("authority", "XX")]
    [InlineData("authority", "de")]
    [InlineData("zone", "Mars/Olympus")]
    [InlineData("asOf", "22.11.2026")]
    [InlineData("whatIf", "abolition")]
    [InlineData("regimes", "ccpa")]
    [InlineData("holidays[0]", "Easter")]
    public void A_malformed_field_is_refused_by_name_with_its_value(string field, string value)
    {
        var question = field switch
        {
            "awareAt" => MaundyThursday with { AwareAt = value },
            "authority" => MaundyThursday with { Authority = value },
            "zone" => MaundyThursday with { Zone = value },
            "asOf" => MaundyThursday with { AsOf = value },
            "whatIf" => MaundyThursday with { WhatIf = value },
            "regimes" => MaundyThursday with { Regimes = [value] },
            _ => MaundyThursday with { Holidays = [value] },
        };

        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(question));

        Assert.Equal((false, field, value), (refusal.Refused, refusal.Field, refusal.Value));
    }

    [Fact]
    public void The_digital_omnibus_moves_the_deadline_and_drops_notices_below_high_risk()
    {
        var asItIs = DeadlineRules.Answer(MaundyThursday).Obligations[0];
        var proposed = DeadlineRules.Answer(MaundyThursday with { WhatIf = "digital-omnibus" }).Obligations[0];

        Assert.True(asItIs.Required);
        Assert.False(proposed.Required);
        Assert.Equal(Duration.FromHours(24), proposed.Due - asItIs.Due);
        Assert.Contains(proposed.Derivation, step => step.Text.Contains("proposal, not law", StringComparison.Ordinal));
        Assert.True(DeadlineRules.Answer(MaundyThursday with { WhatIf = "digital-omnibus", Risk = RiskLevel.High }).Obligations[0].Required);
    }

    [Fact]
    public void Without_an_establishment_in_the_EEA_every_authority_where_people_live_is_notified()
    {
        var question = new DeadlineQuestion
        {
            AwareAt = "2026-04-02T17:40:00+02:00",
            Facts = new EstablishmentFacts { Seats = [], EstablishedInEea = false, Affected = [new("GR", 1200), new("FR", 3), new("US", 9), new("PL", 0)] },
        };

        Assert.Equal(["GR", "FR"], DeadlineRules.Answer(question).Obligations.Where(o => o.Id == "gdpr-33-1").Select(o => o.Recipient));
    }

    [Fact]
    public void With_an_establishment_the_lead_authority_alone_is_notified()
    {
        var question = new DeadlineQuestion
        {
            AwareAt = "2026-04-02T17:40:00+02:00",
            Facts = new EstablishmentFacts { Seats = ["DE", "FR"], Affected = [new("GR", 1200), new("FR", 3)] },
        };

        Assert.Equal(["DE"], DeadlineRules.Answer(question).Obligations.Where(o => o.Id == "gdpr-33-1").Select(o => o.Recipient));
    }

    [Theory]
    [InlineData("2026-04-05T15:40:00Z", "", false)]
    [InlineData("2026-04-05T15:40:01Z", "elapsed", true)]
    [InlineData("2026-04-05T16:00:00Z", "elapsed hour-not-counted", true)]
    [InlineData("2026-04-08T22:00:00Z", "elapsed hour-not-counted two-working-days two-working-days-full roll-over", true)]
    public void A_filing_is_measured_against_every_reading(string filedAt, string late, bool reasons)
    {
        var filing = DeadlineRules.Answer(MaundyThursday with { Acts = [new Act { Kind = ActKind.Filed, At = filedAt }] }).Obligations[0].Filing!;

        Assert.Equal(late, string.Join(' ', filing.LateUnder));
        Assert.Equal(reasons, filing.ReasonsRequired);
        Assert.Equal(5, filing.LateUnder.Count + filing.InTimeUnder.Count);
    }

    [Fact]
    public void Given_holidays_replace_the_built_in_ones()
    {
        var without = DeadlineRules.Answer(MaundyThursday with { Holidays = [] }).Obligations[0].Readings!;

        Assert.Equal(without[1].Due, without[2].Due);
    }

    [Fact]
    public void In_Bavaria_the_public_sector_has_the_Assumption_and_the_private_one_has_not()
    {
        var question = new DeadlineQuestion { AwareAt = "2025-08-12T10:10:00+02:00", Authority = "DE-BY" };

        var companies = DeadlineRules.Answer(question).Obligations[0].Readings!.Single(r => r.Id == "roll-over");
        var offices = DeadlineRules.Answer(question with { Sector = Law.Authorities.Sector.Public }).Obligations[0].Readings!.Single(r => r.Id == "roll-over");

        Assert.Equal("2025-08-15T11:00:00+02:00", OffsetDateTimePattern.Rfc3339.Format(companies.Local));
        Assert.Equal("2025-08-19T00:00:00+02:00", OffsetDateTimePattern.Rfc3339.Format(offices.Local));
    }

    [Fact]
    public void A_rule_book_that_is_not_held_is_refused_naming_those_that_are()
    {
        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(MaundyThursday with { RuleBook = "2019-01-01" }));

        Assert.True(refusal.Refused);
        Assert.Contains(RuleBook.Current.Id, refusal.Remedy, StringComparison.Ordinal);
    }
}
