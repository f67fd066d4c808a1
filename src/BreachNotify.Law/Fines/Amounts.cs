using System.Globalization;

namespace BreachNotify.Law.Fines;

/// <summary>Checks of amounts, codes and texts as sent.</summary>
internal static class Amounts
{
    /// <summary>
    /// Fifteen digits: more cannot be told apart in the numbers of JSON (RFC 8785, IEEE 754).
    /// </summary>
    private const ulong MostUnits = 999_999_999_999_999;

    /// <exception cref="QuestionException">The amount is negative, has more than 2 decimals or more than 15 digits, or the currency is no code.</exception>
    public static Money Money(string field, Turnover sent)
    {
        var amount = sent.Amount;
        if (new PlainDecimal(amount) is { IsNegative: true } or { Scale: > 2 } or { Digits: > MostUnits })
        {
            throw QuestionException.Malformed($"{field}.amount", amount.ToString(CultureInfo.InvariantCulture), "must be 0 or more, with at most 2 decimals and 15 digits.");
        }
        return new Money(amount, Currency($"{field}.currency", sent.Currency));
    }

    /// <exception cref="QuestionException">It is no ISO 4217 code.</exception>
    public static string Currency(string field, string text) =>
        IsLetters(text, 3) ? text : throw QuestionException.Malformed(field, text, "is not an ISO 4217 code such as EUR.");

    /// <exception cref="QuestionException">It is no ISO 3166-1 code.</exception>
    public static string State(string field, string text) =>
        IsLetters(text, 2) ? text : throw QuestionException.Malformed(field, text, "is not an ISO 3166-1 code such as PL.");

    /// <summary>A text of one line.</summary>
    /// <exception cref="QuestionException">It is empty, longer than <paramref name="longest"/>, or holds control characters.</exception>
    public static string Line(string field, string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > longest || text.AsSpan().ContainsAnyInRange('\0', '\u001F'))
        {
            throw QuestionException.Malformed(field, text, $"must be one line of 1 to {longest} characters.");
        }
        return text;
    }

    private static bool IsLetters(string text, int length) => text.Length == length && !text.AsSpan().ContainsAnyExceptInRange('A', 'Z');
}
