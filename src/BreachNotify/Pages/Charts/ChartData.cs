using System.Globalization;

namespace BreachNotify.Pages.Charts;

/// <summary>What a chart shows.</summary>
/// <param name="Id">Unique on its page; a letter first.</param>
/// <param name="Title">Stands above it and names it to a screen reader.</param>
/// <param name="Description">What is to be seen, in a sentence or two, for those who do not see it.</param>
/// <param name="X">The axis across.</param>
/// <param name="Y">The axis upward; null for a strip plot, where each series has a strip of its own and Y of a point counts for nothing.</param>
public sealed record ChartData(string Id, string Title, string Description, Axis X, Axis? Y, IReadOnlyList<Series> Series, params IReadOnlyList<ReferenceLine> Lines)
{
    /// <summary>Points that a logarithmic axis has no place for: 0 or less, or no number.</summary>
    public int LeftOut => Series.Sum(series => series.Points.Count(point => !Has(point)));

    public bool Has(Point point) => X.Has(point.X) && Y?.Has(point.Y) != false;
}

/// <param name="Label">What is measured, with its unit.</param>
/// <param name="Print">A number of it in words of the culture; null for its digits.</param>
public sealed record Axis(string Label, bool IsLog = false, Func<double, CultureInfo, string>? Print = null)
{
    public bool Has(double value) => double.IsFinite(value) && (!IsLog || value > 0);

    public string Text(double value, CultureInfo culture) => Print?.Invoke(value, culture) ?? value.ToString("#,0.####", culture);
}

public sealed record Series(string Name, Shape Shape, IReadOnlyList<Point> Points);

/// <param name="Label">What it is; stands in the table.</param>
public sealed record Point(double X, double Y = 0, string? Label = null);

public enum Shape
{
    /// <summary>Markers alone.</summary>
    Points,

    /// <summary>Straight from point to point, with markers.</summary>
    Line,

    /// <summary>A value holds until the next point.</summary>
    Steps,
}

/// <summary>A line across the whole chart, such as a limit.</summary>
/// <param name="At">Where it stands on its axis.</param>
/// <param name="OnX">Whether it is a value of X, and so upright.</param>
public sealed record ReferenceLine(string Label, double At, bool OnX = false);
