using System.Text;
using BreachNotify.Exposure.Costs;
using BreachNotify.Exposure.Losses;
using BreachNotify.Law.Fines;
using NodaTime;

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

            foreach (var name in new[] { "ept.csv", "alt.csv", "policies.csv", "concentration.csv", "scenarios.csv", "rejected.csv", "plt.csv", "ept.parquet", "plt.parquet", "results.xlsx" })
            {
                Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "one", name)), File.ReadAllBytes(Path.Combine(folder, "two", name)));
            }
            Assert.Equal("3,LayerParticipation,2,must be above 0 and at most 1.", File.ReadAllLines(Path.Combine(folder, "one", "rejected.csv"))[1]);
            var (answered, json, _) = CommandLineTests.Run("portfolio", book, "--years", "500", "--seed", "7", "--out", Path.Combine(folder, "two"), "--formats", "csv", "--plt", "false", "--json");
            Assert.Equal(0, answered);
            using var result = System.Text.Json.JsonDocument.Parse(json);
            Assert.Equal(100, result.RootElement.GetProperty("tailPeriod").GetDouble());
            Assert.DoesNotContain("plt.csv", result.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
            Assert.Equal(2, CommandLineTests.Run("portfolio", book, "--years", "0", "--out", folder).Code);
            Assert.Equal(2, CommandLineTests.Run("portfolio", Path.Combine(folder, "none.csv"), "--out", folder).Code);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void The_sample_book_gives_curves_tail_shares_concentration_and_accumulation_in_files_and_words()
    {
        var folder = Directory.CreateTempSubdirectory("breachnotify-").FullName;
        try
        {
            var (code, output, errors) = CommandLineTests.Run("portfolio", Path.Combine(AppContext.BaseDirectory, "samples", "book.csv"), "--years", "10000", "--seed", "1", "--out", folder, "--plt", "--exchange-rate", "USD,EUR,0.8,2026-11-20,an example",
                "--quota-share", "0.2", "--excess-retention", "2000000", "--excess-limit", "10000000");

            Assert.Equal((0, ""), (code, errors));
            output = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            // As docs/exposure.md has it.
            Assert.Contains("A year costs 23,264,811 on average, give or take 123,690 (standard error)", output, StringComparison.Ordinal);
            Assert.Contains("500 policies of 459 towers, EUR; 0 rows left out", output, StringComparison.Ordinal);
            Assert.Matches("Check: policy CY26-[0-9-]+, its own events alone, costs [0-9,]+ simulated and [0-9,]+ exactly; the difference of", output);
            Assert.Contains("supplier-breach-email 18", output, StringComparison.Ordinal);
            Assert.Contains("After reinsurance", output, StringComparison.Ordinal);
            string[] Lines(string name) => File.ReadAllLines(Path.Combine(folder, name));
            Assert.Equal("PolNumber,MeanLoss,SDLoss,StandardError,TailShare", Lines("policies.csv")[0]);
            Assert.Equal(501, Lines("policies.csv").Length);
            Assert.Equal("Period,PeriodWeight,EventId,Year,Month,Day,Hour,Minute,SummaryId,SampleId,Loss", Lines("plt.csv")[0]);
            Assert.Matches("^[0-9]+,0.0001,[0-9]+,[0-9]+,,,,,1,1,[0-9.]+$", Lines("plt.csv")[1]);
            Assert.All(new[] { "ept.parquet", "alt.parquet", "plt.parquet", "results.xlsx" }, name => Assert.True(new FileInfo(Path.Combine(folder, name)).Length > 500));
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(folder, "curve.png"))[..4]);
            Assert.Contains("Loss by return period", File.ReadAllText(Path.Combine(folder, "curve.svg")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void The_cost_of_one_breach_as_JSON_is_the_answer_of_the_exposure_byte_for_byte()
    {
        var (code, output, errors) = CommandLineTests.Run("loss", "breach", "--country", "DE", "--people", "25000", "--revenue", "300000000", "--notify", "email=20000", "--notify", "letter=5000", "--notify", "call=400:6",
            "--daily-gross-profit", "240000", "--outage-hours", "72", "--waiting-hours", "8", "--retention", "100000", "--limit", "5000000", "--sublimit", "businessInterruption=500000",
            "--fine", "--expected-fine", "50000", "--exchange-rate", "EUR,USD,1.25,2026-11-20,ECB", "--as-of", "2026-11-22", "--json");

        Assert.Equal((0, ""), (code, errors));
        var turnover = new Turnover(300_000_000m, "EUR");
        var question = new BreachCostQuestion
        {
            Country = "DE",
            Currency = "EUR",
            People = 25_000,
            Revenue = turnover,
            AsOf = "2026-11-22",
            Notification = [new NotificationChannel(NoticeChannel.Email, 20_000), new NotificationChannel(NoticeChannel.Letter, 5000), new NotificationChannel(NoticeChannel.Call, 400, 6)],
            Interruption = new Outage { DailyGrossProfit = 240_000, OutageHours = 72, WaitingHours = 8 },
            Fine = new FineFacts { Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = turnover }, Expected = 50_000 },
            ExchangeRates = [new ExchangeRateGiven("EUR", "USD", 1.25m, "2026-11-20", "ECB")],
            Policy = new BreachPolicy { Retention = 100_000, Limit = 5_000_000, Sublimits = [new Sublimit(Component.BusinessInterruption, 500_000)] },
        };
        Assert.Equal(Encoding.UTF8.GetString(Proof.Seal(BreachCosts.Answer(question, new LocalDate(2026, 11, 22)))) + "\n", output);
    }

    [Theory]
    [InlineData(2, "--notify: 'fax=3' ", "--country DE --people 10 --notify fax=3")]
    [InlineData(2, "--sublimit: 'notification' must be", "--country DE --people 10 --sublimit notification")]
    [InlineData(2, "--daily-gross-profit is required", "--country DE --people 10 --outage-hours 3")]
    [InlineData(2, "--revenue is required", "--country DE --people 10 --fine")]
    [InlineData(1, "exchangeRates", "--country DE --people 10")]
    [InlineData(2, "Option '--country' is required", "--people 10")]
    public void A_breach_that_cannot_be_costed_is_refused_by_name(int code, string message, string arguments)
    {
        var (returned, _, errors) = CommandLineTests.Run(["loss", "breach", .. arguments.Split(' ')]);

        Assert.Equal((code, true), (returned, errors.Contains(message.Split(' ')[0], StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(2, "--formats: 'pdf' is not one of", "--formats pdf")]
    [InlineData(2, "split: 'XYZ' is not one of", "--split XYZ=1")]
    [InlineData(2, "split: needs parts of 0 to 1", "--split NPBI=0.4")]
    [InlineData(2, "--exchange-rate: 'USD' must be", "--exchange-rate USD")]
    [InlineData(2, "--quota-share: '2' must be 0 to 1", "--quota-share 2")]
    [InlineData(2, "--scenarios: 'none.csv' cannot be read", "--scenarios none.csv")]
    [InlineData(1, "years: '10000000' needs about", "--rate 1000 --years 10000000")]
    [InlineData(1, "book: 'book.csv' The account file has no column 'Umsatz'", "--column AnnualRevenue=Umsatz")]
    public void A_run_that_cannot_be_made_is_refused_before_it_starts(int code, string message, string arguments)
    {
        var (returned, _, errors) = CommandLineTests.Run(["portfolio", Path.Combine(AppContext.BaseDirectory, "samples", "book.csv"), "--out", Path.GetTempPath(), .. arguments.Split(' ')]);

        Assert.Equal(code, returned);
        Assert.StartsWith(message, errors, StringComparison.Ordinal);
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
