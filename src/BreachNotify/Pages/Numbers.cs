using System.Globalization;
using System.Numerics;

namespace BreachNotify.Pages;

/// <summary>Numbers in forms; an empty field is none.</summary>
public static class Numbers
{
    /// <summary>Fifteen digits, as in the interface.</summary>
    private const decimal MostAmount = 999_999_999_999_999;

    /// <summary>With a point before decimals, in either language: what a comma means differs.</summary>
    public static double? Read(Form form, string name) => Read<double>(form, name, NumberStyles.AllowDecimalPoint, "error.number");

    public static int? Whole(Form form, string name) => Read<int>(form, name, NumberStyles.None, "error.whole");

    /// <summary>
    /// An amount of money. At most two decimals follow the point: whoever writes 1.234 for a thousand and some is told, and not
    /// taken to mean a little more than one.
    /// </summary>
    public static decimal? Amount(Form form, string name)
    {
        var number = Grouped<decimal>(form, name, NumberStyles.AllowDecimalPoint, "error.amount");
        if (number is not { } amount || (amount <= MostAmount && amount.Scale <= 2))
        {
            return number;
        }
        form.Complain(name, "error.amount");
        return null;
    }

    /// <summary>How many, of which people group thousands by spaces.</summary>
    public static long? Count(Form form, string name) => Grouped<long>(form, name, NumberStyles.None, "error.whole");

    private static T? Grouped<T>(Form form, string name, NumberStyles style, string otherwise)
        where T : struct, INumber<T> => Parse<T>(form, name, Ungrouped(form, name), style, otherwise);

    /// <summary>What was typed without the spaces between thousands; empty where nothing was.</summary>
    public static string Ungrouped(Form form, string name) => string.Concat(form[name].Where(c => !char.IsWhiteSpace(c)));

    /// <param name="otherwise">Key of what is said beside the field where it is none.</param>
    public static T? Read<T>(Form form, string name, NumberStyles style, string otherwise)
        where T : struct, INumber<T> => Parse<T>(form, name, form[name], style, otherwise);

    private static T? Parse<T>(Form form, string name, string text, NumberStyles style, string otherwise)
        where T : struct, INumber<T>
    {
        if (text.Length == 0)
        {
            return null;
        }
        if (T.TryParse(text, style, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        form.Complain(name, otherwise);
        return null;
    }
}
