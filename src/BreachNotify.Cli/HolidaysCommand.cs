using System.CommandLine;
using System.Globalization;
using BreachNotify.Law.Calendars;

namespace BreachNotify.Cli;

/// <summary><c>breachnotify holidays</c>: the built-in public holidays, for reading or as CSV for comparison with other sources.</summary>
internal static class HolidaysCommand
{
    internal static Command Create()
    {
        var territory = new Option<string[]>("--territory")
        {
            Description = "One or more territories, such as AT DE-BY GB-SCT; all when left out",
            AllowMultipleArgumentsPerToken = true,
        };
        var from = new Option<int>("--from") { Description = "First year", Required = true };
        var to = new Option<int>("--to") { Description = "Last year", Required = true };
        var csv = new Option<bool>("--csv") { Description = "Print CSV: territory,date,name" };
        foreach (var year in new[] { from, to })
        {
            year.Validators.Add(result =>
            {
                // What is no number is refused already; reading it here would throw.
                if (result.Tokens is [var sent] && int.TryParse(sent.Value, CultureInfo.InvariantCulture, out var number) && number is (< 1900 or > 2199))
                {
                    result.AddError($"{result.Option.Name} takes a year from 1900 to 2199.");
                }
            });
        }
        territory.Validators.Add(result =>
        {
            foreach (var unknown in (result.GetValueOrDefault<string[]>() ?? []).Except(PublicHolidays.Territories))
            {
                result.AddError($"No public holidays are known for '{unknown}'; known are {string.Join(", ", PublicHolidays.Territories)}.");
            }
        });

        var command = new Command("holidays", "Lists the built-in public holidays") { territory, from, to, csv };
        command.SetAction(parsed => Print(
            parsed.InvocationConfiguration.Output,
            parsed.GetValue(territory) is { Length: > 0 } chosen ? chosen : PublicHolidays.Territories,
            parsed.GetValue(from),
            parsed.GetValue(to),
            parsed.GetValue(csv)));
        return command;
    }

    private static int Print(TextWriter output, IEnumerable<string> territories, int from, int to, bool csv)
    {
        if (csv)
        {
            output.WriteLine("territory,date,name");
        }
        foreach (var territory in territories)
        {
            for (var year = from; year <= to; year++)
            {
                foreach (var holiday in PublicHolidays.Of(territory).In(year))
                {
                    var date = holiday.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
                    output.WriteLine(csv ? $"{territory},{date},{holiday.Name}" : $"{territory,-12} {date} {holiday.Date.DayOfWeek,-9} {holiday.Name}");
                }
            }
        }
        return 0;
    }
}
