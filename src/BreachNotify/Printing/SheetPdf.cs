using BreachNotify.Http;
using NodaTime;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace BreachNotify.Printing;

/// <summary>A sheet as PDF: A4, two columns, every page with foot and number. Scripts written from right to left are not set.</summary>
public sealed class SheetPdf : IDisposable
{
    public const string MediaType = "application/pdf";

    // Points, 72 to the inch.
    private const double Margin = 54;
    private const double LabelWidth = 165;
    private const double Gutter = 12;
    private const double RowGap = 4;
    private const double Foot = 30;

    private readonly PdfDocument _document = new();
    private readonly XGraphics _measure = XGraphics.CreateMeasureContext(new XSize(0, 0), XGraphicsUnit.Point, XPageDirection.Downwards);
    private readonly string _family;
    private readonly List<string> _feet = [];
    private readonly Lines _title;
    private readonly Lines _heading;
    private readonly Lines _label;
    private readonly Lines _text;
    private readonly Lines _small;
    private PdfPage _page = null!;
    private XGraphics? _graphics;
    private string _foot = "";
    private string _titleOfAll = "";
    private double _y;

    private SheetPdf(string family)
    {
        _family = family;
        (_title, _heading) = (Font(16, bold: true), Font(11.5, bold: true));
        (_label, _text, _small) = (Font(9, bold: true), Font(9, bold: false), Font(7, bold: false));
    }

    private double Width => _page.Width.Point - (2 * Margin);

    private double Bottom => _page.Height.Point - Margin - Foot;

    /// <exception cref="Refusal">406: there is no font to set it in.</exception>
    public static byte[] Render(IEnumerable<Sheet> sheets, Typeface? typeface, Instant at)
    {
        Fonts.Add(typeface ?? throw Typeface.Missing());
        lock (Fonts.OneAtATime)
        {
            using var pdf = new SheetPdf(typeface.Name);
            foreach (var sheet in sheets)
            {
                pdf.Write(sheet);
            }
            return pdf.Finish(at);
        }
    }

    public void Dispose()
    {
        _graphics?.Dispose();
        _measure.Dispose();
        _document.Dispose();
    }

    private void Write(Sheet sheet)
    {
        _titleOfAll = _titleOfAll.Length == 0 ? sheet.Title : _titleOfAll;
        _foot = sheet.Foot;
        Break();
        Draw(_title, _title.Wrap(sheet.Title, Width), Margin);
        _y += RowGap;
        foreach (var line in sheet.Lead)
        {
            Draw(_text, _text.Wrap(line, Width), Margin);
            _y += RowGap;
        }
        foreach (var part in sheet.Parts)
        {
            // A heading stays with the first line below it.
            Room(_heading.Height + (3 * _text.Height) + 14);
            _y += 10;
            Draw(_heading, _heading.Wrap(part.Heading, Width), Margin);
            foreach (var row in part.Rows)
            {
                Write(row);
            }
        }
    }

    private void Write(SheetRow row)
    {
        var label = _label.Wrap(row.Label, LabelWidth);
        var remark = row.Remark is null ? [] : _small.Wrap(row.Remark, LabelWidth);
        var labelHeight = (label.Count * _label.Height) + (remark.Count * _small.Height);
        Room(Math.Max(labelHeight, _text.Height) + (2 * RowGap));
        _graphics!.DrawLine(XPens.Gray, Margin, _y + (RowGap / 2), Margin + Width, _y + (RowGap / 2));
        _y += RowGap;
        var (top, page) = (_y, _page);
        Draw(_label, label, Margin);
        Draw(_small, remark, Margin);
        var afterLabel = _y;
        _y = top;
        Draw(_text, _text.Wrap(row.Text, Width - LabelWidth - Gutter), Margin + LabelWidth + Gutter);
        _y = page == _page ? Math.Max(_y, afterLabel) : _y;
        _y += RowGap;
    }

    private void Draw(Lines style, IReadOnlyList<string> lines, double x)
    {
        foreach (var line in lines)
        {
            Room(style.Height);
            _graphics!.DrawString(line, style.Font, XBrushes.Black, new XPoint(x, _y + style.Ascent));
            _y += style.Height;
        }
    }

    private void Room(double height)
    {
        if (_y + height > Bottom)
        {
            Break();
        }
    }

    private void Break()
    {
        _graphics?.Dispose();
        _feet.Add(_foot);
        _page = _document.AddPage();
        _page.Size = PageSize.A4;
        _graphics = XGraphics.FromPdfPage(_page);
        _y = Margin;
    }

    private byte[] Finish(Instant at)
    {
        _graphics?.Dispose();
        for (var i = 0; i < _document.PageCount; i++)
        {
            using var graphics = XGraphics.FromPdfPage(_document.Pages[i]);
            var y = _document.Pages[i].Height.Point - Margin;
            var number = $"{i + 1} / {_document.PageCount}";
            graphics.DrawString(number, _small.Font, XBrushes.Black, new XPoint(Margin + Width - graphics.MeasureString(number, _small.Font).Width, y));
            foreach (var line in _small.Wrap(_feet[i], Width - LabelWidth).Take(2))
            {
                graphics.DrawString(line, _small.Font, XBrushes.Black, new XPoint(Margin, y));
                y += _small.Height;
            }
        }
        (_document.Info.Title, _document.Info.Creator, _document.Language) = (_titleOfAll, "BreachNotify", "en");
        _document.Info.CreationDate = at.ToDateTimeUtc();
        using var output = new MemoryStream();
        _document.Save(output, closeStream: false);
        return output.ToArray();
    }

    private Lines Font(double size, bool bold) => new(_measure, new XFont(_family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular));
}
