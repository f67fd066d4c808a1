using System.Text;
using System.Text.Json;
using BreachNotify.Fines;
using BreachNotify.Http;
using BreachNotify.Law.Fines;
using CsCheck;

namespace BreachNotify.Tests.Fines;

/// <summary>The quick reader says the same as the serializer, or leaves the text to it.</summary>
public class PlainFineQuestionTests
{
    private const string Whole = """{"regime":"gdpr","decidedOn":"2026-11-22","entity":{"kind":"undertaking","turnover":{"amount":300000000.50,"currency":"EUR"},"turnoverYear":2025},"infringements":[{"provision":"33","seriousness":"low","conduct":"a\u00e9"},{"provision":"5(1)(f)"}]}""";

    [Theory]
    [InlineData(Whole)]
    [InlineData("""{"entity":{"kind":"naturalPerson"},"regime":"uk-gdpr"}""")]
    [InlineData("""{"regime":"gdpr","entity":{"kind":"undertaking","turnover":{"currency":"EUR","amount":-3e8}},"infringements":[]} """)]
    public void A_plain_question_is_read_without_the_serializer_and_alike(string text)
    {
        var plain = PlainFineQuestion.Read(Encoding.UTF8.GetBytes(text));

        Assert.NotNull(plain);
        Assert.Equal(Told(JsonBody.Parse<FineQuestion>(Encoding.UTF8.GetBytes(text))), Told(plain));
    }

    [Fact]
    public void However_a_question_is_mangled_the_outcome_is_the_serializer_s()
    {
        string[] parts = ["null", "{}", "[]", "\"x\"", "1", "1e-30", "1e99", ",", "\"regime\":\"gdpr\",", "\"method\":\"edpb\",", "\uFEFF", "\"undertaking\"", "true", "\\ud800", "\"", "}", "]", ":"];
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 12], Gen.Int[0, parts.Length - 1]).Sample(
            (at, length, part) =>
            {
                var text = Encoding.UTF8.GetBytes(Whole[..at] + parts[part] + Whole[Math.Min(Whole.Length, at + length)..]);
                Assert.Equal(Outcome(() => JsonBody.Parse<FineQuestion>(text)), Outcome(() => PlainFineQuestion.Parse(text)));
            },
            iter: 20_000);
    }

    private static string Outcome(Func<FineQuestion> parse)
    {
        try
        {
            return Told(parse());
        }
        catch (Refusal refusal)
        {
            return refusal.Message + JsonSerializer.Serialize(refusal.Errors);
        }
    }

    private static string Told(FineQuestion question) => JsonSerializer.Serialize(question);
}
