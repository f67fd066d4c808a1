using System.Text;
using System.Text.Json;
using BreachNotify.Deadlines;
using BreachNotify.Fines;
using BreachNotify.Http;
using CsCheck;

namespace BreachNotify.Tests.Http;

/// <summary>The quick readers say the same as the serializer, or leave the text to it.</summary>
public class PlainJsonTests
{
    private const string Fine = """{"regime":"gdpr","decidedOn":"2026-11-22","entity":{"kind":"undertaking","turnover":{"amount":300000000.50,"currency":"EUR"},"turnoverYear":2025},"infringements":[{"provision":"33","seriousness":"low","conduct":"a\u00e9"},{"provision":"5(1)(f)"}]}""";
    private const string Deadline = """{"awareAt":"2026-04-02T17:40:00","zone":"Europe/Berlin","authority":"DE","sector":"private","role":"jointController","risk":"high","regimes":["gdpr","d\u006fra"],"asOf":"2026-04-02"}""";

    private static readonly string[] Parts =
    [
        "null", "{}", "[]", "\"x\"", "1", "1e-30", "1e99", ",", "\"regime\":\"gdpr\",", "\"method\":\"edpb\",", "\"risk\":\"risk\",", "\"acts\":[],",
        "\uFEFF", "\"undertaking\"", "true", "\\ud800", "\"", "}", "]", ":",
    ];

    [Theory]
    [InlineData(Fine)]
    [InlineData("""{"entity":{"kind":"naturalPerson"},"regime":"uk-gdpr"}""")]
    [InlineData("""{"regime":"gdpr","entity":{"kind":"undertaking","turnover":{"currency":"EUR","amount":-3e8}},"infringements":[]} """)]
    public void A_plain_question_on_fines_is_read_without_the_serializer_and_alike(string text) => Alike(text, PlainFineQuestion.Read);

    [Theory]
    [InlineData(Deadline)]
    [InlineData("""{"authority":"GB","awareAt":"2026-04-02T17:40:00Z"}""")]
    [InlineData(""" {"awareAt":"2026-04-02T17:40:00Z","regimes":[]} """)]
    public void A_plain_question_on_deadlines_too(string text) => Alike(text, PlainDeadlineQuestion.Read);

    [Fact]
    public void However_a_question_on_fines_is_mangled_the_outcome_is_the_serializer_s() => Mangle(Fine, PlainFineQuestion.Parse);

    [Fact]
    public void However_a_question_on_deadlines_is_mangled_the_outcome_is_the_serializer_s() => Mangle(Deadline, PlainDeadlineQuestion.Parse);

    private static void Alike<T>(string text, JsonBody.Parser<T?> read)
        where T : class
    {
        var plain = read(Encoding.UTF8.GetBytes(text));

        Assert.NotNull(plain);
        Assert.Equal(JsonSerializer.Serialize(JsonBody.Parse<T>(Encoding.UTF8.GetBytes(text))), JsonSerializer.Serialize(plain));
    }

    private static void Mangle<T>(string whole, JsonBody.Parser<T> parse)
        where T : class =>
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 12], Gen.Int[0, Parts.Length - 1]).Sample(
            (at, length, part) =>
            {
                var text = Encoding.UTF8.GetBytes(whole[..at] + Parts[part] + whole[Math.Min(whole.Length, at + length)..]);
                Assert.Equal(Outcome(() => JsonBody.Parse<T>(text)), Outcome(() => parse(text)));
            },
            iter: 20_000);

    private static string Outcome<T>(Func<T> parse)
    {
        try
        {
            return JsonSerializer.Serialize(parse());
        }
        catch (Refusal refusal)
        {
            return refusal.Message + JsonSerializer.Serialize(refusal.Errors);
        }
    }
}
