using System.Text;
using static BreachNotify.Mailings.AudiencePage;

namespace BreachNotify.Mailings.Evidence;

/// <summary>Opens the people of an archive, and writes what only they make possible: sample letters, and the people of the file who are not in the ledger.</summary>
public sealed class PeopleFiles(AudienceStore audiences, HygieneList hygiene, Families families, Audience audience, FrozenLetter letter) : IDisposable
{
    private const int PageSize = 1000;

    private readonly MessageComposer _composer = new(MailOptions.Sender(letter.Sender)!, letter.Bind(), letter.FallbackLanguage, audience);
    private readonly SortedDictionary<string, LedgerLine> _samples = new(StringComparer.Ordinal);

    /// <summary>The person under the address in use.</summary>
    public Recipient Open(LedgerLine line) => SecondAddress.InUse(audience, Recipient.Read(_composer.Key.Open(line.Id, line.Sealed)), line.Address);

    public string? ReplyIn(LedgerLine line) => line.Reply is { } reply ? _composer.Key.OpenNote(reply) : null;

    /// <summary>The first person in each language whose message was accepted gives the sample.</summary>
    public void Consider(LedgerLine line, Recipient person)
    {
        if ((DeliveryState)line.State == DeliveryState.Accepted && line.FirstAt is not null)
        {
            _samples.TryAdd(_composer.LanguageOf(person.Language), line);
        }
    }

    public async Task Write(EvidenceArchive archive)
    {
        await WritePages(archive, "covered.csv", "line,firstLine,email,name,language,reference", after => hygiene.Covered(audience, _composer.Key, after, PageSize), person => person.Line,
            person => [Number(person.Line), Number(person.FirstLine), person.Email, person.Name, person.Language, person.Reference]);
        await WritePages(archive, "left-out.csv", "line,email,name,language,reference", after => hygiene.LeftOut(audience, _composer.Key, after, PageSize), person => person.Line,
            person => [Number(person.Line), person.Email, person.Name, person.Language, person.Reference]);
        await WritePages(archive, "rejections.csv", "line,column,value,reason", after => audiences.Rejections(audience, _composer.Key, after, PageSize), rejection => rejection.Line,
            rejection => [Number(rejection.Line), rejection.Column, rejection.Value, rejection.Reason]);
        foreach (var (language, line) in _samples)
        {
            var covered = await families.CoveredBy(audience, line.Id);
            var message = _composer.Compose(new Leased(line.Id, line.Attempts, line.Doubts, line.FirstAt!.Value.ToUnixTimeTicks(), false, line.Sealed!, line.Address, covered), line.FirstAt.Value);
            await archive.Add($"letters/{language}.eml", message.Bytes);
        }
    }

    public void Dispose() => _composer.Dispose();

    private static Task WritePages<T>(EvidenceArchive archive, string name, string columns, Func<long, Task<List<T>>> page, Func<T, long> lineOf, Func<T, string?[]> values) => archive.Add(name, async file =>
    {
        await using var writer = new StreamWriter(file, new UTF8Encoding(false));
        await writer.WriteAsync(columns + "\r\n");
        for (var after = 0L; await page(after) is { Count: > 0 } items; after = lineOf(items[^1]))
        {
            foreach (var item in items)
            {
                await writer.WriteAsync(CsvLine(values(item)));
            }
        }
    });
}
