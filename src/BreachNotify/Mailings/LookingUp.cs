using System.Text;
using BreachNotify.Access;
using BreachNotify.Http;
using BreachNotify.Journal;
using BreachNotify.Mailings.Bounces;
using BreachNotify.Mailings.Evidence;
using BreachNotify.Storage;
using Dapper;
using NodaTime.Extensions;
using static BreachNotify.Mailings.RecipientEndpoints;

namespace BreachNotify.Mailings;

/// <summary>By what a person is looked for who asks whether they were told.</summary>
public enum LookUpBy
{
    /// <summary>The first or the second address, in any case of its letters.</summary>
    Email,
    Reference,

    /// <summary>The Message-ID of a message the person has, or anything that holds it, such as all its headers.</summary>
    Message,
}

/// <summary>Somebody of the recipients file, and how the letter stands that tells them.</summary>
/// <param name="LeftOut">A narrowing left the person out: this mailing does not tell them.</param>
/// <param name="Letter">The row whose letter it is: the person's own, or the one of the same address that covers it; null where there is none.</param>
/// <param name="MessageId">Of that letter, the same on every attempt; null while none was made.</param>
public sealed record FoundPerson(long Line, string Email, string Name, string Language, string Reference, bool LeftOut, RecipientStatus? Letter, string? MessageId);

/// <summary>What the journal holds against later changes of the results.</summary>
/// <param name="Hash">Over state, attempts and doubts of everybody.</param>
/// <param name="Entry">The entry of the journal with it.</param>
public sealed record LedgerSeal(string Hash, long Entry);

/// <param name="People">At most <see cref="LookingUp.Most"/>.</param>
/// <param name="More">Whether there are others.</param>
/// <param name="Hash">Of letter and people as frozen; null for a draft.</param>
/// <param name="Ledger">Null before the mailing ended.</param>
public sealed record LookedUp(IReadOnlyList<FoundPerson> People, bool More, string? Hash, LedgerSeal? Ledger);

/// <summary>
/// Answers a person who asks whether they were told, when and how, and what proves it. Each look is an entry of the journal,
/// which names by what was looked and how many were found, and nobody. Without a token the whole audience is gone through,
/// a page at a time.
/// </summary>
public sealed class LookingUp(Database database, MailingStore mailings, AudienceStore audiences, RecipientList recipients, JournalReader journal, TimeProvider clock)
{
    /// <summary>More people than one family or one reference has.</summary>
    public const int Most = 20;

    /// <summary>Characters; the headers of a message have a few thousand.</summary>
    public const int Longest = 20_000;

    private const int PeopleAtOnce = 2048;

    /// <exception cref="Refusal">404. 400: the value is none. 409: there is nobody in the mailing yet. 410: the people are destroyed.</exception>
    public async Task<LookedUp> Find(string id, LookUpBy by, string value, Actor actor)
    {
        var mailing = await mailings.Get(id);
        var wanted = Wanted(by, value);
        var audience = await audiences.Of(mailing) ?? throw Refusal.Conflict("The mailing has no recipients yet.");
        using var key = new AudienceKey(audience.DataKey);
        var rows = by == LookUpBy.Message
            ? Tokens.In(value).Select(token => key.RowOf(token)).OfType<long>().Where(row => row > audience.First && row < audience.End).Distinct().Take(Most + 1).ToList()
            : await Search(audience, key, by, wanted);
        var domain = mailing.Hash is null ? null : MailOptions.Sender((await mailings.LetterOf(id)).Sender)!.Domain;
        var people = new List<FoundPerson>();
        foreach (var row in rows.Take(Most))
        {
            if (await Person(audience, key, row, domain) is { } person)
            {
                people.Add(person);
            }
        }
        await database.Write(transaction =>
            Chain.Append(transaction, clock.GetUtcNow().ToInstant(), actor.Id, mailing.JournalSubject, "mailing.lookedUp", new { By = by, Found = people.Count }));
        var sealedBy = mailing.State is MailingState.Completed or MailingState.Cancelled ? (await journal.Of(mailing.JournalSubject)).LastOrDefault(entry => Verifying.LedgerIn(entry) is not null) : null;
        return new LookedUp(people, rows.Count > Most, mailing.Hash, sealedBy is null ? null : new LedgerSeal(Verifying.LedgerIn(sealedBy)!, sealedBy.Sequence));
    }

    private static byte[] Wanted(LookUpBy by, string value)
    {
        const string Field = "value";
        if (string.IsNullOrWhiteSpace(value))
        {
            throw Refusal.Malformed(Field, value, "Must not be empty.");
        }
        if (value.Length > Longest)
        {
            throw Refusal.Malformed(Field, value, $"Must have at most {Longest} characters; it has {value.Length}.");
        }
        switch (by)
        {
            case LookUpBy.Email:
                return Encoding.UTF8.GetBytes(EmailAddress.Normalise(value, out var fault) ?? throw Refusal.Malformed(Field, value, $"Must be one e-mail address: {fault}."));
            case LookUpBy.Reference:
                return FieldText.FaultOf(value.AsSpan().Trim(), isLine: true) is { } wrong
                    ? throw Refusal.Malformed(Field, value, $"Must be a reference as it stands in the file: {wrong}.")
                    : Encoding.UTF8.GetBytes(FieldText.Normalise(value).ToString());
            default:
                return Tokens.In(value).Any() ? [] : throw Refusal.Malformed(Field, value, "Must hold the Message-ID of a message: 32 of the characters 0 to 9 and a to f, before the @.");
        }
    }

    private async Task<List<long>> Search(Audience audience, AudienceKey key, LookUpBy by, byte[] wanted)
    {
        const int FirstFurther = 4;
        var second = audience.IndexOf(SecondAddress.Column);
        var found = new List<long>();
        var opened = new byte[1024];
        for (var after = audience.First; found.Count <= Most && await Everybody(audience, after) is { Count: > 0 } people; after = people[^1].Row)
        {
            foreach (var (row, sealedBytes) in people)
            {
                if (opened.Length < sealedBytes.Length)
                {
                    opened = new byte[2 * sealedBytes.Length];
                }
                var plain = opened.AsSpan(0, sealedBytes.Length - AudienceKey.TagSize);
                key.Open(row, sealedBytes, plain);
                if (by == LookUpBy.Reference ? Recipient.Field(plain, 3).SequenceEqual(wanted)
                    : Ascii.EqualsIgnoreCase(Recipient.Field(plain, 0), wanted) || (second >= 0 && Ascii.EqualsIgnoreCase(Recipient.Field(plain, FirstFurther + second), wanted)))
                {
                    found.Add(row);
                }
            }
        }
        return found;
    }

    /// <summary>Those left out and those covered by another row's letter among them.</summary>
    private Task<List<(long Row, byte[] Sealed)>> Everybody(Audience audience, long after) => database.Read(connection => connection.Query<(long, byte[])>(
        "SELECT id, sealed FROM recipients WHERE id > @After AND id < @End ORDER BY id LIMIT @Count", new { After = after, audience.End, Count = PeopleAtOnce }).AsList());

    private async Task<FoundPerson?> Person(Audience audience, AudienceKey key, long row, string? domain)
    {
        var kept = await database.Read(connection => connection.QuerySingleOrDefault<Row>(
            """
            SELECT r.sealed AS Sealed, COALESCE(d.letter, r.id) AS Letter, CASE WHEN o.id IS NULL THEN 0 ELSE 1 END AS LeftOut
            FROM recipients AS r LEFT JOIN duplicates AS d ON d.id = r.id LEFT JOIN left_out AS o ON o.id = r.id
            WHERE r.id = @Row
            """,
            new { Row = row }));
        if (kept is null)
        {
            return null;
        }
        var person = Recipient.Read(key.Open(row, kept.Sealed));
        var letter = kept.LeftOut == 1 ? null
            : (await recipients.Lines(audience, onlyDoubtful: false, Audience.LineOf(kept.Letter) - 1, 1)).FirstOrDefault(line => line.Id == kept.Letter)?.ToStatus(audience, key);
        return new FoundPerson(
            Audience.LineOf(row), person.Email, person.Name, person.Language, person.Reference, kept.LeftOut == 1, letter,
            domain is not null && letter is { Attempts: > 0 } ? $"<{key.Token(kept.Letter)}@{domain}>" : null);
    }

    private sealed class Row
    {
        public byte[] Sealed { get; init; } = [];

        public long Letter { get; init; }

        public int LeftOut { get; init; }
    }
}
