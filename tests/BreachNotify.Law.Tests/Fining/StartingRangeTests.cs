using System.Globalization;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using CsCheck;
using NodaTime;

namespace BreachNotify.Law.Tests.Fining;

public class StartingRangeTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    public static TheoryData<string, decimal, Seriousness, decimal, decimal> Edpb() => Cases("Edpb042022.md");

    public static TheoryData<string, decimal, Seriousness, decimal, decimal> Ico() => Cases("Ico2024.md");

    [Theory, MemberData(nameof(Edpb))]
    public void Every_worked_start_of_the_EDPB_method_holds(string tier, decimal turnover, Seriousness seriousness, decimal low, decimal high) =>
        Assert.Equal((low, high), Adjusted("gdpr", tier, turnover, seriousness));

    [Theory, MemberData(nameof(Ico))]
    public void Every_worked_start_of_the_ICO_method_holds(string tier, decimal turnover, Seriousness seriousness, decimal low, decimal high) =>
        Assert.Equal((low, high), Adjusted("uk-gdpr", tier, turnover, seriousness));

    [Fact]
    public void Degrees_of_seriousness_adjoin_and_no_start_exceeds_the_ceiling() =>
        Gen.Select(Gen.Long[0, 200_000_000_000_00], OneOf("gdpr", "uk-gdpr"), OneOf("33", "5(1)(f)", "58(2)")).Sample((cents, regime, provision) =>
        {
            var ranges = Enum.GetValues<Seriousness>().Select(seriousness => Ask(regime, provision, cents / 100m, seriousness)).ToList();
            var ceiling = ranges[0].Total!.Ceiling!.Value.Amount;
            var starts = ranges.Select(r => r.Infringements[0].StartingAmount!).ToList();
            var adjusted = ranges.Select(r => r.Infringements[0].AdjustedAmount!).ToList();
            return starts[0].High == starts[1].Low && starts[1].High == starts[2].Low && starts[2].High == ceiling
                && adjusted.TrueForAll(range => range.Low <= range.High && range.High <= ceiling);
        });

    [Fact]
    public void The_higher_tier_starts_at_twice_the_lower() =>
        Gen.Select(Gen.Long[0, 200_000_000_000_00], Gen.Enum<Seriousness>()).Sample((cents, seriousness) =>
        {
            var (low, high) = Adjusted("gdpr", "83(4)", cents / 100m, seriousness);
            return Adjusted("gdpr", "83(5)", cents / 100m, seriousness) == (2 * low, 2 * high);
        });

    private static TheoryData<string, decimal, Seriousness, decimal, decimal> Cases(string file)
    {
        var data = new TheoryData<string, decimal, Seriousness, decimal, decimal>();
        foreach (var row in MarkdownTable.Read("Fining/" + file))
        {
            decimal Number(string column) => decimal.Parse(row[column], CultureInfo.InvariantCulture);
            data.Add(row["tier"], Number("turnover"), Words.Parse<Seriousness>("seriousness", row["seriousness"]), Number("low"), Number("high"));
        }
        return data;
    }

    private static (decimal Low, decimal High) Adjusted(string regime, string tier, decimal turnover, Seriousness seriousness)
    {
        var provision = tier switch
        {
            "83(4)" or "standard" => "33",
            "83(5)" or "higher" => "5(1)(f)",
            _ => "58(2)",
        };
        var found = Ask(regime, provision, turnover, seriousness).Infringements[0];
        Assert.Equal(tier, found.Tier);
        return (found.AdjustedAmount!.Low, found.AdjustedAmount.High);
    }

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static FineAnswer Ask(string regime, string provision, decimal turnover, Seriousness seriousness) => FineRules.Answer(
        new FineQuestion
        {
            Regime = regime,
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(turnover, regime == "gdpr" ? "EUR" : "GBP") },
            Infringements = [new Infringement { Provision = provision, Seriousness = seriousness }],
        },
        Today);
}
