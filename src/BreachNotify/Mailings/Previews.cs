using BreachNotify.Breaches;
using BreachNotify.Http;
using BreachNotify.Notices;

namespace BreachNotify.Mailings;

/// <summary>For whom a letter is shown before it is sent.</summary>
public enum Reader
{
    /// <summary>Nobody: everything a file may leave out is missing.</summary>
    Emptiest,

    /// <summary>Made up of the longest value of each column.</summary>
    Longest,

    /// <summary>Somebody in the mailing.</summary>
    Person,
}

/// <summary>A letter as its reader gets it.</summary>
/// <param name="Languages">Those it exists in.</param>
/// <param name="Line">Of the person it is for; null for nobody in the file.</param>
public sealed record Preview(IReadOnlyList<string> Languages, string Language, long? Line, string Subject, string Text, string Html);

/// <summary>Shows letters: of a draft as they would be frozen now, later as they are frozen.</summary>
public sealed class Previews(MailingStore mailings, AudienceStore audiences, RecipientList recipients, Families families, FindBreach findBreach, LetterTemplates templates)
{
    /// <param name="language">Null or none of the letter's for the person's own, else the mailing's fallback.</param>
    /// <param name="line">Of a person, or the next one after it; null for any.</param>
    /// <exception cref="Refusal">404: no such mailing. 409: there is nobody in it yet. 410: the people are destroyed. 422: the letter cannot be made.</exception>
    public async Task<Preview> Of(string id, Reader reader, string? language = null, long? line = null)
    {
        var mailing = await mailings.Get(id);
        try
        {
            var letters = await Letters(mailing);
            var (person, further, covered, of) = await Person(mailing, reader, line);
            var own = person.Language.Length > 0 ? LanguageTag.Match(person.Language, (IReadOnlyCollection<string>)letters.Keys) : null;
            var letter = language is not null && letters.TryGetValue(language, out var wanted) ? wanted : letters[own ?? mailing.FallbackLanguage];
            var values = (of is null ? person with { Language = letter.Language } : person).Values(further, covered);
            return new Preview([.. letters.Keys.Order(StringComparer.Ordinal)], letter.Language, of, letter.Subject(values), letter.Text.Fill(values).ToString(), letter.Html.Fill(values).ToString());
        }
        catch (TemplateException e)
        {
            throw Refusal.Unprocessable(new FieldError("template", mailing.Template, e.Message));
        }
    }

    private async Task<IReadOnlyDictionary<string, Letter>> Letters(Mailing mailing)
    {
        if (mailing.Hash is not null)
        {
            return (await mailings.LetterOf(mailing.Id)).Bind();
        }
        var breach = await findBreach(mailing.Breach) ?? throw Refusal.NotFound("breach", mailing.Breach);
        var set = templates.Load(mailing.Template);
        var facts = Freezing.FactsOf(breach);
        return set.Languages.ToDictionary(language => language, language => set.Letter(language, facts, Freezing.ReferenceOf(mailing), mailing.Subject));
    }

    private async Task<(Recipient Person, IReadOnlyList<string> Further, IReadOnlyList<Recipient>? Covered, long? Line)> Person(Mailing mailing, Reader reader, long? line)
    {
        var audience = await audiences.Of(mailing);
        if (audience is null)
        {
            return reader == Reader.Emptiest
                ? (new Recipient("", "", "", "", []), [], null, null)
                : throw Refusal.Conflict("The mailing has no recipients yet.");
        }
        if (reader == Reader.Emptiest)
        {
            return (new Recipient("", "", "", "", [.. audience.Further.Select(_ => "")]), audience.Further, null, null);
        }
        using var key = new AudienceKey(audience.DataKey);
        if (reader == Reader.Longest)
        {
            var longest = (await audiences.ExtremesOf(audience, key)).Longest;
            return (new Recipient(longest[0], longest[1], "", longest[3], [.. longest.Skip(4)]), audience.Further, null, null);
        }
        var row = await Row(mailing, audience, line);
        var covered = (await families.CoveredBy(audience, row.Id))?.Select(other => Recipient.Read(key.Open(other.Row, other.Sealed))).ToList();
        return (Recipient.Read(key.Open(row.Id, row.Sealed)), audience.Further, covered, Audience.LineOf(row.Id));
    }

    private async Task<LedgerLine> Row(Mailing mailing, Audience audience, long? line)
    {
        var after = line is { } wanted ? wanted - 1 : Random.Shared.NextInt64(0, (await mailings.ImportOf(mailing)).Import!.Rows + 1);
        // The rows at the end of a file may be rejected ones, and its lines more than its rows.
        return await First(Math.Clamp(after, 0, long.MaxValue >> 24)) ?? await First(0) ?? throw Refusal.Conflict("The mailing has no recipients yet.");

        async Task<LedgerLine?> First(long place) => (await recipients.Lines(audience, onlyDoubtful: false, place, 1)).FirstOrDefault();
    }
}
