using System.Globalization;
using BreachNotify.Mailings.Planning;
using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Mailings;

/// <summary>Why somebody cannot be reached by e-mail, so that the next channel is due; the numbers are in the database.</summary>
public enum UnreachedReason
{
    /// <summary>The file has no address.</summary>
    NoAddress = 1,

    /// <summary>The receiving server refused the address for good.</summary>
    Rejected = 2,

    /// <summary>It was refused for a time, again and again, for longer than a mailing tries.</summary>
    RetriesOver = 3,

    /// <summary>The letter cannot be made for the person.</summary>
    Unsendable = 4,

    /// <summary>It was accepted and came back later.</summary>
    Bounced = 5,

    /// <summary>Nobody knows whether it arrived, and an officer decided for the next channel.</summary>
    InDoubt = 6,
}

/// <summary>Somebody the next channel is due for.</summary>
/// <param name="Country">ISO 3166-1, from the column <c>country</c>; null if it holds none.</param>
/// <param name="Fields">The further columns of the file, among them the postal ones, without the e-mail addresses.</param>
public sealed record Unreached(long Line, string Name, string Language, string? Country, string Reference, UnreachedReason Reason, IReadOnlyDictionary<string, string> Fields);

/// <summary>How many of one country are unreached, by reason.</summary>
/// <param name="Country">The empty text for those of no known country.</param>
public readonly record struct UnreachedCount(string Country, UnreachedReason Reason, long People);

/// <summary>Reads the ledger for those that cannot be reached by e-mail, in the order of the file.</summary>
public sealed class UnreachedList(Database database)
{
    private const int CountedAtOnce = 5_000;

    /// <summary>The further columns that a letter shop gets: all but those that stand by themselves and the second e-mail address.</summary>
    public static IEnumerable<(string Name, int Place)> Columns(Audience audience) =>
        audience.Further.Select((name, place) => (name, place)).Where(column => column.place != audience.IndexOf("country") && column.name != SecondAddress.Column);

    public async Task<List<Unreached>> Page(Audience audience, AudienceKey key, long afterLine, int count)
    {
        var columns = Columns(audience).ToList();
        var country = audience.IndexOf("country");
        return [.. (await Rows(audience, afterLine, count)).Select(row =>
        {
            var person = Recipient.Read(key.Open(row.Id, row.Sealed));
            return new Unreached(Audience.LineOf(row.Id), person.Name, person.Language, CountryIn(person, country) is { Length: > 0 } known ? known : null, person.Reference, row.Why, columns.ToDictionary(column => column.Name, column => person.Further[column.Place]));
        })];
    }

    /// <summary>Counts everybody; the countries are sealed, so that each of the unreached is read once.</summary>
    public async Task<IReadOnlyList<UnreachedCount>> Count(Audience audience, AudienceKey key)
    {
        var counts = new Dictionary<(string, UnreachedReason), long>();
        var country = audience.IndexOf("country");
        for (var after = 0L; await Rows(audience, after, CountedAtOnce) is { Count: > 0 } rows; after = Audience.LineOf(rows[^1].Id))
        {
            foreach (var row in rows)
            {
                var group = (country < 0 ? "" : CountryIn(Recipient.Read(key.Open(row.Id, row.Sealed)), country), row.Why);
                counts[group] = counts.GetValueOrDefault(group) + 1;
            }
        }
        return [.. counts.Select(entry => new UnreachedCount(entry.Key.Item1, entry.Key.Item2, entry.Value))];
    }

    /// <summary>How many people are told by the letter of another row.</summary>
    public Task<long> CoveredIn(Audience audience) => database.Read(connection => connection.QuerySingle<long>(
        "SELECT COUNT(*) FROM duplicates AS d WHERE d.id > @First AND d.id < @End AND d.letter <> d.id AND NOT EXISTS (SELECT 1 FROM left_out AS o WHERE o.id = d.id)",
        new { audience.First, audience.End }));

    private static string CountryIn(Recipient person, int column) =>
        column >= 0 && person.Further[column].ToUpper(CultureInfo.InvariantCulture) is var text && LetterRates.IsCountry(text) ? text : "";

    private Task<List<Row>> Rows(Audience audience, long afterLine, int count) => database.Read(connection => connection.Query<Row>(
        $"""
        SELECT l.id AS Id, COALESCE(l.unreached, CASE WHEN l.state = 5 THEN {(int)UnreachedReason.Rejected} WHEN l.attempts = 0 THEN {(int)UnreachedReason.NoAddress} ELSE {(int)UnreachedReason.RetriesOver} END) AS Reason, r.sealed AS Sealed
        FROM (SELECT * FROM ({Some(5)}) AS rejected UNION ALL SELECT * FROM ({Some(7)}) AS others UNION ALL SELECT * FROM ({Covered}) AS covered) AS l
        JOIN recipients AS r ON r.id = l.id
        ORDER BY l.id LIMIT @Count
        """,
        new { After = audience.Row(afterLine), audience.End, Count = count }).AsList());

    /// <summary>Each state by itself, so that its partial index serves.</summary>
    private static string Some(int state) => $"SELECT id, state, attempts, unreached FROM ledger WHERE state = {state} AND id > @After AND id < @End ORDER BY id LIMIT @Count";

    /// <summary>Whoever was to be told by a letter that did not arrive is as little reached as the person it was sent to.</summary>
    private const string Covered =
        """
        SELECT d.id, l.state, l.attempts, l.unreached FROM duplicates AS d JOIN ledger AS l ON l.id = d.letter
        WHERE d.id > @After AND d.id < @End AND d.letter <> d.id AND l.state IN (5, 7) AND NOT EXISTS (SELECT 1 FROM left_out AS o WHERE o.id = d.id)
        ORDER BY d.id LIMIT @Count
        """;

    private sealed class Row
    {
        public long Id { get; init; }

        public int Reason { get; init; }

        public byte[] Sealed { get; init; } = [];

        public UnreachedReason Why => (UnreachedReason)Reason;
    }
}
