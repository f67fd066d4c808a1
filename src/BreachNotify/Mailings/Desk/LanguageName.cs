using System.Globalization;

namespace BreachNotify.Mailings.Desk;

/// <summary>What a language is called in itself, with its tag: <c>français (fr)</c>.</summary>
public static class LanguageName
{
    public static string Of(string tag) => $"{CultureInfo.GetCultureInfo(tag).NativeName} ({tag})";
}
