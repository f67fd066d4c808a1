using System.Diagnostics;
using System.Text;
using BreachNotify.Law.Deadlines;
using BreachNotify.Law.Fines;
using BreachNotify.Law.Fining;
using NodaTime;

namespace BreachNotify.Law.Tests.CommandLine;

/// <summary>The program <c>breachnotify</c> as a shell sees it: what it prints, and what it returns.</summary>
public class CommandLineTests
{
    [Fact]
    public void Deadlines_as_JSON_are_the_answer_of_the_law_byte_for_byte()
    {
        var (code, output, _) = Run("deadline", "--aware", "2026-04-02T17:40:00+02:00", "--authority", "DE", "--json");

        Assert.Equal(0, code);
        Assert.Equal(Encoding.UTF8.GetString(Proof.Seal(DeadlineRules.Answer(new DeadlineQuestion { AwareAt = "2026-04-02T15:40:00Z", Authority = "DE" }))) + "\n", output);
    }

    [Fact]
    public void Fines_as_JSON_are_the_answer_of_the_law_byte_for_byte()
    {
        var (code, output, _) = Run("fine", "--turnover", "300000000", "--currency", "EUR", "--decided-on", "2026-11-22", "--provision", "33:low", "--json");

        Assert.Equal(0, code);
        var question = new FineQuestion
        {
            Regime = "gdpr",
            DecidedOn = "2026-11-22",
            Entity = new FineEntity { Kind = EntityKind.Undertaking, Turnover = new Turnover(300_000_000m, "EUR") },
            Infringements = [new Infringement { Provision = "33", Seriousness = Seriousness.Low }],
        };
        Assert.Equal(Encoding.UTF8.GetString(Proof.Seal(FineRules.Answer(question, new LocalDate(2026, 11, 22)))) + "\n", output);
    }

    [Theory]
    [InlineData(0, "", "fine --turnover 300000000")]
    [InlineData(0, "", "deadline --aware 2026-04-02T17:40:00 --authority DE")]
    [InlineData(1, "decidedOn: GDPR Art. 83(4) was not in force on 2018-05-24", "fine --turnover 1 --decided-on 2018-05-24")]
    [InlineData(1, "awareAt: GDPR Art. 33(1) was not in force", "deadline --aware 2017-01-01T00:00:00Z --authority DE")]
    [InlineData(1, "entity.turnover.currency: 'USD' needs an exchange rate to EUR", "fine --turnover 1 --currency USD")]
    [InlineData(2, "--turnover: 'abc' is not a number", "fine --turnover abc")]
    [InlineData(2, "--turnover-year: 'x' is not a whole number", "fine --turnover 1 --turnover-year x")]
    [InlineData(2, "--from: 'x' is not a whole number", "holidays --from x --to 2030")]
    [InlineData(2, "--from takes a year from 1900 to 2199", "holidays --from 1 --to 2030")]
    [InlineData(2, "entity.turnover.amount: '-1' must be", "fine --turnover -1")]
    [InlineData(2, "awareAt: 'soon' must be", "deadline --aware soon --authority DE")]
    [InlineData(2, "Option '--aware' is required", "deadline --authority DE")]
    public void The_exit_code_tells_an_answer_from_a_refusal_and_a_wrong_call(int code, string message, string arguments)
    {
        var (returned, _, errors) = Run(arguments.Split(' '));

        Assert.Equal(code, returned);
        Assert.StartsWith(message, errors, StringComparison.Ordinal);
    }

    internal static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var program = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "breachnotify.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var errors = program.StandardError.ReadToEndAsync();
        var output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return (program.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
