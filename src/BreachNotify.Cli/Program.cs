using System.CommandLine;
using System.Globalization;
using BreachNotify.Cli;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Deadlines, fines, severity and losses of personal-data breaches, each with its derivation. Not legal advice.")
{
    DeadlineCommand.Create(),
    FineCommand.Create(TimeProvider.System),
    SeverityCommand.Create(),
    LossCommand.Create(TimeProvider.System),
    PortfolioCommand.Create(),
    HolidaysCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(Usage.Of(error));
    }
    await Console.Error.WriteLineAsync($"See '{parsed.CommandResult.Command.Name} --help'.");
    return Exit.WrongUsage;
}
return await parsed.InvokeAsync();
