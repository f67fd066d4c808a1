using System.Globalization;

namespace BreachNotify.Exposure.Tables;

/// <summary>A table of results, row by row, for whichever file it goes into.</summary>
/// <param name="Name">Lower case, the name of its file and sheet.</param>
/// <param name="Columns">Each column.</param>
/// <param name="Rows">The cells of each row in the order of the columns: an int, a double or a text, or null for none.</param>
public sealed record ResultTable(string Name, IReadOnlyList<ResultColumn> Columns, IEnumerable<object?[]> Rows);

/// <summary>One column.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="Format">How a text file shows a number; default to the cent.</param>
public sealed record ResultColumn(string Name, CellKind Kind, string Format = "0.##")
{
    /// <summary>A cell as text; empty for none or for an infinite number.</summary>
    public string Text(object? cell) => cell switch
    {
        null => "",
        string text => text,
        double number => double.IsFinite(number) ? number.ToString(Format, CultureInfo.InvariantCulture) : "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, $"No cell of {Name}."),
    };
}

/// <summary>What the cells of a column hold.</summary>
public enum CellKind
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,
}
