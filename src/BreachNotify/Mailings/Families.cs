using System.Data.Common;
using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Mailings;

/// <summary>Who is told by a letter besides the person it is sent to, where the audience asks for family letters.</summary>
public sealed class Families(Database database)
{
    /// <summary>People one letter can name; more at one address are no family.</summary>
    public const int Largest = 50;

    /// <summary>A letter that would have to name too many; null if there is none.</summary>
    public Task<(long Line, long People)?> TooLarge(Audience audience) => database.Read(connection =>
    {
        var found = connection.Query<(long Letter, long Covered)>(
            $"""
            SELECT letter, COUNT(*) FROM duplicates
            WHERE id > @First AND id < @End AND letter <> id AND NOT EXISTS (SELECT 1 FROM left_out AS l WHERE l.id = duplicates.id)
            GROUP BY letter HAVING COUNT(*) >= {Largest} ORDER BY letter LIMIT 1
            """,
            new { audience.First, audience.End }).AsList();
        return found is [var (letter, covered)] ? (Audience.LineOf(letter), covered + 1) : ((long, long)?)null;
    });

    /// <summary>The people the letter of one row names besides; null where the audience asks for no family letters.</summary>
    public async Task<IReadOnlyList<(long Row, byte[] Sealed)>?> CoveredBy(Audience audience, long row) => audience.Family
        ? await database.Read(connection => Covered(connection, database.Engine, [row])[row].ToList())
        : null;

    /// <summary>The people each of these letters covers, in the order of the file.</summary>
    public static ILookup<long, (long Row, byte[] Sealed)> Covered(DbConnection connection, Engine engine, IEnumerable<long> letters) => connection.Query<(long Letter, long Row, byte[] Sealed)>(
        $"""
        SELECT d.letter, r.id, r.sealed FROM duplicates AS d JOIN recipients AS r ON r.id = d.id
        WHERE d.letter {(engine == Engine.Sqlite ? "IN (SELECT value FROM json_each(@Letters))" : "= ANY(@Letters)")}
          AND d.letter <> d.id AND NOT EXISTS (SELECT 1 FROM left_out AS l WHERE l.id = d.id)
        ORDER BY r.id
        """,
        new { Letters = engine == Engine.Sqlite ? (object)$"[{string.Join(',', letters)}]" : letters.ToArray() })
        .ToLookup(row => row.Letter, row => (row.Row, row.Sealed));
}
