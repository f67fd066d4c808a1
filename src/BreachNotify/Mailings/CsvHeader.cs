using BreachNotify.Http;

namespace BreachNotify.Mailings;

/// <summary>The first row of an uploaded file: the names of its columns.</summary>
public static class CsvHeader
{
    private const int MostColumns = 64;

    /// <summary>The columns with a meaning of their own; they are found in any case.</summary>
    public static readonly string[] Known = ["email", "name", "language", "reference"];

    /// <param name="required">The column that must be there.</param>
    /// <param name="wanted">What the header row is to hold, for the answer to whoever sent another.</param>
    /// <exception cref="Refusal">400: there is no usable header row.</exception>
    public static string[] Read(CsvReader csv, string required, string wanted)
    {
        if (!csv.Read())
        {
            throw Refusal.Malformed("line 1", null, $"The file is empty; it needs a header row with {wanted}.");
        }
        if (csv.Fault is { } fault)
        {
            throw Refusal.Malformed($"line {csv.Line}", fault.Value, $"The header row cannot be read: {fault.Reason}.");
        }
        for (var i = 0; i < csv.Count; i++)
        {
            if (csv[i].Contains('\0'))
            {
                throw Refusal.Malformed($"line {csv.Line}", csv[i].ToString().Replace("\0", "", StringComparison.Ordinal), "The file is UTF-16 without a byte order mark; save it as UTF-8, or as UTF-16 with a byte order mark.");
            }
        }
        var names = new string[csv.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = FieldText.Normalise(csv[i]).ToString();
            var lower = names[i].ToLowerInvariant();
            names[i] = lower == required || lower == SecondAddress.Column || Known.Contains(lower) ? lower : names[i];
        }
        if (!names.Contains(required))
        {
            var line = string.Join(',', names);
            var separator = names.Length == 1 ? ";\t|".FirstOrDefault(c => line.Contains(c, StringComparison.Ordinal)) : '\0';
            throw Refusal.Malformed($"line {csv.Line}", line, separator != '\0'
                ? $"The columns are separated by {(separator == '\t' ? "tabs" : $"'{separator}'")}; separate them by commas."
                : $"There is no column {required}; the first row must be a header with {wanted}.");
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length is 0 or > 100 || names[i].Any(char.IsControl))
            {
                throw Refusal.Malformed($"line {csv.Line}, column {i + 1}", names[i], "A column needs a name of 1 to 100 characters in the header row.");
            }
            if (Array.IndexOf(names, names[i]) != i)
            {
                throw Refusal.Malformed($"line {csv.Line}, column {i + 1}", names[i], "A column name must not occur twice in the header row.");
            }
        }
        return names.Length <= MostColumns ? names : throw Refusal.Malformed($"line {csv.Line}", $"{names.Length} columns", $"At most {MostColumns} columns are possible.");
    }
}
