using System.IO.Compression;
using System.Security;
using System.Text;

namespace BreachNotify.Exposure.Tests.Portfolios;

/// <summary>Workbooks as other programs write them, cell by cell.</summary>
public static class Xlsx
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>One sheet of rows, each cell as text.</summary>
    public static MemoryStream Of(params IEnumerable<string[]> rows) => Containing(string.Concat(rows.Select((row, i) =>
        $"<row r=\"{i + 1}\">{string.Concat(row.Select(cell => $"<c t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>"))}</row>")));

    /// <param name="rows">The inside of sheetData; the first format shows numbers, the second days, the third times of a day.</param>
    /// <param name="shared">The inside of the shared texts.</param>
    /// <param name="prefix">What elements of the workbook begin with, such as "x:".</param>
    public static MemoryStream Containing(string rows, string shared = "", string prefix = "")
    {
        var file = new MemoryStream();
        var space = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix.TrimEnd(':')}";
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets><sheet name=\"Second in the archive\" sheetId=\"2\" r:id=\"rId7\"/><sheet name=\"Other\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId7\" Type=\"{Relations}/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"rId2\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
            Add("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{shared}</sst>");
            Add("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"[h]:mm&quot; days&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
            Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData/></worksheet>");
            Add("xl/worksheets/sheet2.xml", $"<{prefix}worksheet {space}=\"{Main}\"><{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>");

            void Add(string name, string xml)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(xml));
            }
        }
        file.Position = 0;
        return file;
    }
}
