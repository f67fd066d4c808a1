using System.Globalization;
using System.Numerics;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>Numbers in forms; an empty field is none.</summary>
public static class Numbers
{
    /// <summary>With a point before decimals, in either language: what a comma means differs.</summary>
    public static double? Read(Form form, string name) => Read<double>(form, name, NumberStyles.AllowDecimalPoint, "error.number");

    public static int? Whole(Form form, string name) => Read<int>(form, name, NumberStyles.None, "error.whole");

    private static T? Read<T>(Form form, string name, NumberStyles style, string otherwise)
        where T : struct, INumber<T>
    {
        if (form.Optional(name) is not { } text)
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
