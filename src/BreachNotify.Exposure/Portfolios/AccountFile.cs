using BreachNotify.Exposure.Tables;
using Sylvan.Data.Csv;

namespace BreachNotify.Exposure.Portfolios;

/// <summary>A table that is read row by row, in whatever kind of file it stands.</summary>
internal interface IAccountFile : IDisposable
{
    IReadOnlyList<string> Headings { get; }

    /// <summary>Line of the row; that of the headings is 1, unless the file begins with empty ones.</summary>
    long Line { get; }

    /// <summary>How many cells the row has.</summary>
    int Cells { get; }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">The row cannot be read, and what follows neither.</exception>
    bool Read();

    /// <summary>A cell without space around it; empty beyond the last one.</summary>
    string Text(int column);
}

/// <summary>Text with commas, semicolons or tabs between the cells.</summary>
internal sealed class CsvAccounts : IAccountFile
{
    private readonly CsvDataReader _csv;
    private long _next;

    /// <exception cref="InvalidDataException">It has no heading.</exception>
    public CsvAccounts(TextReader text)
    {
        try
        {
            // Rows of thousands of columns are read, and refused where they do not fit the header.
            _csv = CsvDataReader.Create(text, new CsvDataReaderOptions { HasHeaders = true, BufferSize = 1 << 16, MaxBufferSize = 1 << 24 });
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException("The account file cannot be read as CSV: it has no headings, or they cannot be read.", e);
        }
        Headings = [.. Enumerable.Range(0, _csv.FieldCount).Select(column => _csv.GetName(column).Trim())];
        _next = 2;
    }

    public IReadOnlyList<string> Headings { get; }

    public long Line { get; private set; } = 1;

    public int Cells => _csv.RowFieldCount;

    public bool Read()
    {
        try
        {
            do
            {
                Line = _next;
                if (!_csv.Read())
                {
                    return false;
                }
                // Its ends of lines: one, or more where a cell has several.
                var raw = _csv.GetRawRecordSpan();
                _next = Line + Math.Max(1, raw.Count(raw.Contains('\n') ? '\n' : '\r'));
            }
            while (_csv.RowFieldCount == 1 && Text(0).Length == 0);
            return true;
        }
        catch (CsvFormatException e)
        {
            throw new FormatException("The rest cannot be read as CSV.", e);
        }
    }

    public string Text(int column) => column < _csv.RowFieldCount ? _csv.GetString(column).Trim() : "";

    public void Dispose() => _csv.Dispose();
}

/// <summary>The first sheet of an xlsx workbook.</summary>
internal sealed class SheetAccounts : IAccountFile
{
    private readonly Sheet _sheet;

    /// <exception cref="InvalidDataException">It has no heading.</exception>
    public SheetAccounts(Sheet sheet)
    {
        _sheet = sheet;
        if (!sheet.Read())
        {
            throw new InvalidDataException("The first sheet of the account file is empty.");
        }
        Headings = [.. sheet.Cells.Select(heading => heading.Trim())];
    }

    public IReadOnlyList<string> Headings { get; }

    public long Line => _sheet.Row;

    public int Cells => _sheet.Cells.Count;

    public bool Read() => _sheet.Read();

    public string Text(int column) => column < _sheet.Cells.Count ? _sheet.Cells[column].Trim() : "";

    public void Dispose() => _sheet.Dispose();
}
