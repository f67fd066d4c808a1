using System.Globalization;
using System.Text.RegularExpressions;

namespace BreachNotify.Pages;

/// <summary>Amounts, numbers and times as English sentences hold them, in the reader's manner.</summary>
public static partial class Inserted
{
    public static string Shown(string text, Viewer viewer)
    {
        if (Amount().Match(text) is { Success: true } amount)
        {
            return viewer.Money(new Law.Money(Number(amount.Groups["amount"].Value), amount.Groups["currency"].Value));
        }
        if (Time().Match(text) is { Success: true } time)
        {
            var (day, clock) = (time.Groups["day"], time.Groups["clock"].Value);
            var date = $"{day.Value[8..]}.{day.Value[5..7]}.{day.Value[..4]}";
            return clock.Length == 0 ? date : $"{date}, {clock} ({time.Groups["offset"].Value})";
        }
        return Decimal().Match(text) is { Success: true } number ? $"{number.Groups["sign"].Value}{Number(number.Groups["number"].Value).ToString("#,0.##########", viewer.Culture)}{number.Groups["unit"].Value}" : text;
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<currency>[A-Z]{3}) (?<amount>-?[0-9][0-9,]{0,24}(?:\.[0-9]{1,12})?)$")]
    private static partial Regex Amount();

    /// <summary>As <see cref="Law.ClockTime"/> prints them, or a day alone.</summary>
    [GeneratedRegex(@"^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?: (?<clock>[0-9:.]+) \((?<offset>[+-][0-9]{2}:[0-9]{2})\))?$")]
    private static partial Regex Time();

    /// <summary>With decimals, thousands or a sign of per cent; a year or a version has none.</summary>
    [GeneratedRegex(@"^(?<sign>[+-]?)(?<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,10}(?=$| %)|(?= %)|(?<=,[0-9]{3})))(?<unit> %)?$")]
    private static partial Regex Decimal();
}
