using System.Globalization;
using BreachNotify.Law.Severity;
using CsCheck;

namespace BreachNotify.Law.Tests.Severity;

public class EnisaTests
{
    private static readonly SeverityQuestion Question = new()
    {
        Categories = [new DataCategory { Kind = DataKind.Financial, Score = 3, Reason = "invoices of one year" }],
        Identifiability = 1,
        Confidentiality = 0.25m,
        People = 21_000,
    };

    public static TheoryData<string, string, string, string, string, string, string, string, string, string, string> Cases() => new(MarkdownTable.Read("Severity/Enisa.md")
        .Select(row => (row["case"], row["categories"], row["identifiability"], row["circumstances"], row["malicious"], row["people"], row["unintelligible"], row["score"], row["level"], row["flags"], row["near"])));

    [Theory, MemberData(nameof(Cases))]
    public void Every_worked_case_has_its_score_and_level(
        string because, string categories, string identifiability, string circumstances, string malicious, string people, string unintelligible, string score, string level, string flags, string near)
    {
        var losses = circumstances.Split(' ').Select(Number).ToArray();
        var answer = Enisa.Answer(new SeverityQuestion
        {
            Categories = [.. categories.Split(' ').Select(Category)],
            Identifiability = Number(identifiability),
            Confidentiality = losses[0],
            Integrity = losses[1],
            Availability = losses[2],
            Malicious = malicious == "yes",
            People = people.Length > 0 ? (long)Number(people) : null,
            Unintelligible = unintelligible == "yes",
        });

        Assert.Equal((Number(score), level, flags, near), (answer.Score, Words.Of(answer.Level), string.Join(' ', answer.Flags), answer.NearBoundary ? "yes" : "no"));
        Assert.Equal(answer.Level, answer.Assessed);
        Assert.True(answer.Verified, because);
        Assert.Contains("Art. 33(1)", answer.LegalTest[0].Citation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_score_stays_in_its_range_and_rises_with_every_part() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool).Sample((category, identifiability, c, i, a, malicious) =>
        {
            SeverityAnswer Of(int more) => Enisa.Answer(Question with
            {
                Categories = [new DataCategory { Kind = DataKind.Simple, Score = category }],
                Identifiability = identifiability * 0.25m,
                Confidentiality = Math.Min(c + more, 2) * 0.25m,
                Integrity = i * 0.25m,
                Availability = a * 0.25m,
                Malicious = malicious,
            });
            var answer = Of(0);
            return answer.Score is >= 0.25m and <= 6 && Of(1).Score >= answer.Score && Of(1).Level >= answer.Level;
        });

    [Fact]
    public void Steps_from_the_base_are_clamped_and_marked_as_not_verified()
    {
        var answer = Enisa.Answer(Question with
        {
            Categories = [new DataCategory { Kind = DataKind.Financial, Adjustments = [new(ContextFactor.Volume, 2), new(ContextFactor.Persons, 1)] }],
        });

        Assert.Equal(4, answer.ProcessingContext);
        Assert.False(answer.Verified);
        Assert.Equal(1, Enisa.Answer(Question with { Categories = [new DataCategory { Kind = DataKind.Simple, Adjustments = [new(ContextFactor.Public, -2)] }] }).ProcessingContext);
    }

    [Fact]
    public void An_override_changes_the_assessment_and_not_the_score()
    {
        var answer = Enisa.Answer(Question with { Override = new SeverityOverride(SeverityLevel.VeryHigh, "the people are witnesses under protection") });

        Assert.Equal((3.25m, SeverityLevel.High, SeverityLevel.VeryHigh), (answer.Score, answer.Level, answer.Assessed));
        Assert.Contains(answer.Derivation, step => step.Text.Contains("witnesses", StringComparison.Ordinal));
    }

    public static TheoryData<string, SeverityQuestion> Wrong() => new()
    {
        { "categories", Question with { Categories = [] } },
        { "categories[0].score", Question with { Categories = [new DataCategory { Kind = DataKind.Simple, Score = 5 }] } },
        { "categories[0].score", Question with { Categories = [new DataCategory { Kind = DataKind.Simple, Score = 0 }] } },
        { "categories[0].score", Question with { Categories = [new DataCategory { Kind = DataKind.Simple, Score = 2.5m }] } },
        { "categories[0].adjustments", Question with { Categories = [new DataCategory { Kind = DataKind.Simple, Score = 2, Adjustments = [new(ContextFactor.Volume, 1)] }] } },
        { "categories[0].adjustments[0].by", Question with { Categories = [new DataCategory { Kind = DataKind.Simple, Adjustments = [new(ContextFactor.Volume, -1)] }] } },
        { "identifiability", Question with { Identifiability = 0.3m } },
        { "confidentiality", Question with { Confidentiality = 1 } },
        { "integrity", Question with { Integrity = -0.25m } },
        { "availability", Question with { Availability = 0.75m } },
        { "people", Question with { People = -1 } },
        { "people", Question with { People = 8_300_000_001 } },
        { "override.reason", Question with { Override = new SeverityOverride(SeverityLevel.Low, " ") } },
        { "ruleBook", Question with { RuleBook = "2019" } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_value_is_refused_by_name(string field, SeverityQuestion question) => Assert.Equal(field, Assert.Throws<QuestionException>(() => Enisa.Answer(question)).Field);

    [Fact]
    public void The_answer_carries_a_proof_that_does_not_depend_on_how_defaults_are_written()
    {
        var proof = Proof.Seal(Enisa.Answer(Question));

        Assert.Equal(proof, Proof.Seal(Enisa.Answer(Question with { Integrity = 0, Availability = 0.00m, Malicious = false, Unintelligible = false, Confidentiality = 0.250m, RuleBook = RuleBook.Current.Id })));
        Assert.Contains("\"level\":\"high\"", System.Text.Encoding.UTF8.GetString(proof), StringComparison.Ordinal);
    }

    private static DataCategory Category(string text)
    {
        var parts = text.Split('=');
        return new DataCategory { Kind = Words.Parse<DataKind>("kind", parts[0]), Score = parts.Length == 2 ? Number(parts[1]) : null };
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
