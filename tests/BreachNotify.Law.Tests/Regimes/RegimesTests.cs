using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regimes;
using NodaTime.Text;

namespace BreachNotify.Law.Tests.Regimes;

public class RegimesTests
{
    private static readonly string[] Tables = ["Regimes/Europe.md", "Regimes/World.md"];

    public static TheoryData<string, string, string, string, string, string, string, string, string> Cases() => new(Tables.SelectMany(MarkdownTable.Read)
        .Select(row => (row["case"], row["regime"], row["authority"], row["aware"], row["facts"], row["acts"], row["obligation"], row["expected"], row["second"])));

    [Theory, MemberData(nameof(Cases))]
    public void Every_worked_case_of_a_regime_holds(string because, string regime, string authority, string aware, string facts, string acts, string obligation, string expected, string second)
    {
        var question = RegimeCase.Question(regime, authority, aware, facts, acts);
        if (expected == "not in force")
        {
            Assert.Throws<NotInForceException>(() => DeadlineRules.Answer(question));
            return;
        }
        var found = DeadlineRules.Answer(question).Obligations.First(o => o.Id == obligation);

        var end = (found.Due, found.Conditional) switch
        {
            ({ }, _) => OffsetDateTimePattern.Rfc3339.Format(found.Readings![0].Local),
            (null, true) => $"conditional {found.StartsWith}",
            _ => found.Standard!,
        };
        Assert.True(expected == end, $"{because}: expected {expected}, found {end}");
        if (second.Length > 0)
        {
            var reading = found.Readings!.Single(r => r.Id == second.Split(' ')[0]);
            Assert.Equal(second.Split(' ')[1], OffsetDateTimePattern.Rfc3339.Format(reading.Local));
        }
        Assert.All(found.Readings ?? [], reading => Assert.True(found.Due <= reading.Due, $"{reading.Id} ends before the reading relied on."));
    }

    [Fact]
    public void Every_regime_has_at_least_two_worked_cases() =>
        Assert.All(DeadlineRules.Regimes.Where(id => id != "gdpr"), id =>
            Assert.True(Tables.SelectMany(MarkdownTable.Read).Count(row => row["regime"] == id) >= 2, $"{id} has fewer than two cases."));

    [Fact]
    public void Every_obligation_id_begins_with_its_regime_and_cites_a_provision() => Assert.All(OtherRegimes.All, regime =>
    {
        Assert.NotEmpty(regime.Questions);
        Assert.NotEmpty(regime.Provisions);
        Assert.All(regime.Provisions, provision =>
        {
            Assert.StartsWith(regime.Id + "-", provision.ObligationId, StringComparison.Ordinal);
            Assert.NotEmpty(provision.Provision);
        });
    });

    [Theory]
    [InlineData("us-hipaa", false)]
    [InlineData("us-tx", false)]
    [InlineData("ca-pipeda", false)]
    [InlineData("led", false)]
    [InlineData("eidas", false)]
    [InlineData("nis2", true)]
    [InlineData("dora", true)]
    [InlineData("us-sec", true)]
    [InlineData("kr-pipa", true)]
    public void What_nobody_verified_is_marked_in_the_answer_and_in_a_step(string id, bool verified)
    {
        var home = OtherRegimes.All.Single(regime => regime.Id == id).Home!;
        var first = DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-11-16T09:00:00Z", Authority = home == Regime.Eea ? "DE" : home, Regimes = [id] }).Obligations[0];

        Assert.Equal(verified, first.Verified);
        Assert.Equal(verified, first.Derivation.Concat(first.Readings?[0].Derivation ?? []).All(step => step.Verified));
    }

    [Fact]
    public void A_regime_with_one_authority_brings_it_along()
    {
        var answer = DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-11-16T09:00:00Z", Authority = "DE", Regimes = ["gdpr", "nis2", "jp-appi"] });

        Assert.Contains(answer.Obligations, o => (o.Id, o.Recipient, o.Zone) == ("jp-appi-26-1-final", "JP", "Asia/Tokyo"));
        Assert.Contains(answer.Obligations, o => (o.Id, o.Recipient, o.Zone) == ("nis2-23-4-a", "DE", "Europe/Berlin"));
        Assert.Equal(["gdpr", "jp-appi", "nis2"], answer.Request.Regimes);
        Assert.Equal(answer.Obligations.Where(o => o.Due is not null).Select(o => o.Due).Order(), answer.Obligations.Where(o => o.Due is not null).Select(o => o.Due));
    }

    [Fact]
    public void A_regime_alone_needs_no_authority()
    {
        var only = DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-07-09T12:00:00", Zone = "America/New_York", Regimes = ["us-sec"] });

        Assert.All(only.Obligations, o => Assert.Equal("US", o.Recipient));
    }

    [Theory]
    [InlineData("GB", "nis2")]
    [InlineData("CH", "gdpr")]
    [InlineData("EU", "dora")]
    public void A_regime_of_other_countries_is_refused(string authority, string regime)
    {
        var refusal = Assert.Throws<QuestionException>(() => DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-11-16T09:00:00Z", Authority = authority, Regimes = [regime] }));

        Assert.Equal((true, "regimes", regime), (refusal.Refused, refusal.Field, refusal.Value));
    }

    [Theory]
    [InlineData("US", "us-hipaa us-sec")]
    [InlineData("US-TX", "us-tx")]
    [InlineData("JP", "jp-appi")]
    [InlineData("BR", "br-lgpd")]
    [InlineData("KR", "kr-pipa")]
    public void An_authority_abroad_has_its_regimes_by_default(string authority, string regimes) =>
        Assert.Equal(regimes, string.Join(' ', DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-11-16T09:00:00Z", Authority = authority }).Request.Regimes!));

    [Fact]
    public void A_business_associate_tells_the_covered_entity()
    {
        var only = Assert.Single(DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-03-02T09:00:00-05:00", Authority = "US", Regimes = ["us-hipaa"], Role = Role.Processor }).Obligations);

        Assert.Equal(("us-hipaa-164-410", "controller"), (only.Id, only.Recipient));
    }

    [Theory]
    [InlineData("significantIncident=false", false)]
    [InlineData("significantIncident=true", true)]
    [InlineData("", true)]
    public void A_duty_that_does_not_arise_is_shown_as_not_required(string facts, bool required)
    {
        var warning = DeadlineRules.Answer(RegimeCase.Question("nis2", "DE", "2026-11-20T15:10:00+01:00", facts, "")).Obligations[0];

        Assert.Equal(required, warning.Required);
        Assert.NotNull(warning.Due);
        Assert.Equal(facts.Length == 0, warning.Derivation.Any(step => step.Text.Contains("is assumed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("us-ca", "US-CA=500", false)]
    [InlineData("us-ca", "US-CA=501", true)]
    [InlineData("us-tx", "US-TX=249", false)]
    [InlineData("us-tx", "US-TX=250", true)]
    [InlineData("us-wa", "US-WA=500", false)]
    [InlineData("us-wa", "US-WA=501", true)]
    [InlineData("us-fl", "US-FL=499", false)]
    [InlineData("us-co", "US-CO=500", true)]
    [InlineData("kr-pipa", "KR=999 sensitiveData=false malicious=false", false)]
    [InlineData("kr-pipa", "KR=1000 sensitiveData=false malicious=false", true)]
    [InlineData("kr-pipa", "KR=1 sensitiveData=true", true)]
    [InlineData("sg-pdpa", "SG=499 significantHarm=false", false)]
    [InlineData("sg-pdpa", "SG=500 significantHarm=false", true)]
    [InlineData("jp-appi", "JP=1000 sensitiveData=false financialHarm=false malicious=false", false)]
    [InlineData("jp-appi", "JP=1001 sensitiveData=false financialHarm=false malicious=false", true)]
    public void Thresholds_decide_whether_the_authority_is_told(string regime, string facts, bool required)
    {
        var home = OtherRegimes.All.Single(r => r.Id == regime).Home!;
        var answer = DeadlineRules.Answer(RegimeCase.Question(regime, home, "2026-07-01T09:00:00Z", facts, "assessed=2026-07-02T09:00:00Z told=2026-07-02T09:00:00Z"));

        Assert.Equal(required, answer.Obligations.First(o => o.Recipient == home).Required);
    }

    [Theory]
    [InlineData("US-CA=600 US-NY=10", true)]
    [InlineData("US-CA=500 US-NY=10", false)]
    [InlineData("US=500", false)]
    [InlineData("US=900", true)]
    public void The_media_are_told_above_500_residents_of_one_state(string facts, bool required) => Assert.Equal(required,
        DeadlineRules.Answer(RegimeCase.Question("us-hipaa", "US", "2026-07-01T09:00:00Z", facts, "")).Obligations.Single(o => o.Recipient == "media").Required);

    [Fact]
    public void A_report_to_the_SEC_is_safe_before_the_filing_hour_ends()
    {
        var report = DeadlineRules.Answer(RegimeCase.Question("us-sec", "US", "2026-07-09T12:00:00Z", "", "determined=2026-07-10T12:00:00Z")).Obligations[0];

        Assert.Equal("2026-07-16T21:30:00Z", InstantPattern.ExtendedIso.Format(report.SafeUnderEveryView!.Value));
    }

    [Fact]
    public void A_filing_meets_the_stage_it_names_or_the_next_one_open()
    {
        var answer = DeadlineRules.Answer(RegimeCase.Question("dora", "DE", "2026-11-16T09:00:00Z", "",
            "classified=2026-11-16T10:00:00Z submitted=2026-11-16T14:00:01Z submitted=2026-11-18T12:00:00Z"));

        var initial = answer.Obligations.Single(o => o.Id == "dora-19-initial").Filing!;
        Assert.Equal(["elapsed"], initial.LateUnder);
        Assert.Equal(["hour-not-counted"], initial.InTimeUnder);
        Assert.False(initial.ReasonsRequired);
        Assert.Empty(answer.Obligations.Single(o => o.Id == "dora-19-intermediate").Filing!.LateUnder);
        Assert.Null(answer.Obligations.Single(o => o.Id == "dora-19-final").Filing);
    }

    [Fact]
    public void A_late_notice_under_PECR_must_give_reasons()
    {
        var notice = DeadlineRules.Answer(RegimeCase.Question("uk-pecr", "GB", "2025-09-01T10:00:00Z", "", "filed=2025-09-04T10:00:01Z")).Obligations[0];

        Assert.True(notice.Filing!.ReasonsRequired);
    }
}
