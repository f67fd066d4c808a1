namespace BreachNotify.Mailings;

/// <summary>
/// The further column <c>email2</c>: the address tried when the first is given up. The import leaves it empty where the
/// file has none that can be used, and puts it in the first one's place where there is no first.
/// </summary>
public static class SecondAddress
{
    public const string Column = "email2";

    /// <summary>Empty if there is none.</summary>
    public static string Of(Audience audience, Recipient person) => audience.IndexOf(Column) is var at and >= 0 ? person.Further[at] : "";

    /// <summary>The person under the address in use.</summary>
    /// <param name="address">1 or 2.</param>
    public static Recipient InUse(Audience audience, Recipient person, int address) => address == 1 ? person : person with { Email = Of(audience, person) };
}

/// <summary>The second addresses of a recipients file.</summary>
/// <param name="Usable">People whose second address is tried if the first is given up, or stands in for a first that is missing.</param>
/// <param name="Unusable">People whose second address is none; they are kept and reached by the first alone.</param>
/// <param name="First">The first hundred of these.</param>
public sealed record SecondAddresses(long Usable, long Unusable, IReadOnlyList<Rejection> First);

/// <summary>Reads the column while a file is imported.</summary>
/// <param name="field">Its place in the file.</param>
/// <param name="place">Its place among the texts of a recipient.</param>
public sealed class SecondAddressColumn(int field, int place)
{
    private const int Inline = 100;

    private readonly List<Rejection> _first = [];
    private long _usable;
    private long _unusable;

    public int Place => place;

    public SecondAddresses Found => new(_usable, _unusable, _first);

    /// <summary>The second address of a row; empty where it is missing, none, or the first once more.</summary>
    /// <param name="first">The first address; where it is empty, the second takes its place.</param>
    public string Read(CsvReader csv, ref string first)
    {
        var text = csv[field].Trim();
        if (text.IsEmpty)
        {
            return "";
        }
        if (EmailAddress.Normalise(text, out var fault) is not { } second)
        {
            _unusable++;
            if (_first.Count < Inline)
            {
                _first.Add(new Rejection(csv.Line, SecondAddress.Column, text.Length > 100 ? string.Concat(text[..100], "...") : text.ToString(), fault!));
            }
            return "";
        }
        if (second == first)
        {
            return "";
        }
        _usable++;
        if (first.Length == 0)
        {
            (first, second) = (second, "");
        }
        return second;
    }
}
