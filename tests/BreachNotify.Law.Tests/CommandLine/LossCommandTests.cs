using System.Text;
using BreachNotify.Exposure.Losses;

namespace BreachNotify.Law.Tests.CommandLine;

/// <summary><c>breachnotify loss</c> as a shell sees it.</summary>
public class LossCommandTests
{
    [Fact]
    public void Losses_as_JSON_are_the_answer_of_the_exposure_byte_for_byte()
    {
        var (code, output, _) = CommandLineTests.Run("loss", "--frequency", "negativeBinomial:2:5", "--severity", "0.8=lognormal:10:1.5", "--severity", "0.2=pareto:50000:0.8:100000000", "--limit", "5000000", "--retention", "50000", "--level", "0.99", "--json");

        Assert.Equal(0, code);
        var question = new LossQuestion
        {
            Frequency = new FrequencyModel { Model = FrequencyKind.NegativeBinomial, Mean = 2, Variance = 5 },
            Severity = new SeverityModel
            {
                Model = SeverityKind.Mixture,
                Parts =
                [
                    new WeightedSeverity(0.8m, new SeverityModel { Model = SeverityKind.Lognormal, Mu = 10, Sigma = 1.5m }),
                    new WeightedSeverity(0.2m, new SeverityModel { Model = SeverityKind.Pareto, Minimum = 50_000, Exponent = 0.8m, Maximum = 100_000_000 }),
                ],
            },
            Terms = new PolicyTerms { Retention = 50_000, Limit = 5_000_000 },
            Levels = [0.99m],
        };
        Assert.Equal(Encoding.UTF8.GetString(Proof.Seal(LossRules.Answer(question))) + "\n", output);
    }

    [Fact]
    public void A_book_gives_its_tables_and_the_rows_left_out_the_same_for_the_same_seed()
    {
        var folder = Directory.CreateTempSubdirectory("breachnotify-").FullName;
        var book = Path.Combine(folder, "book.csv");
        File.WriteAllText(book, """
            AccNumber,AccCurrency,PolNumber,PolInceptionDate,PolExpiryDate,PolPerilsCovered,LayerParticipation,LayerLimit,LayerAttachment,AnnualRevenue
            A1,EUR,P1,2026-01-01,2027-01-01,CSB,1,1000000,0,300000000
            A2,EUR,P2,2026-01-01,2027-01-01,CSB,2,1000000,0,300000000
            """);
        try
        {
            var (code, output, errors) = CommandLineTests.Run("portfolio", book, "--years", "500", "--seed", "7", "--out", Path.Combine(folder, "one"));
            Assert.Equal((0, ""), (code, errors));
            Assert.Contains("1 rows left out", output, StringComparison.Ordinal);
            Assert.Equal(0, CommandLineTests.Run("portfolio", book, "--years", "500", "--seed", "7", "--out", Path.Combine(folder, "two")).Code);

            foreach (var name in new[] { "ept.csv", "alt.csv", "policies.csv", "rejected.csv" })
            {
                Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "one", name)), File.ReadAllBytes(Path.Combine(folder, "two", name)));
            }
            Assert.Equal("3,LayerParticipation,2,must be above 0 and at most 1.", File.ReadAllLines(Path.Combine(folder, "one", "rejected.csv"))[1]);
            Assert.Equal(2, CommandLineTests.Run("portfolio", book, "--years", "0", "--out", folder).Code);
            Assert.Equal(2, CommandLineTests.Run("portfolio", Path.Combine(folder, "none.csv"), "--out", folder).Code);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData(0, "", "--frequency poisson:2 --severity lognormal:11:2 --limit 1000000")]
    [InlineData(0, "", "--frequency binomial:3:0.1 --severity empirical:100:200:5000")]
    [InlineData(1, "gridStep: '0.001' is too fine", "--frequency poisson:2 --severity lognormal:11:2 --grid-step 0.001")]
    [InlineData(2, "--frequency: 'poison' is not one of", "--frequency poison:2 --severity lognormal:11:2")]
    [InlineData(2, "--severity: 'lognormal:11' has other numbers", "--frequency poisson:2 --severity lognormal:11")]
    [InlineData(2, "--severity: 'lognormal:x:2' has 'x'", "--frequency poisson:2 --severity lognormal:x:2")]
    [InlineData(2, "--severity: 'gamma:1:2' is one of several", "--frequency poisson:2 --severity gamma:1:2 --severity gamma:1:2")]
    [InlineData(2, "terms.share: '2' must be", "--frequency poisson:2 --severity gamma:1:2 --share 2")]
    [InlineData(2, "Option '--severity' is required", "--frequency poisson:2")]
    public void The_exit_code_tells_an_answer_from_a_refusal_and_a_wrong_call(int code, string message, string arguments)
    {
        var (returned, _, errors) = CommandLineTests.Run(["loss", .. arguments.Split(' ')]);

        Assert.Equal(code, returned);
        Assert.StartsWith(message, errors, StringComparison.Ordinal);
    }
}
