using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace BreachNotify.Exposure.Tables;

/// <summary>
/// An xlsx workbook for people (ECMA-376): one sheet a table, numbers as numbers. It names no time and no author, so that the same
/// tables are the same bytes.
/// </summary>
public static class Workbook
{
    /// <summary>Rows of a sheet that Excel opens, without the headings.</summary>
    private const int MostRows = 1_048_575;
    private const int LongestCell = 32_767;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Documents = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006/";
    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /// <summary>The earliest that a zip archive can say.</summary>
    private static readonly DateTimeOffset Timeless = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly XmlWriterSettings Xml = new() { Encoding = new UTF8Encoding(false) };

    /// <summary>Writes the tables; of one that is longer than a sheet the last row says how much is left out.</summary>
    public static void Write(Stream output, IReadOnlyList<ResultTable> tables)
    {
        // A zip archive goes back in a stream that can, which would make other bytes of it than in one that cannot.
        using var whole = new MemoryStream();
        using (var zip = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", "Types", Packages + "content-types", xml =>
            {
                Element(xml, "Default", ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
                Element(xml, "Override", ("PartName", "/xl/workbook.xml"), ("ContentType", Kind + "sheet.main+xml"));
                Element(xml, "Override", ("PartName", "/xl/styles.xml"), ("ContentType", Kind + "styles+xml"));
                ForEach(tables, (number, _) => Element(xml, "Override", ("PartName", $"/xl/worksheets/sheet{number}.xml"), ("ContentType", Kind + "worksheet+xml")));
            });
            Add(zip, "_rels/.rels", "Relationships", Packages + "relationships", xml => Relation(xml, "book", "officeDocument", "xl/workbook.xml"));
            Add(zip, "xl/_rels/workbook.xml.rels", "Relationships", Packages + "relationships", xml =>
            {
                Relation(xml, "styles", "styles", "styles.xml");
                ForEach(tables, (number, _) => Relation(xml, $"sheet{number}", "worksheet", $"worksheets/sheet{number}.xml"));
            });
            Add(zip, "xl/workbook.xml", "workbook", Main, xml =>
            {
                xml.WriteStartElement("sheets");
                ForEach(tables, (number, table) =>
                {
                    xml.WriteStartElement("sheet");
                    xml.WriteAttributeString("name", table.Name);
                    xml.WriteAttributeString("sheetId", $"{number}");
                    xml.WriteAttributeString("id", Documents, $"sheet{number}");
                    xml.WriteEndElement();
                });
                xml.WriteEndElement();
            });
            // Format 0 is plain, 1 bold for headings.
            Add(zip, "xl/styles.xml", "styleSheet", Main, xml => xml.WriteRaw(
                "<fonts count=\"2\"><font/><font><b/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>"
                + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs>"));
            ForEach(tables, (number, table) => Add(zip, $"xl/worksheets/sheet{number}.xml", "worksheet", Main, xml => Sheet(xml, table)));
        }
        whole.Position = 0;
        whole.CopyTo(output);
    }

    private static void Sheet(XmlWriter xml, ResultTable table)
    {
        xml.WriteStartElement("cols");
        Element(xml, "col", ("min", "1"), ("max", $"{table.Columns.Count}"), ("width", "18"), ("customWidth", "1"));
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData");
        Row(xml, table.Columns.Select(column => column.Name), "1");
        var (count, left) = (0, 0L);
        foreach (var row in table.Rows)
        {
            if (count < MostRows - 1)
            {
                count++;
                Row(xml, row);
            }
            else
            {
                left++;
            }
        }
        if (left > 0)
        {
            Row(xml, [string.Create(CultureInfo.InvariantCulture, $"{left:#,0} more rows in {table.Name}.csv")]);
        }
        xml.WriteEndElement();
    }

    private static void Row(XmlWriter xml, IEnumerable<object?> cells, string? format = null)
    {
        xml.WriteStartElement("row");
        foreach (var cell in cells)
        {
            xml.WriteStartElement("c");
            if (format is not null)
            {
                xml.WriteAttributeString("s", format);
            }
            if (cell is string text)
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is");
                xml.WriteStartElement("t");
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(Readable(text));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            else if (cell is IFormattable number and not (double.NaN or double.PositiveInfinity or double.NegativeInfinity))
            {
                xml.WriteElementString("v", number.ToString(null, CultureInfo.InvariantCulture));
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>What stood in a file may hold characters that XML does not.</summary>
    private static string Readable(string text)
    {
        var cut = text.Length > LongestCell ? text[..LongestCell] : text;
        return cut.All(XmlConvert.IsXmlChar) ? cut : string.Concat(cut.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
    }

    private static void Add(ZipArchive zip, string name, string root, string space, Action<XmlWriter> write)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = Timeless;
        using var stream = entry.Open();
        using var xml = XmlWriter.Create(stream, Xml);
        xml.WriteStartElement(root, space);
        write(xml);
        xml.WriteEndElement();
    }

    private static void Relation(XmlWriter xml, string id, string type, string target) => Element(xml, "Relationship", ("Id", id), ("Type", $"{Documents}/{type}"), ("Target", target));

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }
        xml.WriteEndElement();
    }

    private static void ForEach(IReadOnlyList<ResultTable> tables, Action<int, ResultTable> write)
    {
        for (var i = 0; i < tables.Count; i++)
        {
            write(i + 1, tables[i]);
        }
    }
}
