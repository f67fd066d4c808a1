using System.Globalization;
using Dapper;

namespace BreachNotify.Storage;

/// <summary>
/// Whether the database still lies where it always did and knows everything that was done with it. One that was copied or
/// restored does not know what was sent since, so that whoever sends by itself asks here first.
/// </summary>
public sealed class Home(Database database)
{
    private const string Setting = "home";

    /// <summary>Enters the place where the database lies now.</summary>
    /// <returns>Null where it is at home; else what happened, as a sentence for a person.</returns>
    public async Task<string?> Arrive()
    {
        var place = database.Place;
        var known = Seen();
        var found = await database.Write(transaction =>
        {
            var home = transaction.Connection!.QuerySingleOrDefault<string>("SELECT value FROM settings WHERE name = @Name", new { Name = Setting }, transaction);
            Keep(transaction, place, known.Mark > MarkOf(home) ? known.Mark : MarkOf(home));
            return home;
        });
        var why = found is null ? null
            : PlaceOf(found) != place ? "This database was last used in another place: it was copied or restored."
            : database.HomeFile is not null && known.Place != place ? "The file that says where this database belongs is missing: it was copied or restored."
            : known.Mark > MarkOf(found) ? "This database is older than what was last done with it: it was restored from a backup."
            : null;
        await Mark();
        return why;
    }

    /// <summary>Makes every backup of the database made before now tell that it is one.</summary>
    public async Task Mark()
    {
        if (database.HomeFile is not { } file)
        {
            return;
        }
        var mark = await database.Write(transaction =>
        {
            var next = MarkOf(transaction.Connection!.QuerySingle<string>("SELECT value FROM settings WHERE name = @Name", new { Name = Setting }, transaction)) + 1;
            Keep(transaction, database.Place, next);
            return next;
        });
        // After the database and never before: a file that lags behind does no harm. Renamed into place, so that a kill leaves the old or the new one.
        await File.WriteAllTextAsync(file + ".new", Print(database.Place, mark));
        File.Move(file + ".new", file, overwrite: true);
    }

    private (string? Place, long Mark) Seen()
    {
        var text = database.HomeFile is { } file && File.Exists(file) ? File.ReadAllText(file) : null;
        return text is null ? (null, 0) : (PlaceOf(text), MarkOf(text));
    }

    private static void Keep(System.Data.Common.DbTransaction transaction, string place, long mark) => transaction.Connection!.Execute(
        "INSERT INTO settings (name, value) VALUES (@Name, @Value) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
        new { Name = Setting, Value = Print(place, mark) },
        transaction);

    private static string Print(string place, long mark) => $"{place} {mark.ToString(CultureInfo.InvariantCulture)}";

    private static string PlaceOf(string text) => text.Split(' ')[0];

    private static long MarkOf(string? text) => text?.Split(' ') is [_, var mark] && long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
