using BreachNotify.Storage;
using Dapper;

namespace BreachNotify.Mailings;

/// <summary>Somebody whom the letter of another row tells.</summary>
/// <param name="FirstLine">The line whose letter it is.</param>
public sealed record CoveredPerson(long Line, long FirstLine, string Email, string Name, string Language, string Reference);

/// <summary>Somebody whom a narrowing left out.</summary>
public sealed record LeftOutPerson(long Line, string Email, string Name, string Language, string Reference);

/// <summary>People of the file who are not in the ledger, a page at a time in the order of the file.</summary>
public sealed class HygieneList(Database database)
{
    public Task<List<CoveredPerson>> Covered(Audience audience, AudienceKey key, long afterLine, int count) => database.Read(connection =>
        connection.Query<(long Row, long Letter, byte[] Sealed)>(
            """
            SELECT d.id, d.letter, r.sealed FROM duplicates AS d JOIN recipients AS r ON r.id = d.id
            WHERE d.id > @After AND d.id < @End AND d.letter <> d.id AND NOT EXISTS (SELECT 1 FROM left_out AS l WHERE l.id = d.id)
            ORDER BY d.id LIMIT @Count
            """,
            new { After = audience.Row(afterLine), audience.End, Count = count })
        .Select(row =>
        {
            var person = Recipient.Read(key.Open(row.Row, row.Sealed));
            return new CoveredPerson(Audience.LineOf(row.Row), Audience.LineOf(row.Letter), person.Email, person.Name, person.Language, person.Reference);
        })
        .ToList());

    public Task<List<LeftOutPerson>> LeftOut(Audience audience, AudienceKey key, long afterLine, int count) => database.Read(connection =>
        connection.Query<(long Row, byte[] Sealed)>(
            """
            SELECT r.id, r.sealed FROM left_out AS l JOIN recipients AS r ON r.id = l.id
            WHERE l.id > @After AND l.id < @End
            ORDER BY l.id LIMIT @Count
            """,
            new { After = audience.Row(afterLine), audience.End, Count = count })
        .Select(row =>
        {
            var person = Recipient.Read(key.Open(row.Row, row.Sealed));
            return new LeftOutPerson(Audience.LineOf(row.Row), person.Email, person.Name, person.Language, person.Reference);
        })
        .ToList());
}
