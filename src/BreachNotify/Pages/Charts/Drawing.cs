namespace BreachNotify.Pages.Charts;

/// <summary>Everything of a chart in its place, in units of a letter 12 high: what draws it, on a screen or on paper, decides nothing more.</summary>
public sealed record Drawing(double Width, double Height, IReadOnlyList<Stroke> Strokes, IReadOnlyList<Mark> Marks, IReadOnlyList<Word> Words)
{
    /// <summary>How many series have a look of their own; further ones begin again.</summary>
    public const int Looks = 4;

    public const double LetterHeight = 12;
}

/// <param name="Kind">What it is.</param>
/// <param name="Look">Of a series, 0 to 3.</param>
public sealed record Stroke(StrokeKind Kind, int Look, IReadOnlyList<(double X, double Y)> Corners);

/// <summary>In the order in which they are drawn.</summary>
public enum StrokeKind
{
    Grid,
    Axis,
    Reference,
    Series,
}

/// <summary>A marker: circle, square, triangle or diamond, by the look of its series.</summary>
public sealed record Mark(int Look, double X, double Y);

/// <param name="Y">Of the line the letters stand on.</param>
public sealed record Word(string Text, double X, double Y, Anchor Anchor, WordKind Kind);

public enum Anchor
{
    Start,
    Middle,
    End,
}

public enum WordKind
{
    Tick,
    Label,
    Reference,
}
