using System.Text;
using BreachNotify.Storage;
using static BreachNotify.Mailings.AudiencePage;

namespace BreachNotify.Mailings.Evidence;

/// <summary>Opens the people of an archive, and writes what only they make possible: sample letters and rejected rows.</summary>
public sealed class PeopleFiles(AudienceStore audiences, Database database, Audience audience, FrozenLetter letter) : IDisposable
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
        await archive.Add("rejections.csv", WriteRejections);
        foreach (var (language, line) in _samples)
        {
            var covered = audience.Family ? await database.Read(connection => Families.Covered(connection, database.Engine, [line.Id])[line.Id].ToList()) : null;
            var message = _composer.Compose(new Leased(line.Id, line.Attempts, line.Doubts, line.FirstAt!.Value.ToUnixTimeTicks(), false, line.Sealed!, line.Address, covered), line.FirstAt.Value);
            await archive.Add($"letters/{language}.eml", message.Bytes);
        }
    }

    public void Dispose() => _composer.Dispose();

    private async Task WriteRejections(Stream file)
    {
        await using var writer = new StreamWriter(file, new UTF8Encoding(false));
        await writer.WriteAsync(CsvLine("line", "column", "value", "reason"));
        var after = 0L;
        while (await audiences.Rejections(audience, _composer.Key, after, PageSize) is { Count: > 0 } rejections)
        {
            foreach (var rejection in rejections)
            {
                await writer.WriteAsync(CsvLine(Number(rejection.Line), rejection.Column, rejection.Value, rejection.Reason));
            }
            after = rejections[^1].Line;
        }
    }
}
