using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regimes;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests;

/// <summary>
/// Asks every authority for every day since its law began and five years ahead. A gap or an overlap in a timeline fails
/// here; that an answer is right is for the worked examples to show.
/// </summary>
public class TemporalCoverageTests
{
    public static TheoryData<string> Codes() => [.. SupervisoryAuthorities.All.Select(a => a.Code).Distinct()];

    [Theory, MemberData(nameof(Codes))]
    public void Every_day_since_the_law_began_is_answered_once(string code)
    {
        var authority = SupervisoryAuthorities.Find(code, Sector.Private)!;
        for (var day = authority.SubjectFrom; day < new LocalDate(2032, 1, 1); day = day.PlusDays(1))
        {
            var noon = InstantPattern.ExtendedIso.Format(day.At(new LocalTime(12, 30)).InZoneLeniently(authority.Zone).ToInstant());

            var answer = DeadlineRules.Answer(new DeadlineQuestion { AwareAt = noon, Authority = code });

            Assert.Equal(2, answer.Obligations.Count);
        }
    }

    [Theory, MemberData(nameof(Codes))]
    public void The_day_before_the_law_began_is_refused(string code)
    {
        var authority = SupervisoryAuthorities.Find(code, Sector.Private)!;
        var eve = InstantPattern.ExtendedIso.Format(authority.SubjectFrom.PlusDays(-1).At(new LocalTime(12, 30)).InZoneLeniently(authority.Zone).ToInstant());

        Assert.Throws<NotInForceException>(() => DeadlineRules.Answer(new DeadlineQuestion { AwareAt = eve, Authority = code }));
    }

    public static TheoryData<string> RegimeIds() => [.. OtherRegimes.All.Select(regime => regime.Id)];

    [Theory, MemberData(nameof(RegimeIds))]
    public void Every_regime_answers_every_day_since_its_first_and_refuses_the_day_before(string id)
    {
        var regime = OtherRegimes.All.Single(r => r.Id == id);
        var first = regime.Provisions.First().Terms[0].From;
        var question = new DeadlineQuestion { AwareAt = "2026-11-16T09:00:00Z", Authority = regime.Home == Regime.Eea ? "DE" : regime.Home, Regimes = [id] };
        for (var day = first; day < new LocalDate(2032, 1, 1); day = day.PlusDays(1))
        {
            var obligations = DeadlineRules.Answer(question with { AwareAt = $"{LocalDatePattern.Iso.Format(day)}T12:30:00" }).Obligations;

            Assert.NotEmpty(obligations);
            Assert.Equal(obligations.Count, obligations.Select(o => (o.Id, o.Recipient)).Distinct().Count());
        }
        var refusal = Assert.Throws<NotInForceException>(() => DeadlineRules.Answer(question with { AwareAt = $"{LocalDatePattern.Iso.Format(first.PlusDays(-1))}T12:30:00" }));
        Assert.Contains(LocalDatePattern.Iso.Format(first), refusal.Message, StringComparison.Ordinal);
    }
}
