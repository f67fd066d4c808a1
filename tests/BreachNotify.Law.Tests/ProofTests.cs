using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using BreachNotify.Law.Gdpr;
using CsCheck;
using NodaTime;

namespace BreachNotify.Law.Tests;

public class ProofTests
{
    private static readonly DeadlineQuestion Question = new() { AwareAt = "2026-04-02T17:40:00+02:00", Authority = "DE" };

    [Fact]
    public void The_proof_is_the_hash_of_the_canonical_answer_without_it()
    {
        foreach (var sealed_ in new[] { Proof.Seal(DeadlineRules.Answer(Question)), Proof.Seal(FineRules.Answer(Fine(300_000_000m, "a"), new LocalDate(2026, 11, 22))) })
        {
            var answer = JsonNode.Parse(sealed_)!.AsObject();
            var proof = (string)answer["proof"]!;
            answer.Remove("proof");
            var canonical = CanonicalJson.Canonicalize(JsonSerializer.SerializeToElement(answer));

            Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(canonical)), proof);
        }
    }

    [Fact]
    public void Answers_are_sent_in_canonical_form() =>
        Gen.Select(Gen.Long[0, 99_999_999_999_999], Gen.String[1, 100]).Sample((cents, conduct) =>
        {
            var json = Proof.Seal(FineRules.Answer(Fine(cents / 100m, conduct), new LocalDate(2026, 11, 22)));
            using var parsed = JsonDocument.Parse(json);
            return CanonicalJson.Canonicalize(parsed.RootElement).AsSpan().SequenceEqual(json);
        });

    [Fact]
    public void The_same_facts_give_the_same_proof_however_they_are_written()
    {
        var byOffset = ProofOf(Question);

        Assert.Equal(byOffset, ProofOf(Question with { AwareAt = "2026-04-02T15:40:00Z" }));
        Assert.Equal(byOffset, ProofOf(Question with { AwareAt = "2026-04-02T17:40:00", Zone = "Europe/Paris" }));
        Assert.Equal(byOffset, ProofOf(Question with { Role = Role.Controller, Risk = RiskLevel.Risk, Regimes = ["gdpr"], AsOf = "2026-04-02", RuleBook = RuleBook.Current.Id }));
        Assert.NotEqual(byOffset, ProofOf(Question with { AwareAt = "2026-04-02T15:40:01Z" }));
        Assert.NotEqual(byOffset, ProofOf(Question with { Risk = RiskLevel.High }));
    }

    [Fact]
    public void Amounts_beyond_fifteen_digits_are_written_as_the_double_that_others_will_read()
    {
        var json = Proof.Seal(FineRules.Answer(Fine(9_999_999_999_999.99m, "a"), new LocalDate(2026, 11, 22)));
        using var parsed = JsonDocument.Parse(json);

        Assert.Equal(CanonicalJson.Canonicalize(parsed.RootElement), json);
    }

    [Fact]
    public void The_proof_changes_with_everything_that_is_asked()
    {
        string ProofOf(FineQuestion question) => (string)JsonNode.Parse(Proof.Seal(FineRules.Answer(question, new LocalDate(2026, 11, 22))))!["proof"]!;
        var plain = Fine(300_000_000m, "a");
        var written = ProofOf(plain with { Entity = plain.Entity with { TurnoverYear = 2025, TurnoverBasis = TurnoverBasis.Group, TurnoverFigure = TurnoverFigure.Accounts, TurnoverMeasure = TurnoverMeasure.Revenue } });

        Assert.Equal(written, ProofOf(plain));
        Assert.NotEqual(written, ProofOf(plain with { Authority = "DE" }));
        Assert.NotEqual(written, ProofOf(plain with { Entity = plain.Entity with { TurnoverMeasure = TurnoverMeasure.TotalIncome } }));
        Assert.NotEqual(written, ProofOf(plain with { Infringements = [plain.Infringements![0] with { Factors = [new Factor { Point = "c", Direction = FactorDirection.Neutral }] }] }));
    }

    private static string ProofOf(DeadlineQuestion question) => (string)JsonNode.Parse(Proof.Seal(DeadlineRules.Answer(question)))!["proof"]!;

    private static FineQuestion Fine(decimal turnover, string conduct) => new()
    {
        Regime = "gdpr",
        DecidedOn = "2026-11-22",
        Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(turnover, "EUR") },
        Infringements = [new Infringement { Provision = "33", Seriousness = Seriousness.High, Conduct = conduct }],
    };
}
