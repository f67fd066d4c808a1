using System.Globalization;

namespace BreachNotify.Pages.Charts;

/// <summary>Lays a chart out at a width.</summary>
public sealed class Plot
{
    private const double Letter = 7.2;
    private const double Line = 15;
    private const double Gap = 6;
    private const double Swatch = 26;
    private const double Marker = 8;
    private const double LeastHeight = 190;
    private const int MostRows = 7;

    private readonly ChartData _chart;
    private readonly CultureInfo _culture;
    private readonly Scale _x;
    private readonly Scale? _y;
    private readonly List<Stroke> _strokes = [];
    private readonly List<Mark> _marks = [];
    private readonly List<Word> _words = [];
    private readonly List<(double X, double Top)> _upright = [];
    private double _left;
    private double _right;
    private double _top;
    private double _bottom;

    private Plot(ChartData chart, CultureInfo culture)
    {
        (_chart, _culture) = (chart, culture);
        _x = ScaleOf(chart.X, onX: true, point => point.X);
        _y = chart.Y is { } y ? ScaleOf(y, onX: false, point => point.Y) : null;
    }

    public static Drawing Of(ChartData chart, double width, CultureInfo culture) => new Plot(chart, culture).Lay(width);

    private Scale ScaleOf(Axis axis, bool onX, Func<Point, double> of) => Scale.Of(axis.IsLog,
        [.. _chart.Series.SelectMany(series => series.Points).Where(_chart.Has).Select(of), .. _chart.Lines.Where(line => line.OnX == onX && axis.Has(line.At)).Select(line => line.At)]);

    private Drawing Lay(double width)
    {
        _left = _y is null ? Gap : _y.Ticks.Max(tick => WidthOf(_chart.Y!.Text(tick, _culture))) + Gap;
        _right = width - Math.Max(Gap, WidthOf(_chart.X.Text(_x.Ticks[^1], _culture)) / 2);
        if (_y is null)
        {
            _left = Math.Max(_left, WidthOf(_chart.X.Text(_x.Ticks[0], _culture)) / 2);
            Upright();
            Strips();
        }
        else
        {
            Legend(width);
            Write(_chart.Y!.Label, 0, _top + Drawing.LetterHeight, Anchor.Start, WordKind.Label);
            _top += Line + Gap;
            Upright();
            _bottom = _top + Math.Max(LeastHeight, width * 0.4);
            Across();
            for (var i = 0; i < _chart.Series.Count; i++)
            {
                Curve(_chart.Series[i], i % Drawing.Looks);
            }
        }
        Axes();
        return new Drawing(width, _bottom + (2 * Line) + Gap, [.. _strokes.OrderBy(stroke => stroke.Kind)], _marks, _words);
    }

    /// <summary>What each series is, in as many rows as it takes.</summary>
    private void Legend(double width)
    {
        if (_chart.Series.Count < 2)
        {
            return;
        }
        var x = 0.0;
        _top = Line;
        for (var i = 0; i < _chart.Series.Count; i++)
        {
            var (name, look) = (_chart.Series[i].Name, i % Drawing.Looks);
            var wide = Swatch + Gap + WidthOf(name) + (2 * Gap);
            if (x > 0 && x + wide > width)
            {
                (x, _top) = (0, _top + Line);
            }
            var y = _top - (Line / 2) + 1;
            if (_chart.Series[i].Shape != Shape.Points)
            {
                _strokes.Add(new Stroke(StrokeKind.Series, look, [(x, y), (x + Swatch, y)]));
            }
            _marks.Add(new Mark(look, x + (Swatch / 2), y));
            Write(name, x + Swatch + Gap, _top - 3, Anchor.Start, WordKind.Label);
            x += wide;
        }
        _top += Gap;
    }

    /// <summary>Lines at values of X, each with its label in a row of its own above the chart.</summary>
    private void Upright()
    {
        foreach (var line in _chart.Lines.Where(line => line.OnX && _chart.X.Has(line.At)))
        {
            var x = At(line.At);
            _upright.Add((x, _top));
            _top += Line;
            Write(line.Label, x + (x > (_left + _right) / 2 ? -3 : 3), _top - 3, x > (_left + _right) / 2 ? Anchor.End : Anchor.Start, WordKind.Reference);
        }
    }

    /// <summary>Lines at values of Y; labels that would lie upon each other go above and below their lines.</summary>
    private void Across()
    {
        var last = double.NegativeInfinity;
        foreach (var line in _chart.Lines.Where(line => !line.OnX && _chart.Y!.Has(line.At)).OrderByDescending(line => line.At))
        {
            var y = Up(line.At);
            _strokes.Add(new Stroke(StrokeKind.Reference, 0, [(_left, y), (_right, y)]));
            var baseline = y - 4 - Drawing.LetterHeight < Math.Max(_top, last) ? y + Drawing.LetterHeight + 1 : y - 4;
            Write(line.Label, _left + Gap, baseline, Anchor.Start, WordKind.Reference);
            last = baseline;
        }
    }

    private void Curve(Series series, int look)
    {
        var corners = new List<(double X, double Y)>();
        foreach (var point in series.Points.Where(_chart.Has).OrderBy(point => point.X))
        {
            var (x, y) = (At(point.X), Up(point.Y));
            if (series.Shape == Shape.Steps && corners.Count > 0)
            {
                corners.Add((x, corners[^1].Y));
            }
            corners.Add((x, y));
            if (series.Shape != Shape.Steps)
            {
                _marks.Add(new Mark(look, x, y));
            }
        }
        if (series.Shape != Shape.Points && corners.Count > 1)
        {
            _strokes.Add(new Stroke(StrokeKind.Series, look, corners));
        }
    }

    /// <summary>Each series in a strip of its own; points that would lie upon each other are piled up.</summary>
    private void Strips()
    {
        for (var i = 0; i < _chart.Series.Count; i++)
        {
            Write(_chart.Series[i].Name, 0, _top + Drawing.LetterHeight, Anchor.Start, WordKind.Label);
            _top += Line;
            var piles = _chart.Series[i].Points.Where(_chart.Has).GroupBy(point => (int)(At(point.X) / Marker)).Select(pile => pile.OrderBy(point => point.X).ToList()).ToList();
            var rows = Math.Min(MostRows, piles.Select(pile => pile.Count).DefaultIfEmpty(1).Max());
            var floor = _top + Gap + (rows * Marker);
            foreach (var pile in piles)
            {
                // A pile higher than the strip is pressed together.
                var each = Marker * Math.Min(1, (double)MostRows / pile.Count);
                for (var j = 0; j < pile.Count; j++)
                {
                    _marks.Add(new Mark(i % Drawing.Looks, At(pile[j].X), floor - (Marker / 2) - (j * each)));
                }
            }
            _top = floor + Gap;
            _strokes.Add(new Stroke(StrokeKind.Grid, 0, [(_left, floor), (_right, floor)]));
        }
        _bottom = _top;
    }

    private void Axes()
    {
        _strokes.AddRange(_upright.Select(line => new Stroke(StrokeKind.Reference, 0, [(line.X, line.Top), (line.X, _bottom)])));
        foreach (var tick in _y?.Ticks ?? [])
        {
            _strokes.Add(new Stroke(StrokeKind.Grid, 0, [(_left, Up(tick)), (_right, Up(tick))]));
            Write(_chart.Y!.Text(tick, _culture), _left - Gap, Up(tick) + 4, Anchor.End, WordKind.Tick);
        }
        _strokes.Add(new Stroke(StrokeKind.Axis, 0, [(_left, _bottom), (_right, _bottom)]));
        var free = double.NegativeInfinity;
        foreach (var tick in _x.Ticks)
        {
            var (text, x) = (_chart.X.Text(tick, _culture), At(tick));
            _strokes.Add(new Stroke(StrokeKind.Axis, 0, [(x, _bottom), (x, _bottom + 4)]));
            if (x - (WidthOf(text) / 2) >= free)
            {
                Write(text, x, _bottom + Line + 2, Anchor.Middle, WordKind.Tick);
                free = x + (WidthOf(text) / 2) + Gap;
            }
        }
        Write(_chart.X.Label, (_left + _right) / 2, _bottom + (2 * Line) + 2, Anchor.Middle, WordKind.Label);
    }

    private double At(double x) => _left + (_x.Place(x) * (_right - _left));

    private double Up(double y) => _bottom - (_y!.Place(y) * (_bottom - _top));

    private void Write(string text, double x, double y, Anchor anchor, WordKind kind) => _words.Add(new Word(text, x, y, anchor, kind));

    /// <summary>About; a browser's own letters differ.</summary>
    private static double WidthOf(string text) => text.Length * Letter;
}
