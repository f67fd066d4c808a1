using System.Globalization;
using BreachNotify.Pages;

namespace BreachNotify.Mailings.Desk;

/// <summary>Numbers in forms; an empty field is none.</summary>
public static class Numbers
{
    /// <summary>With a point before decimals, in either language: what a comma means differs.</summary>
    public static double? Read(Form form, string name)
    {
        if (form.Optional(name) is not { } text)
        {
            return null;
        }
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        form.Complain(name, "error.number");
        return null;
    }

    public static int? Whole(Form form, string name)
    {
        if (form.Optional(name) is not { } text)
        {
            return null;
        }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        form.Complain(name, "error.whole");
        return null;
    }
}
