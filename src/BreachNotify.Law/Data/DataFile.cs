using System.Globalization;
using System.Reflection;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace BreachNotify.Law.Data;

/// <summary>
/// The data files this product ships: comma-separated, one header line, quotation marks where a cell holds a comma. Every
/// row says where it comes from and whether somebody read that source.
/// </summary>
internal static class DataFile
{
    /// <summary>The rows of a file, in its order.</summary>
    /// <param name="name">Its name in the folder Data.</param>
    /// <param name="assembly">The assembly that holds it; default that of the law.</param>
    /// <exception cref="InvalidDataException">A row has another number of cells than the header.</exception>
    public static IReadOnlyList<DataRow> Read(string name, Assembly? assembly = null)
    {
        assembly ??= typeof(DataFile).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{assembly.GetName().Name}.Data.{name}")
            ?? throw new InvalidDataException($"{name} is not among the data files.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(name, reader);
    }

    /// <summary>The rows of a file of the same form that somebody edited.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="reader">The file.</param>
    /// <exception cref="InvalidDataException">A row has another number of cells than the header, or there is none.</exception>
    public static IReadOnlyList<DataRow> Read(string name, TextReader reader)
    {
        var header = Cells(reader.ReadLine() ?? throw new InvalidDataException($"{name} is empty."));
        var rows = new List<DataRow>();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            var cells = Cells(line);
            if (cells.Count != header.Count)
            {
                throw new InvalidDataException($"{name}, line {number}: {cells.Count} cells under {header.Count} headings.");
            }
            rows.Add(new DataRow($"{name}, line {number}", header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second)));
        }
        return rows;
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }
        cells.Add(cell.ToString());
        return cells;
    }
}

/// <summary>One row of a data file.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Cells">By column.</param>
internal sealed record DataRow(string Place, IReadOnlyDictionary<string, string> Cells)
{
    public string this[string column] => Cells[column];

    public string? Text(string column) => Cells[column] is { Length: > 0 } text ? text : null;

    public decimal Number(string column) => NumberOrNone(column) ?? throw new InvalidDataException($"{Place}: {column} is empty.");

    public decimal? NumberOrNone(string column) => Text(column) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

    public LocalDate Date(string column) => LocalDatePattern.Iso.Parse(Cells[column]).Value;

    public Money? Money(string amount, string currency) => NumberOrNone(amount) is { } number ? new Money(number, Cells[currency]) : null;

    /// <summary>"yes" or "no".</summary>
    public bool Flag(string column) => Cells[column] switch
    {
        "yes" => true,
        "no" => false,
        var other => throw new InvalidDataException($"{Place}: {column} is '{other}', not yes or no."),
    };
}
