using System.Globalization;
using BreachNotify.Http;
using BreachNotify.Pages.Charts;
using NodaTime;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace BreachNotify.Printing;

/// <summary>A report as PDF: one page of A4, title and lead across, below them chart and tables in two columns.</summary>
public sealed class ReportPdf : IDisposable
{
    // Points, 72 to the inch.
    private const double Margin = 34;
    private const double Gutter = 16;
    private const double Gap = 5;
    private const double CellGap = 5;
    private const double LabelPart = 0.24;
    private const double ChartWidth = 400;
    private const int Columns = 2;

    /// <summary>Of the usual size of letters: as much smaller from try to try, and no smaller than can be read with good eyes.</summary>
    private const double Smaller = 0.04;
    private const double Smallest = 0.68;

    private static readonly XDashStyle[] Dashes = [XDashStyle.Solid, XDashStyle.Dash, XDashStyle.Dot, XDashStyle.DashDot];
    private static readonly XColor[] Looks = [XColor.FromArgb(0x1d, 0x4f, 0x91), XColor.FromArgb(0x7a, 0x4a, 0x00), XColor.FromArgb(0x1b, 0x63, 0x31), XColor.FromArgb(0xa4, 0x16, 0x1a)];

    private readonly PdfDocument _document = new();
    private readonly XGraphics _measure = XGraphics.CreateMeasureContext(new XSize(0, 0), XGraphicsUnit.Point, XPageDirection.Downwards);
    private readonly string _family;
    private readonly Lines _title;
    private readonly Lines _heading;
    private readonly Lines _strong;
    private readonly Lines _text;
    private XGraphics? _graphics;
    private double _width;
    private double _bottom;
    private double _top;
    private double _left;
    private double _y;
    private int _column;
    private int _pages;

    private ReportPdf(string family, double size)
    {
        _family = family;
        (_title, _heading, _strong, _text) = (Font(13, bold: true), Font(8 * size, bold: true), Font(6.4 * size, bold: true), Font(6.4 * size, bold: false));
    }

    /// <exception cref="Refusal">406: there is no font to set it in.</exception>
    public static byte[] Render(Report report, Typeface? typeface, CultureInfo culture, Instant at)
    {
        Fonts.Add(typeface ?? throw Typeface.Missing());
        lock (Fonts.OneAtATime)
        {
            for (var size = 1.0; ; size -= Smaller)
            {
                using var pdf = new ReportPdf(typeface.Name, size);
                var written = pdf.Write(report, culture, at);
                if (pdf._pages == 1 || size - Smaller < Smallest)
                {
                    return written;
                }
            }
        }
    }

    public void Dispose()
    {
        _graphics?.Dispose();
        _measure.Dispose();
        _document.Dispose();
    }

    private byte[] Write(Report report, CultureInfo culture, Instant at)
    {
        AddPage();
        var across = (Columns * _width) + ((Columns - 1) * Gutter);
        Print(_title, report.Title, across);
        foreach (var line in report.Lead)
        {
            Print(_text, line, across);
        }
        _y += Gap;
        _top = _y;
        Draw(report.Chart, culture);
        foreach (var table in report.Tables.Where(table => table.Rows.Count > 0))
        {
            Write(table);
        }
        _y += Gap;
        Print(_text, report.Foot, _width);
        (_document.Info.Title, _document.Info.Creator, _document.Language) = (report.Title, "BreachNotify", culture.TwoLetterISOLanguageName);
        _document.Info.CreationDate = at.ToDateTimeUtc();
        using var output = new MemoryStream();
        _graphics!.Dispose();
        _document.Save(output, closeStream: false);
        return output.ToArray();
    }

    private void Draw(ChartData chart, CultureInfo culture)
    {
        var drawing = Plot.Of(chart, ChartWidth, culture);
        var scale = _width / drawing.Width;
        var letters = Font(Drawing.LetterHeight * scale, bold: false);
        Print(_heading, chart.Title, _width);
        _y += Gap;
        XPoint At(double x, double y) => new(_left + (x * scale), _y + (y * scale));
        foreach (var stroke in drawing.Strokes)
        {
            _graphics!.DrawLines(PenOf(stroke), [.. stroke.Corners.Select(corner => At(corner.X, corner.Y))]);
        }
        foreach (var mark in drawing.Marks)
        {
            var (brush, center, size) = (new XSolidBrush(Looks[mark.Look]), At(mark.X, mark.Y), 3.5 * scale);
            if (mark.Look == 0)
            {
                _graphics!.DrawEllipse(brush, center.X - size, center.Y - size, 2 * size, 2 * size);
            }
            else
            {
                _graphics!.DrawPolygon(brush, [.. CornersOf(mark.Look).Select(corner => new XPoint(center.X + (corner.X * size), center.Y + (corner.Y * size)))], XFillMode.Winding);
            }
        }
        foreach (var word in drawing.Words)
        {
            var (at, width) = (At(word.X, word.Y), _graphics!.MeasureString(word.Text, letters.Font).Width);
            var x = word.Anchor switch { Anchor.Start => at.X, Anchor.Middle => at.X - (width / 2), _ => at.X - width };
            _graphics.DrawString(word.Text, letters.Font, XBrushes.Black, new XPoint(x, at.Y));
        }
        _y += (drawing.Height * scale) + Gap;
    }

    private void Write(Table table)
    {
        // A heading stays with the first rows below it.
        Room(_heading.Height + (4 * _text.Height));
        _y += Gap;
        Print(_heading, table.Heading, _width);
        var widths = WidthsOf(table);
        Row(table.Columns, widths, _strong, table.IsText);
        foreach (var row in table.Rows)
        {
            Row(row, widths, _text, table.IsText);
        }
        if (table.Remark is not null)
        {
            Print(_text, table.Remark, _width);
        }
    }

    private void Row(IReadOnlyList<string> cells, double[] widths, Lines style, bool isText)
    {
        var lines = cells.Select((cell, i) => style.Wrap(cell, widths[i])).ToList();
        var height = lines.Max(cell => cell.Count) * style.Height;
        Room(height);
        var x = _left;
        for (var i = 0; i < cells.Count; i++)
        {
            for (var j = 0; j < lines[i].Count; j++)
            {
                var aside = i > 0 && !isText ? widths[i] - _graphics!.MeasureString(lines[i][j], style.Font).Width : 0;
                _graphics!.DrawString(lines[i][j], style.Font, XBrushes.Black, new XPoint(x + aside, _y + (j * style.Height) + style.Ascent));
            }
            x += widths[i] + CellGap;
        }
        _y += height + 1;
        _graphics!.DrawLine(XPens.LightGray, _left, _y, _left + _width, _y);
        _y += 1;
    }

    /// <summary>Figures take what they need, what names them the rest.</summary>
    private double[] WidthsOf(Table table)
    {
        if (table.IsText)
        {
            return [LabelPart * _width, .. Enumerable.Repeat((((1 - LabelPart) * _width) / (table.Columns.Count - 1)) - CellGap, table.Columns.Count - 1)];
        }
        var figures = Enumerable.Range(1, table.Columns.Count - 1).Select(i => Math.Max(
            table.Rows.Max(row => Longest(row[i], _text)), Longest(table.Columns[i], _strong)) + 1).ToList();
        return [Math.Max(LabelPart * _width / 2, _width - figures.Sum(width => width + CellGap)), .. figures];

        // A range breaks after its dash, a heading between words.
        double Longest(string cell, Lines style) => cell.Replace(" –", "\u00a0–", StringComparison.Ordinal).Split(' ').Max(word => _measure.MeasureString(word, style.Font).Width);
    }

    private void Print(Lines style, string text, double width)
    {
        foreach (var line in style.Wrap(text, width))
        {
            Room(style.Height);
            _graphics!.DrawString(line, style.Font, XBrushes.Black, new XPoint(_left, _y + style.Ascent));
            _y += style.Height;
        }
    }

    private void Room(double height)
    {
        if (_y + height <= _bottom)
        {
            return;
        }
        if (++_column == Columns)
        {
            AddPage();
            return;
        }
        (_left, _y) = (Margin + (_column * (_width + Gutter)), _top);
    }

    private void AddPage()
    {
        _graphics?.Dispose();
        var page = _document.AddPage();
        _pages++;
        page.Size = PageSize.A4;
        _graphics = XGraphics.FromPdfPage(page);
        _width = (page.Width.Point - (2 * Margin) - ((Columns - 1) * Gutter)) / Columns;
        (_bottom, _top, _left, _y, _column) = (page.Height.Point - Margin, Margin, Margin, Margin, 0);
    }

    private static XPen PenOf(Stroke stroke) => stroke.Kind switch
    {
        StrokeKind.Grid => new XPen(XColors.LightGray, 0.4),
        StrokeKind.Axis => new XPen(XColors.Gray, 0.6),
        StrokeKind.Reference => new XPen(XColors.Black, 0.8) { DashStyle = XDashStyle.Dot },
        _ => new XPen(Looks[stroke.Look], 1.2) { DashStyle = Dashes[stroke.Look] },
    };

    private static (double X, double Y)[] CornersOf(int look) => look switch
    {
        1 => [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        2 => [(0, -1.2), (1.2, 1), (-1.2, 1)],
        _ => [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    };

    private Lines Font(double size, bool bold) => new(_measure, new XFont(_family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular));
}
