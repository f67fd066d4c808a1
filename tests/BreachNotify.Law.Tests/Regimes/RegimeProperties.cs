using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Regimes;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests.Regimes;

public class RegimeProperties
{
    private static readonly Gen<Instant> Awareness = Gen.Long[Instant.FromUtc(2027, 6, 1, 0, 0).ToUnixTimeSeconds(), Instant.FromUtc(2035, 1, 1, 0, 0).ToUnixTimeSeconds()].Select(Instant.FromUnixTimeSeconds);

    private static readonly Gen<Regime> AnyRegime = Gen.Int[0, OtherRegimes.All.Count - 1].Select(i => OtherRegimes.All[i]);

    [Fact]
    public void No_reading_of_any_regime_ends_before_the_one_relied_on_nor_before_its_start() =>
        Gen.Select(Awareness, AnyRegime, Gen.Int[0, 60 * 24 * 40]).Sample((aware, regime, minutes) =>
        {
            var act = aware + Duration.FromMinutes(minutes);
            var answer = DeadlineRules.Answer(Question(aware, regime) with { Acts = [.. Enum.GetValues<ActKind>().Select(kind => Done(kind, act))] });
            return answer.Obligations.All(o => (o.Due is null) == (o.Readings is null)
                && (o.Readings ?? []).All(r => r.Due >= o.Due && r.Due > aware)
                && (o.SafeUnderEveryView is not { } safe || safe < o.Due)
                && o.Derivation.Count > 0);
        });

    [Fact]
    public void Every_obligation_has_an_end_waits_for_an_act_or_says_the_words_of_the_law() =>
        Gen.Select(Awareness, AnyRegime).Sample((aware, regime) =>
            DeadlineRules.Answer(Question(aware, regime)).Obligations.All(o => (o.Due is not null ? 1 : 0) + (o.Conditional is true ? 1 : 0) + (o.Standard is not null ? 1 : 0) == 1));

    [Fact]
    public void The_initial_report_of_DORA_is_due_at_the_earlier_limb_unless_classified_late() =>
        Gen.Select(Awareness, Gen.Int[0, 60 * 48]).Sample((aware, minutes) =>
        {
            var classified = aware + Duration.FromMinutes(minutes);
            var due = DeadlineRules.Answer(Question(aware, Dora.Regime) with
            {
                RegimeFacts = new RegimeFacts { FinancialEntity = FinancialEntity.CreditInstitution },
                Acts = [Done(ActKind.Classified, classified)],
            }).Obligations.Single(o => o.Id == "dora-19-initial").Due;
            var (four, limit) = (classified + Duration.FromHours(4), aware + Duration.FromHours(24));
            return due == (classified > limit ? four : Instant.Min(four, limit));
        });

    [Fact]
    public void A_holiday_more_never_makes_an_end_earlier() =>
        Gen.Select(Awareness, AnyRegime, Gen.Int[0, 40]).Sample((aware, regime, days) =>
        {
            var question = Question(aware, regime) with { Acts = [Done(ActKind.Determined, aware), Done(ActKind.Filed, aware)], Holidays = [] };
            var day = LocalDatePattern.Iso.Format(aware.InUtc().Date.PlusDays(days));
            var before = DeadlineRules.Answer(question).Obligations;
            var after = DeadlineRules.Answer(question with { Holidays = [day] }).Obligations;
            return before.Where(o => o.Due is not null).All(o => after.Single(a => (a.Id, a.Recipient) == (o.Id, o.Recipient)).Due >= o.Due);
        });

    private static DeadlineQuestion Question(Instant aware, Regime regime) => new()
    {
        AwareAt = InstantPattern.ExtendedIso.Format(aware),
        Authority = regime.Home == Regime.Eea ? "FR" : regime.Home,
        Regimes = [regime.Id],
    };

    private static Act Done(ActKind kind, Instant at) => new() { Kind = kind, At = InstantPattern.ExtendedIso.Format(at) };
}
