using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace BreachNotify.Exposure.Tables;

/// <summary>
/// The first sheet of an xlsx workbook (ECMA-376), row by row: nothing of it is held but its shared texts. A cell is text as a
/// person typed it: numbers with a point, days as 2026-01-31, truth as 1 or 0, errors by their name.
/// </summary>
internal sealed class Sheet : IDisposable
{
    /// <summary>Excel's own limits; a file beyond them is none that a person made.</summary>
    private const int MostColumns = 16_384;
    private const int LongestCell = 32_767;

    /// <summary>Characters of the shared texts, which are held in memory.</summary>
    private const long MostShared = 1L << 30;

    private static readonly char[] Days = ['y', 'Y', 'd', 'D'];

    private readonly ZipArchive _file;
    private readonly XmlReader _rows;
    private readonly List<string> _shared = [];
    private readonly List<bool> _isDay = [];
    private readonly bool _from1904;
    private readonly List<string> _cells = [];
    private readonly char[] _buffer = new char[4096];

    /// <param name="file">A stream that can seek.</param>
    /// <exception cref="InvalidDataException">It is no xlsx workbook.</exception>
    public Sheet(Stream file)
    {
        _file = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var (sheet, from1904) = First();
        _from1904 = from1904;
        var parts = Parts().ToList();
        if (parts.Find(part => part.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)).Path is { } shared)
        {
            ReadShared(shared);
        }
        if (parts.Find(part => part.Type.EndsWith("/styles", StringComparison.Ordinal)).Path is { } styles)
        {
            ReadStyles(styles);
        }
        _rows = Open(parts.Find(part => part.Id == sheet).Path ?? throw new InvalidDataException("The workbook has no sheet."), 0);
    }

    /// <summary>Number of the row, from 1.</summary>
    public long Row { get; private set; }

    /// <summary>The cells of the row up to the last one that holds something.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>Goes to the next row that holds something.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public bool Read()
    {
        while (Next(_rows, "row"))
        {
            Row = long.TryParse(_rows.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Row + 1;
            _cells.Clear();
            if (!_rows.IsEmptyElement)
            {
                ReadCells();
            }
            if (_cells.Count > 0)
            {
                return true;
            }
        }
        return false;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _file.Dispose();
    }

    private void ReadCells()
    {
        var depth = _rows.Depth;
        var at = 0;
        while (_rows.Read() && _rows.Depth > depth)
        {
            if (_rows is { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                at = _rows.GetAttribute("r") is { } place ? ColumnOf(place) : at;
                var text = _rows.IsEmptyElement ? "" : Cell();
                if (text.Length > 0)
                {
                    while (_cells.Count < at)
                    {
                        _cells.Add("");
                    }
                    _cells.Add(text);
                }
                at++;
            }
        }
    }

    private string Cell()
    {
        var (type, style, depth) = (_rows.GetAttribute("t"), _rows.GetAttribute("s"), _rows.Depth);
        var (value, inline) = ("", "");
        while (_rows.Read() && _rows.Depth > depth)
        {
            if (_rows is { NodeType: XmlNodeType.Element, LocalName: "v" })
            {
                value = Text(_rows);
            }
            else if (_rows is { NodeType: XmlNodeType.Element, LocalName: "is" })
            {
                inline = Rich(_rows);
            }
        }
        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var shared) && shared < _shared.Count ? _shared[shared] : throw new InvalidDataException($"Row {Row} names a text that the workbook does not have."),
            "inlineStr" => inline,
            null or "n" => Day(value, style) ?? value,
            _ => value,
        };
    }

    /// <summary>A number in a cell that shows a day; null for any other.</summary>
    private string? Day(string value, string? style) =>
        int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var format) && format < _isDay.Count && _isDay[format]
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is >= 1 and < 2_900_000
            ? DateTime.FromOADate(Math.Floor(days) + (_from1904 ? 1462 : 0)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static int ColumnOf(string place)
    {
        var column = 0;
        foreach (var letter in place.TakeWhile(char.IsAsciiLetterUpper))
        {
            column = (26 * column) + letter - 'A' + 1;
            if (column > MostColumns)
            {
                throw new InvalidDataException($"Cell {place} lies beyond the {MostColumns} columns of a sheet.");
            }
        }
        return Math.Max(0, column - 1);
    }

    private (string Sheet, bool From1904) First()
    {
        using var workbook = Open("xl/workbook.xml", MostShared);
        var from1904 = false;
        while (workbook.Read())
        {
            if (workbook is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
            {
                from1904 = workbook.GetAttribute("date1904") is "1" or "true";
            }
            else if (workbook is { NodeType: XmlNodeType.Element, LocalName: "sheet" })
            {
                for (var i = 0; i < workbook.AttributeCount; i++)
                {
                    workbook.MoveToAttribute(i);
                    if (workbook.LocalName == "id")
                    {
                        return (workbook.Value, from1904);
                    }
                }
            }
        }
        throw new InvalidDataException("The workbook has no sheet.");
    }

    private IEnumerable<(string Id, string Type, string Path)> Parts()
    {
        using var relations = Open("xl/_rels/workbook.xml.rels", MostShared);
        while (Next(relations, "Relationship"))
        {
            var target = relations.GetAttribute("Target") ?? "";
            yield return (relations.GetAttribute("Id") ?? "", relations.GetAttribute("Type") ?? "", target.StartsWith('/') ? target[1..] : $"xl/{target}");
        }
    }

    private void ReadShared(string path)
    {
        using var shared = Open(path, MostShared);
        while (Next(shared, "si"))
        {
            _shared.Add(Rich(shared));
        }
    }

    /// <summary>Which cell formats show a day: formats 14 to 17 and 22 of the standard, and others that name year or day.</summary>
    private void ReadStyles(string path)
    {
        using var styles = Open(path, MostShared);
        var own = new Dictionary<string, bool>(StringComparer.Ordinal);
        var inFormats = false;
        while (styles.Read())
        {
            if (styles is { LocalName: "cellXfs" })
            {
                inFormats = styles.NodeType == XmlNodeType.Element && !styles.IsEmptyElement;
            }
            else if (styles is { NodeType: XmlNodeType.Element, LocalName: "numFmt" })
            {
                own[styles.GetAttribute("numFmtId") ?? ""] = ShowsDay(styles.GetAttribute("formatCode") ?? "");
            }
            else if (inFormats && styles is { NodeType: XmlNodeType.Element, LocalName: "xf" })
            {
                var format = styles.GetAttribute("numFmtId") ?? "";
                _isDay.Add(own.TryGetValue(format, out var shows) ? shows : format is "14" or "15" or "16" or "17" or "22");
            }
        }
    }

    /// <summary>Without what stands in quotation marks, in brackets, or behind a backslash.</summary>
    private static bool ShowsDay(string format)
    {
        var (inQuotes, inBrackets) = (false, false);
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '"':
                    inQuotes = !inQuotes;
                    break;
                case '[' or ']' when !inQuotes:
                    inBrackets = format[i] == '[';
                    break;
                case '\\':
                    i++;
                    break;
                case var c when !inQuotes && !inBrackets && Days.Contains(c):
                    return true;
                default:
                    break;
            }
        }
        return false;
    }

    /// <summary>Text in runs, without the readings that East Asian text may carry.</summary>
    private string Rich(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }
        var depth = reader.Depth;
        var text = "";
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "rPh", IsEmptyElement: false, Depth: var reading })
            {
                while (reader.Read() && reader.Depth > reading)
                {
                    // A reading is not part of the text.
                }
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "t" })
            {
                text += Text(reader);
            }
        }
        return text;
    }

    private string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }
        var depth = reader.Depth;
        var text = new StringBuilder();
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                for (int count; (count = reader.ReadValueChunk(_buffer, 0, _buffer.Length)) > 0;)
                {
                    text.Append(_buffer, 0, count);
                    if (text.Length > LongestCell)
                    {
                        throw new InvalidDataException($"A cell holds more than {LongestCell} characters.");
                    }
                }
            }
        }
        return text.ToString();
    }

    /// <summary>Elements go by their local names: writers choose the prefix.</summary>
    private static bool Next(XmlReader reader, string element)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == element)
            {
                return true;
            }
        }
        return false;
    }

    private XmlReader Open(string path, long most) => XmlReader.Create(
        (_file.GetEntry(path) ?? throw new InvalidDataException($"The workbook has no {path}.")).Open(),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = most, CloseInput = true });
}
