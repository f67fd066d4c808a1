using System.Globalization;
using BreachNotify.Law;

namespace BreachNotify.Exposure;

/// <summary>
/// Computed numbers as answers show them. Ten digits: logarithms and exponentials differ between machines in the sixteenth,
/// and the proof must not.
/// </summary>
internal static class Figure
{
    /// <summary>Above this a decimal overflows.</summary>
    public const double Largest = 1e27;

    public static decimal Of(double value) =>
        decimal.Parse(value.ToString("E9", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).WithoutTrailingZeros();

    /// <summary>Null where it is infinite.</summary>
    public static decimal? OrNone(double value) => double.IsFinite(value) ? Of(value) : null;
}
