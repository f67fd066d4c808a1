using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using BreachNotify.Law.Authorities;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Tests;

/// <summary>What is kept of earlier answers: whatever was asked before, an answer says what it says when it is found anew.</summary>
public partial class KeptFindingsTests
{
    private static readonly string[] Places = ["DE", "DE-BY", "FR", "GB", "CH", "IE", "PT", "NO", "EU"];
    private static readonly string[] Provisions = ["33", "33(1)", "32", "5(1)(f)", "10", "58(2)", "83(1)"];
    private static int s_once;
    private static readonly string?[] Conducts = [null, "a", "b", "a \"quoted\" word"];

    [Fact]
    public void The_readings_of_an_hour_are_those_counted_anew() =>
        // Over more hours than are kept, so that they take each other's place.
        Gen.Select(Gen.Int[0, 240 * 24 * 60], Gen.Int[0, Places.Length - 1], Gen.Enum<RiskLevel>(), Gen.Enum<Role>(), Gen.Int[0, 5]).Sample(
            (minute, place, risk, role, more) =>
            {
                var awareAt = Instant.FromUtc(2026, 3, 20, 0, 0) + Duration.FromMinutes(minute);
                var question = new DeadlineQuestion
                {
                    AwareAt = InstantPattern.ExtendedIso.Format(awareAt),
                    Authority = more == 1 ? null : Places[place],
                    Risk = risk,
                    Role = role,
                    Facts = more == 1 ? new EstablishmentFacts { Seats = [Places[place]] } : null,
                    Acts = more == 2 ? [new Act { Kind = ActKind.Filed, At = InstantPattern.ExtendedIso.Format(awareAt + Duration.FromHours(80)) }] : null,
                    NoBreach = more == 3 ? new NoBreach(InstantPattern.ExtendedIso.Format(awareAt), "A test.") : null,
                };
                // Counted, counted and kept, and from what is kept.
                _ = (DeadlineRules.Answer(question), DeadlineRules.Answer(question));
                var kept = DeadlineRules.Answer(question);
                // Holidays that are given make a calendar of their own, of which nothing has been kept.
                var holidays = SupervisoryAuthorities.Find(Places[place], Sector.Private)!.Holidays.In(2026).Select(holiday => LocalDatePattern.Iso.Format(holiday.Date)).ToList();
                var anew = DeadlineRules.Answer(question with { Holidays = holidays });

                Assert.Equal(Told(anew), Told(kept));
                Assert.Equal(ByFramework(kept), Sealed(kept));
            },
            iter: 4_000);

    [Fact]
    public void The_findings_of_a_case_are_those_of_its_infringements() =>
        Gen.Select(
            Gen.Long[0, 90_000_000_000],
            Gen.Select(Gen.Int[0, Provisions.Length - 1], Gen.Int[-1, 2], Gen.Int[0, Conducts.Length - 1]).Array[1, 3],
            Gen.Bool).Sample(
            (cents, picked, british) =>
            {
                var infringements = picked.Select(pick => new Infringement
                {
                    Provision = Provisions[pick.Item1],
                    Seriousness = pick.Item2 < 0 ? null : (Seriousness)pick.Item2,
                    Conduct = Conducts[pick.Item3],
                }).DistinctBy(infringement => (infringement.Provision, infringement.Conduct)).ToList();
                var question = new FineQuestion
                {
                    Regime = british ? "uk-gdpr" : "gdpr",
                    Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(cents / 100m, british ? "GBP" : "EUR") },
                    Infringements = infringements,
                };
                var today = new LocalDate(2026, 11, 22);
                _ = (FineRules.Answer(question, today), FineRules.Answer(question, today));
                var answer = FineRules.Answer(question, today);
                // A conduct nobody names again: of this case nothing has been kept.
                var anew = FineRules.Answer(question with { Infringements = [.. infringements, new Infringement { Provision = "39", Conduct = $"once {Interlocked.Increment(ref s_once)}" }] }, today);

                Assert.Equal(anew.Infringements.SkipLast(1).Select(Told), answer.Infringements.Select(Told));
                Assert.Equal(anew.Request.Infringements.SkipLast(1), answer.Request.Infringements);
                Assert.Equal(ByFramework(answer), Sealed(answer));
                Assert.Equal(infringements.Select(asked => (asked.Provision, asked.Seriousness, asked.Conduct ?? "all")), answer.Infringements.Select(found => (found.Provision, found.Seriousness, found.Conduct)));
                var fined = answer.Infringements.Where(found => found.Tier is not null).ToLookup(found => found.Conduct);
                Assert.Equal(fined.Select(conduct => conduct.Key), answer.Total!.Conducts.Select(conduct => conduct.Conduct));
                Assert.All(answer.Total.Conducts, conduct => Assert.Equal(
                    fined[conduct.Conduct].Any(found => found.AdjustedAmount is null) ? null : Math.Min(conduct.Ceiling.Amount, fined[conduct.Conduct].Sum(found => found.AdjustedAmount!.High)),
                    conduct.Range?.High));
            },
            iter: 5_000);

    private static IEnumerable<string> Told(DeadlineAnswer answer) => answer.Obligations.SelectMany(
        duty => (duty.Readings ?? []).Select(reading => $"{reading.Id} {reading.Due} {reading.Local} {reading.Standing} {Told(reading.Derivation)}")
            .Prepend($"{duty.Id} {duty.Recipient} {duty.Required} {duty.Due} {duty.SafeUnderEveryView} {duty.Filing?.At} {Told(duty.Derivation)}"));

    /// <summary>The steps, without the names of holidays, which those that are given do not have.</summary>
    private static string Told(IEnumerable<Reason> derivation) => HolidayName().Replace(string.Join(" ", derivation.Select(step => step.Text)), "");

    [GeneratedRegex(@"(?<=is a public holiday )\(.*?\)(?= where)")]
    private static partial Regex HolidayName();

    private static string Told(InfringementFinding found) =>
        $"{found.Provision} {found.Tier} {found.Conduct} {found.StartingAmount} {found.AdjustedAmount} {found.AfterFactors} {Told(found.Derivation)}";

    private static string Sealed<T>(T answer)
        where T : IAnswer
    {
        var json = Proof.Seal(answer);
        using var parsed = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(json).Replace(parsed.RootElement.GetProperty("proof").GetString()!, Proof.Placeholder, StringComparison.Ordinal);
    }

    private static string ByFramework<T>(T answer) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(answer, AnswerJsonTests.ByFramework)));
}
