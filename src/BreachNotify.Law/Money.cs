using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace BreachNotify.Law;

/// <summary>
/// An amount in one currency. Arithmetic is decimal and exact; rounding happens only where an amount is shown. Two
/// currencies never meet: every operator refuses them.
/// </summary>
/// <param name="Amount">The amount in units of the currency, not in cents.</param>
/// <param name="Currency">ISO 4217 code, such as EUR.</param>
public readonly record struct Money(decimal Amount, string Currency) : ISpanFormattable, IUtf8SpanFormattable
{
    /// <summary>A share of the amount, such as 0.04 for 4 %.</summary>
    public static Money operator *(Money money, decimal share) => money with { Amount = money.Amount * share };

    /// <summary>The sum; both must be in one currency.</summary>
    public static Money operator +(Money left, Money right) => left with { Amount = left.Amount + right.In(left.Currency) };

    /// <summary>Whether the left amount is larger; both must be in one currency.</summary>
    public static bool operator >(Money left, Money right) => left.Amount > right.In(left.Currency);

    /// <summary>Whether the left amount is smaller; both must be in one currency.</summary>
    public static bool operator <(Money left, Money right) => left.Amount < right.In(left.Currency);

    /// <summary>The amount with thousands separators and no more decimals than it has, such as "EUR 20,000,000.04".</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[64];
        return TryFormat(text, out var length, default, null) ? new string(text[..length]) : $"{Currency} {Amount}";
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => TryPrint(destination, out charsWritten);

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => TryPrint(utf8Destination, out bytesWritten);

    private bool TryPrint<T>(Span<T> to, out int written)
        where T : unmanaged, IBinaryInteger<T>
    {
        written = 0;
        var plain = new PlainDecimal(Amount);
        if (plain.Scale > PlainDecimal.MostDecimals || plain.IsNegative)
        {
            return Digits.TryCopy(to, string.Create(CultureInfo.InvariantCulture, $"{Currency} {Amount:#,0.############}"), out written);
        }
        // Derivations name a dozen amounts: in digits by hand.
        if (to.Length < Currency.Length + 36)
        {
            return false;
        }
        Digits.TryCopy(to, Currency, out written);
        to[written++] = T.CreateTruncating(' ');
        var (whole, part) = plain.Split();
        written += Digits.Thousands(to[written..], whole);
        written += Digits.Fraction(to[written..], part, plain.Scale);
        return true;
    }

    private decimal In(string currency) => Currency == currency
        ? Amount
        : throw new InvalidOperationException($"{currency} and {Currency} cannot be combined without an exchange rate.");
}

/// <summary>A range of amounts in one currency; both ends are included.</summary>
/// <param name="Low">Lower end, in units of the currency.</param>
/// <param name="High">Upper end, in units of the currency.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record MoneyRange(decimal Low, decimal High, string Currency)
{
    /// <summary>Both ends as in a sentence: "EUR 0 and EUR 1,000,000".</summary>
    internal string Words => $"{new Money(Low, Currency)} and {new Money(High, Currency)}";
}

/// <summary>A range of shares; 0.10 is 10 %. Both ends are included.</summary>
public sealed record ShareRange(decimal Low, decimal High);

/// <summary>Decimal numbers as text and JSON show them.</summary>
internal static class Decimals
{
    /// <summary>The same number with as few decimals as it needs: 1.50 becomes 1.5.</summary>
    public static decimal WithoutTrailingZeros(this decimal value) =>
        decimal.IsInteger(value) ? decimal.Truncate(value) : value / 1.0000000000000000000000000000m;

    /// <summary>A share in per cent, such as "0.4 %".</summary>
    public static string Percent(this decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.####} %");
}

/// <summary>A decimal taken apart: 1.50 has the digits 15 and the scale 1. Division by ten, as the framework's decimals do it, takes longer than all of this.</summary>
internal readonly ref struct PlainDecimal
{
    /// <summary>Most decimals it can be split and written with.</summary>
    public const int MostDecimals = 6;

    private static readonly ulong[] Tens = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    public PlainDecimal(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        if (parts[2] != 0 && decimal.GetBits(value.WithoutTrailingZeros(), parts) > 0 && parts[2] != 0)
        {
            (Digits, Scale) = (ulong.MaxValue, int.MaxValue);
            return;
        }
        Digits = ((ulong)(uint)parts[1] << 32) | (uint)parts[0];
        Scale = (parts[3] >> 16) & 0xFF;
        while (Scale > 0 && Digits % 10 == 0)
        {
            Digits /= 10;
            Scale--;
        }
        IsNegative = parts[3] < 0 && Digits != 0;
    }

    /// <summary>All digits as one number; the largest there is where the decimal has more than 64 bits.</summary>
    public ulong Digits { get; }

    /// <summary>How many of them are decimals.</summary>
    public int Scale { get; }

    public bool IsNegative { get; }

    /// <summary>What stands before and behind the point.</summary>
    public (ulong Whole, ulong Part) Split() => Math.DivRem(Digits, Tens[Scale]);

    /// <summary>Writes a number of at most six decimals in UTF-8, such as <c>1.5</c>.</summary>
    /// <returns>How many bytes were written, at most 22.</returns>
    public int Write(Span<byte> to)
    {
        var at = 0;
        if (IsNegative)
        {
            to[at++] = (byte)'-';
        }
        var (whole, part) = Split();
        Utf8Formatter.TryFormat(whole, to[at..], out var written);
        at += written;
        at += Law.Digits.Fraction(to[at..], part, Scale);
        return at;
    }
}
